"""A running hub tells a program of the bank what became of a conversation."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from hub.conversation.owner import Owner
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.store.schema import conversation
from integrations.hooks import do_add
from tests.support.bot import TestBot
from tests.support.house import make_settings, running_house
from tests.support.waiting import eventually
from tests.unit.integrations.receiver import receiving


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_program_is_told_by_the_house(database_url: str, tmp_path: Path, bot: TestBot) -> None:
    setting = new_data_keys("k1")
    settings = make_settings(database_url, tmp_path, bot.port, data_keys=SecretStr(setting))
    async with receiving() as program, running_house(settings, bot) as house:
        clock, keys = house.hub.clock, read_data_keys(setting)
        _, program.secret = await do_add(house.database, clock, keys, program.url, ())
        async with house.client() as client:
            await client.acked(await client.send("你好"))
            await client.replies(1)
        async with house.database.write() as connection:
            row = (await connection.execute(select(conversation))).one()
            await house.hub.conversations.do_hand_over(
                connection, row.identity_key, row.conversation, to=Owner.WAITING, epoch=row.epoch
            )
        async with house.database.write() as connection:
            await house.hub.conversations.do_close(connection, row.identity_key, row.conversation, by="agent")
        wanted = ["conversation.owner_changed", "task.asked", "conversation.closed"]

        async def told() -> list[str]:
            return [each["kind"] for each in program.took]

        await eventually(told, wanted, timeout_s=30)
        assert program.forged == 0
