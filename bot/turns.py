"""Serves turns: one at a time per conversation, a bounded number at once, each within its deadline.

Nothing is remembered before a turn is done: one that fails, is cancelled or comes too late leaves no trace.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from time import monotonic, time
from typing import Any, TypeVar

from bot import log
from bot.actions_client import ActionServer, TurnActions
from bot.dialogue import TurnRun, TurnRunner
from bot.errors import ActionFailed, Busy, DeadlinePassed, NotReady
from bot.memory import Memory
from bot.protocol import TurnCall
from bot.replies import BotReplies, said_in
from bot.trackers import KeptTurn, Snapshot, build_tracker, new_events, snapshot_of, state_of

MOST_AT_ONCE = 64
"""Turns that are under way in one process; more are refused as busy."""

ANSWER_LIMIT = 400_000
"""Most bytes of an answer: eight of them, as history, must fit into one call."""

Result = TypeVar("Result")


class Turns:
    """The turns of one process, over one loaded model and the memory of conversations."""

    def __init__(
        self, dialogue: TurnRunner, server: ActionServer, memory: Memory, most_at_once: int = MOST_AT_ONCE
    ) -> None:
        self._dialogue = dialogue
        self._server = server
        self._memory = memory
        self._most = most_at_once
        self._running: set[str] = set()
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def model(self) -> str | None:
        """The loaded model's SHA-256; None when no further turn would be served."""
        return None if self._closing else self._dialogue.model.sha256

    def close(self) -> None:
        """Takes no further turns."""
        self._closing = True

    async def idle(self, within_s: float) -> bool:
        """Waits until no turn is under way, at most so long; tells whether that came true."""
        try:
            await asyncio.wait_for(self._idle.wait(), within_s)
        except asyncio.TimeoutError:
            return False
        return True

    async def serve(self, call: TurnCall) -> bytes:
        """The answer to one ask as JSON; raises a `TurnError`."""
        if self._closing:
            raise NotReady("The bot is going down.")
        if call.conversation in self._running:
            raise Busy("Another ask of this conversation is under way.")
        if len(self._running) >= self._most:
            raise Busy("Too many turns are under way.")
        self._running.add(call.conversation)
        self._idle.clear()
        try:
            return await _within(call.deadline_s, lambda: self._turn(call))
        finally:
            self._running.discard(call.conversation)
            if not self._running:
                self._idle.set()

    async def _turn(self, call: TurnCall) -> bytes:
        started = monotonic()
        base = self._base(call)
        tracker = build_tracker(call.conversation, base, self._dialogue.model.domain)
        known = len(tracker.events)
        run = TurnRun(call, tracker, TurnActions(self._server, _metadata(call)))
        await self._dialogue.run(run)
        events = tuple(new_events(run.tracker, known))
        done = KeptTurn(call.turn, events, state_of(run.tracker))
        timings = _timings(run, monotonic() - started)
        answer = _answer(done, said_in(events), run, timings)
        self._memory.remember(call.conversation, base, base.followed_by(done, call.ask))
        log.info("turn", **of_call(call), code="done", intent=_intents(run)[0]["name"], ms=timings)
        return answer

    def _base(self, call: TurnCall) -> Snapshot:
        if call.history is not None:
            return snapshot_of(call.history)
        return self._memory.find(call.conversation, call.base, call.base_ask)


async def _within(seconds: float, start: Callable[[], Awaitable[Result]]) -> Result:
    try:
        return await asyncio.wait_for(start(), seconds)
    except asyncio.TimeoutError:
        raise DeadlinePassed("The turn's deadline came first.") from None


def of_call(call: TurnCall) -> dict[str, Any]:
    """What a log line tells of a call: where it belongs, and nothing that was said."""
    return {
        "correlation_id": call.correlation_id,
        "conversation": call.conversation,
        "turn": call.turn,
        "ask": call.ask,
        "base": call.base,
    }


def _metadata(call: TurnCall) -> dict[str, Any]:
    """What the actions get with the latest message; `deadline` in Unix seconds."""
    return {
        "token": call.token,
        "correlation_id": call.correlation_id,
        "turn": call.turn,
        "channel": call.channel,
        "facts": call.facts,
        "at": call.at,
        "deadline": round(time() + call.deadline_s, 3),
    }


def _timings(run: TurnRun, total_s: float) -> dict[str, float]:
    spans = {"parse": run.parse_s, "actions": run.actions.spent_s, "total": total_s}
    return {name: round(1000 * span, 2) for name, span in spans.items()}


def _intents(run: TurnRun) -> list[dict[str, Any]]:
    """The intent that was acted on first, then the others that were considered."""
    heard: dict[str, Any] = dict(run.tracker.latest_message.parse_data) if run.tracker.latest_message else {}
    chosen: dict[str, Any] = heard.get("intent", {})
    others = [intent for intent in heard.get("intent_ranking", []) if intent["name"] != chosen.get("name")]
    return [chosen, *others]


def _answer(done: KeptTurn, said: BotReplies, run: TurnRun, timings: dict[str, float]) -> bytes:
    answer = {
        "status": "done",
        "turn": done.turn,
        "replies": said.replies,
        "commands": said.commands,
        "events": [event.as_dict() for event in done.events],
        "state": asdict(done.state),
        "intents": _intents(run),
        "timings_ms": timings,
    }
    try:
        body = json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as problem:  # lone surrogates, NaN: no JSON that anybody could read
        raise ActionFailed(f"The turn's answer is no JSON ({type(problem).__name__}).") from problem
    if len(body) > ANSWER_LIMIT:
        raise ActionFailed("The turn's answer is too large.")
    return body
