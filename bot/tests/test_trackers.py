"""The tracker from memory equals the one rebuilt from the hub's history (faults C2, C4 and C10)."""

import asyncio
import json
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import EventVerbosity

from bot.dialogue import TurnRunner
from bot.memory import Memory
from bot.protocol import KEPT_TURNS, TrackerHistory
from bot.tests.conftest import Hub
from bot.tests.fake_actions import FakeActions
from bot.tests.ledger import Ledger, assert_same
from bot.trackers import KeptTurn, Snapshot, build_tracker, snapshot_of, state_of
from bot.turns import Turns

TALK = [
    "你好",
    "怎么挂失",
    "要多久",
    "谢谢",
    "转人工",
    "我要投诉",
    "你是机器人吗",
    "贷款利率多少",
    "怎么还款",
]


def forget(turns: Turns) -> None:
    """What a kill does: nothing is remembered any more."""
    turns._memory = Memory()


async def test_after_a_kill_in_mid_turn(
    hub: Hub, turns: Turns, dialogue: TurnRunner, actions: FakeActions
) -> None:
    ledger = Ledger(hub)
    for text in TALK[:3]:
        await ledger.take(text)
    assert_same(ledger, turns, dialogue)
    actions.delay_s = 0.4
    under_way = asyncio.ensure_future(ledger.ask("怎么销户"))
    await actions.called(times=3)
    under_way.cancel()
    forget(turns)
    actions.delay_s = 0.0
    status, answer = await ledger.ask("怎么销户", conversation="key.1")
    assert (status, answer) in ((409, {"status": "history_needed", "turn": 4}), (429, answer))
    await asyncio.sleep(0.5)
    await ledger.take("怎么销户")
    assert [turn["turn"] for turn in ledger.committed] == [1, 2, 3, 4]
    assert_same(ledger, turns, dialogue)


async def test_after_an_abandoned_turn(
    hub: Hub, turns: Turns, dialogue: TurnRunner, actions: FakeActions
) -> None:
    ledger = Ledger(hub)
    for text in TALK[:3]:
        await ledger.take(text)
    await ledger.ask("贷款利率多少")  # answered, but the hub had given up: never committed
    actions.delay_s = 2.0
    status, _ = await ledger.ask("怎么还款", turn=5, deadline_s=0.1)
    assert status == 504
    actions.delay_s = 0.0
    assert_same(ledger, turns, dialogue)
    status, answer = await ledger.ask("怎么销户", turn=6)
    assert status == 200  # the base is still in memory
    ledger.commit(answer)
    assert_same(ledger, turns, dialogue)
    users = [e["text"] for turn in ledger.committed for e in turn["events"] if e["event"] == "user"]
    assert users == [*TALK[:3], "怎么销户"]


async def test_beyond_the_window(hub: Hub, turns: Turns, dialogue: TurnRunner) -> None:
    ledger = Ledger(hub)
    for number in range(12):
        await ledger.take(TALK[number % len(TALK)])
        assert_same(ledger, turns, dialogue)
    snapshot = ledger.from_memory(turns)
    assert [turn.turn for turn in snapshot.turns] == list(range(5, 13))
    forget(turns)
    for number in range(12, 15):
        await ledger.take(TALK[number % len(TALK)])
        assert_same(ledger, turns, dialogue)


async def test_any_bot_decides_alike(hub: Hub, turns: Turns, dialogue: TurnRunner) -> None:
    ledger = Ledger(hub)
    for text in TALK:
        await ledger.take(text)
    _, remembered = await ledger.ask("怎么销户", turn=20)
    forget(turns)
    _, rebuilt = await ledger.ask("怎么销户", turn=20, history=ledger.history())
    for name in ("replies", "commands", "state", "intents"):
        assert remembered[name] == rebuilt[name]
    assert [e["event"] for e in remembered["events"]] == [e["event"] for e in rebuilt["events"]]


async def test_a_repeated_ask_gives_one_user_event(hub: Hub, turns: Turns, dialogue: TurnRunner) -> None:
    ledger = Ledger(hub)
    await ledger.take("你好")
    answers = [await ledger.ask(text) for text in ("怎么", "怎么挂失", "怎么挂失，急")]
    assert [status for status, _ in answers] == [200, 200, 200]
    ledger.commit(answers[-1][1])
    assert_same(ledger, turns, dialogue)
    tracker = build_tracker("key.1", ledger.from_memory(turns), dialogue.model.domain)
    said = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert said == ["你好", "怎么挂失，急"]


async def test_an_unknown_base_needs_history(hub: Hub, turns: Turns) -> None:
    ledger = Ledger(hub)
    for text in TALK[:4]:
        await ledger.take(text)
    wanted = (409, {"status": "history_needed", "turn": 9})
    assert await ledger.ask("怎么挂失", turn=9, base=7) == wanted  # never heard of
    assert await ledger.ask("怎么挂失", turn=9, base=2) == wanted  # too long ago
    assert await ledger.ask("怎么挂失", turn=9, base=4, base_ask=99) == wanted  # another bot's answer
    assert (await ledger.ask("怎么挂失", turn=9, base=4, base_ask=4))[0] == 200
    assert (await ledger.ask("怎么挂失", turn=9, base=3))[0] == 409
    assert await ledger.ask("怎么挂失", conversation="key.2", turn=9, base=4) == wanted
    assert (await ledger.ask("怎么挂失", turn=9, base=0))[0] == 200  # nothing was ever committed


