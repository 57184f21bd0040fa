"""The secrets between the processes: made here, handed on by environment only."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from hub.errors import SetupError
from hub.settings import Settings
from hub.store.encrypted import new_data_keys

FILE = "secrets.json"
FIRST_KEY = "k1"
BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """Hexadecimal secrets, and `data` as the setting has it.

    Those of visitors and media and the data keys outlive a restart. `demo_login`: what the invented bank
    signs logins with; empty where a bank's own key is set.
    """

    bot: str
    actions: str
    turn: str
    visitor: str
    media: str
    ingress: str
    data: str
    bank: str
    step_up: str
    demo_login: str


def prepare(settings: Settings) -> Keys:
    """The secrets of this start; one that the user set wins. Raises `SetupError`."""
    visitor, media = _given(settings.visitor_secret), _given(settings.media_secret)
    data = _given(settings.data_keys)
    if not (visitor and media and data):
        kept = _kept(settings.var_dir / FILE)
        visitor, media = visitor or kept["visitor_secret"], media or kept["media_secret"]
        data = data or kept["data_keys"]
    return Keys(
        bot=_given(settings.bot_secret) or secrets.token_hex(BYTES),
        actions=_given(settings.actions_secret) or secrets.token_hex(BYTES),
        turn=_given(settings.turn_secret) or secrets.token_hex(BYTES),
        visitor=visitor,
        media=media,
        ingress=_given(settings.ingress_secret) or secrets.token_hex(BYTES),
        data=data,
        bank=_given(settings.bank_secret) or secrets.token_hex(BYTES),
        step_up=_given(settings.step_up_secret) or secrets.token_hex(BYTES),
        demo_login="" if _given(settings.bank_login_key) else secrets.token_hex(BYTES),
    )


def data_keys(settings: Settings) -> str:
    """The data keys alone, as the setting has them. Raises `SetupError`."""
    return _given(settings.data_keys) or _kept(settings.var_dir / FILE)["data_keys"]


def keep_data_keys(settings: Settings, data: str) -> None:
    """Writes the data keys of the next start; raises `SetupError` where a setting gives them."""
    if _given(settings.data_keys):
        raise SetupError("YUANQIAO_DATA_KEYS is set, and wins over what stands in the var folder")
    path = settings.var_dir / FILE
    _write(path, _kept(path) | {"data_keys": data})


def _given(secret: SecretStr) -> str:
    return secret.get_secret_value()


def _kept(path: Path) -> dict[str, str]:
    """The secrets on disk, made once: visitors' tokens, addresses and stored values outlive a start."""
    if not path.exists():
        _write(path, {"visitor_secret": secrets.token_hex(BYTES)})
    try:
        kept = dict(json.loads(path.read_text("utf-8")))
        visitor = kept["visitor_secret"]
    except (ValueError, KeyError, TypeError) as error:
        raise SetupError(
            f"{path} cannot be read as secrets: restore it, or remove it and every visitor starts a new chat."
        ) from error
    if not isinstance(visitor, str) or len(visitor) < BYTES:
        raise SetupError(f"The visitor_secret in {path} is too short: remove the file, a new one is made.")
    # The file may be older than some of them.
    whole = {"media_secret": secrets.token_hex(BYTES), "data_keys": new_data_keys(FIRST_KEY)} | kept
    if whole != kept:
        _write(path, whole)
    return {name: str(value) for name, value in whole.items()}


def _write(path: Path, content: dict[str, str]) -> None:
    """Whole or not at all, and never readable by anyone else, not even for a moment."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
