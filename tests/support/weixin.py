"""The simulated provider and a phone on it, inside the test's own event loop, in front of a hub."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from hub.store.encrypted import new_data_keys
from simulators.weixin.app import PUSHER, app_of
from simulators.weixin.customers import WeixinCustomer
from simulators.weixin.provider import SimulatedWeixin, make_provider
from simulators.weixin.pushing import WeixinPusher
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.waiting import eventually

ACCOUNT = {
    "name": "retail",
    "app_id": "wx00000000000a0001",
    "origin_id": "gh_retail",
    "secret": "app-secret-of-the-tests",
    "token": "token-of-the-tests",
    "encoding_aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}
SECRETS = ("secret", "token", "encoding_aes_key")


class Phone:
    """A customer's phone on the simulator, by the addresses that its page uses."""

    def __init__(
        self, provider: SimulatedWeixin, pusher: WeixinPusher, url: str, name: str = "0annaphone"
    ) -> None:
        self.provider = provider
        self.pusher = pusher
        self.customer: WeixinCustomer = provider.customers.of_phone(name)
        self.address = f"{url}/phone/{name}"

    async def do(self, what: str, **more: Any) -> None:
        """Does something on the phone."""
        await self._post(self.address, json={"do": what, **more})

    async def say(self, text: str) -> None:
        """Sends words."""
        await self.do("say", text=text)

    async def send_picture(self, body: bytes) -> None:
        """Sends a picture."""
        await self._post(f"{self.address}/file", data=body)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """What the account said, in order."""
        return [each for each in self.customer.entries if each["from"] == "account"]

    @property
    def failures(self) -> list[str]:
        """What the provider itself said."""
        return [each["text"] for each in self.customer.entries if each["from"] == "system"]

    async def texts(self, count: int) -> list[str]:
        """Waits for so many answers; what they say."""

        async def arrived() -> bool:
            return len(self.answers) >= count

        await eventually(arrived, True)
        return [str(each.get("text", each["type"])) for each in self.answers]

    async def _post(self, url: str, **request: Any) -> None:
        async with aiohttp.ClientSession() as session, session.post(url, **request) as answer:
            assert answer.status == 200


@asynccontextmanager
async def served_wechat(
    database_url: str,
    folder: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    account: str = "",
    **settings: Any,
) -> AsyncIterator[tuple[House, Phone]]:
    """A hub with one official account at the simulator; `account`: more lines of its entry.

    `{simulator}` in them is the simulator's address.
    """
    for name in SECRETS:
        monkeypatch.setenv(f"WECHAT_{name.upper()}", ACCOUNT[name])
    runner, pusher, provider = await _running_simulator()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    file = folder / "wechat-accounts.yml"
    file.write_text(_entry(url) + account.replace("{simulator}", url), encoding="utf-8")
    made = make_settings(
        database_url, folder, bot.port, accounts_file=file, data_keys=new_data_keys("k1"), **settings
    )
    provider.callback_url = f"http://127.0.0.1:{made.port}/wechat/{ACCOUNT['name']}"
    try:
        async with running_house(made, bot) as house:
            yield house, Phone(provider, pusher, url)
    finally:
        await runner.cleanup()


async def _running_simulator() -> tuple[web.AppRunner, WeixinPusher, SimulatedWeixin]:
    provider = make_provider(ACCOUNT, "")
    app = app_of(provider)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pusher = app[PUSHER]
    pusher.patience_s = 5.0
    return runner, pusher, provider


def _entry(url: str) -> str:
    lines = [f"  - name: {ACCOUNT['name']}", f"    app_id: {ACCOUNT['app_id']}"]
    lines += [f"    origin_id: {ACCOUNT['origin_id']}", f"    api: {url}"]
    lines += [f"    {name}: env:WECHAT_{name.upper()}" for name in SECRETS]
    return "\n".join(["wechat:", *lines]) + "\n"
