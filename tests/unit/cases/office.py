"""Complaints told to the bot, and what staff do with their cases: short names for what the tests do."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from cases.cases import Cases
from cases.deadlines import Deadlines
from cases.store.schema import case_file, case_step
from hub.conversation.close import do_answer
from hub.messages import Command, FileComplaint, Message
from hub.reactions import DeliveryEnded
from hub.staff import Staff
from hub.store.schema import message
from tests.unit.hub.spine import Spine, answer_of

DAY = 86_400.0
DAYS = 15


class Office:
    """One process with cases."""

    def __init__(self, spine: Spine, staff: Staff) -> None:
        self.spine = spine
        self.staff = staff
        self.book = Cases(spine.conversations, spine.clock, days=DAYS, zone=ZoneInfo("Asia/Shanghai"))
        self.deadlines = Deadlines(spine.database, spine.clock, self.book, staff)
        spine.hooks.commands.register_speaking(FileComplaint, self.book.do_open)
        spine.hooks.reactions.inside(DeliveryEnded, self.book.do_undelivered)

    async def complain(
        self,
        text: str = "柜台态度太差，我要投诉",
        provider_id: str = "p1",
        more: Sequence[Command] = (),
    ) -> str:
        """A customer complains, and the bot answers; gives what it said. `more`: what else it wants done."""
        turn = await self.spine.open_turn(text, provider_id=provider_id)
        now = self.spine.clock.now()
        done = answer_of(turn, "非常抱歉。", "已经登记。", commands=[FileComplaint(text=text), *more])
        async with self.spine.database.write() as connection:
            closing = await do_answer(connection, turn, done, self.spine.hooks, now, now)
        assert closing.written is not None
        return words_of(closing.written.message)

    async def case(self) -> Any:
        """The one case that there is."""
        (row,) = await self.spine.rows(case_file)
        return row

    async def actions(self) -> list[tuple[str, str]]:
        """What was done with the cases, and by whom, in order."""
        query = select(case_step).order_by(case_step.c.number, case_step.c.step)
        async with self.spine.database.read() as connection:
            return [(row.action, row.actor) for row in (await connection.execute(query)).all()]

    async def steps(self) -> list[tuple[str, str]]:
        """Number and what was done, of all cases."""
        return [(row.number, row.action) for row in await self.spine.rows(case_step)]

    async def do(self, name: str, *arguments: Any) -> None:
        """One command about the one case, in a transaction of its own."""
        number = (await self.case()).number
        async with self.spine.database.write() as connection:
            await getattr(self.book, name)(connection, number, *arguments)

    async def said(self) -> list[Any]:
        """What was said to customers, in order."""
        return [row for row in await self.spine.rows(message) if row.direction == "out"]


def words_of(said: Message) -> str:
    """The text of a message's segments."""
    return "\n".join(getattr(segment, "text", "") for segment in said.segments)
