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
KEPT = ("bot_solved", "bot_unsolved", "bot_given_up")
HEAD = "(SELECT b.branch_id FROM staff_branch b WHERE b.parent_id IS NULL)"
KEYS = {
    ReportGrouping.AGENT: "r.account_id",
    ReportGrouping.QUEUE: "t.queue_id",
    ReportGrouping.CHANNEL: "i.channel",
    ReportGrouping.BRANCH: "COALESCE("
    f"(SELECT a.branch_id FROM staff_account a WHERE a.account_id = r.account_id), {HEAD})",
    ReportGrouping.INTENT: "COALESCE((SELECT s.name FROM said s "
    "WHERE s.identity_key = t.identity_key AND s.conversation = t.conversation AND s.turn <= t.turn "
    "AND s.name NOT IN ('thanks', 'greet', 'complain') ORDER BY s.turn DESC, s.place LIMIT 1), 'none')",
}
"""By intent: what was last said before the request; thanks, greetings and complaints are no subject."""

SAID = {
    "sqlite": "SELECT x.*, json_extract(e.value, '$.name') AS name, e.key AS place "
    "FROM turn x JOIN json_each(x.intents) e",
    "postgresql": "SELECT x.*, e.value ->> 'name' AS name, e.place "
    "FROM turn x CROSS JOIN LATERAL jsonb_array_elements(x.intents) WITH ORDINALITY AS e(value, place)",
}
"""One row for each intent of a turn, in the order in which the bot thought them likely."""

REQUESTS = """
WITH said AS ({said})
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

SCORES = """
WITH said AS ({said})
SELECT {key} AS key, COUNT(r.score) AS scores, AVG(r.score) AS satisfaction
FROM satisfaction r JOIN task t ON t.identity_key = r.identity_key AND t.conversation = r.conversation
JOIN identity i ON i.identity_key = t.identity_key
WHERE r.score IS NOT NULL AND t.created_at >= :since AND t.created_at < :until
GROUP BY {key} ORDER BY 1
"""

ALONE = """
WITH said AS ({said}), asked AS (SELECT s.*, p.contact_id FROM said s
  JOIN identity p ON p.identity_key = s.identity_key WHERE s.name NOT IN ('thanks', 'greet'))
SELECT {key} AS key, SUM(solved) AS bot_solved, SUM(answered - solved) AS bot_unsolved,
  SUM(1 - answered) AS bot_given_up
FROM (SELECT t.*, CASE WHEN answered = 1 AND NOT EXISTS (SELECT 1 FROM kb_rating k
    WHERE k.identity_key = t.identity_key AND k.conversation = t.conversation AND k.verdict = 'down')
  AND NOT EXISTS (SELECT 1 FROM asked a JOIN asked b ON b.contact_id = a.contact_id AND b.name = a.name
    WHERE a.identity_key = t.identity_key AND a.conversation = t.conversation
      AND (b.identity_key <> t.identity_key OR b.conversation <> t.conversation)
      AND b.opened_at >= t.closed_at AND {later} <= 86400.0005) THEN 1 ELSE 0 END AS solved
  FROM (SELECT c.identity_key, c.conversation, c.opened_at AS created_at, c.closed_at, 9 AS turn,
      CASE WHEN EXISTS (SELECT 1 FROM asked a WHERE a.identity_key = c.identity_key
        AND a.conversation = c.conversation AND a.state = 'answered') THEN 1 ELSE 0 END AS answered
    FROM conversation c WHERE c.opened_at >= :since AND c.opened_at < :until AND c.closed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM task t WHERE t.identity_key = c.identity_key
        AND t.conversation = c.conversation AND t.kind = 'person')) t) t
JOIN identity i ON i.identity_key = t.identity_key
GROUP BY {key} ORDER BY 1
"""
"""Of each conversation that the bot had alone, as of a request behind all of its turns."""


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
            filled = statement.format(said=SAID[self.dialect], **parts)
            found = await connection.execute(text(filled), span)
            return list(found.mappings().all())

    def seconds(self, until: str, since: str) -> str:
        return SECONDS[self.dialect].format(until, since)

    def key(self, by: ReportGrouping) -> str:
        return HOUR[self.dialect] if by is ReportGrouping.HOUR else KEYS[by]

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


@pytest.mark.parametrize("by", [each for each in ReportGrouping if each is not ReportGrouping.QUEUE])
async def test_scores_are_what_sql_counts(counted: Counted, by: ReportGrouping) -> None:
    expected = {row["key"]: row for row in await counted.sql(SCORES, key=counted.key(by))}
    lines = {each.key: each.figures() for each in (await counted.facts()).lines(by)}
    assert {key for key, line in lines.items() if line["scores"]} == set(expected)
    for key, row in expected.items():
        assert lines[key]["scores"] == int(row["scores"]), key
        assert lines[key]["satisfaction"] == pytest.approx(float(row["satisfaction"])), key


@pytest.mark.parametrize("by", ["channel", "intent", "branch", "hour"])
async def test_what_the_bot_solved_is_what_sql_counts(counted: Counted, by: str) -> None:
    grouping = ReportGrouping(by)
    key = HEAD if grouping is ReportGrouping.BRANCH else counted.key(grouping)
    rows = await counted.sql(ALONE, key=key, later=counted.seconds("b.opened_at", "t.closed_at"))
    expected = {row["key"]: {name: int(row[name]) for name in KEPT} for row in rows}
    lines = {each.key: each.figures() for each in (await counted.facts()).lines(grouping)}
    found = {key: {name: line[name] for name in KEPT} for key, line in lines.items()}
    assert {key: line for key, line in found.items() if any(line.values())} == expected
    for name in KEPT:
        assert sum(line[name] for line in expected.values()) > 3, name


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
