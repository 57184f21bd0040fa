"""WeChat's calls: verifies who calls, reads the bytes, and nothing else."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw, text

from connectors.kit.weixin.callbacks import Receiver, check_address, open_callback, write_reply
from connectors.wechat.account import WechatAccount
from connectors.wechat.passive import to_reply
from connectors.wechat.translate import CHANNEL, Said, read_incoming, to_arrival
from hub.errors import NotFound
from hub.ports import Address, Callback, ChannelContext

ANSWER_WITHIN_S = 4.5
"""WeChat hangs up after five seconds."""

DONE = "success"


@dataclass(frozen=True, slots=True)
class Served:
    """An account, and what its callbacks are verified with."""

    account: WechatAccount
    receiver: Receiver


def add_webhook(blueprint: Blueprint, context: ChannelContext, served: Mapping[str, Served]) -> None:
    """Adds `GET` and `POST /wechat/<account>`; what is answered with 200 is on disk."""

    def find(name: str) -> Served:
        if name not in served:
            raise NotFound("there is no such account")
        return served[name]

    @blueprint.get("/wechat/<name:str>")
    async def verify(request: Request, name: str) -> HTTPResponse:
        return text(check_address(find(name).receiver, query_of(request), context.clock.now()))

    @blueprint.post("/wechat/<name:str>")
    async def receive(request: Request, name: str) -> HTTPResponse:
        began, one = time.monotonic(), find(name)
        taken_at = context.taken_at(Callback.of(request))
        fields = open_callback(one.receiver, query_of(request), request.body, taken_at)
        incoming = read_incoming(fields)
        if not isinstance(incoming, Said):
            return text(DONE)
        now = context.clock.now()
        arrival = to_arrival(incoming, name, now, context.new_correlation_id())
        identity = context.key_of(Address(CHANNEL, name, arrival.external_id))
        passive = context.passive_replies
        with context.admission.entering(identity), passive.expecting(identity):
            accepted = await context.inbox.accept(arrival)
            if accepted.repeated or not one.account.passive_replies:
                return text(DONE)
            left_s = ANSWER_WITHIN_S - (time.monotonic() - began)
            claim = await passive.claim_for(identity, within_s=left_s)
            if claim is None:
                return text(DONE)
            origin = one.account.origin_id or str(fields["ToUserName"])
            at = int(context.clock.now().timestamp())
            reply = to_reply(claim.message, customer=incoming.customer, origin=origin, at=at)
            if reply is None:
                await passive.give_back(claim)
                return text(DONE)
            await passive.confirm(claim)
        sealed = write_reply(one.receiver, reply, timestamp=at, nonce=query_of(request)["nonce"])
        return raw(sealed, content_type="text/xml; charset=utf-8")


def query_of(request: Request) -> dict[str, str]:
    """The parameters of the address, each the first of its name."""
    return {name: values[0] for name, values in request.get_args(keep_blank_values=True).items()}
