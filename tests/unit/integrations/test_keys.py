"""A program asks with a key what its account may, for as long and as far as the key is for."""

import asyncio
import hashlib
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from hub.errors import BadInput, NotFound
from hub.store.schema_staff import audit
from hub.store.staff import accounts
from integrations.keys import do_add, do_end
from integrations.store.schema import api_key
from tests.support.staff import Answer, Served, make_account, make_branches, staff_client
from yuanqiao.cli.main import yuanqiao

DAY_S = 86_400.0


async def ask(served: Served, key: str, method: str, path: str, body: Any = None) -> Answer:
    """What a program sends: the key alone, no cookie, no origin, no header of the page."""
    async with staff_client(served.port) as client:
        bare: dict[str, str | None] = {"Origin": None, "X_Yuanqiao_Staff": None}
        return await client.ask(method, path, body, Authorization=f"Bearer {key}", **bare)


async def add(served: Served, login: str, *rights: str, days: int = 30) -> str:
    return await do_add(served.staff.database, served.clock, login, "报表程序", rights, days)


async def test_a_key_opens_what_it_is_for_and_no_more(keyed: Served) -> None:
    await make_branches(keyed.staff, "east", "west")
    await make_account(keyed.staff, "program", ["branch_administrator"], "east")
    await make_account(keyed.staff, "near", branch="east")
    far = await make_account(keyed.staff, "far", branch="west")
    key = await add(keyed, "program", "accounts.read", "teams.change")
    listed = await ask(keyed, key, "GET", "/staff/accounts")
    assert listed.status == 200, listed.body
    assert {each["login"] for each in listed.body["accounts"]} == {"program", "near"}
    assert (await ask(keyed, key, "GET", f"/staff/accounts/{far}")).status == 404, "another branch's"
    made = await ask(keyed, key, "POST", "/staff/teams", {"name": "夜班", "branch_id": "east"})
    assert made.status == 200, made.body
    # The account may see branches, and the key is not for that; nor does it open what is for people.
    assert (await ask(keyed, key, "GET", "/staff/branches")).status == 403
    for method, path in (("GET", "/staff/me"), ("DELETE", "/staff/session")):
        assert (await ask(keyed, key, method, path)).status == 403, path
    async with keyed.staff.database.read() as connection:
        rows = (await connection.execute(select(audit).where(audit.c.action == "team.added"))).all()
        kept = (await connection.execute(select(api_key))).one()
    assert [f'"key":"{kept.key_id}"' in row.detail for row in rows] == [True]
    assert kept.digest == hashlib.sha256(key.encode()).hexdigest()
    assert key not in repr(tuple(kept))


async def test_a_key_ends_with_its_time_its_account_its_rights_and_by_hand(keyed: Served) -> None:
    program = await make_account(keyed.staff, "program", ["administrator"])
    database, clock = keyed.staff.database, keyed.clock

    async def status(key: str) -> int:
        return (await ask(keyed, key, "GET", "/staff/accounts")).status

    short, ended, last = [await add(keyed, "program", "accounts.read", days=days) for days in (1, 9, 9)]
    assert [await status(key) for key in (short, ended, last)] == [200, 200, 200]
    clock.turn(DAY_S)
    assert [await status(key) for key in (short, ended)] == [401, 200]
    async with database.read() as connection:
        of = select(api_key.c.key_id).where(api_key.c.digest == hashlib.sha256(ended.encode()).hexdigest())
        key_id = str((await connection.execute(of)).scalar_one())
    await do_end(database, clock, key_id)
    assert [await status(key) for key in (ended, last)] == [401, 200]
    with pytest.raises(NotFound):
        await do_end(database, clock, key_id)
    async with database.write() as connection:
        await accounts.set_values(connection, program, state="disabled")
    assert await status(last) == 401
    for wrong in ("yqk_", "yqk_" + "x" * 43, "yqk_" + "x" * 500, "other"):
        assert await status(wrong) == 401, wrong


async def test_a_key_beside_a_cookie_is_what_counts(keyed: Served) -> None:
    await make_account(keyed.staff, "boss", ["administrator"])
    await make_account(keyed.staff, "program", ["agent"])
    key = await add(keyed, "program", "teams.read")
    async with keyed.browser() as client:
        assert (await client.sign_in("boss")).status == 200
        assert (await client.ask("GET", "/staff/accounts")).status == 200
        both = await client.ask("GET", "/staff/accounts", Authorization=f"Bearer {key}")
        assert both.status == 403
        # What is no key of ours is not looked at, and the cookie needs its own page as before.
        foreign = await client.ask(
            "POST",
            "/staff/teams",
            {"name": "x", "branch_id": "head"},
            Authorization="Basic eDp5",
            Origin=None,
        )
        assert foreign.status == 403


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_nobody_makes_a_key_for_more_than_the_account_may(keyed: Served) -> None:
    await make_account(keyed.staff, "program", ["agent"])
    with pytest.raises(BadInput, match=r"accounts\.change"):
        await add(keyed, "program", "teams.read", "accounts.change")
    for days in (0, 1000):
        with pytest.raises(BadInput, match="days"):
            await add(keyed, "program", "teams.read", days=days)
    with pytest.raises(NotFound):
        await add(keyed, "nobody", "teams.read")


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_the_commands(keyed: Served, migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await make_account(keyed.staff, "program", ["agent"])
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", migrated_url)

    async def run(*words: str) -> str:
        result = await asyncio.to_thread(CliRunner().invoke, yuanqiao, ["api-keys", *words])
        assert result.exit_code == 0, result.output
        return result.stdout

    key = (await run("add", "program", "--name", "报表", "--right", "teams.read")).strip()
    assert key.startswith("yqk_")
    shown = await run("list")
    assert "teams.read" in shown
    assert key not in shown
    async with keyed.staff.database.read() as connection:
        key_id = str((await connection.execute(select(api_key.c.key_id))).scalar_one())
    assert await run("end", key_id) == "ended\n"