async def test_the_conversation_used_longest_ago_makes_room(hub: Hub, turns: Turns) -> None:
    ledgers = [Ledger(hub, f"key.{number}") for number in range(51)]
    for ledger in ledgers:
        await ledger.take("你好")
    assert len(turns._memory) == 50
    assert (await ledgers[0].ask("谢谢"))[0] == 409
    assert (await ledgers[50].ask("谢谢"))[0] == 200


async def test_history_that_rasa_cannot_read_is_refused(hub: Hub) -> None:
    for events in ([{"event": "no_such_event"}], [{"no": "event"}], [{"event": "slot"}, {}]):
        state: dict[str, Any] = {"slots": {}, "active_loop": None}
        told = {"carried": state, "turns": [{"turn": 1, "events": events, "state": state}]}
        status, answer = await hub.ask(turn=2, base=1, history=told)
        assert (status, answer["code"]) == (400, "bad_request"), events


FORM_DOMAIN = """
version: "3.1"
intents: [ask]
slots:
  amount: {type: float, mappings: [{type: custom}]}
  cards: {type: list, initial_value: [one], mappings: [{type: custom}]}
  city: {type: text, initial_value: 上海, mappings: [{type: custom}]}
forms:
  loan_form: {required_slots: [amount]}
"""


@pytest.mark.parametrize("count", [1, KEPT_TURNS, KEPT_TURNS + 4])
def test_slots_and_the_active_loop_are_carried(count: int) -> None:
    domain = Domain.from_yaml(FORM_DOMAIN)
    snapshot, told = Snapshot(), []
    for number in range(1, count + 1):
        tracker = build_tracker("key.1", snapshot, domain)
        known = len(tracker.events)
        heard = {"intent": {"name": "ask", "confidence": 0.9}, "entities": [], "text": "贷款"}
        tracker.update(UserUttered("贷款", heard["intent"], [], heard, timestamp=100.0 + number), domain)
        if number == 1:
            for event in (ActiveLoop("loan_form"), SlotSet("city", None), SlotSet("cards", ["a", "b"])):
                tracker.update(event, domain)
        tracker.update(SlotSet("amount", number / 10), domain)
        tracker.update(ActionExecuted("action_listen"), domain)
        events = tuple(list(tracker.events)[known:])
        done = KeptTurn(number, events, state_of(tracker))
        snapshot = snapshot.followed_by(done, ask=1)
        told.append({"turn": number, "events": [e.as_dict() for e in events], "state": vars(done.state)})
    carried = told[-KEPT_TURNS - 1]["state"] if count > KEPT_TURNS else vars(Snapshot().carried)
    history = json.loads(json.dumps({"carried": carried, "turns": told[-KEPT_TURNS:]}))
    remembered = build_tracker("key.1", snapshot, domain)
    rebuilt = build_tracker("key.1", snapshot_of(TrackerHistory(**history)), domain)
    assert remembered.current_state(EventVerbosity.ALL) == rebuilt.current_state(EventVerbosity.ALL)
    assert remembered.active_loop == rebuilt.active_loop
    assert rebuilt.active_loop is not None
    assert rebuilt.active_loop_name == "loan_form"
    assert rebuilt.active_loop.trigger_message["text"] == "贷款"
    slots = rebuilt.current_slot_values()
    assert (slots["amount"], slots["cards"], slots["city"]) == (count / 10, ["a", "b"], None)


EARLIER = {"question": "信用卡怎么挂失", "title": "信用卡丢了怎么挂失", "waiting": "", "offered": []}


async def test_what_was_asked_before_outlives_the_bot(
    hub: Hub, turns: Turns, dialogue: TurnRunner, actions: FakeActions
) -> None:
    """The slot that the actions keep comes back from the hub, also once its turn is no longer kept."""
    answer = json.loads(actions.body)
    remembered = {"event": "slot", "timestamp": None, "name": "earlier", "value": EARLIER}
    ledger = Ledger(hub)
    actions.body = json.dumps(answer | {"events": [remembered]}).encode()
    await ledger.take("信用卡怎么挂失")
    actions.body = json.dumps(answer).encode()
    for number in range(KEPT_TURNS + 2):
        forget(turns)
        await ledger.take("谢谢" if number % 2 else "那借记卡呢")
        assert ledger.committed[-1]["state"]["slots"] == {"earlier": EARLIER, "language": "zh"}
        assert actions.calls[-1]["tracker"]["slots"]["earlier"] == EARLIER
        assert_same(ledger, turns, dialogue)
