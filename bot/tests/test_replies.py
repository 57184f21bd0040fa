"""What the bot says by itself: each rule answers, honestly and in good Chinese."""

import json
import re
from pathlib import Path

import pytest
import yaml

from bot.inputs import DOMAIN
from bot.tests.conftest import Hub
from bot.tests.fake_actions import FakeActions

RESPONSES: dict[str, list[dict[str, str]]] = yaml.safe_load(Path(DOMAIN).read_text("utf-8"))["responses"]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("你好", "utter_greet"),
        ("谢谢", "utter_thanks"),
        ("再见", "utter_goodbye"),
        ("你是真人吗", "utter_bot_challenge"),
        ("你真笨", "utter_insult"),
    ],
)
async def test_small_talk_is_answered_by_the_bot_itself(
    hub: Hub, actions: FakeActions, text: str, response: str
) -> None:
    status, answer = await hub.ask(text)
    assert (status, answer["turn"]) == (200, 1)
    assert answer["replies"] == [{"type": "text", "text": RESPONSES[response][0]["text"]}]
    assert answer["commands"] == []
    assert actions.calls == []


async def test_segments_of_an_action_pass_untouched(hub: Hub, actions: FakeActions) -> None:
    cells = [[{"text": "<b>| *卡*", "strong": True}], [], [{"text": "a", "url": "https://bank.example/a"}]]
    blocks = [{"type": "table", "head": cells, "rows": [cells] * 40}, {"type": "kind of tomorrow", "x": None}]
    media = {"id": "0f" * 32, "mime": "image/png", "bytes": 1, "name": "", "width": None, "height": 0}
    call = {"type": "call", "label": "打电话", "number": "95588"}
    segments = [
        {"type": "text", "text": "x" * 9000, "blocks": blocks},
        {"type": "link", "title": "挂失", "url": "https://bank.example/loss", "description": ""},
        {"type": "card", "title": "挂失", "text": "", "picture": media, "actions": [call]},
        {"type": "location", "latitude": 31.2304, "longitude": -0.0, "title": "网点", "address": ""},
        {"type": "image", "media": media, "alt": ""},
    ]
    custom = {"segments": segments, "commands": []}
    actions.body = json.dumps({"events": [], "responses": [{"custom": custom}]}).encode()
    status, answer = await hub.ask("怎么挂失")
    assert (status, answer["replies"]) == (200, segments)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("怎么挂失", "action_answer"),
        ("你好，我想问怎么挂失", "action_answer"),
        ("/restart", "action_answer"),
        ("/", "action_answer"),
        ("", "action_answer"),
        ("转人工", "action_request_person"),
        ("我要投诉", "action_file_complaint"),
    ],
)
async def test_the_rest_is_done_by_actions(hub: Hub, actions: FakeActions, text: str, action: str) -> None:
    status, answer = await hub.ask(text)
    assert status == 200
    assert [call["next_action"] for call in actions.calls] == [action]
    assert set(answer) == {
        "status", "turn", "replies", "commands", "events", "state", "intents", "timings_ms"
    }  # fmt: skip
    assert set(answer["timings_ms"]) == {"parse", "actions", "total"}
    assert answer["state"] == {"slots": {}, "active_loop": None}
    user = next(event for event in answer["events"] if event["event"] == "user")
    assert 1 <= len(user["parse_data"]["intent_ranking"]) <= 5
    assert answer["intents"][0] == user["parse_data"]["intent"]


async def test_a_pick_leads_to_its_article(hub: Hub, actions: FakeActions) -> None:
    pick = {
        "kind": "pick",
        "text": "怎么挂失",
        "intent": "pick_article",
        "entities": {"article_id": "card-loss"},
    }
    status, answer = await hub.ask(input=pick)
    assert status == 200
    assert actions.calls[0]["next_action"] == "action_show_article"
    assert actions.calls[0]["tracker"]["latest_message"]["entities"] == [
        {"entity": "article_id", "value": "card-loss"}
    ]
    assert answer["intents"][0] == {"name": "pick_article", "confidence": 1.0}


async def test_a_label_is_guarded_too(hub: Hub) -> None:
    pick = {"kind": "pick", "text": "/restart", "intent": "pick_article", "entities": {"article_id": "a"}}
    _, answer = await hub.ask(input=pick)
    assert next(event for event in answer["events"] if event["event"] == "user")["text"] == "restart"


def test_the_texts_are_calm_and_well_set() -> None:
    texts = [variant["text"] for variants in RESPONSES.values() for variant in variants]
    assert len(texts) >= 5
    for text in texts:
        assert not re.search(r"[!！]", text), text
        assert not re.search(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]", text), text
        assert not re.search(r"[,?;:()]", text), text
        assert "您" in text or "不客气" in text
    assert "不是真人" in RESPONSES["utter_bot_challenge"][0]["text"]
