"""Finds the channels: each folder of `connectors/` with a manifest is one."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import connectors
from hub.errors import SetupError
from hub.ports import Channel, ChannelContext
from hub.settings import ROOT

MANIFEST = "manifest.yml"


class Manifest(BaseModel):
    """What a channel says of itself in `manifest.yml`.

    `page` and `payloads` are paths in the checkout, for a channel that does not keep them in its folder.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z_]{1,32}$")
    title: str
    entry: str = Field(pattern=r"^connectors\.[a-z_.]+:[a-z_]+$")
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


def read_manifests() -> list[Manifest]:
    """The manifests of all channels, by name; raises `SetupError` for a broken one."""
    return [read_manifest(folder / MANIFEST) for folder in channel_folders()]


def read_manifest(path: Path) -> Manifest:
    """The manifest of one channel; raises `SetupError` for a broken one."""
    try:
        manifest = Manifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
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


def open_channels(context: ChannelContext) -> dict[str, Channel]:
    """Every channel, opened, by name."""
    channels = {}
    for manifest in read_manifests():
        module, _, function = manifest.entry.partition(":")
        open_channel = cast(
            "Callable[[ChannelContext], Channel]", getattr(importlib.import_module(module), function)
        )
        channels[manifest.name] = open_channel(context)
    return channels
