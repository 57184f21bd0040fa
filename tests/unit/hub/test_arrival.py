"""Arrivals: what must not be kept is gone before anyone holds the value."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from hub.messages import Arrival, Choice, Link, Paragraph, Source, Span, Text, plain_text

CARD = "4111 1111 1111 1111"


def arrival(*segments: Any, **changes: Any) -> Arrival:
    values: dict[str, Any] = {
        "channel": "webchat",
        "account": "default",
        "external_id": "someone",
        "provider_id": "p1",
        "segments": segments or (Text(text="你好"),),
        "received_at": datetime(2026, 11, 1, tzinfo=UTC),
        "correlation_id": "c",
    }
    return Arrival(**(values | changes))


def test_secrets_in_texts_and_labels_are_replaced_by_making_the_value() -> None:
    made = arrival(Text(text=f"卡号 {CARD}，密码是 839201"), Choice(id="c1.2-0-a", label=f"卡 {CARD}"))
    for told in (repr(made), str(made), made.model_dump_json(), str(made.model_dump())):
        assert "839201" not in told
        assert "1111 1111" not in told
    assert "尾号 1111" in made.model_dump_json()
    assert made.secret_removed


def test_json_and_dictionaries_go_the_same_way() -> None:
    words = arrival().model_dump(mode="json") | {"segments": [{"type": "text", "text": f"卡号 {CARD}"}]}
    for made in (Arrival.model_validate(words), Arrival(**words)):
        assert made.secret_removed
        assert CARD not in made.model_dump_json()


def test_ordinary_words_stay_as_they_are() -> None:
    made = arrival(Text(text="密码是 6 位还是 8 位？"))
    assert made.segments == (Text(text="密码是 6 位还是 8 位？"),)
    assert not made.secret_removed


def test_the_longest_text_is_still_one_after_cleaning() -> None:
    made = arrival(Text(text=(f"卡号 {CARD} " * 300)[:4000]))
    again = Arrival.model_validate(made.model_dump())
    assert again.segments == made.segments, (
        "what is stored can be read again, and cleaning again changes nothing"
    )


def test_a_null_character_does_not_reach_the_store() -> None:
    """PostgreSQL keeps no U+0000: a message with one could never be stored, and would be sent for ever."""
    made = arrival(Text(text="a\0b"), Choice(id="x", label="\0"))
    assert made.segments == (Text(text="a\ufffdb"), Choice(id="x", label="\ufffd"))
    assert not made.secret_removed


def test_a_secret_cannot_hide_between_two_texts() -> None:
    made = arrival(Text(text="我的密码是"), Text(text="839201"))
    assert "839201" not in made.model_dump_json()


def test_nothing_of_many_long_texts_is_lost() -> None:
    said = [str(number) + "长" * 1999 for number in range(5)]
    made = arrival(*(Text(text=text) for text in said))
    assert plain_text(made.segments) == "\n".join(said)


def test_a_customers_text_has_no_source_and_no_form() -> None:
    source = Source(article_id="card-loss", version=1, title="挂失", effective_from=date(2026, 11, 1))
    blocks = (Paragraph(spans=(Span(text="请挂失"),)),)
    made = arrival(Text(text="请挂失", source=source, blocks=blocks))
    assert made.segments == (Text(text="请挂失"),)
    assert not made.secret_removed


def test_a_link_is_kept_without_its_secrets() -> None:
    """A link that a customer shares: its title, its description and its address are theirs."""
    shared = Link(
        title=f"卡号 {CARD}", url="https://a.example/pay?pwd=839201#now", description="验证码 482913，请输入"
    )
    made = arrival(shared)
    assert made.segments == (
        Link(
            title="卡号 [卡号 尾号 1111]",
            url="https://a.example/pay",
            description="验证码 [验证码已隐去]，请输入",
        ),
    )
    assert made.secret_removed


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "Web Chat"},
        {"provider_id": ""},
        {"external_id": ""},
        {"external_id": "x" * 257},
        {"segments": ()},
        {"segments": tuple(Text(text="x") for _ in range(21))},
        {"segments": ({"type": "text", "text": "half a pair \ud800"},)},
        {"surprise": 1},
    ],
)
def test_what_cannot_be_an_arrival_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        arrival(**changes)


def test_an_arrival_never_changes() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        arrival().segments = ()
