"""Secrets by reference: `env:NAME` and `file:PATH`. What is written out is refused, and never repeated."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr, ValidationInfo
from pydantic_core import PydanticCustomError

LARGEST_SECRET = 64 * 1024
"""Bytes: private keys fit, and a wrong path does not fill the memory."""

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
REFERENCE = re.compile(r"\benv:([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where references lead: the folder that paths are relative to, and the variables."""

    folder: Path = field(default_factory=Path)
    variables: Mapping[str, str] = field(default_factory=lambda: os.environ)


def resolve(value: object, info: ValidationInfo) -> SecretStr:
    """The secret that a reference names; raises `PydanticCustomError`, which quotes no value."""
    if isinstance(value, SecretStr):
        return value
    where = info.context if isinstance(info.context, Surroundings) else Surroundings()
    kind, _, name = value.partition(":") if isinstance(value, str) else ("", "", "")
    match kind:
        case "env":
            return SecretStr(_of_variable(name, where.variables))
        case "file":
            return SecretStr(_of_file(name, where.folder))
        case _:
            raise _wrong("a secret is named here, not written out: `env:NAME` or `file:PATH`")


def variables_named_in(text: str) -> set[str]:
    """The variables that a file of accounts may name; for whoever decides which process is given them."""
    return set(REFERENCE.findall(text))


def _of_variable(name: str, variables: Mapping[str, str]) -> str:
    if not VARIABLE.fullmatch(name):
        raise _wrong("`env:` wants the name of a variable: letters, digits and `_`")
    return _not_empty(variables.get(name, ""), f"the variable {name} is not set, or is empty")


def _of_file(name: str, folder: Path) -> str:
    content = _content(folder / name) if name else None
    if content is None:
        raise _wrong("the file that holds the secret is not there, or cannot be read")
    if len(content) > LARGEST_SECRET:
        raise _wrong(f"the file that holds the secret is larger than {LARGEST_SECRET // 1024} KiB")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise _wrong("the file that holds the secret is not text in UTF-8") from None
    return _not_empty(text.rstrip("\r\n"), "the file that holds the secret is empty")


def _content(path: Path) -> bytes | None:
    """A little more than a secret may have; None where there is no such file, or no right to read it."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(LARGEST_SECRET + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return None


def _not_empty(secret: str, otherwise: str) -> str:
    if not secret.strip():
        raise _wrong(otherwise)
    return secret


def _wrong(sentence: str) -> PydanticCustomError:
    # The sentence is a template: braces in a name would be taken for a place to fill.
    return PydanticCustomError("secret_reference", "{sentence}", {"sentence": sentence})
