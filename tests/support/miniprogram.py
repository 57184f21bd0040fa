"""The simulated mini-program and a phone on it, inside the test's own event loop, in front of a hub."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from hub.store.encrypted import new_data_keys
from simulators.miniprogram.app import PUSHER, app_of
from simulators.miniprogram.program import Program, make_program
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.weixin import Phone

ACCOUNT = {
    "name": "mobile",
    "app_id": "wx00000000000a0002",
    "origin_id": "gh_mobile",
    "secret": "app-secret-of-the-tests",
    "token": "token-of-the-tests",
    "encoding_aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}
SECRETS = ("secret", "token", "encoding_aes_key")


class ProgramPhone(Phone):
    """A phone with the mini-program."""

    provider: Program


@asynccontextmanager
async def served_miniprogram(
    database_url: str,
    folder: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    account: str = "",
    **settings: Any,
) -> AsyncIterator[tuple[House, ProgramPhone]]:
    """A hub with one mini-program at the simulator; `account`: more lines of its entry."""
    for name in SECRETS:
        monkeypatch.setenv(f"MINIPROGRAM_{name.upper()}", ACCOUNT[name])
    program = make_program(ACCOUNT, "")
    app = app_of(program)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    file = folder / "miniprogram-accounts.yml"
    file.write_text(_entry(url) + account, encoding="utf-8")
    made = make_settings(
        database_url, folder, bot.port, accounts_file=file, data_keys=new_data_keys("k1"), **settings
    )
    program.pages_url = f"http://127.0.0.1:{made.port}"
    program.callback_url = f"http://127.0.0.1:{made.port}/miniprogram/{ACCOUNT['name']}"
    try:
        async with running_house(made, bot) as house:
            yield house, ProgramPhone(program, app[PUSHER], url)
    finally:
        await runner.cleanup()


def _entry(url: str) -> str:
    lines = [f"  - name: {ACCOUNT['name']}", f"    app_id: {ACCOUNT['app_id']}"]
    lines += [f"    origin_id: {ACCOUNT['origin_id']}", f"    api: {url}"]
    lines += [f"    {name}: env:MINIPROGRAM_{name.upper()}" for name in SECRETS]
    return "\n".join(["miniprogram:", *lines]) + "\n"
