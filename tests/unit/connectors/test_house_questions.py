"""The house's own questions, for a score and for a person, as each channel shows them."""

from datetime import UTC, datetime
from typing import Any

import pytest

import connectors.miniprogram.render
import connectors.wechat.render
import connectors.wecom.render
import connectors.wecom_kf.render
from connectors.sms.render import MOST_SEGMENTS, fit, to_words
from connectors.sms.segments import count
from handoff.satisfaction import ENDED, LABELS, _question
from hub.conversation.replies import to_segments
from hub.engine.contract import OfferedChoices
from hub.messages import Author, AuthorKind, Choices, Direction, Message
from hub.messages.numbered import picked
from tests.unit.connectors.miniprogram.callbacks import account
from urgent.choices import person_offered

LINK = "https://bank.example/s/" + "x" * 35

SCORES = [f"{number}. {label}" for number, label in LABELS.items()]
QUESTIONS = {
    "score": (_question(), ENDED, SCORES),
    "person": (person_offered("zh"), "需要加急转人工吗？", ["1. 加急转人工"]),
}


def said(question: OfferedChoices) -> Message:
    segments, _ = to_segments([question], conversation=1, seq=2)
    return Message(
        identity="0" * 24,
        conversation=1,
        seq=2,
        direction=Direction.OUT,
        author=Author(kind=AuthorKind.SYSTEM),
        segments=segments,
        correlation_id="c",
        created_at=datetime(2026, 11, 28, tzinfo=UTC),
    )


@pytest.fixture(params=QUESTIONS)
def asked(request: pytest.FixtureRequest) -> tuple[Message, str, list[str]]:
    question, prompt, lines = QUESTIONS[request.param]
    return said(question), prompt, lines


def whole(prompt: str, lines: list[str]) -> str:
    return "\n".join([prompt, *lines])


def test_a_text_message_shows_all_of_it(asked: tuple[Message, str, list[str]]) -> None:
    message, prompt, lines = asked
    text = fit(to_words(message), LINK)
    assert text == whole(prompt, lines)
    assert count(text).segments <= MOST_SEGMENTS


def test_a_mini_program_shows_a_list(asked: tuple[Message, str, list[str]]) -> None:
    message, prompt, lines = asked
    (send,) = connectors.miniprogram.render.to_sends(account(), message)
    assert (send.kind, send.content) == ("text", {"content": whole(prompt, lines)})


def test_wechat_shows_a_menu_or_a_list(asked: tuple[Message, str, list[str]]) -> None:
    message, prompt, lines = asked
    (menu,) = connectors.wechat.render.to_sends(message)
    assert menu.content["head_content"] == prompt
    assert [each["content"] for each in menu.content["list"]] == lines
    (text,) = connectors.wechat.render.to_sends(message, menus=False)
    assert (text.kind, text.content) == ("text", {"content": whole(prompt, lines)})


def test_wecom_kf_shows_a_menu(asked: tuple[Message, str, list[str]]) -> None:
    message, prompt, lines = asked
    (menu,) = connectors.wecom_kf.render.to_sends(message)
    assert menu.content["head_content"] == prompt
    assert [each["click"]["content"] for each in menu.content["list"]] == lines


def test_wecom_shows_buttons_or_a_list(asked: tuple[Message, str, list[str]]) -> None:
    message, prompt, lines = asked
    (card,) = connectors.wecom.render.to_sends(message)
    shown: dict[str, Any] = card.content
    above = "\n".join(filter(None, (shown["main_title"]["title"], shown["sub_title_text"])))
    buttons = [each["text"] for each in shown["button_list"]]
    assert above.startswith(prompt)
    assert [each[:3] for each in buttons] == [each[:3] for each in lines], "each button has its number"
    assert buttons == lines or above == whole(prompt, lines), "what a button cuts off stands above it"
    (text,) = connectors.wecom.render.to_sends(message, cards=False)
    assert text.content == {"content": whole(prompt, lines)}


def test_a_number_and_a_label_with_and_without_its_stars_are_answers() -> None:
    (question,) = said(_question()).segments
    assert isinstance(question, Choices)
    for number, label in LABELS.items():
        for words in (str(number), label, label.partition(" ")[2]):
            assert picked(words, question.options) == question.options[number - 1]
