"""The secrets between the processes: made here, handed on by environment only."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from hub.errors import SetupError
from hub.settings import Settings

FILE = "secrets.json"
BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """Hexadecimal secrets; `visitor` outlives a restart, the others are new at every start."""

    bot: str
    actions: str
    turn: str
    visitor: str


def prepare(settings: Settings) -> Keys:
    """The secrets of this start; one that the user set wins. Raises `SetupError`."""
    return Keys(
        bot=_given(settings.bot_secret) or secrets.token_hex(BYTES),
        actions=_given(settings.actions_secret) or secrets.token_hex(BYTES),
        turn=_given(settings.turn_secret) or secrets.token_hex(BYTES),
        visitor=_given(settings.visitor_secret) or _kept(settings.var_dir / FILE),
    )


def _given(secret: SecretStr) -> str:
    return secret.get_secret_value()


def _kept(path: Path) -> str:
    """The visitor secret on disk; made once, because visitors' tokens are signed with it."""
    if not path.exists():
        _write(path, {"visitor_secret": secrets.token_hex(BYTES)})
    try:
        kept = json.loads(path.read_text("utf-8"))["visitor_secret"]
    except (ValueError, KeyError, TypeError) as error:
        raise SetupError(
            f"{path} cannot be read as secrets: restore it, or remove it and every visitor starts a new chat."
        ) from error
    if not isinstance(kept, str) or len(kept) < BYTES:
        raise SetupError(f"The visitor_secret in {path} is too short: remove the file, a new one is made.")
    return kept


def _write(path: Path, content: dict[str, str]) -> None:
    """Whole or not at all, and never readable by anyone else, not even for a moment."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
