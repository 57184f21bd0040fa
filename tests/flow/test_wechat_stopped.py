"""A hub that stops has written down what it said: the next one does not say it again."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from connectors.kit.weixin import intake
from hub.outbox.sender import OutboxSender
from hub.ports import Claim
from hub.store.database import Database
from hub.store.schema import message, outbox
from tests.flow.test_wechat import SEND, words_of
from tests.support.bot import TestBot
from tests.support.waiting import PATIENCE_S
from tests.support.weixin import served_wechat

LATE_S = 0.4


async def left_behind(house_url: str) -> tuple[int, list[str]]:
    """How many messages wait in the outbox of a hub that is gone, and what became of the answers."""
    database = Database(house_url, read_only=True)
    try:
        async with database.read() as connection:
            waiting = (await connection.execute(outbox.select())).all()
            said = (await connection.execute(message.select().where(message.c.direction == "out"))).all()
    finally:
        await database.close()
    return len(waiting), [row.status for row in said]


async def test_an_answer_in_a_response_is_written_down_before_it_ends(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm = OutboxSender.confirm

    async def slowly(self: OutboxSender, claim: Claim) -> bool:
        await asyncio.sleep(LATE_S)
        return await confirm(self, claim)

    monkeypatch.setattr(OutboxSender, "confirm", slowly)
    async with served_wechat(database_url, tmp_path, bot, monkeypatch) as (house, phone):
        query, body = phone.pusher.sealed(words_of(phone, "怎么挂失", 1))
        async with (
            aiohttp.ClientSession() as session,
            session.post(phone.provider.callback_url, params=query, data=body) as answer,
        ):
            assert b"Encrypt" in await answer.read()
    assert await left_behind(house.settings.database) == (0, ["sent"])


async def test_an_answer_that_the_provider_is_taking_is_written_down_before_it_ends(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "ANSWER_WITHIN_S", 0.0)
    async with served_wechat(database_url, tmp_path, bot, monkeypatch) as (house, phone):
        phone.provider.faults.late_s = LATE_S
        await phone.say("怎么挂失")
        async with asyncio.timeout(PATIENCE_S):
            while not [path for path, _ in phone.provider.calls if path == SEND]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert await left_behind(house.settings.database) == (0, ["sent"])
    assert len(phone.answers) == 1
