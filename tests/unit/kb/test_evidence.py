"""What speaks for an article: what its questions have in common, what is wanted, what its rivals know."""

from collections.abc import Sequence

import pytest

from kb.answer import Answerer
from kb.aspects import agreement, aspects_in
from kb.evidence import Evidence
from tests.unit.kb.conftest import Bank, article

RATE = article(
    "rate",
    title="利息怎么计算",
    questions=["利息是多少", "一万元一天多少利息", "怎么算利息"],
    answer="按日计算。",
)
PENALTY = article(
    "penalty",
    title="罚息怎么计算",
    questions=["罚息是多少", "逾期罚息多少", "怎么算罚息"],
    answer="按日计算。",
)
LIMIT = article(
    "limit", title="怎么提高额度", questions=["想提升额度", "额度太低怎么办", "提高额度"], answer="请申请。"
)


async def evidence(answerer: Answerer, question: str, article_id: str) -> Evidence:
    """What speaks for the article that comes first, which must be this one."""
    ranking = await answerer.rank(question)
    assert ranking.candidates[0].version.article_id == article_id
    assert ranking.evidence is not None
    return ranking.evidence


async def loaded(bank: Bank, articles: Sequence[dict[str, object]]) -> Answerer:
    """An answerer on these articles alone."""
    await bank.load(articles)
    await bank.rebuild()
    return bank.answerer


async def test_a_neighbour_lacks_the_core_of_the_article_that_is_first(bank: Bank) -> None:
    answerer = await loaded(bank, [PENALTY, LIMIT])
    right = await evidence(answerer, "罚息一般是多少", "penalty")
    neighbour = await evidence(answerer, "分期利息是多少", "penalty")
    assert right.core > 0.8
    assert neighbour.core < 0.6


async def test_what_only_rivals_know_speaks_against_the_first(bank: Bank) -> None:
    answerer = await loaded(bank, [RATE, LIMIT])
    alone = await evidence(answerer, "利息怎么算", "rate")
    with_more = await evidence(answerer, "提升后利息怎么算，一天多少利息", "rate")
    assert alone.elsewhere < with_more.elsewhere


async def test_the_very_words_of_a_question_agree_in_everything(bank: Bank) -> None:
    found = await evidence(await loaded(bank, [RATE, PENALTY, LIMIT]), "利息是多少", "rate")
    assert found.similarity == pytest.approx(1.0)
    assert (found.nearest, found.aspects, found.elsewhere, found.strange) == (1.0, 1.0, 0.0, 0.0)


async def test_characters_that_no_article_knows_are_strange(bank: Bank) -> None:
    found = await evidence(await loaded(bank, [RATE, LIMIT]), "利息蘑菇", "rate")
    assert found.strange == 0.5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("怎么开通短信通知", "如何开通短信通知", 1.0),
        ("怎么开通短信通知", "怎么取消短信通知", 1 / 3),
        ("什么是指数型房贷", "指数型房贷有什么优点", 0.0),
        ("短信通知", "手机银行", 1.0),
        ("短信通知", "怎么开短信通知", 0.0),
    ],
)
def test_texts_agree_in_what_they_want(one: str, other: str, expected: float) -> None:
    assert agreement(aspects_in(one), aspects_in(other)) == pytest.approx(expected)
