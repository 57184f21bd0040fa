"""A failed turn is an error with a code, never silence, and leaves no trace (faults C3, C5 and C6)."""

import asyncio
import json
from typing import Any

import pytest

from bot.actions_client import REPLY_LIMIT
from bot.tests.conftest import ACTION_PATIENCE_S, ACTIONS_SECRET, Hub
from bot.tests.fake_actions import FakeActions, answer_with
from bot.turns import Turns


def responses(*items: Any, events: Any = ()) -> bytes:
    """An action's answer with these responses and events."""
    return json.dumps({"events": list(events), "responses": list(items)}).encode()


NONSENSE = {
    "garbage": b"<html>oops</html>",
    "nothing at all": b"",
    "another form": b"[]",
    "null": b"null",
    "events that are none": b'{"events": [1], "responses": []}',
    "responses that are none": b'{"events": [], "responses": {"text": "x"}}',
    "10 MB": b'{"events": [], "responses": [], "padding": "' + b"x" * 10_000_000 + b'"}',
    "just above the limit": b" " * (REPLY_LIMIT + 1),
    "too much to be kept": answer_with("长" * 200_000),
    "deep nesting": b"[" * 200_000,
    "a segment without a type": responses({"custom": {"segments": [{"text": "x"}]}}),
    "segments that are none": responses({"custom": {"segments": "x"}}),
    "an empty text": responses({"custom": {"segments": [{"type": "text", "text": " "}]}}),
    "custom of another kind": responses({"custom": {"payload": 1}}),
    "an image": responses({"image": "https://bank.example/x.png"}),
    "an event for the customer": responses(events=[{"event": "user", "text": "x"}]),
    "a restart": responses(events=[{"event": "restart"}]),
    "an unknown event": responses(events=[{"event": "no_such_event"}]),
    "an event without its fields": responses(events=[{"event": "slot"}]),
    "a lone surrogate": b'{"events": [], "responses": [{"text": "\\ud800"}]}',
    "an unknown follow-up": responses(events=[{"event": "followup", "name": "action_unknown"}]),
}


async def _assert_fails(hub: Hub, turns: Turns, code: str, **fields: Any) -> dict[str, Any]:
    before = len(turns._memory)
    status, answer = await hub.ask("怎么挂失", **fields)
    assert answer["status"] == "error", answer
    assert answer["code"] == code
    assert status == {"action_failed": 502, "empty": 502, "deadline": 504, "not_ready": 503}[code]
    assert "挂失" not in json.dumps(answer, ensure_ascii=False)
    assert len(turns._memory) == before
    return answer


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_of_an_action_is_a_failure(
    hub: Hub, turns: Turns, actions: FakeActions, body: bytes
) -> None:
    actions.body = body
    await _assert_fails(hub, turns, "action_failed")
    assert len(actions.calls) == 1


@pytest.mark.parametrize("status", [201, 204, 301, 400, 401, 403, 404, 500, 503])
async def test_any_other_status_is_a_failure(
    hub: Hub, turns: Turns, actions: FakeActions, status: int
) -> None:
    actions.status = status
    actions.body = b'{"action_name": "action_answer", "error": "x"}'
    await _assert_fails(hub, turns, "action_failed")


async def test_a_dead_action_server_is_a_failure_and_small_talk_goes_on(
    hub: Hub, turns: Turns, actions: FakeActions
) -> None:
    await hub.ask("怎么挂失")
    await actions.stop()
    # No failure of this turn: the hub asks again once the actions are back, and does not count it.
    await _assert_fails(hub, turns, "not_ready", conversation="key.2")
    status, answer = await hub.ask("你好", conversation="key.3")
    assert (status, answer["replies"][0]["type"]) == (200, "text")


async def test_a_connection_cut_in_the_answer_is_a_failure(
    hub: Hub, turns: Turns, actions: FakeActions
) -> None:
    actions.cut_off = True
    await _assert_fails(hub, turns, "action_failed")


