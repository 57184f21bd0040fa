"""What a report counts is what plain SQL counts, for each dimension; nobody counts another branch's."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from hub.staff.reach import Scope
from hub.store.database import Database
from supervision.reports.counting import FIGURES, ReportFacts, ReportGrouping
from supervision.reports.reading import Reports
from supervision.rights import REPORT
from supervision.store import facts as stored
from supervision.store.facts import TimeSpan
from tests.support.clock import HandClock
from tests.unit.supervision.invented import DAY, supervisor, write_day

SPAN = TimeSpan(DAY, DAY + timedelta(days=1))
ZONE = ZoneInfo("Asia/Shanghai")

SECONDS = {
    "sqlite": "(julianday({0}) - julianday({1})) * 86400.0",
    "postgresql": "EXTRACT(EPOCH FROM ({0} - {1}))",
}
HOUR = {
    "sqlite": "strftime('%H', t.created_at, '+8 hours')",
    "postgresql": "to_char(t.created_at AT TIME ZONE 'Asia/Shanghai', 'HH24')",
}
SOURCE = {
    "sqlite": "COALESCE(json_extract(i.facts, '$.source'), 'none')",
    "postgresql": "COALESCE(i.facts ->> 'source', 'none')",
}
KEPT = ("bot_solved", "bot_unsolved", "bot_given_up")
KEYS = {
    ReportGrouping.AGENT: "r.account_id",
    ReportGrouping.QUEUE: "t.queue_id",
    ReportGrouping.CHANNEL: "i.channel",
    ReportGrouping.BRANCH: "COALESCE("
    "(SELECT a.branch_id FROM staff_account a WHERE a.account_id = r.account_id), "
    "(SELECT b.branch_id FROM staff_branch b WHERE b.parent_id IS NULL))",
    ReportGrouping.INTENT: "(SELECT "
    "CASE WHEN CAST(x.intents AS TEXT) LIKE '%\"ask\"%' THEN 'ask' ELSE 'none' END "
    "FROM turn x WHERE x.identity_key = t.identity_key AND x.conversation = t.conversation)",
}
"""By intent: one turn a conversation; thanks, greetings and complaints are no subject."""

REQUESTS = """
SELECT {key} AS key,
  COUNT(*) AS asked,
  SUM(CASE WHEN r.accepted_at IS NOT NULL THEN 1 ELSE 0 END) AS handled,
  SUM(CASE WHEN r.accepted_at IS NULL AND t.state = 'cancelled' THEN 1 ELSE 0 END) AS abandoned,
  SUM(CASE WHEN r.accepted_at IS NOT NULL AND {waited} <= 120.0005 THEN 1 ELSE 0 END) AS in_time,
  SUM(CASE WHEN r.accepted_at IS NOT NULL OR t.state = 'cancelled'
    OR {waits} > 120 THEN 1 ELSE 0 END) AS known,
  AVG({waited}) AS waited_s, MAX({waited}) AS longest_s, AVG({replied}) AS first_reply_s,
  SUM(t.transfers) AS transfers
FROM task t
JOIN identity i ON i.identity_key = t.identity_key
LEFT JOIN reservation r ON r.identity_key = t.identity_key AND r.conversation = t.conversation
  AND r.turn = t.turn AND r.accepted_at = (SELECT MIN(q.accepted_at) FROM reservation q
    WHERE q.identity_key = t.identity_key AND q.conversation = t.conversation AND q.turn = t.turn)
