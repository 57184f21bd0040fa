"""What a part of the house is given, and the one value that it hands up (`open_part` in its `part.py`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub.bus import Bus
from hub.commands import Handler
from hub.conversation.conversations import Conversations
from hub.conversation.triage import Triage
from hub.messages import Command
from hub.ports import Admission, Clock, Questions, Ratings, Subscriber
from hub.reactions import Happening, Listen, React
from hub.settings import Settings
from hub.staff import Kind, Right, Staff, StaffRoute, StaffSocket
from hub.store.database import Database

if TYPE_CHECKING:
    from sanic import Blueprint

Background = Callable[[], Coroutine[Any, Any, None]]
"""Runs beside the server until it is cancelled."""


@dataclass(frozen=True, slots=True)
class PartContext:
    """What a part is given when it is opened; `process`: the name under which it takes leases.

    `join`: makes it a subscriber among its like in the other processes, by the name of their group.
    """

    settings: Settings
    database: Database
    clock: Clock
    bus: Bus
    admission: Admission
    conversations: Conversations
    process: str
    staff: Staff
    join: Callable[[str], Subscriber]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a part hands up.

    `commands`: who carries out which command of a turn. `reactions` are told inside the transaction,
    `listeners` once after it (`hub.reactions`). `healthy` tells for `/healthz` whether the part works.
    `terminal`: the commands that it adds to `yuanqiao`, as `module:attribute`. `migrations`: the folder of
    its own branch of the schema. `questions`, `ratings` and `triage` are the ports that it implements.
    `staff_…`: what staff can ask of it, with the rights and kinds of objects that are its own
    (docs/staff.md).
    """

    name: str
    blueprints: Sequence[Blueprint] = ()
    background: Sequence[Background] = ()
    commands: Mapping[type[Command], Handler] = field(default_factory=dict)
    reactions: Mapping[type[Happening], React] = field(default_factory=dict)
    listeners: Mapping[type[Happening], Listen] = field(default_factory=dict)
    healthy: Callable[[], Awaitable[bool]] | None = None
    terminal: Mapping[str, str] = field(default_factory=dict)
    migrations: Path | None = None
    questions: Questions | None = None
    ratings: Ratings | None = None
    triage: Triage | None = None
    staff_rights: Sequence[Right] = ()
    staff_kinds: Sequence[Kind] = ()
    staff_routes: Sequence[StaffRoute] = ()
    staff_sockets: Sequence[StaffSocket] = ()
