"""The simulated WeCom and a member's phone on it, inside the test's own event loop, in front of a hub."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from hub.store.encrypted import new_data_keys
from simulators.wecom.app import PUSHER, app_of
from simulators.wecom.corp import Corp, make_corp
from simulators.wecom.pushing import CorpPusher
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.weixin import Phone

ACCOUNT = {
    "name": "staff",
    "corp_id": "ww0000000000a0003",
    "agent_id": 1000003,
    "secret": "corp-secret-of-the-tests",
    "token": "token-of-the-tests",
    "encoding_aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}
SECRETS = ("secret", "token", "encoding_aes_key")


class MemberPhone(Phone):
    """A member's phone."""

    provider: Corp
    pusher: CorpPusher

    async def press(self, answer: int, button: int) -> None:
        """Presses a button of a card, by the number of the answer and of the button, from 0."""
        entry = self.answers[answer]
        await self.do("press", n=entry["n"], key=entry["part"]["button_list"][button]["key"])


@asynccontextmanager
async def served_wecom(
    database_url: str,
    folder: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    account: str = "",
    **settings: Any,
) -> AsyncIterator[tuple[House, MemberPhone]]:
    """A hub with one application at the simulator; `account`: more lines of its entry."""
    for name in SECRETS:
        monkeypatch.setenv(f"WECOM_{name.upper()}", str(ACCOUNT[name]))
    corp = make_corp(ACCOUNT, "")
    app = app_of(corp)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    file = folder / "wecom-accounts.yml"
    file.write_text(_entry(url) + account, encoding="utf-8")
    made = make_settings(
        database_url, folder, bot.port, accounts_file=file, data_keys=new_data_keys("k1"), **settings
    )
    corp.callback_url = f"http://127.0.0.1:{made.port}/wecom/{ACCOUNT['name']}"
    try:
        async with running_house(made, bot) as house:
            yield house, MemberPhone(corp, app[PUSHER], url)
    finally:
        await runner.cleanup()


def _entry(url: str) -> str:
    names = ("name", "corp_id", "agent_id")
    first, *more = [f"{name}: {ACCOUNT[name]}" for name in names]
    lines = [f"  - {first}", *(f"    {each}" for each in more), f"    api: {url}"]
    lines += [f"    {name}: env:WECOM_{name.upper()}" for name in SECRETS]
    return "\n".join(["wecom:", *lines]) + "\n"
