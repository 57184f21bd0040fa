"""The simulated 微信客服 and a phone on it, inside the test's own event loop, in front of a hub."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from hub.settings import Settings
from hub.store.encrypted import new_data_keys
from simulators.wecom_kf.app import PUSHER, app_of
from simulators.wecom_kf.customers import KfCustomer
from simulators.wecom_kf.provider import SimulatedKf, make_provider
from simulators.wecom_kf.pushing import KfPusher
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.waiting import eventually

ACCOUNT: Mapping[str, str] = {
    "name": "retail",
    "corp_id": "ww00000000000a0004",
    "open_kfid": "wkRetailAccount0004",
    "secret": "app-secret-of-the-tests",
    "token": "token-of-the-tests",
    "encoding_aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}
SECRETS = ("secret", "token", "encoding_aes_key")
SEND = "/cgi-bin/kf/send_msg"
ON_EVENT = "/cgi-bin/kf/send_msg_on_event"
SYNC = "/cgi-bin/kf/sync_msg"
TRANS = "/cgi-bin/kf/service_state/trans"


class Phone:
    """A customer's phone on the simulator, by the addresses that its page uses."""

    def __init__(self, provider: SimulatedKf, pusher: KfPusher, url: str, name: str = "0annaphone") -> None:
        self.provider = provider
        self.pusher = pusher
        self.customer: KfCustomer = provider.customers.of_phone(name)
        self._url = f"{url}/phone/{name}"

    async def do(self, what: str, **more: Any) -> None:
        """Does something on the phone."""
        await self._post(self._url, json={"do": what, **more})

    async def say(self, text: str) -> None:
        """Sends words."""
        await self.do("say", text=text)

    async def send_picture(self, body: bytes) -> None:
        """Sends a picture."""
        await self._post(f"{self._url}/file", data=body)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """What the account said, in order."""
        return [each for each in self.customer.entries if each["from"] == "account"]

    def calls(self, path: str) -> list[Any]:
        """What the provider was asked at a path."""
        return [content for asked, content in self.provider.calls if asked == path]

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
async def simulated() -> AsyncIterator[tuple[SimulatedKf, KfPusher, str]]:
    """The simulator with one account, and its address; it calls nobody until it has a callback's address."""
    provider = make_provider(dict(ACCOUNT), "")
    app = app_of(provider)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield provider, app[PUSHER], f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def settings_for(
    database_url: str,
    folder: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    account: str = "",
    **settings: Any,
) -> Settings:
    """Settings of a hub with one account at the simulator; `account`: more lines of its entry."""
    for name in SECRETS:
        monkeypatch.setenv(f"WECOM_KF_{name.upper()}", ACCOUNT[name])
    file = folder / "wecom-kf-accounts.yml"
    file.write_text(_entry(url) + account, encoding="utf-8")
    return make_settings(
        database_url, folder, bot.port, accounts_file=file, data_keys=new_data_keys("k1"), **settings
    )


def callback_url(settings: Settings) -> str:
    """Where a hub hears of news."""
    return f"http://127.0.0.1:{settings.port}/wecom_kf/{ACCOUNT['name']}"


@asynccontextmanager
async def served_wecom_kf(
    database_url: str,
    folder: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    account: str = "",
    **settings: Any,
) -> AsyncIterator[tuple[House, Phone]]:
    """A hub with one account at the simulator, and a phone."""
    async with simulated() as (provider, pusher, url):
        made = settings_for(database_url, folder, bot, monkeypatch, url, account, **settings)
        provider.callback_url = callback_url(made)
        async with running_house(made, bot) as house:
            yield house, Phone(provider, pusher, url)


def _entry(url: str) -> str:
    lines = [f"  - name: {ACCOUNT['name']}", f"    corp_id: {ACCOUNT['corp_id']}"]
    lines += [f"    open_kfid: {ACCOUNT['open_kfid']}", f"    api: {url}"]
    lines += [f"    {name}: env:WECOM_KF_{name.upper()}" for name in SECRETS]
    return "\n".join(["wecom_kf:", *lines]) + "\n"
