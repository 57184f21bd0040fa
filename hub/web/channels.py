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
            manifests.append(Manifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))))
        except (ValidationError, yaml.YAMLError) as error:
            raise SetupError(f"the manifest {path.parent.name}/manifest.yml is broken: {error}") from error
    return manifests


def open_channels(context: ChannelContext) -> dict[str, Channel]:
    """Every channel, opened, by name."""
    channels = {}
    for manifest in read_manifests():
        module, _, function = manifest.entry.partition(":")
        open_channel = cast("Callable[[ChannelContext], Channel]", getattr(importlib.import_module(module), function))
        channels[manifest.name] = open_channel(context)
    return channels
