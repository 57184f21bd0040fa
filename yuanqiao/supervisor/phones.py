"""The phones' accounts: made once from what each simulator says of itself, with secrets of this machine."""

import base64
import os
import secrets
import string
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from hub.errors import SetupError
from hub.settings import ROOT, Settings
from yuanqiao.channels import channel_folders

MANIFESTS = "*/phone.yml"
HERE, BANK = "{here}", "{bank}"
LETTERS = string.ascii_letters + string.digits


def _new_aes() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")


def _new_token() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(32))


NEW: dict[str, Callable[[], str]] = {"new:token": _new_token, "new:aes": _new_aes}
"""What a simulator asks for in the place of a secret."""


def prepare(settings: Settings) -> Path | None:
    """Writes the accounts of all phones whose channel is there and has no account of the bank's.

    Gives the file, None where phones are not wanted. Raises `SetupError`.
    """
    if not settings.phones:
        return None
    folder = settings.var_dir.absolute() / "phones"
    accounts: dict[str, list[dict[str, Any]]] = {}
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        taken, there = _own_channels(settings), {each.name for each in channel_folders()}
        for path in sorted((ROOT / "simulators").glob(MANIFESTS)):
            phone = yaml.safe_load(path.read_text(encoding="utf-8"))
            places = {
                HERE: f"http://127.0.0.1:{settings.phones_port}/{phone['name']}",
                BANK: f"http://127.0.0.1:{settings.bank_site_port}",
            }
            for channel, listed in (phone.get("accounts") or {}).items():
                if channel in there - taken:
                    made = [_account(folder, channel, each, places) for each in listed]
                    accounts.setdefault(channel, []).extend(made)
        file = folder / "accounts.yml"
        file.write_text(yaml.safe_dump(accounts, allow_unicode=True), encoding="utf-8")
    except OSError as error:
        raise SetupError(f"The phones' accounts cannot be written: {error.strerror}.") from error
    return file


def _own_channels(settings: Settings) -> set[str]:
    """The channels for which the bank has accounts; what is wrong with that file the hub tells."""
    try:
        listed = yaml.safe_load(settings.accounts_file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return set()
    return set(listed) if isinstance(listed, dict) else set()


def _account(
    folder: Path, channel: str, account: dict[str, Any], places: Mapping[str, str]
) -> dict[str, Any]:
    def value(name: str, said: Any) -> Any:
        if not isinstance(said, str):
            return said
        if said in NEW:
            return _secret(folder, f"{channel}-{account['name']}-{name}", NEW[said])
        for mark, address in places.items():
            said = said.replace(mark, address)
        return said

    return {name: value(name, said) for name, said in account.items()}


def _secret(folder: Path, name: str, make: Callable[[], str]) -> str:
    """A reference to a secret in a file of its own, which is made once."""
    path = folder / name
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
    return f"file:{name}"
