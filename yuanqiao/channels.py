"""Finds the channels: each folder of `connectors/` with a manifest is one."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import structlog
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import connectors
from hub.accounts import Account, Accounts, read_accounts
from hub.errors import SetupError
from hub.ports import CallbackCheck, Channel, ChannelContext
from hub.settings import ROOT, Settings

MANIFEST = "manifest.yml"

log = structlog.get_logger(__name__)


class ChannelManifest(BaseModel):
    """What a channel says of itself in `manifest.yml`.

    `account`: the model of its accounts, empty where it has none. `checks`: verifies its callbacks where the
    hub is away (`hub.ports.CallbackCheck`). `default_account`: the name of the account
    that it has where `accounts.yml` gives it none; empty where it cannot be opened without.
    `menu`: what writes an account's menu, `async (Kit, account, content) -> None`; empty where it has none.
    `verify`: runs recorded cases of the provider through its code (`connectors.kit.verifying.Verify`).
    `page` and `payloads` are paths in the checkout, for a channel that does not keep them in its folder.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z_]{1,32}$")
    title: str
    entry: str = Field(pattern=r"^connectors\.[a-z_.]+:[a-z_]+$")
    account: str = Field(default="", pattern=r"^(connectors\.[a-z_.]+:[A-Za-z]+)?$")
    default_account: str = ""
    checks: str = Field(default="", pattern=r"^(connectors\.[a-z_.]+:[a-z_]+)?$")
    menu: str = Field(default="", pattern=r"^(connectors\.[a-z_.]+:[a-z_]+)?$")
    verify: str = Field(default="", pattern=r"^(connectors\.[a-z_.]+:[a-z_]+)?$")
    page: str | None = None
    payloads: str | None = None

    def page_in(self, folder: Path) -> Path:
        """The page for whoever runs the channel."""
        return folder / "README.md" if self.page is None else ROOT / self.page

    def payloads_in(self, folder: Path) -> Path:
        """The folder of recorded payloads."""
        return folder / "payloads" if self.payloads is None else ROOT / self.payloads


def channel_folders() -> list[Path]:
    """The folders of all channels, by name."""
    found = [path.parent for place in connectors.__path__ for path in Path(place).glob(f"*/{MANIFEST}")]
    return sorted(found, key=lambda folder: folder.name)


def read_manifests() -> list[ChannelManifest]:
    """The manifests of all channels, by name; raises `SetupError` for a broken one."""
    return [read_manifest(folder / MANIFEST) for folder in channel_folders()]


def read_manifest(path: Path) -> ChannelManifest:
    """The manifest of one channel; raises `SetupError` for a broken one."""
    try:
        manifest = ChannelManifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        why = ": ".join((*map(str, first["loc"]), first["msg"]))
        raise _broken(path, why) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _broken(path, "it is not YAML in UTF-8") from error
    except OSError as error:
        raise _broken(path, f"it cannot be read ({error.strerror})") from error
    if manifest.name != path.parent.name:
        raise _broken(path, f"its name is {manifest.name}, not that of its folder")
    return manifest


def _broken(path: Path, why: str) -> SetupError:
    return SetupError(f"the manifest {path.parent.name}/{MANIFEST} is broken: {why}")


def read_channel_accounts(settings: Settings, manifests: Sequence[ChannelManifest]) -> Accounts:
    """The accounts of every channel that has some, from the file or by default; raises `BadAccounts`."""
    models = {manifest.name: account_model(manifest) for manifest in manifests}
    # Only the default place may be empty: a place that somebody chose and that is not there is a slip.
    required = settings.accounts_file.absolute() != ROOT / "accounts.yml"
    accounts = read_accounts(settings.accounts_file, models, required=required)
    if settings.phones_file:
        # The bank's own accounts of a channel take the place of its phone's.
        accounts = read_accounts(Path(settings.phones_file), models, required=True) | accounts
    for manifest in manifests:
        model = models[manifest.name]
        if model is not None and manifest.default_account:
            accounts.setdefault(manifest.name, (model(name=manifest.default_account),))
    return accounts


def account_model(manifest: ChannelManifest) -> type[Account] | None:
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


def account_names(settings: Settings) -> dict[str, list[str]]:
    """What the accounts of each channel are called; raises `BadAccounts`."""
    accounts = read_channel_accounts(settings, read_manifests())
    return {channel: [each.name for each in own] for channel, own in accounts.items()}


def open_callback_checks(settings: Settings) -> dict[str, CallbackCheck]:
    """The checks of every channel that an ingress can stand in for, by address; raises `SetupError`."""
    checks: dict[str, CallbackCheck] = {}
    manifests = read_manifests()
    accounts = read_channel_accounts(settings, manifests)
    for manifest in manifests:
        if manifest.checks and accounts.get(manifest.name):
            open_checks = cast(
                "Callable[[Sequence[Account]], dict[str, CallbackCheck]]", _named(manifest.checks)
            )
            checks |= open_checks(accounts[manifest.name])
    return checks


def _named(place: str) -> object:
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)
