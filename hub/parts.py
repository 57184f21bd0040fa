"""What a part of the house is given, and the one value that it hands up (`open_part` in its `part.py`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hub.bus import Bus
from hub.bus.memory import MemoryPubSub
from hub.bus.signs import Signs
from hub.commands import Handler, SpeakingHandler
from hub.conversation.conversations import Conversations
from hub.conversation.triage import Triage
from hub.hooks import Announce, Guide, Subject
from hub.messages import Command
from hub.ports import (
    Admission,
    Advice,
    ChannelRules,
    Clock,
    LastHop,
    Mail,
    MediaStore,
    Openings,
    Questions,
    Ratings,
    Sender,
    Subscriber,
)
from hub.ports.bank import Bank
from hub.ports.diversion import Diversion
from hub.ports.wording import Wording
from hub.reactions import Happening, Listen, React
from hub.settings import Settings
from hub.staff import Kind, Right, Staff, StaffRoute, StaffSocket, WaitingWork
from hub.staff.keys import ApiKeys
from hub.store.database import Database

if TYPE_CHECKING:
    from sanic import Blueprint

Background = Callable[[], Coroutine[Any, Any, None]]
"""Runs beside the server until it is cancelled."""


@dataclass(frozen=True, slots=True)
class PartContext:
    """What a part is given when it is opened; `process`: the name under which it takes leases.

    `join`: makes it a subscriber among its like in other processes, by the name of their group.
    `bank`: the bank's own systems, None where the settings name none.
    `media`, `senders`, `rules`, `accounts` (names; these three by channel, filled once channels are open) and
    `signs` are the hub's own, and missing where parts are only asked what they declare. `advice` and
    `wording` are offered by a part before.
    """

    settings: Settings
    database: Database
    clock: Clock
    bus: Bus
    admission: Admission
    conversations: Conversations
    process: str
    staff: Staff
    bank: Bank | None = None
    media: MediaStore | None = None
    senders: Mapping[str, Sender] = field(default_factory=dict)
    rules: Mapping[str, ChannelRules] = field(default_factory=dict)
    accounts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    advice: Advice | None = None
    signs: Signs | None = None
    wording: Wording | None = None
    join: Callable[[str], Subscriber] = field(default_factory=lambda: MemoryPubSub().join)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a part hands up.

    `commands`: who carries out which command of a turn; `speaking_commands`: those of which the answer says
    something. `reactions` are told inside the transaction,
    `listeners` once after it (`hub.reactions`). `healthy` tells for `/healthz` whether the part works,
    `checks`, by name, whether what it needs does.
    `questions`, `ratings`, `triage`, `diversion`, `advice`, `last_hop`, `mail` and `wording` are the ports
    that it implements, `api_keys` the keys of the bank's own programs.
    `announce`: what stands in front of answers just now, `guide`: where they lead, `openings`: the questions
    that are offered first, `subject`: what the bank's pages are about. `staff_…`: what staff can
    ask of it, with its own rights and kinds of objects; `waiting`: what of it waits for a decision of theirs
    (docs/staff.md).
    """

    name: str
    blueprints: Sequence[Blueprint] = ()
    background: Sequence[Background] = ()
    commands: Mapping[type[Command], Handler] = field(default_factory=dict)
    speaking_commands: Mapping[type[Command], SpeakingHandler] = field(default_factory=dict)
    reactions: Mapping[type[Happening], React] = field(default_factory=dict)
    listeners: Mapping[type[Happening], Listen] = field(default_factory=dict)
    healthy: Callable[[], Awaitable[bool]] | None = None
    checks: Mapping[str, Callable[[], Awaitable[bool]]] = field(default_factory=dict)
    questions: Questions | None = None
    ratings: Ratings | None = None
    triage: Triage | None = None
    diversion: Diversion | None = None
    mail: Mail | None = None
    last_hop: LastHop | None = None
    advice: Advice | None = None
    announce: Announce | None = None
    guide: Guide | None = None
    subject: Subject | None = None
    openings: Openings | None = None
    api_keys: ApiKeys | None = None
    wording: Wording | None = None
    staff_rights: Sequence[Right] = ()
    staff_kinds: Sequence[Kind] = ()
    staff_routes: Sequence[StaffRoute] = ()
    staff_sockets: Sequence[StaffSocket] = ()
    waiting: Sequence[WaitingWork] = ()
