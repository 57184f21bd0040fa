"""Writes a channel account's menu at its provider, with the token that the hubs share."""

import importlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import yaml

from connectors.kit.opening import Kit
from hub.accounts import Account
from hub.clock import SystemClock
from hub.errors import BadInput
from hub.ids import new_correlation_id
from hub.settings import Settings
from hub.store.database import Database
from hub.store.encrypted import read_data_keys
from yuanqiao.channels import ChannelManifest, read_channel_accounts, read_manifests
from yuanqiao.supervisor import keys

WriteMenu = Callable[[Kit, Account, Any], Awaitable[None]]

PHONES = Path("phones") / "accounts.yml"


async def write_menu(settings: Settings, channel: str, account: str, file: Path) -> None:
    """Writes the menu of a file; raises `BadInput`, `SetupError`, and what the connector raises."""
    manifests = read_manifests()
    write, one = _find(settings, manifests, channel, account)
    content = _read(file)
    database = Database(settings.database, deadline_s=settings.database_deadline_s)
    data_keys = read_data_keys(keys.prepare(settings).data)
    try:
        await write(Kit(database, data_keys, SystemClock(), f"menu-{new_correlation_id()}"), one, content)
    finally:
        await database.close()


def _find(
    settings: Settings, manifests: list[ChannelManifest], channel: str, name: str
) -> tuple[WriteMenu, Account]:
    manifest = next((each for each in manifests if each.name == channel), None)
    if manifest is None or not manifest.menu:
        with_menus = ", ".join(each.name for each in manifests if each.menu)
        raise BadInput(f"the channel {channel} has no menu: there are {with_menus}")
    accounts = read_channel_accounts(_with_phones(settings), manifests).get(channel, ())
    one = next((each for each in accounts if each.name == name), None)
    if one is None:
        raise BadInput(f"{channel} has no account {name}: there are {', '.join(a.name for a in accounts)}")
    module, _, function = manifest.menu.partition(":")
    return cast("WriteMenu", getattr(importlib.import_module(module), function)), one


def _with_phones(settings: Settings) -> Settings:
    """The settings with the phones' accounts, where `yuanqiao run` has made some."""
    file = settings.var_dir / PHONES
    if settings.phones_file or not settings.phones or not file.exists():
        return settings
    return settings.model_copy(update={"phones_file": str(file)})


def _read(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read") from error
    except yaml.YAMLError as error:
        raise BadInput(f"{file} is not YAML") from error
