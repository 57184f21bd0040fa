"""Business flows at the wire: what a script does not let pass the hub stops, whatever a desk sends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from tests.flow.video.meeting import ON_SQLITE, Met, come_in, met
from tests.support.house import House
from tests.support.looking import rows
from tests.support.video import customer_side, heard
from video.store import cases
from video.store.schema import video_call
from video.store.schema_cases import video_case, video_rating, video_step

PERSON = {"name": "测试客户", "id_number": "000000199001011234"}
DOCUMENT = "ab" * 32

CAUTIOUS = {"age": 0, "income": 0, "share": 1, "experience": 1, "loss": 1}
"""1 + 1 + 3 + 3 + 3 points: the second band."""


@asynccontextmanager
async def in_a_call(house: House, *licences: str) -> AsyncIterator[tuple[Met, str]]:
    """Both sides in a call; the agent holds these licences for a day."""
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        assert await both.agent.ask("accept", call=call) == "done"
        await customer.call_is("joined")
        (row,) = await rows(house, video_call)
        until = house.hub.clock.now() + timedelta(days=1)
        async with house.database.write() as connection:
            for licence in licences:
                await cases.give_licence(connection, row.account_id, licence, until)
        async with heard(customer), heard(both.agent):
            yield both, call


async def step(both: Met, call: str, name: str, **what: Any) -> str:
    return await both.agent.ask("step", call=call, step=name, **what)


def case(both: Met) -> dict[str, Any]:
    return next(frame for frame in reversed(both.agent.frames) if frame["type"] == "case")


async def test_a_risk_questionnaire_from_consent_to_what_is_missing(house: House) -> None:
    async with in_a_call(house, "wealth_sales") as (both, call):
        assert await both.agent.ask("begin", call=call, script="wealth_risk") == "done"
        assert await both.agent.ask("begin", call=call, script="wealth_risk") == "conflict"
        assert await step(both, call, "faces") == "consent_first"
        assert await step(both, call, "consent") == "answer"
        assert await step(both, call, "consent", answer="同意") == "done"
        assert await step(both, call, "questionnaire", answers=CAUTIOUS) == "skipped"
        assert await step(both, call, "faces") == "done"
        assert await step(both, call, "questionnaire", answers=CAUTIOUS | {"age": 9}) == "bad_input"
        assert await step(both, call, "questionnaire", answers={"age": 0}) == "bad_input"
        both.later(12)
        assert await step(both, call, "questionnaire", answers=CAUTIOUS) == "done"
        assert await step(both, call, "result", answer="确认") == "done"
        assert await step(both, call, "product") == "bad_input"
        assert await step(both, call, "product", product_class=2) == "done"
        assert await step(both, call, "risks", answer="已了解") == "done"
        assert await step(both, call, "signature") == "conflict", "an agent's word is no signature"
        assert (case(both)["state"], case(both)["missing"]) == ("open", ["signature", "recording"])
    (rated,) = await rows(house, video_rating)
    assert (rated.points, rated.rating) == (11, 2)
    assert rated.expires_at - rated.rated_at == timedelta(days=365)
    ticked = {row.step: row.at_ms for row in await rows(house, video_step)}
    assert ticked["questionnaire"] - ticked["faces"] == 12_000
    (row,) = await rows(house, video_case)
    assert (row.state, row.script_version) == ("open", 1)


@ON_SQLITE
async def test_a_product_above_the_rating_stops_the_flow_for_good(house: House) -> None:
    async with in_a_call(house, "wealth_sales") as (both, call):
        await both.agent.ask("begin", call=call, script="wealth_risk")
        await step(both, call, "consent", answer="同意")
        await step(both, call, "faces")
        await step(both, call, "questionnaire", answers=CAUTIOUS)
        await step(both, call, "result", answer="确认")
        assert await step(both, call, "product", product_class=3) == "done"
        assert (case(both)["state"], case(both)["stopped_why"]) == ("stopped", "risk_too_high")
        assert await step(both, call, "product", product_class=2) == "conflict"
        assert await step(both, call, "risks", answer="已了解") == "conflict"
    failed = [row.step for row in await rows(house, video_step) if row.result == "failed"]
    assert failed == ["product"]


@ON_SQLITE
async def test_without_consent_nothing_goes_on(house: House) -> None:
    async with in_a_call(house, "card_sales") as (both, call):
        await both.agent.ask("begin", call=call, script="card_interview")
        assert await step(both, call, "consent", answer="不同意") == "done"
        assert (case(both)["state"], case(both)["stopped_why"]) == ("stopped", "no_consent")
        assert await step(both, call, "consent", answer="同意") == "conflict"
    assert [row.result for row in await rows(house, video_step)] == ["failed"]


@ON_SQLITE
async def test_an_agent_without_a_licence_begins_nothing_and_one_that_ends_stops(house: House) -> None:
    async with in_a_call(house, "card_sales") as (both, call):
        assert await both.agent.ask("begin", call=call, script="wealth_risk") == "not_allowed"
        assert await both.agent.ask("begin", call=call, script="nothing") == "not_found"
        assert await both.agent.ask("begin", call=call, script="card_interview") == "done"
        (row,) = await rows(house, video_call)
        async with house.database.write() as connection:
            over = house.hub.clock.now()
            await cases.give_licence(connection, row.account_id, "card_sales", over)
        assert await step(both, call, "consent", answer="同意") == "not_allowed"
    assert await rows(house, video_step) == []


@ON_SQLITE
async def test_what_is_not_recorded_is_done_with_its_last_step(house: House) -> None:
    async with in_a_call(house) as (both, call):
        assert await step(both, call, "greeting") == "not_found", "no flow was begun"
        await both.agent.ask("begin", call=call, script="video_service")
        for name in ("greeting", "help", "closing"):
            assert await step(both, call, name) == "done"
        assert (case(both)["state"], case(both)["missing"]) == ("done", [])


@ON_SQLITE
async def test_identity_and_signature_are_played_by_a_demonstration_that_says_so(house: House) -> None:
    async with in_a_call(house, "card_sales") as (both, call):
        await both.agent.ask("begin", call=call, script="card_interview")
        assert await step(both, call, "identity", person=PERSON) == "consent_first"
        await step(both, call, "consent", answer="同意")
        assert await step(both, call, "identity") == "conflict", "an agent's word is no proof"
        somebody = PERSON | {"id_number": "110101199003070014"}
        assert await step(both, call, "identity", person=somebody) == "bad_input", "it could be somebody's"
        assert await step(both, call, "identity", person=PERSON) == "done"
        for name, answer in (("own_will", "是"), ("fees", None), ("understood", "已了解")):
            assert await step(both, call, name, answer=answer) == "done"
        assert await step(both, call, "signature", person=PERSON) == "conflict"
        assert await step(both, call, "signature", document=DOCUMENT) == "done"
        assert (case(both)["state"], case(both)["missing"]) == ("open", ["recording"])
    details = {row.step: row.detail for row in await rows(house, video_step)}
    assert (details["identity"]["provider"], details["identity"]["demo"]) == ("DEMO", True)
    assert (details["signature"]["demo"], details["signature"]["document"]) == (True, DOCUMENT)
    assert details["signature"]["reference"].startswith("DEMO-")
    assert PERSON["name"] not in str(details)
    assert PERSON["id_number"] not in str(details)


@ON_SQLITE
async def test_who_is_not_who_they_say_stops_the_flow(house: House) -> None:
    async with in_a_call(house, "card_sales") as (both, call):
        await both.agent.ask("begin", call=call, script="card_interview")
        await step(both, call, "consent", answer="同意")
        other = PERSON | {"id_number": "00000019900101123X"}
        assert await step(both, call, "identity", person=other) == "done"
        assert (case(both)["state"], case(both)["stopped_why"]) == ("stopped", "identity_failed")