WHERE t.kind = 'person' AND t.created_at >= :since AND t.created_at < :until
GROUP BY {key} ORDER BY 1
"""

TASK = (
    "EXISTS (SELECT 1 FROM task t WHERE t.identity_key = c.identity_key "
    "AND t.conversation = c.conversation AND t.kind = 'person' {more})"
)
SCORES = """
SELECT s.account_id AS key, COUNT(s.score) AS scores, AVG(s.score) AS satisfaction
FROM satisfaction s JOIN task t ON t.identity_key = s.identity_key AND t.conversation = s.conversation
WHERE s.score IS NOT NULL AND t.created_at >= :since AND t.created_at < :until
GROUP BY s.account_id ORDER BY 1
"""

ALONE = """
SELECT i.channel AS key, c.opened_at, c.closed_at,
  EXISTS (SELECT 1 FROM kb_rating k WHERE k.identity_key = c.identity_key
    AND k.conversation = c.conversation AND k.verdict = 'down') AS down,
  (SELECT x.state FROM turn x WHERE x.identity_key = c.identity_key AND x.conversation = c.conversation)
    AS state,
  (SELECT x.intents FROM turn x WHERE x.identity_key = c.identity_key AND x.conversation = c.conversation)
    AS intents,
  (SELECT COUNT(*) FROM turn y JOIN turn x ON x.identity_key = y.identity_key
    WHERE y.identity_key = c.identity_key AND y.conversation <> c.conversation
      AND x.conversation = c.conversation AND CAST(x.intents AS TEXT) = CAST(y.intents AS TEXT)
      AND y.opened_at >= c.closed_at AND {later} <= 86400.0005) AS came_back
FROM conversation c JOIN identity i ON i.identity_key = c.identity_key
WHERE c.opened_at >= :since AND c.opened_at < :until AND c.closed_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM task t WHERE t.identity_key = c.identity_key
    AND t.conversation = c.conversation AND t.kind = 'person')
"""


class Counted:
    """The day, and plain SQL over it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HandClock(SPAN.until)
        self.dialect = database.url.get_backend_name()

    async def facts(self, scope: Scope = Scope.ALL, branch: str = "", path: str = "") -> ReportFacts:
        reports = Reports(self.database, self.clock, ZONE)
        return (
            await reports.facts(supervisor(scope, branch, path).reach(REPORT), SPAN, ReportGrouping.INTENT)
        )[0]

    async def sql(self, statement: str, **parts: str) -> list[Any]:
        span = {"since": SPAN.since, "until": SPAN.until}
        if self.dialect == "sqlite":
            span = {name: at.replace(tzinfo=None).isoformat(" ", "microseconds") for name, at in span.items()}  # type: ignore[misc]
        async with self.database.read() as connection:
            found = await connection.execute(text(statement.format(**parts)), span)
            return list(found.mappings().all())

    def seconds(self, until: str, since: str) -> str:
        return SECONDS[self.dialect].format(until, since)

    def key(self, by: ReportGrouping) -> str:
        own = {ReportGrouping.HOUR: HOUR, ReportGrouping.SOURCE: SOURCE}
        return own[by][self.dialect] if by in own else KEYS[by]

    async def requests(self, by: ReportGrouping) -> dict[str, dict[str, Any]]:
        now = f"'{SPAN.until:%Y-%m-%d %H:%M:%S}+00'" if self.dialect != "sqlite" else "'2026-11-21 00:00:00'"
        now = f"{now}::timestamptz" if self.dialect != "sqlite" else now
        rows = await self.sql(
            REQUESTS,
            key=self.key(by),
            waited=self.seconds("r.accepted_at", "t.created_at"),
            waits=self.seconds(now, "t.created_at"),
            replied=self.seconds("r.replied_at", "r.accepted_at"),
        )
        return {row["key"]: dict(row) for row in rows if row["key"] is not None}


@pytest.fixture
async def counted(database: Database) -> Counted:
    async with database.write() as connection:
        await write_day(connection, seed=7, count=120)
    return Counted(database)


@pytest.mark.parametrize("by", ReportGrouping)
async def test_each_figure_of_requests_is_what_sql_counts(
    counted: Counted, by: ReportGrouping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "PAGE", 7)  # several pages, the last one not full
    lines = {each.key: each.figures() for each in (await counted.facts()).lines(by)}
    expected = await counted.requests(by)
    asked = {key: line for key, line in lines.items() if line["asked"]}
    assert set(asked) == set(expected)
    assert len(expected) >= 2
    for key, row in expected.items():
        for figure in ("asked", "handled", "abandoned", "in_time", "known", "transfers"):
            assert (key, figure, lines[key][figure]) == (key, figure, int(row[figure]))
        for figure in ("waited_s", "longest_s", "first_reply_s"):
            told = None if row[figure] is None else pytest.approx(float(row[figure]), abs=0.01)
            assert lines[key][figure] == told, (key, figure)
        assert lines[key]["service_level"] == pytest.approx(int(row["in_time"]) / int(row["known"]))


