"""Processes that keep one token on one database: they race, are killed with -9, and are replaced."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process

from hub.store.database import Database
from hub.store.encrypted import new_data_keys
from tests.unit.connectors.kit.keeping import keep
from tests.unit.connectors.kit.provider import Provider

KEYS = new_data_keys("k1")


async def start(store: Database, provider: Provider, how: str = "lives") -> Process:
    url = store.url.render_as_string(hide_password=False)
    command = (sys.executable, "-m", "tests.unit.connectors.kit.keeping", url, provider.place, KEYS, how)
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE)


async def heir(store: Database, provider: Provider) -> str:
    url = store.url.render_as_string(hide_password=False)
    return await keep(url, provider.place, KEYS, dies_before_it_stores=False)


async def test_processes_that_race_get_one_token(store: Database, provider: Provider) -> None:
    racing = [await start(store, provider) for _ in range(3)]
    said = [(await process.communicate())[0].decode() for process in racing]
    assert [line.splitlines()[-1] for line in said] == ["token-1"] * 3
    assert provider.wanted == 1


async def test_one_that_is_killed_while_it_asks_is_replaced(store: Database, provider: Provider) -> None:
    provider.may_issue.clear()
    killed = await start(store, provider)
    async with asyncio.timeout(60):  # a process that does not even start never arrives
        await provider.arrived.wait()
    killed.kill()
    assert await killed.wait() == -signal.SIGKILL
    provider.may_issue.set()
    assert await heir(store, provider) in {"token-1", "token-2"}
    assert provider.wanted == 2


async def test_one_that_is_killed_between_answer_and_store_is_replaced(
    store: Database, provider: Provider
) -> None:
    killed = await start(store, provider, "dies")
    assert await killed.wait() == -signal.SIGKILL
    assert await heir(store, provider) == "token-2"
    assert await heir(store, provider) == "token-2"
    assert provider.wanted == 2
