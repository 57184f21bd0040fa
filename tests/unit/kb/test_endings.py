"""What an answer ends with: since when its values hold, and where all of it stands."""

from datetime import date
from typing import Any

import pytest

from hub.messages import Block, Source
from hub.messages.blocks import BLOCKS_LIMIT, Paragraph, Span
from hub.messages.limits import TEXT_LIMIT
from kb.endings import AnswerEndings
from kb.outcomes import Abstained, Answered, Reason

ADDRESS = "https://chat.bank.example"
FORM: tuple[Block, ...] = (Paragraph(spans=(Span(text="去网点。"),)),)


def answer(article_id: str = "card-loss", **fields: Any) -> Answered:
    source = Source(article_id=article_id, version=1, title="题", effective_from=date(2026, 1, 1))
    usual: dict[str, Any] = {"text": "去网点。", "blocks": FORM, "has_page": True}
    return Answered(source=source, links=(), **usual | fields)


def test_the_page_is_named_in_words_and_linked_in_the_form() -> None:
    told = AnswerEndings(ADDRESS).of(answer(values_from=date(2026, 11, 1)), "webchat")
    since, page = "以上数值自 2026 年 11 月 1 日起执行。", f"{ADDRESS}/help/card-loss"
    assert told.text == f"去网点。\n{since}\n完整说明：{page}"
    last = Paragraph(spans=(Span(text=since), Span(text="完整说明", url=page)))
    assert told.blocks == (*FORM, last)


def test_a_text_message_says_it_short() -> None:
    told = AnswerEndings(ADDRESS).of(answer(values_from=date(2026, 11, 1)), "sms")
    assert told.text == f"去网点。\n数值自 2026-11-01 起\n完整说明：{ADDRESS}/help/card-loss"


@pytest.mark.parametrize(
    ("address", "fields"),
    [("", {}), (ADDRESS, {"has_page": False}), (ADDRESS, {"text": "字" * TEXT_LIMIT})],
)
def test_without_a_page_or_room_an_answer_stays_as_it_is(address: str, fields: dict[str, Any]) -> None:
    given = answer(**fields)
    assert AnswerEndings(address).on(given, "webchat") == given


def test_words_stay_whole_where_the_form_has_no_room() -> None:
    told = AnswerEndings(ADDRESS).of(answer(blocks=FORM * BLOCKS_LIMIT), None)
    assert told.blocks == ()
    assert told.text.endswith("/help/card-loss")


def test_each_answer_of_a_message_has_its_own_and_other_outcomes_none() -> None:
    told = AnswerEndings(ADDRESS).of(answer(also=(answer("开户 指南"),)), "webchat")
    (also,) = told.also
    assert isinstance(also, Answered)
    assert also.text.endswith("/help/%E5%BC%80%E6%88%B7%20%E6%8C%87%E5%8D%97")
    nothing = Abstained(Reason.NO_MATCH)
    assert AnswerEndings(ADDRESS).on(nothing, "webchat") is nothing
