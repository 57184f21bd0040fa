"""The simulated Twilio and a phone on it, inside the test's own event loop, in front of a hub."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from hub.store.encrypted import new_data_keys
from simulators.phones.handsets import Handset
from simulators.twilio.app import CALLER, app_of
from simulators.twilio.calling import TwilioCaller
from simulators.twilio.provider import SimulatedTwilio, make_provider
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.waiting import eventually

ACCOUNT = {
    "name": "abroad",
    "provider": "twilio",
    "account_sid": "AC" + "a" * 32,
    "auth_token": "auth-token-of-the-tests",
    "number": "+12025550100",
    "public_url": "https://sms.bank.example",
}


class TextPhone:
    """A phone with a messages app on a simulator, by the addresses that its page uses."""

    def __init__(self, handset: Handset, url: str) -> None:
        self.handset = handset
        self._url = url

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
        """What the bank sent, in order; what the provider says by itself is not among it."""
        return [each for each in self.handset.entries if each["from"] == "account" and "by" not in each]

    async def texts(self, count: int) -> list[str]:
        """Waits for so many answers; what they say."""

        async def arrived() -> bool:
            return len(self.answers) >= count

        await eventually(arrived, True)
        return [str(each["text"]) for each in self.answers]

    async def _post(self, url: str, **request: Any) -> None:
        async with aiohttp.ClientSession() as session, session.post(url, **request) as answer:
            assert answer.status == 200


@asynccontextmanager
async def running(app: web.Application) -> AsyncIterator[str]:
    """Serves an application on a free port; its address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def simulated(
    name: str = "0annaphone",
) -> AsyncIterator[tuple[SimulatedTwilio, TwilioCaller, TextPhone]]:
    """The provider's side alone, without a hub."""
    provider = make_provider({**ACCOUNT, "api": ""}, "")
    app = app_of(provider)
    async with running(app) as url:
        provider.here = url
        yield provider, app[CALLER], TextPhone(provider.handsets.of_phone(name), f"{url}/phone/{name}")


@asynccontextmanager
async def served_twilio(
    database_url: str,
    folder: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    world: tuple[SimulatedTwilio, TwilioCaller, TextPhone],
) -> AsyncIterator[House]:
    """A hub with one account at this simulator."""
    provider = world[0]
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", ACCOUNT["auth_token"])
    entry = {**ACCOUNT, "auth_token": "env:TWILIO_AUTH_TOKEN", "api": provider.here, "per_second": 100}
    lines = [f"    {name}: {_quoted(value)}" for name, value in entry.items()]
    file = folder / "sms-accounts.yml"
    file.write_text("sms:\n  -" + "\n".join(lines)[3:] + "\n", encoding="utf-8")
    made = make_settings(database_url, folder, bot.port, accounts_file=file, data_keys=new_data_keys("k1"))
    provider.callback_url = f"http://127.0.0.1:{made.port}/sms/{ACCOUNT['name']}"
    async with running_house(made, bot) as house:
        yield house


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
