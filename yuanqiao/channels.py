"""Finds the channels: each folder of `connectors/` with a manifest is one."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import structlog
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.accounts import Account, Accounts, read_accounts
from hub.errors import SetupError
from hub.ports import Channel, ChannelContext
from hub.settings import ROOT, Settings

CONNECTORS = ROOT / "connectors"

log = structlog.get_logger(__name__)


class Manifest(BaseModel):
    """What a channel says of itself in `manifest.yml`.

    `account`: the model of its accounts, empty where it has none. `default_account`: the name of the account
    that it has where `accounts.yml` gives it none; empty where it cannot be opened without.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z_]{1,32}$")
    title: str
    entry: str = Field(pattern=r"^connectors\.[a-z_.]+:[a-z_]+$")
    account: str = Field(default="", pattern=r"^(connectors\.[a-z_.]+:[A-Za-z]+)?$")
    default_account: str = ""


def read_manifests(folder: Path = CONNECTORS) -> list[Manifest]:
    """The manifests of all channels, by name; raises `SetupError` for a broken one."""
    manifests = []
    for path in sorted(folder.glob("*/manifest.yml")):
        try:
            manifest = Manifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            why = ": ".join((*map(str, first["loc"]), first["msg"]))
            raise _broken(path, why) from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise _broken(path, "it is not YAML in UTF-8") from error
        if manifest.name != path.parent.name:
            raise _broken(path, f"its name is {manifest.name}, not that of its folder")
        manifests.append(manifest)
    return manifests


def _broken(path: Path, why: str) -> SetupError:
    return SetupError(f"the manifest {path.parent.name}/manifest.yml is broken: {why}")


def read_channel_accounts(settings: Settings, manifests: Sequence[Manifest]) -> Accounts:
    """The accounts of every channel that has some, from the file or by default; raises `BadAccounts`."""
    models = {manifest.name: account_model(manifest) for manifest in manifests}
    # Only the default place may be empty: a place that somebody chose and that is not there is a slip.
    required = settings.accounts_file.absolute() != ROOT / "accounts.yml"
    accounts = read_accounts(settings.accounts_file, models, required=required)
    for manifest in manifests:
        model = models[manifest.name]
        if model is not None and manifest.default_account:
            accounts.setdefault(manifest.name, (model(name=manifest.default_account),))
    return accounts


def account_model(manifest: Manifest) -> type[Account] | None:
    """The model of a channel's accounts; None where it has none."""
    return cast("type[Account]", _named(manifest.account)) if manifest.account else None


def open_channels(context: ChannelContext) -> dict[str, Channel]:
    """Every channel that has the accounts that it needs, opened, by name; raises `SetupError`."""
    channels, manifests = {}, read_manifests()
    accounts = read_channel_accounts(context.settings, manifests)
    for manifest in manifests:
        own = accounts.get(manifest.name, ())
        if manifest.account and not own:
            log.info("channel.not_opened", channel=manifest.name, why="it has no accounts")
            continue
        open_channel = cast("Callable[[ChannelContext], Channel]", _named(manifest.entry))
        channels[manifest.name] = open_channel(replace(context, accounts=own))
    return channels


def _named(place: str) -> object:
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)
