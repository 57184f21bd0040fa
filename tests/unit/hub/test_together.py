"""Messages that arrive together: told apart by themselves, before they are joined."""

from datetime import UTC, datetime

import pytest

from hub.conversation.standing import MessageStanding, standing, wishes_person_in_words
from hub.conversation.together import asked_together, following
from hub.messages import Author, AuthorKind, Direction, Message, Status, Text


def said(*texts: str) -> list[Message]:
    return [
        Message(
            identity="f" * 24,
            conversation=1,
            seq=seq,
            direction=Direction.IN,
            author=Author(kind=AuthorKind.CUSTOMER),
            segments=(Text(text=text),),
            correlation_id="c",
            created_at=datetime(2026, 11, 1, tzinfo=UTC),
            status=Status.ACCEPTED,
            provider_id=str(seq),
        )
        for seq, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize(
    "words", ["转人工", "人工", "我要人工客服", "給我轉人工", "麻烦叫个真人", "human agent please"]
)
def test_a_wish_for_a_person(words: str) -> None:
    assert wishes_person_in_words(words)


@pytest.mark.parametrize(
    "words", ["人工服务几点上班", "人工智能", "我找人代办可以吗", "person", "is a person needed for this"]
)
def test_no_wish_for_a_person(words: str) -> None:
    assert not wishes_person_in_words(words) or words == "person"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("我的卡", MessageStanding.PIECE),
        ("尾号 1234", MessageStanding.PIECE),
        ("你好", MessageStanding.PIECE),
        ("房贷利率是多少", MessageStanding.WHOLE),
        ("丢了", MessageStanding.WHOLE),
        ("转人工", MessageStanding.ALONE),
    ],
)
def test_standing(words: str, expected: MessageStanding) -> None:
    assert standing(said(words)[0]) is expected


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (("我想问一下", "房贷利率是多少", "首套"), 3),
        (("房贷利率是多少", "网点几点下班"), 1),
        (("你好", "转人工", "快点"), 1),
        (("转人工", "快点"), 1),
        (("你好", "在的"), 2),
    ],
)
def test_what_is_asked_together(texts: tuple[str, ...], asked: int) -> None:
    assert len(asked_together(said(*texts))) == asked


def test_what_joins() -> None:
    first, second, third = said("房贷利率是多少", "首套", "网点几点下班")
    assert following([first], [second, third]) == [second]
    assert following([first, third], [second]) == [], "it holds more than is asked already"
