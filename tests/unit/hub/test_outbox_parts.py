"""A message of several sends, and receipts by the provider's ids, in any order."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from hub.errors import LostLease
from hub.messages import Event, Message, Status
from hub.outbox.carrier import LEASE_S
from hub.outbox.receipts import EARLY_KEPT_S, StoredReceipts
from hub.ports import Address, Delivery, Parts, QuotaPer, QuotaRule, Receipt, SendOutcome
from hub.reactions import DeliveryEnded
from hub.store import schema
from tests.unit.hub.spine import CHANNEL, Spine

WORDS = ("a", "b", "c")


class InParts:
    """A sender that needs three sends for each message; one fails where it is told so."""

    def __init__(self, fails_at: Sequence[int] = ()) -> None:
        self.sent: list[str] = []
        self.fails_at = list(fails_at)

    async def send(self, _address: Address, _message: Message, parts: Parts) -> Delivery:
        for number in range(parts.accepted, len(WORDS)):
            if self.fails_at and self.fails_at[0] == number:
                self.fails_at.pop(0)
                return Delivery(SendOutcome.RETRY, code="busy")
            self.sent.append(WORDS[number])
            more = number + 1 < len(WORDS)
            if not await parts.accept(f"id-{WORDS[number]}", more=more) and more:
                return Delivery(SendOutcome.HELD, code="quota")
        return Delivery(SendOutcome.SENT)

    async def show(self, address: Address, event: Event) -> None:
        """Nothing."""


@pytest.fixture
def in_parts(spine: Spine) -> InParts:
    sender = InParts()
    spine.senders[CHANNEL] = sender
    return sender


@pytest.fixture
def receipts(spine: Spine) -> StoredReceipts:
    return StoredReceipts(spine.database, spine.clock, spine.hooks.reactions)


def receipt(provider_id: str, status: Status, code: str = "") -> Receipt:
    return Receipt(CHANNEL, "default", provider_id, status, code)


async def status(spine: Spine) -> str:
    (row,) = [row for row in await spine.rows(schema.message) if row.direction == "out"]
    return str(row.status)


async def test_a_retry_goes_on_behind_what_was_taken(spine: Spine, in_parts: InParts) -> None:
    in_parts.fails_at = [1, 2, 2]
    await spine.write_out("1")
    for _ in range(4):
        await spine.send()
        spine.clock.turn(10)
    assert in_parts.sent == ["a", "b", "c"]
    assert [row.provider_id for row in await spine.rows(schema.delivery_part)] == ["id-a", "id-b", "id-c"]
    assert await status(spine) == "sent"


async def test_each_send_is_counted_and_the_rest_waits_for_the_customer(
    spine: Spine, in_parts: InParts
) -> None:
    spine.sends(quotas=(QuotaRule("reply", QuotaPer.MESSAGE, 2, 3600.0),))
    await spine.write_out("1")
    await spine.send()
    assert in_parts.sent == ["a", "b"]
    (row,) = await spine.rows(schema.outbox)
    assert row.held
    await spine.say("嗯", provider_id="p2")
    await spine.send()
    assert in_parts.sent == ["a", "b", "c"]
    assert await status(spine) == "sent"


async def test_between_two_parts_a_lost_claim_is_seen(spine: Spine) -> None:
    lost: list[str] = []
    other = spine.another("hub-2")

    class Stopped(InParts):
        async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
            if lost:
                return await super().send(address, message, parts)
            lost.append("stopped")
            self.sent.append("a")
            spine.clock.turn(LEASE_S + 1)
            await other._take()
            await other.settle()
            with pytest.raises(LostLease):
                await parts.accept("id-a", more=True)
            lost.append("lost")
            raise LostLease("as the port says")

    sender = Stopped()
    spine.senders[CHANNEL] = sender
    await spine.write_out("1")
    await spine.send()
    assert lost == ["stopped", "lost"]
    assert sender.sent == ["a", "a", "b", "c"], "the first may have come twice, the others have not"
    assert await status(spine) == "sent"


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_a_message_is_as_far_as_the_last_of_its_parts(
    spine: Spine, in_parts: InParts, receipts: StoredReceipts, order: tuple[int, ...]
) -> None:
    told = [receipt(f"id-{word}", Status.DELIVERED) for word in WORDS] + [receipt("id-a", Status.READ)]
    await spine.write_out("1")
    await spine.send()
    for place, number in enumerate(order):
        await receipts.report([told[number], told[number]])
        first_three = {told[each].provider_id for each in order[: place + 1]}
        assert await status(spine) == ("delivered" if len(first_three) == 3 else "sent")
    for word in WORDS:
        await receipts.report([receipt(f"id-{word}", Status.READ), receipt(f"id-{word}", Status.DELIVERED)])
    assert await status(spine) == "read"


async def test_a_part_that_fails_later_is_shown_to_people(
    spine: Spine, in_parts: InParts, receipts: StoredReceipts
) -> None:
    ended: list[DeliveryEnded] = []
    spine.hooks.reactions.inside(DeliveryEnded, _keep(ended))
    await spine.write_out("1")
    await spine.send()
    await receipts.report([receipt("id-b", Status.FAILED, "4"), receipt("id-b", Status.DELIVERED)])
    assert await status(spine) == "failed"
    (letter,) = await spine.rows(schema.dead_letter)
    assert (letter.kind, letter.code) == ("delivery", "4")
    assert [each.status for each in ended] == [Status.SENT, Status.FAILED]


def _keep(ended: list[DeliveryEnded]):  # type: ignore[no-untyped-def]
    async def react(_connection: object, happening: DeliveryEnded) -> None:
        ended.append(happening)

    return react


async def test_a_receipt_that_comes_before_its_send_is_stored_counts(
    spine: Spine, receipts: StoredReceipts
) -> None:
    async def answer(_message: Message) -> Delivery:
        await receipts.report([receipt("early", Status.DELIVERED)])
        return Delivery(SendOutcome.SENT, provider_id="early")

    spine.sender.answer = answer
    await spine.write_out("1")
    await spine.send()
    assert await status(spine) == "delivered"
    assert await spine.rows(schema.early_receipt) == []


async def test_unknown_receipts_are_kept_for_ten_minutes(spine: Spine, receipts: StoredReceipts) -> None:
    await receipts.report([receipt("nobody's", Status.READ)])
    spine.clock.turn(EARLY_KEPT_S - 1)
    await receipts.report([receipt("another", Status.READ)])
    assert {row.provider_id for row in await spine.rows(schema.early_receipt)} == {"nobody's", "another"}
    spine.clock.turn(2)
    await receipts.report([receipt("third", Status.READ)])
    assert {row.provider_id for row in await spine.rows(schema.early_receipt)} == {"another", "third"}


async def test_another_accounts_receipt_is_not_ours(spine: Spine, receipts: StoredReceipts) -> None:
    async def answer(_message: Message) -> Delivery:
        return Delivery(SendOutcome.SENT, provider_id="same")

    spine.sender.answer = answer
    await spine.write_out("1")
    await spine.send()
    await receipts.report([Receipt(CHANNEL, "another", "same", Status.READ)])
    assert await status(spine) == "sent"
