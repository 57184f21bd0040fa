"""The outbox as a state machine: whatever providers answer, order holds and nothing is lost."""

import asyncio
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.messages import Message
from hub.outbox.carrier import LEASE_S
from hub.outgoing import Written
from hub.ports import Delivery, SendOutcome
from hub.store import schema
from hub.store.database import Database
from tests.support.migrated import migrated_file
from tests.unit.hub.spine import Spine

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from("ab")),
        st.tuples(st.just("send"), st.sampled_from((0, 1))),
        st.tuples(st.just("stop"), st.sampled_from((0, 1))),
        st.tuples(st.just("wake"), st.just(0)),
        st.tuples(st.just("customer"), st.sampled_from("ab")),
        st.tuples(st.just("wait"), st.sampled_from((1, int(LEASE_S) + 1, 400))),
    ),
    max_size=25,
)
ANSWERS = st.lists(st.sampled_from(list(SendOutcome)), max_size=15)


class Provider:
    """Answers as told, then takes everything; knows what it took."""

    def __init__(self, answers: list[SendOutcome]) -> None:
        self._answers = answers
        self.took: list[tuple[str, int]] = []
        self.tried: Counter[str] = Counter()

    async def answer(self, message: Message) -> Delivery:
        self.tried[message.id] += 1
        outcome = self._answers.pop(0) if self._answers else SendOutcome.SENT
        if outcome in (SendOutcome.SENT, SendOutcome.UNSURE):
            self.took.append((message.identity, message.seq))
        return Delivery(outcome, code="as told")


async def play(
    url: str, on_timeout: SendOutcome, steps: list[tuple[str, object]], answers: list[SendOutcome]
) -> None:
    database = Database(url)
    spine = Spine(database)
    spine.sends(on_timeout=on_timeout, holds=True)
    provider, senders = Provider(list(answers)), [spine.outbox, spine.another("hub-2")]
    spine.sender.answer = provider.answer
    stopped: list[tuple[int, Written]] = []
    for number, (what, who) in enumerate(steps):
        match what, who:
            case "write", str():
                await spine.write_out(str(number), visitor=who)
            case "send", int():
                await spine.send(senders[who])
            case "stop", int():
                stopped += [(who, written) for written in (await senders[who]._claim())[0]]
            case "wake", _:
                for place, written in stopped:
                    senders[place].deliver(written)
                    await senders[place].settle()
                stopped = []
            case "customer", str():
                await spine.say(visitor=who, provider_id=f"s{number}")
            case "wait", int():
                spine.clock.turn(who)
    await _check_all_end(spine, provider, on_timeout)
    await database.close()


async def _check_all_end(spine: Spine, provider: Provider, on_timeout: SendOutcome) -> None:
    for turn in range(60):
        for visitor in "ab":
            await spine.say(visitor=visitor, provider_id=f"end{turn}")
        await spine.send()
        if not await spine.rows(schema.outbox):
            break
        spine.clock.turn(400)
    assert await spine.rows(schema.outbox) == []
    letters = {(row.identity_key, row.number) for row in await spine.rows(schema.dead_letter)}
    rows = [row for row in await spine.rows(schema.message) if row.direction == "out"]
    for row in rows:
        ended = "failed" if (row.identity_key, row.seq) in letters else "sent"
        assert row.status == ended, "each has gone or is shown to people"
        assert row.status == "failed" or (row.identity_key, row.seq) in provider.took
    for identity in {key for key, _ in provider.took}:
        mine = [seq for key, seq in provider.took if key == identity]
        assert mine == sorted(mine), "in order"
    if on_timeout is SendOutcome.UNSURE:
        assert len(provider.took) == len(set(provider.took)), "at most once"


@pytest.mark.parametrize("on_timeout", [SendOutcome.RETRY, SendOutcome.UNSURE])
def test_order_holds_and_nothing_is_lost(on_timeout: SendOutcome) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS, ANSWERS)
    def holds(steps: list[tuple[str, object]], answers: list[SendOutcome]) -> None:
        with TemporaryDirectory() as folder:
            asyncio.run(play(migrated_file(Path(folder) / "yuanqiao.db"), on_timeout, steps, answers))

    holds()
