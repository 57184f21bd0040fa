"""Measures and prints; asserts only that a turn does not grow with the conversation's age."""

import time
from statistics import median

from bot.tests.conftest import Hub
from bot.tests.fake_actions import FakeActions
from bot.tests.ledger import Ledger

SAMPLES = 20
MOST_TIMES_SLOWER = 3


async def test_a_turn_costs_the_same_at_turn_10_and_at_turn_300(hub: Hub, actions: FakeActions) -> None:
    ledger = Ledger(hub)
    spans: list[float] = []
    inside: list[float] = []
    for number in range(300):
        started = time.perf_counter()
        answer = await ledger.take(f"第 {number} 个问题，怎么挂失")
        spans.append(1000 * (time.perf_counter() - started))
        timings = answer["timings_ms"]
        inside.append(timings["total"] - timings["actions"])
    early, late = inside[10 : 10 + SAMPLES], inside[-SAMPLES:]
    print(f"\nms in the bot, without the action, p50: turn 10 {median(early):.2f}, 300 {median(late):.2f}")
    print(
        f"ms over HTTP with the fake action, p50: {median(spans[10:30]):.2f}, {median(spans[-SAMPLES:]):.2f}"
    )
    assert median(late) < MOST_TIMES_SLOWER * median(early)
