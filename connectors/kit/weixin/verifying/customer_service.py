"""Calls of the customer-service API (客服消息): what official accounts and mini-programs send."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.kit.verifying.bench import Bench
from connectors.kit.verifying.outgoing import AllParts, Contract, message_of
from connectors.kit.verifying.verdicts import NotMade
from connectors.kit.weixin.customer_service import CustomerServiceSender
from connectors.kit.weixin.served import Own, ServedWeixin
from connectors.kit.weixin.verifying.calls import Call
from hub.messages import Event, EventKind, Segment
from hub.ports import Address, Clock, SendOutcome, Store

MakeSender = Callable[[Mapping[str, ServedWeixin[Own]], Store, Clock], CustomerServiceSender[Own]]
"""What opens a channel's sender."""

SegmentOf = Callable[[Bench, dict[str, Any]], Awaitable[Segment]]
"""The house's segment that is sent as a recorded request has it; raises `NotMade`."""

EXAMPLE: dict[str, Any] = {"touser": "OPENID", "msgtype": "text", "text": {"content": "您好"}}


def sending(
    serve: Callable[[Bench], ServedWeixin[Own]], make: MakeSender[Own], segment_of: SegmentOf
) -> Call:
    """`message/custom/send`."""

    async def call(bench: Bench, contract: Contract | None) -> bool:
        request = contract.request if contract else EXAMPLE
        message, one = message_of(await segment_of(bench, request)), serve(bench)
        sender = make({one.key.account: one}, bench.kit.store, bench.kit.clock)
        try:
            delivery = await sender.send(Address(*one.key, str(request.get("touser"))), message, AllParts())
        finally:
            await sender.close()
        return delivery.outcome is SendOutcome.SENT

    return call


def showing_typing(serve: Callable[[Bench], ServedWeixin[Own]], make: MakeSender[Own]) -> Call:
    """`message/custom/typing`, shown while the bot thinks; it tells nobody what came of it."""

    async def call(bench: Bench, contract: Contract | None) -> None:
        request = contract.request if contract else EXAMPLE
        if request.get("command", "Typing") != "Typing":
            raise NotMade("an end of the typing is never told")
        await _show(bench, serve(bench), make, EventKind.TYPING, request)

    return call


def inviting(serve: Callable[[Bench, dict[str, Any]], ServedWeixin[Own]], make: MakeSender[Own]) -> Call:
    """What asks a customer to write, where nothing else may be sent.

    `serve`: an account that has what the recorded request sends.
    """

    async def call(bench: Bench, contract: Contract | None) -> None:
        request = contract.request if contract else {"touser": "OPENID", "template_id": "TEMPLATE"}
        await _show(bench, serve(bench, request), make, EventKind.HELD, request)

    return call


async def _show(
    bench: Bench, one: ServedWeixin[Own], make: MakeSender[Own], kind: EventKind, request: dict[str, Any]
) -> None:
    sender = make({one.key.account: one}, bench.kit.store, bench.kit.clock)
    event = Event(kind=kind, identity="verify", conversation=1, at=datetime.now(UTC))
    try:
        await sender.show(Address(*one.key, str(request.get("touser"))), event)
    finally:
        await sender.close()


def data_of(request: dict[str, Any]) -> dict[str, str]:
    """The fields of a recorded template, by name."""
    return {name: str(each["value"]) for name, each in (request.get("data") or {}).items()}
