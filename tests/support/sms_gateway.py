"""The simulated gateway and a phone on it, inside the test's own event loop, in front of a hub."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hub.store.encrypted import new_data_keys
from simulators.sms_gateway.app import app_of
from simulators.sms_gateway.provider import Gateway, make_gateway
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.twilio import TextPhone, running

ACCOUNT: dict[str, Any] = {
    "name": "home",
    "provider": "aliyun",
    "access_key_id": "LTAItests0000000",
    "access_key_secret": "secret-of-the-tests",
    "callback_token": "token-of-the-tests",
    "sign_name": "远桥银行",
    "template": {"code": "SMS_100000001", "words": "words", "link": "link"},
}


@asynccontextmanager
async def served_gateway(
    database_url: str,
    folder: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    template: str = "{code: SMS_100000001, words: words, link: link}",
) -> AsyncIterator[tuple[House, Gateway, TextPhone]]:
    """A hub with one account at the gateway."""
    monkeypatch.setenv("SMS_SECRET", ACCOUNT["access_key_secret"])
    monkeypatch.setenv("SMS_TOKEN", ACCOUNT["callback_token"])
    gateway = make_gateway(ACCOUNT, "", "")
    async with running(app_of(gateway)) as url:
        file = folder / "sms-accounts.yml"
        file.write_text(
            f"""\
sms:
  - name: home
    provider: aliyun
    access_key_id: {ACCOUNT["access_key_id"]}
    access_key_secret: env:SMS_SECRET
    callback_token: env:SMS_TOKEN
    sign_name: {ACCOUNT["sign_name"]}
    per_second: 100
    template: {template}
    api: {url}
""",
            encoding="utf-8",
        )
        made = make_settings(
            database_url, folder, bot.port, accounts_file=file, data_keys=new_data_keys("k1")
        )
        gateway.callback_url = f"http://127.0.0.1:{made.port}/sms/home"
        gateway.template = gateway.template.replace("/s/", f"http://127.0.0.1:{made.port}/s/")
        phone = TextPhone(gateway.handsets.of_phone("0annaphone"), f"{url}/phone/0annaphone")
        async with running_house(made, bot) as house:
            yield house, gateway, phone
