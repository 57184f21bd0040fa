"""Passive replies: a webhook takes what waits first, and says afterwards whether it went."""

import pytest

from hub.messages import Text
from hub.outbox.carrier import LEASE_S
from hub.ports import Claim, SendOutcome
from hub.store import schema
from tests.unit.hub.spine import CHANNEL, Spine, key_of

ME = key_of("visitor")


def text_of(claim: Claim | None) -> str:
    assert claim is not None
    (segment,) = claim.message.segments
    assert isinstance(segment, Text)
    return segment.text


async def test_it_takes_the_first_and_the_next_comes_behind_it(spine: Spine) -> None:
    await spine.write_out("1")
    await spine.write_out("2")
    first = await spine.outbox.claim_for(ME)
    assert text_of(first) == "1"
    assert first is not None
    assert await spine.outbox.claim_for(ME) is None, "the second would overtake it"
    assert await spine.send() == 0
    assert await spine.outbox.confirm(first)
    assert text_of(await spine.outbox.claim_for(ME)) == "2"
    assert spine.sender.sent == []
    statuses = [row.status for row in await spine.rows(schema.message) if row.direction == "out"]
    assert statuses == ["sent", "accepted"]


async def test_what_is_given_back_is_sent_in_the_usual_way(spine: Spine) -> None:
    await spine.write_out("1")
    claim = await spine.outbox.claim_for(ME)
    assert claim is not None
    assert await spine.outbox.give_back(claim)
    assert await spine.send() == 1


async def test_a_claim_whose_time_is_over_changes_nothing(spine: Spine) -> None:
    await spine.write_out("1")
    claim = await spine.outbox.claim_for(ME)
    assert claim is not None
    spine.clock.turn(LEASE_S + 1)
    assert await spine.send() == 1
    assert not await spine.outbox.confirm(claim)
    assert not await spine.outbox.give_back(claim)
    assert await spine.rows(schema.outbox) == []


async def test_while_a_webhook_waits_nobody_else_sends_to_its_person(spine: Spine) -> None:
    with spine.outbox.expecting(ME):
        written = await spine.write_out("1", held=True)
        assert written.parcel is None
        await spine.write_out("other", visitor="b")
        assert await spine.send() == 1
        assert text_of(await spine.outbox.claim_for(ME)) == "1"
    await spine.write_out("2", visitor="c", held=True)


async def test_what_it_did_not_take_leaves_when_it_is_gone(spine: Spine) -> None:
    with spine.outbox.expecting(ME):
        await spine.write_out("1")
        assert await spine.send() == 0
    assert await spine.send() == 1


async def test_nothing_is_there_for_who_waits_for_nothing(spine: Spine) -> None:
    assert await spine.outbox.claim_for(ME) is None


@pytest.mark.parametrize("on_timeout", [SendOutcome.RETRY, SendOutcome.UNSURE])
async def test_what_somebody_may_have_sent_is_not_said_again_in_a_response(
    spine: Spine, on_timeout: SendOutcome
) -> None:
    spine.sends(on_timeout=on_timeout)
    await spine.write_out("1")
    await spine.outbox._claim()
    spine.clock.turn(LEASE_S + 1)
    assert await spine.outbox.claim_for(ME) is None


async def test_it_costs_no_quota(spine: Spine) -> None:
    await spine.write_out("1")
    claim = await spine.outbox.claim_for(ME)
    assert claim is not None
    await spine.outbox.confirm(claim)
    assert await spine.rows(schema.quota) == []
    assert CHANNEL in spine.rules
