"""What the bot says by itself: each rule answers, honestly and in good Chinese."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.inputs import DOMAIN
from bot.tests.conftest import Hub
from bot.tests.fake_actions import FakeActions

RESPONSES: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(DOMAIN).read_text("utf-8"))["responses"]


def said(response: str, language: str) -> str:
    """What the domain says in a language: the variant for English has a condition, the other one has none."""
    (text,) = (each["text"] for each in RESPONSES[response] if ("condition" in each) == (language == "en"))
    return str(text)


@pytest.mark.parametrize(
    ("text", "response", "language"),
    [
        ("你好", "utter_greet", "zh"),
        ("再见", "utter_goodbye", "zh"),
        ("886", "utter_goodbye", "zh"),
        ("你是真人吗", "utter_bot_challenge", "zh"),
        ("hello", "utter_greet", "en"),
        ("good bye", "utter_goodbye", "en"),
        ("are you a robot", "utter_bot_challenge", "en"),
    ],
)
async def test_small_talk_is_answered_by_the_bot_itself(
    hub: Hub, actions: FakeActions, text: str, response: str, language: str
) -> None:
    status, answer = await hub.ask(text)
    assert (status, answer["turn"]) == (200, 1)
    assert answer["replies"] == [{"type": "text", "text": said(response, language)}]
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
        ("谢谢", "action_take_reply"),
        ("好的", "action_take_reply"),
        ("不用了", "action_take_reply"),
        ("第二个", "action_take_reply"),
        ("你真笨", "action_offer_person"),
        ("我不会弄", "action_offer_person"),
        ("i lost my card", "action_stop_loss"),
        ("someone used my card", "action_stop_loss"),
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
    assert set(answer["state"]["slots"]) <= {"language"}
    assert answer["state"]["active_loop"] is None
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
    assert {len(variants) for variants in RESPONSES.values()} == {2}
    texts = [said(response, "zh") for response in RESPONSES]
    assert len(texts) >= 3
    for text in texts:
        assert not re.search(r"[!！]", text), text
        assert not re.search(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]", text), text
        assert not re.search(r"[,?;:()]", text), text
        assert "您" in text or "不客气" in text
    assert "不是真人" in said("utter_bot_challenge", "zh")
    assert "not a person" in said("utter_bot_challenge", "en")


async def test_the_language_stays_until_words_show_another(hub: Hub, actions: FakeActions) -> None:
    _, first = await hub.ask("good morning to you")
    _, second = await hub.ask("886", turn=2, base=1)
    _, third = await hub.ask("再见", turn=3, base=2)
    assert first["state"]["slots"] == {"language": "en"}
    texts = [each["replies"][0]["text"] for each in (first, second, third)]
    assert texts == [said("utter_greet", "en"), said("utter_goodbye", "en"), said("utter_goodbye", "zh")]


async def test_who_has_written_nothing_yet_is_answered_in_the_language_that_the_house_knows(
    hub: Hub, actions: FakeActions
) -> None:
    _, known = await hub.ask("88", facts={"language": "en-GB"})
    assert known["replies"][0]["text"] == said("utter_goodbye", "en")
    _, written = await hub.ask("再见", conversation="key.2", facts={"language": "en"})
    assert written["replies"][0]["text"] == said("utter_goodbye", "zh")
