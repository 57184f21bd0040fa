"""The parts of the house, and what each of them hands up."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from hub.errors import SetupError
from hub.settings import ROOT

if TYPE_CHECKING:  # each command of the terminal begins here, and few of them need what these bring with them
    from pathlib import Path
    from types import ModuleType

    from hub.hooks import Hooks
    from hub.parts import Part, PartContext

PARTS = (
    "kb",
    "handoff",
    "supervision",
    "alerts",
    "urgent",
    "outlets",
    "push",
    "mail",
    "bank",
    "stepup",
    "outreach",
    "cases",
    "video",
    "records",
    "integrations",
    "inspection",
    "navigation",
    "diversion",
    "connectors",
)
"""Each has a `part.py` with `open_part(context)`, and, where it has some commands, `TERMINAL`.

Its branch of the schema, where it has tables, is the folder `store/migrations` somewhere below it.
"""

Port = TypeVar("Port")


def open_parts(context: PartContext) -> list[Part]:
    """Every part, opened; raises what a part raises for settings that are not right.

    What one offers to the others (`advice`, `wording`) is given to those that are opened behind it.
    """
    opened: list[Part] = []
    for module in part_modules():
        part = cast("Part", module.open_part(context))
        if part.advice is not None:
            context = replace(context, advice=part.advice)
        if part.wording is not None:
            context = replace(context, wording=part.wording)
        opened.append(part)
    return opened


def terminal_commands() -> dict[str, str]:
    """The parts' commands of the terminal, as `module:attribute` by name; opens nothing."""
    return {
        name: place for module in part_modules() for name, place in getattr(module, "TERMINAL", {}).items()
    }


def migration_folders() -> list[Path]:
    """The folders of the parts' own branches of the schema; imports none of the parts."""
    return [folder for name in PARTS for folder in (ROOT / name).rglob("store/migrations")]


def connect(parts: list[Part], hooks: Hooks) -> None:
    """Registers what the parts do where the house answers; raises `SetupError` for two handlers."""
    for part in parts:
        for command, handler in part.commands.items():
            hooks.commands.register(command, handler)
        for command, speaking in part.speaking_commands.items():
            hooks.commands.register_speaking(command, speaking)
        for kind, react in part.reactions.items():
            hooks.reactions.inside(kind, react)
        for kind, listen in part.listeners.items():
            hooks.reactions.afterwards(kind, listen)
        if part.announce is not None:
            hooks.announce.append(part.announce)
        if part.subject is not None:
            hooks.subjects.append(part.subject)
        if part.guide is not None:
            hooks.guides.append(part.guide)


def only(offered: Iterator[Port | None], what: str) -> Port:
    """The one implementation of a port; raises `SetupError` where no part, or more than one, has it."""
    found = [port for port in offered if port is not None]
    if len(found) != 1:
        raise SetupError(f"{len(found)} parts offer {what}, and it has to be one")
    return found[0]


def part_modules() -> list[ModuleType]:
    """The module of each part, imported: with it come its tables."""
    return [importlib.import_module(f"{name}.part") for name in PARTS]
