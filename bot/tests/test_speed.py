"""Measures and prints what a turn costs; asserts only what makes it flat, never a time."""

import time
from statistics import median

from bot.dialogue import TurnRunner
from bot.protocol import KEPT_TURNS
from bot.tests.conftest import Hub
from bot.tests.ledger import Ledger
from bot.trackers import build_tracker
from bot.turns import Turns

TURNS = 300
SAMPLES = 20


async def test_a_turn_costs_the_same_at_turn_10_and_at_turn_300(
    hub: Hub, turns: Turns, dialogue: TurnRunner
) -> None:
    ledger = Ledger(hub)
    spans: list[float] = []
    inside: list[float] = []
    events: list[int] = []
    for number in range(TURNS):
        started = time.perf_counter()
        answer = await ledger.take(f"第 {number} 个问题，怎么挂失")
        spans.append(1000 * (time.perf_counter() - started))
        inside.append(answer["timings_ms"]["total"] - answer["timings_ms"]["actions"])
        tracker = build_tracker("key.1", ledger.from_memory(turns), dialogue.model.domain)
        events.append(len(tracker.events))
    for name, times in (("in the bot, without the action", inside), ("over HTTP, with it", spans)):
        early, late = median(times[10 : 10 + SAMPLES]), median(times[-SAMPLES:])
        print(f"\np50 of a turn {name}: {early:.2f} ms at turn 10, {late:.2f} ms at turn {TURNS}")
    assert events[0] < events[KEPT_TURNS]
    assert len(set(events[KEPT_TURNS:])) == 1
