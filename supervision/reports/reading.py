"""Reads the facts of a report beside the chats (`Database.read_aside`), as far as somebody's right goes."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.staff import Reach
from hub.store.database import Database
from hub.store.schema_staff import account
from supervision.board import queues_of
from supervision.reports.counting import (
    Alone,
    ReportFacts,
    ReportGrouping,
    hour_of,
    request_of,
    scores_of,
    source_of,
)
from supervision.reports.solved import RETURN_WITHIN, HeardSubjects, outcome_of
from supervision.rights import head_office
from supervision.store import facts as stored
from supervision.store.facts import TimeSpan


class Reports:
    """Reads what was asked of the house in a span."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    async def facts(
        self, reach: Reach, span: TimeSpan, by: ReportGrouping
    ) -> tuple[ReportFacts, dict[str, str]]:
        """The facts, and the names of agents, queues and branches by id; `reach`: of the right to reports.

        `by`: what lines will be asked of them (turns are read where these or the bot's need them).

        Requests count that an agent within reach took first; those that nobody took, and what the bot had
        alone, for who sees the head office. Raises `TooMany`, `DeadlineExceeded`.
        """
        now = self._clock.now()
        async with self._database.read_aside() as connection:
            within = reach.where(account=account.c.account_id, branch=account.c.branch_id)
            names = await stored.names_within(connection, within)
            sees_all = await reach.covers(connection, await head_office(connection))
            return await self._read(connection, span, now, names, by, sees_all=sees_all)

    async def _read(
        self,
        connection: AsyncConnection,
        span: TimeSpan,
        now: datetime,
        names: dict[str, str],
        by: ReportGrouping,
        *,
        sees_all: bool,
    ) -> tuple[ReportFacts, dict[str, str]]:
        queues, found = await queues_of(connection), ReportFacts()
        branches, head = await stored.branches(connection), (await head_office(connection)).branch_id or ""
        heard = (
            await self._heard(connection, span)
            if sees_all or by is ReportGrouping.INTENT
            else HeardSubjects()
        )
        async for row in stored.requests(connection, span):
            if row.account_id in names if row.account_id else sees_all:
                about = heard.about((row.identity_key, row.conversation), row.turn)
                branch = branches.by_account.get(row.account_id, head)
                found.requests.append(request_of(row, queues, self._zone, now, about, branch))
        rated = [row for row in await stored.scores(connection, span) if row.account_id in names]
        found.scores = scores_of(rated, found.requests)
        if sees_all:
            found.alone = await self._alone(connection, span, heard, head)
        of_queues = {each.queue_id: each.name for each in queues.values()}
        return found, {**branches.names, **names, **of_queues}

    async def _heard(self, connection: AsyncConnection, span: TimeSpan) -> HeardSubjects:
        heard = HeardSubjects()
        async for row in stored.turns(connection, span, RETURN_WITHIN):
            heard.take(row)
        return heard

    async def _alone(
        self, connection: AsyncConnection, span: TimeSpan, heard: HeardSubjects, head: str
    ) -> list[Alone]:
        return [
            Alone((row.identity_key, row.conversation), self._keys(row, heard, head), outcome_of(row, heard))
            async for row in stored.kept_by_the_bot(connection, span)
        ]

    def _keys(self, row: Any, heard: HeardSubjects, head: str) -> dict[ReportGrouping, str]:
        """What the bot had alone is the head office's."""
        return {
            ReportGrouping.CHANNEL: row.channel,
            ReportGrouping.SOURCE: source_of(row),
            ReportGrouping.HOUR: hour_of(row.opened_at, self._zone),
            ReportGrouping.INTENT: heard.about((row.identity_key, row.conversation)),
            ReportGrouping.BRANCH: head,
        }
