"""Replay before publishing: what a draft would win, and what it would take from others."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from kb import calibration, gaps
from kb.decide import Judge
from kb.search.embedded import EmbeddedSearch
from kb.studio.content import ArticleContent
from kb.studio.replay import DraftReplay, ReplayedQuestion, differing
from tests.unit.kb.conftest import NOON, Bank, article

TAKEN = "丢卡了要先做什么"
ASKED = "异地的卡能在本地注销吗"
CANCEL = ArticleContent(
    topic="卡片",
    title="异地银行卡怎么销户",
    questions=(ASKED, "外地办的卡在这里能销吗"),
    answer="带身份证到任一网点。",
    effective_from=NOON.date(),
)


@pytest.fixture
async def replay(bank: Bank) -> DraftReplay:
    others = [
        article(),
        article(
            "limit", title="转账限额是多少", questions=["一天能转多少钱", "转账有上限吗"], answer="看卡种。"
        ),
    ]
    await bank.load(others)
    await bank.rebuild()
    async with bank.database.write() as connection:
        await gaps.record(
            connection,
            identity="0123456789abcdef",
            conversation=1,
            turn=1,
            question=ASKED,
            best_article_id=None,
            best_score=None,
            now=NOON,
        )
    judge = Judge(calibration.load(calibration.SHIPPED))
    return DraftReplay(
        bank.database, EmbeddedSearch(bank.index_dir), bank.clock, ZoneInfo("Asia/Shanghai"), judge
    )


def by_question(replayed: list[ReplayedQuestion]) -> dict[str, ReplayedQuestion]:
    return {each.question: each for each in replayed}


async def test_what_nobody_answered_would_be_answered(replay: DraftReplay) -> None:
    replayed = await replay.run("new", CANCEL)
    won = by_question(replayed)[ASKED]
    assert won.before.outcome != "answer"
    assert won.after == ("answer", ("new",))
    kept = by_question(replayed)["一天能转多少钱"]
    assert (kept.origin, kept.differs) == ("neighbour", False)
    assert kept.after == ("answer", ("limit",))
    assert ASKED in by_question(differing(replayed))
    for unfinished in ("", "<b>", "# 标题"):
        draft = CANCEL.model_copy(update={"answer": unfinished})
        assert by_question(await replay.run("new", draft))[ASKED].after == won.after


async def test_a_draft_that_takes_another_ones_question_is_seen(replay: DraftReplay) -> None:
    greedy = CANCEL.model_copy(update={"title": TAKEN, "questions": ("丢卡了要先做什么呢", "丢卡了先做什么")})
    found = by_question(differing(await replay.run("new", greedy)))
    taken = found[TAKEN]
    assert taken.before == ("answer", ("card-loss",))
    assert taken.after != taken.before


async def test_what_an_article_gives_up_is_seen(replay: DraftReplay) -> None:
    only_title = ArticleContent(
        topic="卡片",
        title="转账要多久",
        questions=("转账几天到",),
        answer="一天。",
        effective_from=NOON.date(),
    )
    replayed = await replay.run("limit", only_title)
    assert by_question(replayed)["转账几天到"].after == ("answer", ("limit",))
    over = only_title.model_copy(
        update={"audiences": ("staff",), "effective_from": NOON.date() + timedelta(days=3)}
    )
    for each in await replay.run("limit", over):
        assert "limit" not in each.after.articles, "it is for some alone, so nobody else reads it"


async def test_each_draft_is_replayed_with_its_own_words(replay: DraftReplay) -> None:
    asked = "转账几天到"
    first = by_question(await replay.run("new", CANCEL))
    assert asked not in first
    other = CANCEL.model_copy(update={"title": "转账要多久", "questions": (asked,)})
    second = by_question(await replay.run("new", other))
    assert second[asked].after == ("answer", ("new",))
    assert second[ASKED].after != ("answer", ("new",))
