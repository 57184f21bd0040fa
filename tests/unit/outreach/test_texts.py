"""The words of notices, and what people may write in their place."""

from types import SimpleNamespace

import pytest

from hub.errors import BadInput
from outreach.kinds import KINDS
from outreach.texts import check_text, question, words_of

FACTS = {"card": "1234", "amount": "88.00 元", "due_on": "12 月 5 日", "at": "11 月 29 日 08:00"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_houses_own_words_say_every_fact(kind, language: str) -> None:  # type: ignore[no-untyped-def]
    check_text(kind, kind.text)
    check_text(kind, kind.text_en)
    words = words_of(kind, None, language, FACTS)
    assert all(FACTS[name] in words for name in kind.needs)
    assert "{" not in words
    assert [each.label for each in question(kind, words, language).options]


@pytest.mark.parametrize("text", ["您的 {name}", "{card.__class__}", "{card", "card}", "{amount}"])
def test_a_text_that_names_what_is_not_sent_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        check_text(KINDS["card_arrived"], text)


def test_what_people_wrote_takes_the_place() -> None:
    written = SimpleNamespace(text="卡 {card} 到了", text_en="Card {card} is here")
    assert words_of(KINDS["card_arrived"], written, "zh", FACTS) == "卡 1234 到了"
    assert words_of(KINDS["card_arrived"], written, "en", FACTS) == "Card 1234 is here"
