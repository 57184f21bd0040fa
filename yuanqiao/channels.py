"""Finds the channels: each folder of `connectors/` with a manifest is one."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.errors import SetupError
from hub.ports import Channel, ChannelContext
from hub.settings import ROOT

CONNECTORS = ROOT / "connectors"


class Manifest(BaseModel):
    """What a channel says of itself in `manifest.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z_]{1,32}$")
    title: str
    entry: str = Field(pattern=r"^connectors\.[a-z_.]+:[a-z_]+$")


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
