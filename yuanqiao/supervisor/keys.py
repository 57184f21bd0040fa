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
    """Hexadecimal secrets; `visitor` and `media` outlive a restart, the others are new at every start."""

    bot: str
    actions: str
    turn: str
    visitor: str
    media: str


def prepare(settings: Settings) -> Keys:
    """The secrets of this start; one that the user set wins. Raises `SetupError`."""
    kept = settings.var_dir / FILE
    return Keys(
        bot=_given(settings.bot_secret) or secrets.token_hex(BYTES),
        actions=_given(settings.actions_secret) or secrets.token_hex(BYTES),
        turn=_given(settings.turn_secret) or secrets.token_hex(BYTES),
        visitor=_given(settings.visitor_secret) or _kept(kept, "visitor_secret"),
        media=_given(settings.media_secret) or _kept(kept, "media_secret"),
    )


def _given(secret: SecretStr) -> str:
    return secret.get_secret_value()


def _kept(path: Path, name: str) -> str:
    """A secret on disk; made once, because visitors' tokens and addresses of media are signed with them."""
    held = _read(path)
    if name not in held:
        held |= {name: secrets.token_hex(BYTES)}
        _write(path, held)
    kept = held[name]
    if not isinstance(kept, str) or len(kept) < BYTES:
        raise SetupError(f"The {name} in {path} is too short: remove the file, a new one is made.")
    return kept


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        held = json.loads(path.read_text("utf-8"))
        if not isinstance(held, dict) or not held:
            raise ValueError("it holds no secrets")
    except ValueError as error:
        raise SetupError(
            f"{path} cannot be read as secrets: restore it, or remove it and every visitor starts a new chat."
        ) from error
    return held


def _write(path: Path, content: dict[str, str]) -> None:
    """Whole or not at all, and never readable by anyone else, not even for a moment."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
