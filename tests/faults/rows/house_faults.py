"""The real bot and the real actions harmed under load: rows C1, C2, C5, C6 and C7."""

import random
from collections.abc import Sequence

from tests.faults.bank_load import BankLoad
from tests.faults.house import Build
from tests.faults.house_world import Fault
from tests.faults.junk import BODIES
from tests.faults.killing import Kill, Replace, Slow, Stop
from tests.faults.rows.house_row import HouseRow

DOWN_S = 10.0
"""Longer than the 8 s after which the customer is told."""

DOWN_LONG_S = 17.0
"""Longer than the 15 s after which the customer gets a notice."""

SHORT_DEADLINES = {"action_deadline_s": 3.0, "ask_deadline_s": 4.0}
"""Instead of 10 s and 15 s, in the same order: so that a row takes minutes, and every spell outlasts them."""

SHORT_SPANS = SHORT_DEADLINES | {"waiting_after_s": 3.0, "late_after_s": 6.0, "give_up_after_s": 12.0}
"""Instead of 8 s, 15 s and 120 s: what the hub does at each of them is seen in one stop of the bot."""

BEYOND_ALL_S = 22.0
"""Longer than giving up, a last ask and what the customer is allowed to wait besides."""

MANY_EFFECTS = BankLoad(gap=0.6, complaint=0.2, talk=0.1, open_limit=1)
"""One by one, so that no words join a turn: each effect is one question's."""


def _python(module: str) -> tuple[str, ...]:
    return ("-m", f"tests.faults.broken.{module}")


def bot_kills(count: int, _seed: int) -> Sequence[Fault]:
    """Of ten kills one leaves the bot down for 10 s; of thirty one for 17 s."""
    down_s = [
        DOWN_LONG_S if number % 30 == 2 else DOWN_S if number % 10 == 1 else 0.0
        for number in range(1, count + 1)
    ]
    return [Kill("bot", seconds) for seconds in down_s]


def kills_in_turns(count: int, _seed: int) -> Sequence[Fault]:
    """The bot killed while it waits for an action that has acted already."""
    return [Kill("bot", in_turn=True)] * count


def action_kills(count: int, seed: int) -> Sequence[Fault]:
    """Kills, and every eleventh fault something in the actions' place that answers nonsense."""
    chance = random.Random(f"{seed}:junk")
    kinds = list(BODIES)
    faults: list[Fault] = []
    for number in range(1, count + 1):
        junk = Replace(kinds[number // 11 % len(kinds)], chance.uniform(0.5, 2.0))
        faults.append(junk if number % 11 == 3 else Kill("actions"))
    return faults


def slow_spells(count: int, seed: int) -> Sequence[Fault]:
    """Answers of the actions, or of the bot itself, held back far longer than anybody waits for them."""
    chance = random.Random(f"{seed}:slow")
    return [
        Slow("bot" if number % 3 == 2 else "actions", for_s=chance.uniform(3.0, 8.0), held_s=BEYOND_ALL_S)
        for number in range(1, count + 1)
    ]


def stops(count: int, seed: int) -> Sequence[Fault]:
    """The bot stopped for some seconds; every sixth time for longer than the hub goes on trying."""
    chance = random.Random(f"{seed}:stops")
    return [
        Stop(BEYOND_ALL_S if number % 6 == 3 else chance.uniform(1.0, 7.0)) for number in range(1, count + 1)
    ]


ROWS = (
    HouseRow(
        "C1",
        what="bot killed with -9 under load, some of the time left down for longer",
        control="the hub takes a bot that cannot be reached for one that has answered",
        full=100,
        faults_of=bot_kills,
        broken=Build(hub=_python("forgets_when_unreachable")),
        broken_faults=(Kill("bot", 1.0),),
        caught_by="unanswered",
    ),
    HouseRow(
        "C2",
        what="bot killed with -9 in mid-turn, while it waits for a slow action",
        control="an action writes what it does itself, without a key",
        full=40,
        faults_of=kills_in_turns,
        broken=Build(actions=_python("action_writes_itself")),
        broken_faults=(Kill("bot", in_turn=True),) * 8,  # some hold a turn that leaves no gap
        caught_by="effects",
        load=MANY_EFFECTS,
        wired=True,
    ),
    HouseRow(
        "C5",
        what="actions, or the bot, far slower than every deadline",
        control="the hub asks the bot a second time while the first ask is open",
        full=20,
        faults_of=slow_spells,
        broken=Build(hub=_python("asks_twice_at_once"), settings=SHORT_DEADLINES),
        broken_faults=(Slow("actions", for_s=2.0, held_s=BEYOND_ALL_S),),
        caught_by="order_breaks",
        build=Build(settings=SHORT_DEADLINES),
        wired=True,
    ),
    HouseRow(
        "C6",
        what="action server killed with -9 under load, or answering 500, garbage or 10 MB",
        control="the bot takes a failed action for a finished turn",
        full=220,
        faults_of=action_kills,
        broken=Build(bot=_python("bot_swallows_failures")),
        broken_faults=(Kill("actions", 2.0),),
        caught_by="unanswered",
    ),
    HouseRow(
        "C7",
        what="bot stopped with SIGSTOP for some seconds, then woken",
        control="the hub waits for the bot without a deadline",
        full=30,
        faults_of=stops,
        broken=Build(hub=_python("no_client_timeout"), settings=SHORT_SPANS),
        broken_faults=(Stop(BEYOND_ALL_S),),
        caught_by="untold",
        build=Build(settings=SHORT_SPANS),
        wired=True,
    ),
)
