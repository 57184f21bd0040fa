"""Gaps are kept once, in the transaction of the turn."""

from dataclasses import replace

import pytest

from hub.commands import CommandContext
from hub.errors import NotFound
from hub.messages import RecordGap
from kb import gaps
from kb.commands import record_gap
from tests.unit.kb.conftest import NOON, Bank

CONTEXT = CommandContext(identity="0123456789abcdef01234567", conversation=1, turn=7, now=NOON)
COMMAND = RecordGap(question="国债怎么买？", best_article_id="bond", best_score=0.2)


async def test_the_same_turn_leaves_a_question_once(bank: Bank) -> None:
    for command in (COMMAND, COMMAND, RecordGap(question="  國債怎麼買?")):
        async with bank.database.write() as connection:
            await record_gap(connection, command, CONTEXT)
    (gap,) = await gaps.list_open(bank.database)
    assert (gap.question, gap.best_article_id, gap.best_score) == ("国债怎么买？", "bond", 0.2)
    assert gap.created_at == NOON
    assert gap.gap_id.startswith(f"{CONTEXT.identity}.1.7.")


async def test_another_turn_or_question_is_another_gap(bank: Bank) -> None:
    async with bank.database.write() as connection:
        await record_gap(connection, COMMAND, CONTEXT)
        await record_gap(connection, COMMAND, replace(CONTEXT, turn=8))
        await record_gap(connection, RecordGap(question="另一个问题"), CONTEXT)
    assert len(await gaps.list_open(bank.database)) == 3
    assert len(await gaps.list_open(bank.database, limit=2)) == 2


async def test_a_turn_that_is_rolled_back_leaves_none(bank: Bank) -> None:

    async def close_turn() -> None:
        async with bank.database.write() as connection:
            await record_gap(connection, COMMAND, CONTEXT)
            raise RuntimeError("the turn could not be closed")

    with pytest.raises(RuntimeError):
        await close_turn()
    assert await gaps.list_open(bank.database) == []


async def test_a_closed_gap_is_not_listed(bank: Bank) -> None:
    async with bank.database.write() as connection:
        await record_gap(connection, COMMAND, CONTEXT)
    (gap,) = await gaps.list_open(bank.database)
    async with bank.database.write() as connection:
        await gaps.close(connection, gap.gap_id)
    assert await gaps.list_open(bank.database) == []
    with pytest.raises(NotFound):
        async with bank.database.write() as connection:
            await gaps.close(connection, "nothing")
