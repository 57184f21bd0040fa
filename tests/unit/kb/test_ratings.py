"""Verdicts on answers: on one's own alone, the last one counts, comments masked; editors see the worst."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from prometheus_client import REGISTRY
from sqlalchemy import select

from hub.clock import SystemClock
from hub.errors import NotFound, StoreUnavailable
from hub.messages import Author, AuthorKind, Direction, Message, Notice, NoticeCode, Segment, Source, Text
from hub.ports import COMMENT_LIMIT, AnswerRating, HistoryPlace, Rating, RatingReason
from hub.store import messages
from hub.store.database import Database
from hub.store.metadata import metadata
from kb.afterwards import Afterwards
from kb.ratings import COMMENTS_SHOWN, StoredRatings, clean_comment, most_disliked
from kb.store.schema import rating as table
from tests.support.clock import HandClock
from tests.support.ports import free_port
from yuanqiao.cli.main import yuanqiao

ZONE = ZoneInfo("Asia/Shanghai")
MINE, OTHER = "a" * 24, "b" * 24
UP = Rating(MINE, HistoryPlace(1, 2), AnswerRating.UP)
DAY_S = 86_400


def source(article_id: str = "card-loss", version: int = 3) -> Source:
    return Source(article_id=article_id, version=version, title="挂失", effective_from=date(2026, 1, 1))


class Desk:
    """A store with messages in it, and a clock."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HandClock()
        self.ratings = StoredRatings(database, self.clock, Afterwards(self.clock, ZONE))

    async def said(self, place: HistoryPlace, *segments: Segment, identity: str = MINE, **more: Any) -> None:
        usual: dict[str, Any] = {"direction": Direction.OUT, "author": Author(kind=AuthorKind.BOT)}
        message = Message(
            identity=identity,
            conversation=place.conversation,
            seq=place.seq,
            segments=segments,
            correlation_id="c",
            created_at=self.clock.now(),
            **(usual | more),
        )
        async with self.database.write() as connection:
            await messages.add(connection, message)

    async def rows(self) -> list[Any]:
        async with self.database.read() as connection:
            return list((await connection.execute(select(table))).all())

    async def rated(self, *verdicts: Rating) -> None:
        """Answers at every place, and what was thought of them, a minute apart."""
        for rating in verdicts:
            await self.ratings.rate(rating)
            self.clock.turn(60)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """An answer of article `card-loss` at 1.2, once on each database."""
    database = Database(database_url)
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    made = Desk(database)
    await made.said(HistoryPlace(1, 2), Text(text="请稍候"), Text(text="请挂失", source=source()))
    yield made
    await database.close()


async def test_the_last_verdict_counts_and_can_be_taken_back(desk: Desk) -> None:
    await desk.ratings.rate(UP)
    down = replace(UP, verdict=AnswerRating.DOWN, reason=RatingReason.OUTDATED, comment="去年的")
    desk.clock.turn(5)
    await desk.ratings.rate(down)
    (row,) = await desk.rows()
    assert (row.identity_key, row.conversation, row.seq) == (MINE, 1, 2)
    assert (row.article_id, row.version) == ("card-loss", 3)
    assert (row.verdict, row.reason, row.comment) == ("down", "outdated", "去年的")
    assert row.rated_at == desk.clock.now()
    await desk.ratings.rate(UP)
    (row,) = await desk.rows()
    assert (row.verdict, row.reason, row.comment) == ("up", None, "")
    for _ in range(2):
        await desk.ratings.rate(replace(UP, verdict=AnswerRating.NONE))
    assert await desk.rows() == []


@pytest.mark.parametrize("verdict", list(AnswerRating))
async def test_only_ones_own_answers_with_a_source_can_be_rated(desk: Desk, verdict: AnswerRating) -> None:
    customer = Author(kind=AuthorKind.CUSTOMER)
    await desk.said(
        HistoryPlace(1, 1), Text(text="x", source=source()), direction=Direction.IN, author=customer
    )
    await desk.said(HistoryPlace(1, 3), Text(text="您好"), Notice(code=NoticeCode.LATE, text="请稍候"))
    await desk.said(HistoryPlace(2, 2), Text(text="x", source=source()), identity=OTHER)
    for place in (
        HistoryPlace(1, 1),
        HistoryPlace(1, 3),
        HistoryPlace(2, 2),
        HistoryPlace(1, 99),
        HistoryPlace(9, 2),
    ):
        with pytest.raises(NotFound):
            await desk.ratings.rate(Rating(MINE, place, verdict))
    assert await desk.rows() == []


async def test_nobody_takes_anothers_verdict_back(desk: Desk) -> None:
    await desk.ratings.rate(UP)
    with pytest.raises(NotFound):
        await desk.ratings.rate(Rating(OTHER, UP.place, AnswerRating.NONE))
    assert len(await desk.rows()) == 1


