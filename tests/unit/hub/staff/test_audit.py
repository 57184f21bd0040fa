"""The audit: what stands in it, and that whatever is done to it afterwards shows."""

import asyncio
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from hub.settings import Settings
from hub.staff.audit import Audit, canonical, seal, verify
from hub.store.database import Database
from hub.store.schema_staff import audit, audit_head
from hub.store.staff import audit as entries
from tests.support.clock import HandClock
from tests.support.staff import Served, StaffClient, make_account, make_branches
from yuanqiao.cli.main import yuanqiao

ENTRIES = 60


async def fill(database: Database, count: int = ENTRIES) -> None:
    made = Audit(HandClock())
    async with database.write() as connection:
        for number in range(count):
            await made.append(
                connection, "case.viewed", actor=f"a{number}", object_kind="case", number=number
            )


async def all_entries(database: Database) -> list[Any]:
    async with database.read() as connection:
        return list((await connection.execute(select(audit).order_by(audit.c.seq))).all())


async def test_an_untouched_chain_holds(database: Database) -> None:
    assert (await verify(database)).entries == 0
    await fill(database)
    verdict = await verify(database)
    assert (verdict.entries, verdict.broken_at) == (ENTRIES, None)
    assert verdict.newest == (await all_entries(database))[-1].hash


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "somebody"),
        ("action", "case.closed"),
        ("object_kind", "account"),
        ("object_id", "other"),
        ("result", "refused"),
        ("address", "203.0.113.9"),
        ("detail", '{"number":1000}'),
        ("hash", "f" * 64),
    ],
)
async def test_a_change_of_any_field_of_any_entry_shows(database: Database, column: str, value: str) -> None:
    await fill(database, 5)
    for seq in range(1, 6):
        this = audit.c.seq == seq
        async with database.write() as connection:
            before = (await connection.execute(select(audit.c[column]).where(this))).scalar_one()
            await connection.execute(update(audit).where(this).values({column: value}))
        assert (await verify(database)).broken_at in (seq, seq + 1), (column, seq)
        async with database.write() as connection:
            await connection.execute(update(audit).where(this).values({column: before}))
        assert (await verify(database)).broken_at is None


async def test_each_removed_entry_shows(database: Database) -> None:
    await fill(database)
    for row in await all_entries(database):
        async with database.write() as connection:
            await connection.execute(delete(audit).where(audit.c.seq == row.seq))
        assert (await verify(database)).broken_at == row.seq
        async with database.write() as connection:
            await connection.execute(audit.insert().values(**row._mapping))
    assert (await verify(database)).broken_at is None


async def test_an_end_that_was_cut_off_shows_even_with_the_head_moved(database: Database) -> None:
    await fill(database)
    rows = await all_entries(database)
    anchor = {ENTRIES: rows[-1].hash}
    async with database.write() as connection:
        await connection.execute(delete(audit).where(audit.c.seq > 50))
    assert (await verify(database)).broken_at == 51
    async with database.write() as connection:
        await connection.execute(update(audit_head).values(seq=50, hash=rows[49].hash))
    assert (await verify(database)).broken_at is None  # a shorter chain is a chain
    assert (await verify(database, anchor)).broken_at == ENTRIES


async def test_a_chain_that_was_written_anew_shows_by_what_was_told_elsewhere(database: Database) -> None:
    await fill(database)
    rows = await all_entries(database)
    before = rows[9].hash
    async with database.write() as connection:
        for row in rows[10:]:
            entry = {name: value for name, value in row._mapping.items() if name != "hash"}
            entry["actor"] = "nobody" if row.seq == 11 else row.actor
            before = seal(before, entry)
            this = audit.c.seq == row.seq
            await connection.execute(update(audit).where(this).values(actor=entry["actor"], hash=before))
        await connection.execute(update(audit_head).values(hash=before))
    assert (await verify(database)).broken_at is None
    assert (await verify(database, {40: rows[39].hash})).broken_at == 40


async def test_appending_at_once_makes_one_chain(database: Database) -> None:
    made = Audit(HandClock())

    async def append(number: int) -> None:
        async with database.write() as connection:
            await made.append(connection, "case.viewed", actor=f"a{number}")

    await asyncio.gather(*(append(number) for number in range(30)))
    assert [row.seq for row in await all_entries(database)] == list(range(1, 31))
    assert (await verify(database)).broken_at is None


def test_what_is_hashed_has_one_form() -> None:
    assert canonical({"b": 1, "a": "行"}) == '{"a":"\\u884c","b":1}'


