"""Builds the tracker that a turn starts from, and tells what a finished turn leaves behind.

There is one way to build a tracker, from what memory keeps and from what the hub sends alike, so that
both give the same one.
"""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.events import deserialise_events as read_events
from rasa.shared.core.trackers import DialogueStateTracker, TrackerActiveLoop

from bot.errors import BadRequest
from bot.protocol import KEPT_TURNS, TrackerHistory

BEFORE_ALL = 1.0
"""Time stamp (Unix seconds) of the events that stand for what came before the kept turns."""


@dataclass(frozen=True)
class Carried:
    """What a conversation carries beyond its events; plain JSON values."""

    slots: dict[str, Any] = field(default_factory=dict)
    active_loop: dict[str, Any] | None = None


@dataclass(frozen=True)
class KeptTurn:
    """A finished turn: its events, live, and the state after them."""

    turn: int
    events: tuple[Event, ...]
    state: Carried


@dataclass(frozen=True)
class Snapshot:
    """A conversation after `turn`: the state before the kept turns, and those turns.

    `ask` is the ask that led here, None where the hub told the history or nothing happened yet.
    """

    turn: int = 0
    carried: Carried = field(default_factory=Carried)
    turns: tuple[KeptTurn, ...] = ()
    ask: int | None = None

    def followed_by(self, turn: KeptTurn, ask: int) -> "Snapshot":
        """The snapshot after one more turn, cut to the newest `KEPT_TURNS`."""
        turns = (*self.turns, turn)
        dropped, kept = turns[:-KEPT_TURNS], turns[-KEPT_TURNS:]
        return Snapshot(turn.turn, dropped[-1].state if dropped else self.carried, kept, ask)


def snapshot_of(history: TrackerHistory) -> Snapshot:
    """The snapshot that the hub's history tells; raises `BadRequest` for events that Rasa cannot read."""
    turns = tuple(
        KeptTurn(past.turn, tuple(_read(past.events)), Carried(**past.state.dict())) for past in history.turns
    )
    return Snapshot(turns[-1].turn if turns else 0, Carried(**history.carried.dict()), turns)


def _read(events: list[dict[str, Any]]) -> list[Event]:
    try:
        read: list[Event] = read_events(copy.deepcopy(events))
    except (KeyError, ValueError, TypeError, AttributeError) as problem:  # what a missing field leads to
        raise BadRequest(f"The history's events cannot be read ({type(problem).__name__}).") from None
    if len(read) != len(events):
        raise BadRequest("The history holds an event that Rasa does not know.")
    return read


def build_tracker(conversation: str, snapshot: Snapshot, domain: Domain) -> DialogueStateTracker:
    """A new tracker that stands after the snapshot's last turn and waits for the customer."""
    tracker = DialogueStateTracker(conversation, domain.slots)
    for event in _events_before(snapshot.carried, tracker.slots):
        tracker.update(event, domain)
    _restore_loop(tracker, snapshot.carried.active_loop)
    for turn in snapshot.turns:
        for event in turn.events:
            tracker.update(event, domain)
    return tracker


def _events_before(carried: Carried, known: Iterable[str]) -> list[Event]:
    """Stands for everything before the kept turns: slots, the active loop, and the bot listening."""
    slots: list[Event] = [
        SlotSet(name, value, timestamp=BEFORE_ALL)
        for name, value in sorted(carried.slots.items())
        if name in known  # a newer model may have dropped a slot
    ]
    loop = (carried.active_loop or {}).get("name")
    loops: list[Event] = [ActiveLoop(loop, timestamp=BEFORE_ALL)] if loop else []
    return [*slots, *loops, ActionExecuted(ACTION_LISTEN_NAME, timestamp=BEFORE_ALL)]


def _restore_loop(tracker: DialogueStateTracker, loop: dict[str, Any] | None) -> None:
    """An `ActiveLoop` event tells the name alone; the rest of the loop's state is set here."""
    if loop and loop.get("name"):
        known = {entry.name: loop.get(entry.name) for entry in fields(TrackerActiveLoop)}
        tracker.active_loop = TrackerActiveLoop(**copy.deepcopy(known))


def state_of(tracker: DialogueStateTracker) -> Carried:
    """What the conversation carries on: the slots that differ from their first value, and the loop."""
    slots = {slot.name: slot.value for slot in tracker.slots.values() if slot.value != slot.initial_value}
    loop = asdict(tracker.active_loop) if tracker.active_loop and tracker.active_loop.name else None
    return Carried(copy.deepcopy(slots), loop)


def new_events(tracker: DialogueStateTracker, known: int) -> Sequence[Event]:
    """The events behind the first `known` ones."""
    return list(tracker.events)[known:]


def shallow_copy(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A tracker that can be changed without changing this one; the events themselves are shared."""
    twin = copy.copy(tracker)
    twin.events = copy.copy(tracker.events)
    twin.slots = {name: copy.copy(slot) for name, slot in tracker.slots.items()}
    twin.active_loop = copy.copy(tracker.active_loop)
    return twin
