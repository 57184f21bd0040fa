"""What a reply shows a customer, read from its segments; and how a decision looks beside it."""

from collections.abc import Mapping
from datetime import date

import pytest

from hub.messages import Card, Choices, Link, Notice, NoticeCode, Option, Segment, Source, Text
from kb.answer import Abstained, Answered, Offered, OfferedArticle, Reason
from kb.measuring.shown import Meaning, OutcomeOnScreen, ShownKind, of_decision, of_reply

SOURCE = Source(article_id="card-loss", version=2, title="银行卡丢失", effective_from=date(2026, 1, 1))
PERSON = Option(id="c1.2-9-ab", label="转人工")
LOSS = Option(id="c1.2-0-ab", label="银行卡丢失")
LIMIT = Option(id="c1.2-1-ab", label="转账限额")


def leads(to: Mapping[str, str]) -> Meaning:
    """Options mean the articles of their labels; others lead elsewhere."""
    return lambda option: [to[option.label]] if option.label in to else []


def nobody_knows(_option: Option) -> None:
    """A hub elsewhere keeps what its options mean."""


ARTICLES = leads({"银行卡丢失": "card-loss", "转账限额": "limit"})


@pytest.mark.parametrize(
    ("segments", "shown"),
    [
        ([Text(text="请挂失。", source=SOURCE)], OutcomeOnScreen(ShownKind.ANSWERED, ("card-loss",))),
        (
            [
                Text(text="第一部分"),
                Text(text="第二部分", source=SOURCE),
                Link(title="挂失", url="https://b.example"),
            ],
            OutcomeOnScreen(ShownKind.ANSWERED, ("card-loss",)),
        ),
        (
            [Choices(prompt="请选择：", options=(LIMIT, LOSS, PERSON))],
            OutcomeOnScreen(ShownKind.OFFERED, ("limit", "card-loss")),
        ),
        (
            [Text(text="答不好。"), Choices(prompt="转人工吗？", options=(PERSON,))],
            OutcomeOnScreen(ShownKind.ABSTAINED),
        ),
        ([Text(text="您好，请直接告诉我。")], OutcomeOnScreen(ShownKind.ABSTAINED)),
        ([Card(title="信用卡", text="申请")], OutcomeOnScreen(ShownKind.ABSTAINED)),
        (
            [Text(text="请挂失。", source=SOURCE), Notice(code=NoticeCode.FAILED, text="x")],
            OutcomeOnScreen(ShownKind.FAILED),
        ),
        ([Notice(code=NoticeCode.FAILED, text="很抱歉。")], OutcomeOnScreen(ShownKind.FAILED)),
        ([Notice(code=NoticeCode.PERSON_REQUESTED, text="已记录。")], OutcomeOnScreen(ShownKind.FAILED)),
        ([], OutcomeOnScreen(ShownKind.FAILED)),
    ],
)
def test_a_reply_is_read_as_customers_see_it(segments: list[Segment], shown: OutcomeOnScreen) -> None:
    assert of_reply(segments, ARTICLES) == shown


def test_options_that_nobody_knows_are_an_offer_of_unknown_articles() -> None:
    offer = [Choices(prompt="请选择：", options=(LOSS, PERSON))]
    person = [Choices(prompt="转人工吗？", options=(PERSON,))]
    assert of_reply(offer, nobody_knows) == OutcomeOnScreen(ShownKind.OFFERED)
    assert of_reply(person, nobody_knows) == OutcomeOnScreen(ShownKind.ABSTAINED)


def test_a_decision_looks_the_same() -> None:
    offered = Offered(
        "请选择：", (OfferedArticle("limit", "转账限额"), OfferedArticle("card-loss", "银行卡丢失")), None
    )
    assert of_decision(Answered("请挂失。", SOURCE, ())) == OutcomeOnScreen(
        ShownKind.ANSWERED, ("card-loss",)
    )
    assert of_decision(offered) == OutcomeOnScreen(ShownKind.OFFERED, ("limit", "card-loss"))
    assert of_decision(Abstained(Reason.NO_MATCH)) == OutcomeOnScreen(ShownKind.ABSTAINED)
