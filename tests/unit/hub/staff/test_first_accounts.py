"""The first accounts of staff: made once, told once, kept nowhere."""

import asyncio

import pytest
from click.testing import CliRunner

from hub.clock import SystemClock
from hub.settings import Settings
from hub.staff import Scope, open_staff
from hub.staff.audit import verify
from hub.store.database import Database
from tests.support.staff import Served, serving_staff
from yuanqiao.cli.main import yuanqiao
from yuanqiao.supervisor.first_accounts import CHANGE, make_first_accounts


def told(lines: list[str]) -> dict[str, str]:
    """Passwords by login, of what the terminal shows."""
    return {words[0]: words[1] for words in map(str.split, lines[1:-1])}


async def test_each_gets_in_with_the_password_that_was_shown(settings: Settings, database: Database) -> None:
    lines = await make_first_accounts(settings)
    passwords = told(lines)
    assert set(passwords) == {"admin", "agent1", "agent2", "agent3", "supervisor", "complaints", "editor"}
    assert len(set(passwords.values())) == len(passwords)
    assert [line for line in lines if CHANGE in line] == [lines[1]]
    staff = open_staff(settings, database, SystemClock())
    async with serving_staff(staff) as served:
        for login, password in passwords.items():
            await _signs_in(served, login, password)
    assert await make_first_accounts(settings) == []
    assert (await verify(database)).broken_at is None


async def _signs_in(served: Served, login: str, password: str) -> None:
    async with served.browser() as client:
        answer = await client.sign_in(login, password)
        assert answer.status == 200
        assert answer.body["todo"] == (["password"] if login == "admin" else [])
        if login == "agent1":
            assert answer.body["branch"] == "华东分行"
        if login == "admin":
            assert answer.body["rights"]["accounts.change"] == Scope.ALL


async def test_no_password_is_stored_or_logged(
    settings: Settings, database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    passwords = told(await make_first_accounts(settings)).values()
    async with database.read() as connection:
        names = ("staff_account", "staff_audit", "staff_session", "staff_attempt")
        rows = [(await connection.exec_driver_sql(f"SELECT * FROM {name}")).all() for name in names]
    printed = "".join(capfd.readouterr())
    assert "$argon2id$" in str(rows)
    for password in passwords:
        assert password not in str(rows)
        assert password not in printed


async def test_without_the_demo_bank_there_is_an_administrator_alone(settings: Settings) -> None:
    bare = settings.model_copy(update={"demo_bank": False})
    assert set(told(await make_first_accounts(bare))) == {"admin"}


async def test_two_supervisors_at_once_make_one_set(settings: Settings) -> None:
    made = await asyncio.gather(make_first_accounts(settings), make_first_accounts(settings))
    assert sorted(map(bool, made)) == [False, True]


async def test_the_terminal_makes_lists_and_resets(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("YUANQIAO_STAFF_ARGON2_KIB", "64")

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(yuanqiao, ["staff", *arguments], catch_exceptions=False)
        assert result.exit_code == 0
        return result.stdout

    first = (await asyncio.to_thread(run, "create-admin", "Boss")).split()
    again = (await asyncio.to_thread(run, "reset", "boss")).split()
    assert first[0] == again[0] == "boss"
    assert "administrator" in await asyncio.to_thread(run, "list")
    assert "/staff/accounts/<account_id>" in await asyncio.to_thread(run, "routes")
    async with (
        serving_staff(open_staff(settings, database, SystemClock())) as served,
        served.browser() as client,
    ):
        assert (await client.sign_in("boss", first[1])).status == 401
        assert (await client.sign_in("boss", again[1])).body["todo"] == ["password"]
