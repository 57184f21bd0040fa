"""A delivery that went to people is sent again when they say so."""

import pytest

from hub.conversation.delivery_replay import replay_delivery
from hub.errors import BadInput, NotFound
from hub.messages import Message
from hub.ports import Delivery, SendOutcome
from hub.store import schema
from tests.unit.hub.spine import Spine, key_of


@pytest.mark.parametrize("outcome", [SendOutcome.UNSURE, SendOutcome.REJECTED])
async def test_it_is_sent_once_more(spine: Spine, outcome: SendOutcome) -> None:
    async def answer(_message: Message) -> Delivery:
        return Delivery(outcome)

    spine.sender.answer = answer
    await spine.write_out("1")
    await spine.send()
    spine.sender.answer = None
    conversation = f"{key_of('visitor')}.1"
    await replay_delivery(spine.database, conversation, 2)
    with pytest.raises(NotFound):
        await replay_delivery(spine.database, conversation, 2)
    spine.clock.turn(10**8)  # it is written down with the time of day, which tests do not turn
    assert await spine.send() == 1
    (row,) = [row for row in await spine.rows(schema.message) if row.direction == "out"]
    assert row.status == "sent"


async def test_what_is_no_letter_is_refused(spine: Spine) -> None:
    with pytest.raises(BadInput):
        await replay_delivery(spine.database, "nobody", 2)
    with pytest.raises(NotFound):
        await replay_delivery(spine.database, f"{key_of('visitor')}.1", 2)
