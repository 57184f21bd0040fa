"""Every flow that comes along, at the wire: each is stopped where it has to be, whatever a desk sends."""

from datetime import timedelta
from typing import Any

import pytest

from tests.flow.video.meeting import ON_SQLITE, Met
from tests.flow.video.test_flows import CAUTIOUS, DOCUMENT, PERSON, case, in_a_call, step
from tests.support.house import House
from tests.support.looking import rows
from video.flows.script import Script, ScriptStep
from video.flows.shelf import all_scripts
from video.store import cases
from video.store.schema import video_call
from video.store.schema_cases import video_case, video_step

FLOWS = sorted(all_scripts())
RECORDED = [name for name in FLOWS if all_scripts()[name].recorded]
LICENSED = [name for name in FLOWS if all_scripts()[name].licences]
WITH_A_PRODUCT = [
    name for name in FLOWS if any(each.kind == "suitability" for each in all_scripts()[name].steps)
]
NOBODY_ELSE = PERSON | {"id_number": "00000019900101123X"}

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "consent": ({"answer": "不同意"}, "no_consent"),
    "ask": ({"answer": "其他回答"}, "answer"),
    "suitability": ({"product_class": 5}, "risk_too_high"),
    "identity": ({"person": NOBODY_ELSE}, "identity_failed"),
}
"""What stops a flow for good, by the kind of step."""


def right(each: ScriptStep) -> dict[str, Any]:
    """What lets a flow go on at a step."""
    if each.answers:
        return {"answer": each.answers[0]}
    by_kind: dict[str, dict[str, Any]] = {
        "questionnaire": {"answers": CAUTIOUS},
        "suitability": {"product_class": 1},
        "identity": {"person": PERSON},
        "sign": {"document": DOCUMENT},
    }
    return by_kind.get(each.kind, {})


async def go_to(both: Met, call: str, script: Script, to: int) -> None:
    """Takes the steps before the one at a place."""
    for each in script.steps[:to]:
        assert await step(both, call, each.step, **right(each)) == "done", each.step


def test_the_flows_that_a_bank_asked_for_are_there() -> None:
    asked = {"wealth_risk", "loan_interview", "company_account", "card_interview"}
    assert {*asked, "video_counter", "video_service"} <= set(FLOWS)
    assert set(LICENSED) == set(RECORDED) == set(FLOWS) - {"video_service"}


@ON_SQLITE
@pytest.mark.parametrize("name", FLOWS)
async def test_from_the_first_step_to_the_last_none_is_skipped_and_none_done_twice(
    house: House, name: str
) -> None:
    script = all_scripts()[name]
    async with in_a_call(house, *script.licences) as (both, call):
        assert await both.agent.ask("begin", call=call, script=name) == "done"
        for place, each in enumerate(script.steps):
            for later in script.steps[place + 1 :]:
                refused = "consent_first" if place == 0 and script.recorded else "skipped"
                assert await step(both, call, later.step, **right(later)) == refused, (each.step, later.step)
            for before in script.steps[:place]:
                assert await step(both, call, before.step, **right(before)) == "done", before.step
            if each.answers:
                assert await step(both, call, each.step) == "answer"
            assert await step(both, call, each.step, **right(each)) == "done"
        shown = case(both)
        assert shown["done"] == [each.step for each in script.steps]
        state, missing = ("open", ["recording"]) if script.recorded else ("done", [])
        assert (shown["state"], shown["missing"]) == (state, missing), "no product is sold before the seal"
    taken = [row.step for row in await rows(house, video_step)]
    assert taken == [each.step for each in script.steps], "what was refused left nothing behind"


@ON_SQLITE
@pytest.mark.parametrize("name", RECORDED)
async def test_without_consent_it_stops_for_good(house: House, name: str) -> None:
    await stops(house, all_scripts()[name], 0)


STOPS = [
    (name, place)
    for name in RECORDED
    for place, each in enumerate(all_scripts()[name].steps)
    if place and each.kind in WRONG
]


@ON_SQLITE
@pytest.mark.parametrize(("name", "place"), STOPS)
async def test_what_a_step_does_not_let_pass_stops_it_for_good(house: House, name: str, place: int) -> None:
    await stops(house, all_scripts()[name], place)


async def stops(house: House, script: Script, place: int) -> None:
    """Goes to a step, gives what it does not let pass, and tries to go on all the same."""
    at = script.steps[place]
    wrong, why = WRONG[at.kind]
    async with in_a_call(house, *script.licences) as (both, call):
        await both.agent.ask("begin", call=call, script=script.script)
        await go_to(both, call, script, place)
        assert await step(both, call, at.step, **wrong) == "done"
        assert (case(both)["state"], case(both)["stopped_why"]) == ("stopped", why)
        for each in script.steps[place:]:
            assert await step(both, call, each.step, **right(each)) == "conflict", each.step
        assert await both.agent.ask("begin", call=call, script=script.script) == "conflict"
    (row,) = await rows(house, video_case)
    assert (row.state, row.done_at) == ("stopped", None)
    taken = [(row.step, row.result) for row in await rows(house, video_step)]
    assert taken == [(each.step, "done") for each in script.steps[:place]] + [(at.step, "failed")]


@ON_SQLITE
@pytest.mark.parametrize("name", LICENSED)
async def test_an_unlicensed_agent_does_not_begin_it_and_a_licence_that_ends_stops_it(
    house: House, name: str
) -> None:
    script, others = all_scripts()[name], {each for flow in FLOWS for each in all_scripts()[flow].licences}
    async with in_a_call(house, *sorted(others - set(script.licences))) as (both, call):
        assert await both.agent.ask("begin", call=call, script=name) == "not_allowed"
        await give(house, script, timedelta(days=1))
        assert await both.agent.ask("begin", call=call, script=name) == "done"
        await give(house, script, timedelta())
        first = script.steps[0]
        assert await step(both, call, first.step, **right(first)) == "not_allowed"
    assert await rows(house, video_step) == []


async def give(house: House, script: Script, lasts: timedelta) -> None:
    """Has the agent hold the script's licences from now on for so long."""
    (row,) = await rows(house, video_call)
    async with house.database.write() as connection:
        for licence in script.licences:
            until = house.hub.clock.now() + lasts
            await cases.give_licence(connection, row.account_id, licence, until)


@ON_SQLITE
@pytest.mark.parametrize("name", WITH_A_PRODUCT)
async def test_a_class_that_suits_the_rating_goes_on_and_none_is_no_class(house: House, name: str) -> None:
    script = all_scripts()[name]
    place = next(number for number, each in enumerate(script.steps) if each.kind == "suitability")
    async with in_a_call(house, *script.licences) as (both, call):
        await both.agent.ask("begin", call=call, script=name)
        await go_to(both, call, script, place)
        for wrong in (0, 6, None):
            assert await step(both, call, script.steps[place].step, product_class=wrong) == "bad_input"
        assert await step(both, call, script.steps[place].step, product_class=2) == "done"
        assert case(both)["state"] == "open", "a class that suits the rating of 2"
