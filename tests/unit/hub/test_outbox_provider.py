"""The outbox against a provider on loopback that is busy, silent, cut off or out of quota."""

import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from hub.ports import SendOutcome
from hub.store import schema
from tests.support.provider import HttpSender, Mode, Provider, running_provider
from tests.unit.hub.spine import CHANNEL, Spine

SEED = 20261128


@pytest.fixture
async def provider(spine: Spine) -> AsyncIterator[Provider]:
    async with running_provider() as running:
        spine.senders[CHANNEL] = HttpSender(lambda: running.port)
        yield running


async def deliver_all(spine: Spine) -> None:
    """Lets time pass and the customer write until nothing is on its way."""
    for number in range(80):
        await spine.outbox._take()
        await spine.outbox.settle()
        if not await spine.rows(schema.outbox):
            return
        spine.clock.turn(60)
        await spine.say(provider_id=f"again{number}")
    raise AssertionError("something is on its way for ever")


def in_order(ids: list[str]) -> bool:
    places = [int(each.rpartition(".")[2]) for each in ids]
    return places == sorted(places)


async def test_a_provider_that_is_busy_is_asked_again_when_it_says(spine: Spine, provider: Provider) -> None:
    provider.modes = [Mode.BUSY]
    await spine.write_out("1")
    await spine.send()
    spine.clock.turn(6.9)
    await spine.send()
    assert len(provider.asked) == 1
    spine.clock.turn(0.2)
    await spine.send()
    assert (len(provider.asked), len(provider.took)) == (2, 1)
    (part,) = await spine.rows(schema.delivery_part)
    assert part.provider_id == "m1"


async def test_a_quota_that_is_used_up_costs_one_call(spine: Spine, provider: Provider) -> None:
    spine.sends(holds=True)
    provider.modes = [Mode.QUOTA]
    await spine.write_out("1")
    await spine.write_out("2")
    for _ in range(3):
        await spine.send()
        spine.clock.turn(600)
    assert len(provider.asked) == 1
    await spine.say(provider_id="p2")
    await deliver_all(spine)
    assert len(provider.took) == 2
    assert in_order(provider.took)


@pytest.mark.parametrize("on_timeout", [SendOutcome.RETRY, SendOutcome.UNSURE])
async def test_whatever_it_does_each_message_arrives_or_is_shown_to_people(
    spine: Spine, provider: Provider, on_timeout: SendOutcome
) -> None:
    spine.sends(on_timeout=on_timeout, send_within_s=0.1, holds=True)
    chance = random.Random(SEED)
    provider.modes = [chance.choice(list(Mode)) for _ in range(20)]
    written = [(await spine.write_out(str(number))).message.id for number in range(10)]
    await deliver_all(spine)
    assert list(dict.fromkeys(provider.took)) == written, "all, in order"
    assert in_order(provider.took)
    letters = [
        f"{row.identity_key}.{row.conversation}.{row.number}" for row in await spine.rows(schema.dead_letter)
    ]
    if on_timeout is SendOutcome.UNSURE:
        assert set(Counter(provider.took).values()) == {1}, "none twice"
        assert letters, "of some nobody is sure"
    else:
        assert letters == []
