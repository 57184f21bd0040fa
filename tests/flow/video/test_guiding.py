"""What both look at in a call, at the wire: who hears what, what an agent never hears, whose word is last."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.flow.video.meeting import ON_SQLITE, Met, come_in, met
from tests.support.house import House
from tests.support.looking import rows
from tests.support.video import Side, customer_side
from tests.support.webchat import text_of
from video.store.schema_forms import video_form

RIGHT = {"amount": "100000", "months": "24", "purpose": "装修", "income": "8765.40"}


@dataclass
class Called:
    """Both sides of a call."""

    both: Met
    agent: Side
    customer: Side
    call: str

    async def show(self, **data: Any) -> None:
        """The agent guides."""
        await self.agent.put("guide", call=self.call, data=data)

    async def say(self, **data: Any) -> None:
        """The customer does."""
        await self.customer.put("guide", call=self.call, data=data)


@asynccontextmanager
async def called(house: House) -> AsyncIterator[Called]:
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        await both.agent.ask("accept", call=call)
        await customer.call_is("joined")
        yield Called(both, both.agent, customer, call)


def heard(side: Side, kind: str) -> list[dict[str, Any]]:
    """What a side heard of one kind."""
    return [
        frame["data"] for frame in side.frames if frame["type"] == "guide" and frame["data"]["kind"] == kind
    ]


async def hears(side: Side, kind: str, count: int = 1) -> dict[str, Any]:
    """The newest of a kind, once there are so many."""
    await side.until(lambda: len(heard(side, kind)) >= count)
    return heard(side, kind)[-1]


async def test_a_form_is_filled_in_by_both_and_confirmed_by_the_customer(house: House) -> None:
    async with called(house) as call:
        await call.show(kind="form", form="loan_application")
        opened = await hears(call.customer, "form")
        assert [field["field"] for field in opened["fields"] if field["private"]] == ["income"]
        assert await hears(call.agent, "form") == opened, "both draw the same"
        await call.show(kind="propose", form="loan_application", field="purpose", value="装修")
        assert (await hears(call.customer, "propose"))["value"] == "装修"
        await call.say(kind="filled", form="loan_application", field="purpose", value="旅游")
        assert (await hears(call.agent, "filled"))["value"] == "旅游"
        await call.say(kind="filled", form="loan_application", field="income", value="8765.40")
        told = await hears(call.agent, "filled", 2)
        assert (told["value"], told["there"]) == ("", True), "of a private field that it holds something"
        await call.say(kind="confirm", form="loan_application", values=RIGHT | {"months": "25"})
        assert (await hears(call.customer, "confirmed")) == {
            "kind": "confirmed",
            "form": "loan_application",
            "code": "bad_input",
            "field": "months",
        }
        await call.say(kind="confirm", form="loan_application", values=RIGHT)
        assert (await hears(call.customer, "confirmed", 2))["code"] == "done"
        await hears(call.agent, "confirmed")
        assert len(heard(call.agent, "confirmed")) == 1, "what was refused is not told as confirmed"
        await call.say(kind="confirm", form="loan_application", values=RIGHT | {"purpose": "另一个"})
        assert (await hears(call.customer, "confirmed", 3))["code"] == "conflict"
        assert "8765" not in str(call.agent.frames)
        said = "您已在视频中确认《个人贷款申请信息》。"
        await call.both.client.until(lambda: text_of(call.both.client.outgoing[-1]) == said)
    (row,) = await rows(house, video_form)
    assert (row.form, row.version, row.filled) == ("loan_application", 1, RIGHT)


@ON_SQLITE
async def test_a_document_is_shown_page_by_page_and_a_pointer_and_a_screen_told(house: House) -> None:
    async with called(house) as call:
        await call.show(kind="show", document="online_safety", page=1)
        shown = await hears(call.customer, "show")
        assert (shown["page"], shown["pages"]) == (1, 2)
        assert "不要按陌生人的要求" in shown["text"]["zh"]
        await call.say(kind="seen", document="online_safety", page=1)
        assert (await hears(call.agent, "seen"))["page"] == 1
        await call.say(kind="sharing", on=True, covered=True)
        assert (await hears(call.agent, "sharing"))["covered"] is True
        await call.show(kind="point", x=10_000, y=0)
        assert (await hears(call.customer, "point"))["x"] == 10_000
        await call.show(kind="point")
        assert (await hears(call.customer, "point", 2))["x"] is None
        await call.show(kind="away")
        await hears(call.customer, "away")


@ON_SQLITE
async def test_nothing_is_shown_before_the_call_is_joined(house: House) -> None:
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        await both.agent.put("guide", call=call, data={"kind": "away"})
        await customer.put(
            "guide", call=call, data={"kind": "confirm", "form": "loan_application", "values": RIGHT}
        )
        assert (await hears(customer, "confirmed"))["code"] == "conflict"
        await both.agent.ask("accept", call=call)
        await customer.call_is("joined")
        assert heard(customer, "away") == []
    assert await rows(house, video_form) == []


@ON_SQLITE
async def test_what_a_side_may_not_say_ends_its_socket(house: House) -> None:
    async with called(house) as call:
        await call.say(kind="show", document="online_safety", page=0)
        assert await call.customer.closed() == 4400, "customers show nothing"
        await call.show(kind="show", document="online_safety", page=9)
        assert await call.agent.closed() == 4400, "there is no such page"