async def test_a_slow_action_is_a_failure(hub: Hub, turns: Turns, actions: FakeActions) -> None:
    actions.delay_s = 1.5 * ACTION_PATIENCE_S  # the turn's own deadline is later
    await _assert_fails(hub, turns, "action_failed")


async def test_the_deadline_comes_first(hub: Hub, turns: Turns, actions: FakeActions) -> None:
    actions.delay_s = 2.0
    await _assert_fails(hub, turns, "deadline", deadline_s=0.2)
    actions.delay_s = 0.0
    status, _ = await hub.ask("怎么挂失")
    assert status == 200  # the conversation is not stuck


@pytest.mark.parametrize("body", [responses(), responses({"text": None}), answer_with("")])
async def test_a_turn_without_words_and_commands_is_a_failure(
    hub: Hub, turns: Turns, actions: FakeActions, body: bytes
) -> None:
    actions.body = body
    await _assert_fails(hub, turns, "empty")


async def test_a_command_alone_is_an_answer(hub: Hub, actions: FakeActions) -> None:
    actions.body = answer_with("", [{"type": "record_gap", "question": "怎么挂失"}])
    status, answer = await hub.ask("怎么挂失")
    assert (status, answer["replies"]) == (200, [])
    assert answer["commands"] == [{"type": "record_gap", "question": "怎么挂失"}]


async def test_a_failed_turn_leaves_the_base_as_it_was(hub: Hub, actions: FakeActions) -> None:
    _, first = await hub.ask("怎么挂失")
    actions.status = 500
    await hub.ask("要多久", turn=2, base=1)
    actions.status = 200
    status, third = await hub.ask("要多少钱", turn=3, base=1)
    assert status == 200
    assert [e["text"] for e in third["events"] if e["event"] == "user"] == ["要多少钱"]
    assert first["turn"] == 1


async def test_one_turn_at_a_time_and_not_too_many(hub: Hub, actions: FakeActions) -> None:
    actions.delay_s = 0.3
    same = await asyncio.gather(*(hub.ask("怎么挂失") for _ in range(3)))
    assert sorted(status for status, _ in same) == [200, 429, 429]
    many = await asyncio.gather(*(hub.ask("怎么挂失", conversation=f"key.{n}") for n in range(6)))
    assert sorted(status for status, _ in many) == [200, 200, 200, 200, 429, 429]
    assert {answer["code"] for status, answer in same + many if status == 429} == {"busy"}


async def test_the_action_gets_what_it_needs_and_no_more(hub: Hub, actions: FakeActions) -> None:
    await hub.ask("怎么挂失")
    facts = {"tier": "gold", "verification": None}
    await hub.ask("要多久", turn=2, base=1, token="v2.9.second", facts=facts)
    sent = actions.calls[1]
    assert actions.headers[1]["X-Yuanqiao-Secret"] == ACTIONS_SECRET
    assert sent["next_action"] == "action_answer"
    assert sent["sender_id"] == sent["tracker"]["sender_id"] == "key.1"
    assert "domain" not in sent
    message = sent["tracker"]["latest_message"]
    assert (message["text"], message["intent"]["name"]) == ("要多久", "ask")
    assert message["metadata"]["deadline"] > 1_700_000_000
    expected = {"token": "v2.9.second", "turn": 2, "channel": "webchat", "correlation_id": "trail-1"}
    expected |= {"facts": facts}
    assert {key: message["metadata"][key] for key in expected} == expected
    assert message["metadata"]["at"] == "2026-11-01T08:00:00+00:00"
    assert [e["text"] for e in sent["tracker"]["events"] if e["event"] == "user"] == ["要多久"]


async def test_the_token_stays_out_of_the_events(hub: Hub, actions: FakeActions) -> None:
    _, answer = await hub.ask("怎么挂失", token="v1.9.hidden")
    assert "hidden" not in json.dumps(answer)
    assert "hidden" in json.dumps(actions.calls[0])