async def test_what_staff_do_stands_in_it_and_who_reaches_too_far(
    served: Served, browser: StaffClient, other: StaffClient
) -> None:
    await make_branches(served.staff, "east", "west")
    theirs = await make_account(served.staff, "zhao", ["branch_administrator"], "east")
    foreign = await make_account(served.staff, "object", ["agent"], "west")
    auditor = await make_account(served.staff, "shen", ["auditor"])
    await browser.sign_in("zhao", "not-the-password")
    await browser.sign_in("zhao")
    assert (await browser.ask("PATCH", f"/staff/accounts/{foreign}", {"name": "x"})).status == 404
    assert (await browser.ask("GET", "/staff/audit")).status == 403
    made = await browser.ask(
        "POST", "/staff/accounts", {"login": "neu", "name": "新", "branch_id": "east", "roles": ["agent"]}
    )
    await other.sign_in("shen")
    seen = (await other.ask("GET", "/staff/audit")).body["entries"]
    told = [(entry["action"], entry["actor"], entry["about"], entry["result"]) for entry in seen]
    assert told[::-1] == [
        ("session.signed_in", "nobody", theirs, "refused"),
        ("session.signed_in", theirs, theirs, "done"),
        ("account.changed", theirs, foreign, "refused"),
        ("audit.read", theirs, "", "refused"),
        ("account.added", theirs, "east", "done"),
        ("session.signed_in", auditor, auditor, "done"),
    ]
    assert seen[1]["detail"] == {"account": made.body["account_id"], "roles": "agent"}
    assert made.body["password"] not in str(seen)
    assert (await verify(served.staff.database)).broken_at is None
    again = (await other.ask("GET", f"/staff/audit?actor={auditor}")).body["entries"]
    assert [entry["action"] for entry in again] == ["audit.read", "session.signed_in"]


async def test_what_somebody_typed_as_a_login_is_not_kept(served: Served, browser: StaffClient) -> None:
    await browser.sign_in("my-password-by-mistake", "x")
    async with served.staff.database.read() as connection:
        tables = ("staff_audit", "staff_attempt")
        found = [(await connection.exec_driver_sql(f"SELECT * FROM {name}")).all() for name in tables]
    assert all(found)
    assert "mistake" not in str(found)


async def test_the_command_tells_what_is_broken(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database)
    rows = await all_entries(database)
    async with database.read() as connection:
        head = await entries.head(connection)
    assert head is not None
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", settings.database_url)

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(yuanqiao, ["audit", "verify", *arguments])

    good = await asyncio.to_thread(run, "--anchor", f"{head.seq}:{head.hash}")
    assert (good.exit_code, good.stdout) == (0, f"60 entries hold; the newest is 60:{head.hash}\n")
    async with database.write() as connection:
        await connection.execute(update(audit).where(audit.c.seq == 7).values(actor="somebody"))
    bad = await asyncio.to_thread(run)
    assert bad.exit_code == 1
    assert bad.stdout.startswith("broken at entry 7:")
    behind = await asyncio.to_thread(run, "--since", f"{rows[9].seq}:{rows[9].hash}")
    assert (behind.exit_code, behind.stdout) == (0, good.stdout)
    before = await asyncio.to_thread(run, "--since", f"{rows[5].seq}:{rows[5].hash}")
    assert before.stdout.startswith("broken at entry 7:")
    other = await asyncio.to_thread(run, "--since", f"{rows[9].seq}:{rows[8].hash}")
    assert other.stdout.startswith("broken at entry 11:")
    beyond = await asyncio.to_thread(run, "--since", f"{ENTRIES + 1}:{head.hash}")
    assert "missing at the end" in beyond.stdout


async def test_a_look_at_the_newest_sees_these_alone(database: Database) -> None:
    await fill(database)
    assert (await verify(database, newest=10)).broken_at is None
    assert (await verify(database, newest=1000)).broken_at is None
    for seq, seen in ((45, False), (55, True)):
        this = audit.c.seq == seq
        async with database.write() as connection:
            before = (await connection.execute(select(audit.c.actor).where(this))).scalar_one()
            await connection.execute(update(audit).where(this).values(actor="nobody"))
        verdict = await verify(database, newest=10)
        assert (verdict.broken_at == seq) is seen
        async with database.write() as connection:
            await connection.execute(update(audit).where(this).values(actor=before))
    async with database.write() as connection:
        await connection.execute(delete(audit).where(audit.c.seq > 58))
    assert (await verify(database, newest=10)).broken_at == 59
