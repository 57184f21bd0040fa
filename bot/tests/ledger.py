"""The hub's side of a conversation: what it committed, as JSON, and the history that it would send."""

import json
from typing import Any

from rasa.engine.constants import PLACEHOLDER_TRACKER
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.dialogue import TurnRunner
from bot.protocol import KEPT_TURNS, TrackerHistory
from bot.tests.conftest import Hub
from bot.trackers import Snapshot, build_tracker, snapshot_of
from bot.turns import Turns

NOTHING = {"slots": {}, "active_loop": None}


class Ledger:
    """Committed turns of one conversation."""

    def __init__(self, hub: Hub, conversation: str = "key.1") -> None:
        self.hub = hub
        self.conversation = conversation
        self.committed: list[dict[str, Any]] = []
        self.asked = 0

    @property
    def base(self) -> int:
        """The last committed turn, 0 for none."""
        return int(self.committed[-1]["turn"]) if self.committed else 0

    def history(self) -> dict[str, Any]:
        """The newest committed turns and the state before them."""
        earlier, last = self.committed[:-KEPT_TURNS], self.committed[-KEPT_TURNS:]
        told: dict[str, Any] = {"carried": earlier[-1]["state"] if earlier else NOTHING, "turns": last}
        return told

    async def ask(self, text: str, *, turn: int | None = None, **fields: Any) -> tuple[int, dict[str, Any]]:
        """Asks from the base; commits nothing."""
        self.asked += 1
        turn = turn or self.base + 1
        named = {"conversation": self.conversation, "turn": turn, "base": self.base, "ask": self.asked}
        return await self.hub.ask(text, **{**named, **fields})

    async def take(self, text: str, **fields: Any) -> dict[str, Any]:
        """Asks, sends the history where it is wanted, and commits the answer."""
        status, answer = await self.ask(text, **fields)
        if status == 409:
            status, answer = await self.ask(text, **{**fields, "history": self.history()})
        assert status == 200, answer
        self.commit(answer)
        return answer

    def commit(self, answer: dict[str, Any]) -> None:
        """Keeps of an answer what the hub keeps, through JSON as a database would."""
        kept = {name: answer[name] for name in ("turn", "events", "state")}
        self.committed.append(json.loads(json.dumps(kept)))

    def from_history(self) -> Snapshot:
        """The snapshot that a bot makes of the history."""
        return snapshot_of(TrackerHistory(**self.history()))

    def from_memory(self, turns: Turns) -> Snapshot:
        """The snapshot that the bot remembers at the base."""
        return turns._memory.find(self.conversation, self.base)


def everything(tracker: DialogueStateTracker, dialogue: TurnRunner) -> dict[str, Any]:
    """All of a tracker's state, its past states, and what would be done next."""
    target = dialogue.model.predict_target
    prediction = dialogue.model.runner.run({PLACEHOLDER_TRACKER: tracker}, [target])[target]
    return {
        "state": json.loads(json.dumps(tracker.current_state(EventVerbosity.ALL))),
        "past": [repr(state) for state in tracker.past_states(dialogue.model.domain)],
        "next": (prediction.probabilities, prediction.policy_name),
    }


def assert_same(ledger: Ledger, turns: Turns, dialogue: TurnRunner) -> None:
    """Memory and history give the same tracker, and decide the same on the same next words."""
    domain = dialogue.model.domain
    trackers = [
        build_tracker(ledger.conversation, snapshot, domain)
        for snapshot in (ledger.from_memory(turns), ledger.from_history())
    ]
    remembered, rebuilt = (everything(tracker, dialogue) for tracker in trackers)
    assert len(remembered["state"]["events"]) > 3 * min(len(ledger.committed), KEPT_TURNS)
    assert remembered == rebuilt
