"""The bank's profile of the customer in hand: asked for, masked, written down; and a bank that is away."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from hub.clock import SystemClock
from hub.store.encrypted import new_data_keys
from hub.store.schema import identity
from hub.store.schema_staff import audit
from simulators.bank.faults import BankFault
from tests.flow.test_desk_customer import served
from tests.support.bot import TestBot, done
from tests.support.demo_bank import SECRET, external_id, running_bank
from tests.support.house import make_settings, running_house
from tests.support.looking import rows
from tests.support.migrated import migrated_file


async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
    command = {"type": "request_person", "reason": "客户要求人工"}
    return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


async def test_the_bank_is_asked_for_who_writes(tmp_path: Path, bot: TestBot, database_url: str) -> None:
    bot.answer = hands_over
    async with running_bank(tmp_path / "bank.db", SystemClock()) as bank:
        number = bank.open()
        settings = make_settings(
            database_url,
            tmp_path,
            bot.port,
            bank_url=bank.url,
            bank_secret=SecretStr(SECRET),
            data_keys=SecretStr(new_data_keys("k1")),
        )
        async with running_house(settings, bot) as house, served(house) as one:
            path = f"{one.path}/bank"
            stranger = (await one.browser.ask("GET", path)).body
            assert (stranger["available"], stranger["known"]) == (True, False)
            async with house.database.write() as connection:
                phone = {"channel": "sms", "external_id": external_id("sms")}
                await connection.execute(update(identity).values(**phone))
            told = (await one.browser.ask("GET", path)).body
            profile = bank.profile(number)
            assert (told["known"], told["name"], told["risk"]) == (True, profile["name"], profile["risk"])
            assert len(told["accounts"]) == len(profile["accounts"]) > 0
            assert all(each["told"].endswith(" CNY") for each in told["accounts"])
            entries = [row.result for row in await rows(house, audit) if row.action == "bank_profile.viewed"]
            assert entries == ["begun", "begun"]
            bank.faults.add("/customers/find", BankFault("status", 503), times=10)
            away = (await one.browser.ask("GET", path)).body
            assert (away["available"], away["known"]) == (False, False)
