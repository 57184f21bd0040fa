"""Texts that several tests read: secrets, harmless texts, and attempts at commands."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

FOLDER = Path(__file__).parent


class Secret(NamedTuple):
    """A text with a secret: what must not survive, and the kind where one is certain."""

    text: str
    never: tuple[str, ...]
    kind: str | None

    def surviving(self, result: str) -> list[str]:
        """What can still be read in a result: as it stands, in plain width, or among its digits alone."""
        plain = unicodedata.normalize("NFKC", result)
        digits = "".join(
            str(digit) for char in result if (digit := unicodedata.digit(char, None)) is not None
        )
        return [
            part
            for part in self.never
            if part in result or part in plain or (part.isascii() and part.isdigit() and part in digits)
        ]


@lru_cache
def secrets() -> tuple[Secret, ...]:
    """Every text of the corpus that holds a secret."""
    return tuple(
        Secret(entry["text"], tuple(entry["never"]), entry.get("kind"))
        for entry in _read("secrets")["secrets"]
    )


@lru_cache
def harmless() -> tuple[str, ...]:
    """Every text of the corpus that holds none."""
    return tuple(_read("secrets")["harmless"])


@lru_cache
def commands() -> tuple[str, ...]:
    """Texts by which a customer would reach a command of the bot."""
    return tuple(_read("commands")["commands"])


def _read(name: str) -> dict[str, list]:  # type: ignore[type-arg]
    content: dict[str, list] = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))  # type: ignore[type-arg]
    return content
