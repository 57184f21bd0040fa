"""Reports by mail: each period once, whoever looks; again where nobody could get it; no customer in any."""

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from hub.staff.notices import Notices
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.store.schema_staff import account, role, role_right
from hub.store.staff import rights
from mail.letters import Letters
from mail.smtp import SmtpServer
from mail.store.schema import letter
from supervision.reports.periods import Every, following, newest
from supervision.reports.reading import Reports
from supervision.reports.sending import ReportSending
from supervision.store import plans
from supervision.store.schema import report_plan
from tests.support.clock import HandClock
from tests.support.smtp import mail_server
from tests.unit.supervision.invented import DAY, write_day

ZONE = ZoneInfo("Asia/Shanghai")
KEYS = new_data_keys("k1")
EIGHT = datetime(2026, 11, 21, 0, tzinfo=UTC)
"""Eight in the morning in Shanghai, on the day after the one that is told."""


class House:
    """A house with a day behind it, in which one agent plans reports; and its mail."""

    def __init__(self, database: Database, port: int = 0) -> None:
        self.database = database
        self.clock = HandClock(EIGHT)
        self.notices = Notices(KEYS, "远桥银行")
        server = SmtpServer("127.0.0.1", port or 9, "off", 10.0)
        sender = "desk@bank.example"
        self.letters = Letters(database, self.clock, read_data_keys(KEYS), server, sender=sender)
        self.notices.use(self.letters)

    def sending(self) -> ReportSending:
        """One process that looks."""
        reports = Reports(self.database, self.clock, ZONE)
        return ReportSending(self.database, self.clock, self.notices, reports, ZONE, "远桥银行")

    async def plan(self, *, address: str = "zhao@bank.example", every: Every = Every.DAY) -> None:
        """Li tells Zhao each day (or so) how queues did, at eight."""
        async with self.database.write() as connection:
            await write_day(connection, seed=7, count=40)
            await connection.execute(insert(role).values(role_id="chief", name_zh="主管", name_en="chief"))
            await connection.execute(
                insert(role_right).values(role_id="chief", right_name="supervision.report", scope="all")
            )
            await rights.set_roles(connection, "li", ["chief"])
            sealed = self.notices.seal("zhao", address)
            await connection.execute(
                update(account).where(account.c.account_id == "zhao").values(email=sealed)
            )
            first = newest(every, 8, ZONE, self.clock.now())
            await plans.add(
                connection,
                plan_id="plan",
                account_id="li",
                dimension="agent",
                form="csv",
                language="zh",
                every=every,
                hour=8,
                recipients=["zhao"],
                period_end=first.span.until,
                due_at=first.due_at,
                tries=0,
                code="",
                created_at=DAY,
            )

    async def row(self) -> Any:
        async with self.database.read() as connection:
            return (await connection.execute(select(report_plan))).one()

    async def waiting(self) -> int:
        async with self.database.read() as connection:
            return len((await connection.execute(select(letter))).all())


async def test_a_period_goes_out_once_though_two_processes_look(database: Database) -> None:
    async with mail_server() as server:
        house = House(database, server.port)
        await house.plan()
        done = await asyncio.gather(*(house.sending().look() for _ in range(2)))
        assert sum(done) == 1
        assert await house.sending().look() == 0
        assert await house.letters.send_due() == 1
        (message,) = server.taken
        assert message["To"] == "zhao@bank.example"
        assert "每日报表（2026-11-20 至 2026-11-20）" in message["Subject"]
        (file,) = message.iter_attachments()
        lines = list(csv.reader(io.StringIO(file.get_payload(decode=True).decode("utf-8-sig"))))
        assert file.get_filename() == "report-agent-20261120-20261121.csv"
        assert {line[0] for line in lines} == {"项目", "坐席 li", "坐席 zhao", "坐席 qian", "合计"}
        assert sum(int(line[1]) for line in lines[1:-1]) > 0
        house.clock.turn(timedelta(days=1).total_seconds())
        assert await house.sending().look() == 1, "the next day is told on the next"


async def test_what_nobody_can_get_is_told_and_tried_again(database: Database) -> None:
    house = House(database)
    await house.plan(address="")
    assert await house.sending().look() == 0
    row = await house.row()
    assert (row.code, row.tries, row.sent_at) == ("no_address", 1, None)
    assert await house.waiting() == 0
    async with database.write() as connection:
        sealed = house.notices.seal("zhao", "zhao@bank.example")
        await connection.execute(update(account).where(account.c.account_id == "zhao").values(email=sealed))
    assert await house.sending().look() == 0, "not before the pause is over"
    house.clock.turn(120.0)
    assert await house.sending().look() == 1
    row = await house.row()
    assert (row.code, row.tries) == ("", 0)
    assert await house.waiting() == 1


async def test_who_may_see_no_reports_any_more_sends_none(database: Database) -> None:
    house = House(database)
    await house.plan()
    async with database.write() as connection:
        await rights.set_roles(connection, "li", [])
    assert await house.sending().look() == 0
    assert (await house.row()).code == "not_allowed"
    assert await house.waiting() == 0


@pytest.mark.parametrize(
    ("every", "now", "since", "until", "after"),
    [
        (Every.DAY, "2026-11-20T08:00", "2026-11-19", "2026-11-20", "2026-11-21T08:00"),
        (Every.DAY, "2026-11-20T07:59", "2026-11-18", "2026-11-19", "2026-11-20T08:00"),
        (Every.WEEK, "2026-11-20T12:00", "2026-11-09", "2026-11-16", "2026-11-23T08:00"),
        (Every.MONTH, "2026-12-01T08:00", "2026-11-01", "2026-12-01", "2027-01-01T08:00"),
        (Every.MONTH, "2026-03-01T07:00", "2026-01-01", "2026-02-01", "2026-03-01T08:00"),
    ],
)
def test_periods_end_at_midnight_of_the_house(
    every: Every, now: str, since: str, until: str, after: str
) -> None:
    told = newest(every, 8, ZONE, datetime.fromisoformat(now).replace(tzinfo=ZONE))
    assert (f"{told.span.since:%Y-%m-%d}", f"{told.span.until:%Y-%m-%d}") == (since, until)
    assert f"{following(every, 8, told).due_at:%Y-%m-%dT%H:%M}" == after
