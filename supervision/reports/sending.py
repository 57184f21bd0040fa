"""Sends planned reports: each period once, however many processes look, and again where something failed.

The figures are read beside the chats. The letters and the step to the next period are one transaction, in
which the plan has to be as it was seen.
"""

import asyncio
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from hub.errors import NotAllowed, StoreUnavailable, Unavailable, YuanqiaoError
from hub.ports import Clock, Enclosed
from hub.staff import reach_of
from hub.staff.notices import Notices
from hub.store.database import Database
from supervision.reports.counting import ReportGrouping
from supervision.reports.periods import Every, ToldPeriod, following, newest
from supervision.reports.reading import Reports
from supervision.reports.tables import make_file
from supervision.rights import REPORT
from supervision.store import plans

EVERY_S = 20.0
AT_ONCE = 20
FIRST_PAUSE_S = 60.0
"""Doubled with each try, up to the longest."""
LONGEST_PAUSE_S = 3600.0
NO_MAIL, NO_ADDRESS = "no_mail", "no_address"

WORDS = {
    "zh": (
        "{bank}：{every}报表（{since} 至 {until}）",
        {"day": "每日", "week": "每周", "month": "每月"},
        "您好：\n\n附件是 {since} 至 {until} 的报表，不含客户信息。\n"
        "不再需要时，请在工作台“现场管理 > 报表”中取消。\n",
    ),
    "en": (
        "{bank}: {every} report ({since} to {until})",
        {"day": "daily", "week": "weekly", "month": "monthly"},
        "The report of {since} to {until} is attached; it names no customer.\n"
        "When you need it no more, end it in the desk under Supervision, Reports.\n",
    ),
}

log = structlog.get_logger(__name__)


def kind_of(plan_id: str) -> str:
    """The kind of a plan's letters, by which those that were not taken are found."""
    return f"report.{plan_id}"


class ReportSending:
    """Any number of processes may run one."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        notices: Notices,
        reports: Reports,
        zone: ZoneInfo,
        bank: str,
    ) -> None:
        """`bank`: its name, as letters tell it."""
        self._database = database
        self._clock = clock
        self._notices = notices
        self._reports = reports
        self._zone = zone
        self._bank = bank

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.warning("reports.put_off", why=error.detail)
            await asyncio.sleep(EVERY_S)

    async def look(self) -> int:
        """One round; how many reports were written into letters."""
        async with self._database.read() as connection:
            rows = await plans.due(connection, self._clock.now(), AT_ONCE)
        return sum([await self._one(row) for row in rows])

    async def _one(self, row: Any) -> bool:
        told = newest(Every(row.every), row.hour, self._zone, self._clock.now())
        try:
            file = await self._file(row, told)
            return await self._write(row, told, file)
        except YuanqiaoError as error:
            await self._put_off(row, error.fields.get("why", error.code))
            return False

    async def _file(self, row: Any, told: ToldPeriod) -> Enclosed:
        """The report, as far as the right of who planned it goes now; raises `NotAllowed` without it."""
        async with self._database.read() as connection:
            reach = await reach_of(connection, row.account_id, REPORT)
        if reach.scope is None:
            raise NotAllowed("who planned it may see no reports any more")
        facts, names = await self._reports.facts(reach, told.span, ReportGrouping(row.dimension))
        return make_file(facts, names, ReportGrouping(row.dimension), told.span, row.form, row.language)

    async def _write(self, row: Any, told: ToldPeriod, file: Enclosed) -> bool:
        subject, text = _words(row, told, self._bank)
        after = following(Every(row.every), row.hour, told)
        now, notices = self._clock.now(), self._notices
        async with self._database.write() as connection:
            done = {"sent_at": now, "tries": 0, "code": "", "period_end": after.span.until}
            if not await plans.move(connection, row, due_at=after.due_at, **done):
                return False
            written = 0
            for account_id in row.recipients:
                kind = kind_of(row.plan_id)
                written += await notices.do_write(connection, account_id, kind, subject, text, (file,))
            if not written:
                # Rolled back: the period waits until somebody can get it.
                raise Unavailable("nobody can get it", why=NO_ADDRESS if notices.is_there else NO_MAIL)
        log.info("reports.written", count=written)
        return True

    async def _put_off(self, row: Any, code: str) -> None:
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(row.tries, 10))
        log.warning("reports.failed", code=code, attempt=row.tries + 1)
        async with self._database.write() as connection:
            due_at = self._clock.now() + timedelta(seconds=pause)
            await plans.move(connection, row, due_at=due_at, tries=row.tries + 1, code=str(code)[:32])


def _words(row: Any, told: ToldPeriod, bank: str) -> tuple[str, str]:
    """Subject and text."""
    subject, names, text = WORDS[row.language]
    last = told.span.until - timedelta(days=1)
    days = {"since": f"{told.span.since:%Y-%m-%d}", "until": f"{last:%Y-%m-%d}"}
    return subject.format(bank=bank, every=names[row.every], **days), text.format(**days)