async def test_by_source_each_conversation_counts_once_handed_over_or_finished_by_the_bot(
    counted: Counted,
) -> None:
    facts = await counted.facts()
    lines = {each.key: each.figures() for each in facts.lines(ReportGrouping.SOURCE)}
    assert set(lines) == {"branch-12", "广告:1", "none"}
    rows = await counted.sql(
        "SELECT {key} AS key, COUNT(*) AS count, SUM(CASE WHEN {handed} THEN 1 ELSE 0 END) AS handed "
        "FROM conversation c JOIN identity i ON i.identity_key = c.identity_key "
        "WHERE (c.opened_at >= :since AND c.opened_at < :until AND c.closed_at IS NOT NULL AND NOT {task}) "
        "OR {handed} GROUP BY {key}",
        key=SOURCE[counted.dialect],
        task=TASK.format(more=""),
        handed=TASK.format(more="AND t.created_at >= :since AND t.created_at < :until"),
    )
    assert {row["key"]: int(row["count"]) for row in rows} == {
        key: line["conversations"] for key, line in lines.items()
    }
    for row in rows:
        line = lines[row["key"]]
        alone = sum(int(line[each] or 0) for each in KEPT)
        assert int(row["handed"]) > 3 < alone
        assert line["conversations"] == int(row["handed"]) + alone


async def test_scores_and_what_the_bot_solved_are_what_sql_counts(counted: Counted) -> None:
    facts = await counted.facts()
    scores = {each.key: each.figures() for each in facts.lines(ReportGrouping.AGENT)}
    for row in await counted.sql(SCORES):
        assert scores[row["key"]]["scores"] == int(row["scores"])
        assert scores[row["key"]]["satisfaction"] == pytest.approx(float(row["satisfaction"]))
    expected: dict[str, dict[str, int]] = {}
    rows = await counted.sql(ALONE, later=counted.seconds("y.opened_at", "c.closed_at"))
    for row in rows:
        about = "ask" in str(row["intents"]) or "complain" in str(row["intents"])
        if row["state"] != "answered" or not about:
            kept = "bot_given_up"
        else:
            kept = "bot_unsolved" if row["down"] or row["came_back"] else "bot_solved"
        line = expected.setdefault(
            row["key"], dict.fromkeys(("bot_solved", "bot_unsolved", "bot_given_up"), 0)
        )
        line[kept] += 1
    found = {each.key: each.figures() for each in facts.lines(ReportGrouping.CHANNEL)}
    assert {key: {name: found[key][name] for name in line} for key, line in expected.items()} == expected
    assert all(sum(line[name] for line in expected.values()) > 3 for name in ("bot_solved", "bot_unsolved"))


async def test_every_figure_leads_to_the_conversations_that_it_was_counted_from(counted: Counted) -> None:
    for line in (await counted.facts()).lines(ReportGrouping.CHANNEL):
        figures = line.figures()
        for figure in FIGURES:
            places = line.places(figure)
            assert len(set(places)) == len(places)
            if figure in ("asked", "handled", "abandoned", "in_time", "known", "scores") or "bot" in figure:
                assert len(places) == figures[figure], figure
            elif figure != "transfers":
                assert bool(places) == (figures[figure] is not None), figure


async def test_a_branch_counts_its_own_agents_requests_alone(counted: Counted) -> None:
    whole, east = await counted.facts(), await counted.facts(Scope.BRANCH, "east", "/head/east/")
    assert {each.key for each in east.lines(ReportGrouping.AGENT)} == {"li", "zhao"}
    own = [each.figures() for each in whole.lines(ReportGrouping.AGENT) if each.key in ("li", "zhao")]
    assert [each.figures() for each in east.lines(ReportGrouping.AGENT)] == own
    assert east.whole().figures()["asked"] == sum(int(each["asked"] or 0) for each in own)
    assert east.alone == []