async def test_secrets_and_personal_data_of_a_comment_are_not_kept(desk: Desk) -> None:
    comment = "卡号 ４１１１ 1111 1111 1111，密码是 839201，电话 13812345678，a.b@example.com，还是不行"
    await desk.ratings.rate(replace(UP, verdict=AnswerRating.DOWN, comment=comment))
    (row,) = await desk.rows()
    stored = json.dumps([str(value) for value in row], ensure_ascii=False)
    for secret in ("1111 1111", "839201", "13812345678", "a.b@"):
        assert secret not in stored
    assert "尾号 1111" in row.comment
    assert row.comment.endswith("还是不行")


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("  太旧了\n\n请更新 ", "太旧了 请更新"),
        ("\x1b[31m红\u202e\0字\x07", "[31m红 字"),
        ("长" * 300, "长" * COMMENT_LIMIT),
        ("1" * 10 + "密码:" + "a1" * 3 + " x", "1" * 10 + "密码:[密码已隐去] x"),
        ("", ""),
    ],
)
def test_a_comment_is_one_line_that_steers_no_terminal(comment: str, kept: str) -> None:
    assert clean_comment(comment) == kept
    assert clean_comment(clean_comment(comment)) == kept


async def test_verdicts_are_counted_when_they_are_stored(desk: Desk) -> None:
    def counted() -> list[float]:
        get = REGISTRY.get_sample_value
        return [get("yuanqiao_kb_ratings_total", {"verdict": v.value}) or 0.0 for v in AnswerRating]

    before = counted()
    for verdict in AnswerRating:
        await desk.ratings.rate(replace(UP, verdict=verdict))
    with pytest.raises(NotFound):
        await desk.ratings.rate(Rating(OTHER, UP.place, AnswerRating.UP))
    assert [now - then for now, then in zip(counted(), before, strict=True)] == [1.0, 1.0, 1.0]


async def test_a_store_that_is_away_says_so() -> None:
    database = Database(f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/nowhere")
    with pytest.raises(StoreUnavailable):
        await StoredRatings(database, HandClock(), Afterwards(HandClock(), ZONE)).rate(UP)
    await database.close()


async def test_editors_see_the_worst_first_with_reasons_and_newest_comments(desk: Desk) -> None:
    places = iter(HistoryPlace(2, seq) for seq in range(2, 100))

    async def verdicts(article_id: str, *said: tuple[AnswerRating, RatingReason | None, str]) -> None:
        for verdict, reason, comment in said:
            place = next(places)
            await desk.said(place, Text(text="x", source=source(article_id)))
            await desk.rated(Rating(MINE, place, verdict, reason, comment))

    down, up = AnswerRating.DOWN, AnswerRating.UP
    await verdicts("long-ago", *[(down, RatingReason.WRONG, "旧")] * 9)
    desk.clock.turn(30 * DAY_S)
    await verdicts("liked", (up, None, ""), (up, None, ""))
    await verdicts("fees", (down, None, ""), (up, None, ""))
    wrong = [(down, RatingReason.WRONG, f"不对 {n}") for n in range(COMMENTS_SHOWN + 1)]
    await verdicts("loans", *wrong, (down, RatingReason.UNCLEAR, ""), (up, None, ""))
    now = desk.clock.now()
    worst, second = await most_disliked(desk.database, now=now, days=30, limit=10)
    assert (worst.article_id, worst.down, worst.up) == ("loans", 5, 1)
    assert worst.reasons == {"wrong": 4, "unclear": 1}
    assert worst.comments == ("不对 3", "不对 2", "不对 1")
    assert (second.article_id, second.down, second.up) == ("fees", 1, 1)
    assert (second.reasons, second.comments) == ({}, ())
    assert [each.article_id for each in await most_disliked(desk.database, now=now, days=30, limit=1)] == [
        "loans"
    ]
    everything = await most_disliked(desk.database, now=now, days=60, limit=10)
    assert [each.article_id for each in everything] == ["long-ago", "loans", "fees"]
    assert await most_disliked(desk.database, now=now, days=0, limit=10) == []


async def test_the_command_prints_words_as_they_were_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    comment = "[red]不对[/] [/b] :smile:"
    ratings = StoredRatings(desk.database, SystemClock(), Afterwards(SystemClock(), ZONE))
    await ratings.rate(replace(UP, verdict=AnswerRating.DOWN, reason=RatingReason.WRONG, comment=comment))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", desk.database.url.render_as_string(hide_password=False))
    result = await asyncio.to_thread(CliRunner().invoke, yuanqiao, ["kb", "ratings"])
    assert result.exit_code == 0, result.exception
    (row,) = [line for line in result.output.splitlines() if "card-loss" in line]
    assert [cell.strip() for cell in row.strip("│").split("│")] == ["card-loss", "1", "0", "wrong 1", comment]
    await ratings.rate(UP)
    result = await asyncio.to_thread(CliRunner().invoke, yuanqiao, ["kb", "ratings", "--days", "7"])
    assert result.output == "no answer was rated down in the last 7 days\n"
