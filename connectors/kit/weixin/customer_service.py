"""Sends by the customer-service API (客服消息): tries once to deliver, and says what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

import structlog

from connectors.kit.store import customers
from connectors.kit.weixin.api import ProviderRefused
from connectors.kit.weixin.delivery import BAD_MEDIA, send_each, to_delivery, without_token
from connectors.kit.weixin.errors import ErrorMeaning
from connectors.kit.weixin.sends import WeixinSend
from connectors.kit.weixin.served import Own, ServedWeixin
from connectors.kit.weixin.uploading import IMAGE, NotUploaded, media_id_of
from hub.errors import Unavailable, YuanqiaoError
from hub.messages import Event, EventKind, Message
from hub.ports import Address, Clock, Delivery, Parts, SendOutcome, Store

SEND = "/cgi-bin/message/custom/send"

log = structlog.get_logger(__name__)

Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Manner(Generic[Own]):
    """What a channel does its own way.

    `to_sends`: what a message of an account takes; `to_request`: a send for a customer, with its media's id;
    `to_invitation`: the path and the request that asks a customer to write, None where the account has none;
    `typing`: where it is shown that somebody types.
    """

    to_sends: Callable[[Own, Message], list[WeixinSend]]
    to_request: Callable[[WeixinSend, str, Message, str], Request]
    to_invitation: Callable[[Own, str], tuple[str, Request] | None]
    typing: str


class CustomerServiceSender(Generic[Own]):
    """Implements `hub.ports.Sender`."""

    def __init__(
        self, served: Mapping[str, ServedWeixin[Own]], store: Store, clock: Clock, manner: Manner[Own]
    ) -> None:
        """`served`: by the account's name."""
        self._served = served
        self._store = store
        self._clock = clock
        self._manner = manner

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Hands in what is missing of a message."""
        one = self._served.get(address.account)
        if one is None:
            return Delivery(SendOutcome.REJECTED, code="no_account")
        why = await self._why_unreachable(one, address)
        if why is not None:
            return Delivery(SendOutcome.REJECTED, code=why)

        async def attempt(_number: int, send: WeixinSend) -> Delivery | None:
            return await self._try(one, address, message, send)

        held = Delivery(SendOutcome.HELD, code="quota")
        return await send_each(self._manner.to_sends(one.account, message), parts, attempt, held)

    async def show(self, address: Address, event: Event) -> None:
        """Shows that somebody types; asks a customer to write for whom a message waits."""
        one = self._served.get(address.account)
        if one is None:
            return
        try:
            if event.kind in (EventKind.TYPING, EventKind.WAITING):
                typing = {"touser": address.external_id, "command": "Typing"}
                await one.api.call(self._manner.typing, typing)
            elif event.kind is EventKind.HELD:
                await self._ask_to_write(one, address)
        except YuanqiaoError as error:
            log.info("weixin.not_shown", channel=address.channel, kind=event.kind, code=error.code)

    async def close(self) -> None:
        """Closes the connections of all accounts."""
        for one in self._served.values():
            await one.api.close()

    async def _try(
        self, one: ServedWeixin[Own], address: Address, message: Message, send: WeixinSend
    ) -> Delivery | None:
        """One send; None where the provider took it."""
        try:
            media_id = "" if send.media is None else await media_id_of(one, send.media)
            request = self._manner.to_request(send, address.external_id, message, media_id)
            said = await one.api.call(SEND, request)
        except NotUploaded as error:
            said = error.said
        except Unavailable as error:
            return without_token(error)
        if isinstance(said, dict):
            return None
        if isinstance(said, ProviderRefused):
            await self._take_note(one, address, send, said)
        return to_delivery(said)

    async def _take_note(
        self, one: ServedWeixin[Own], address: Address, send: WeixinSend, said: ProviderRefused
    ) -> None:
        """What a refusal tells beyond this message."""
        if said.meaning is ErrorMeaning.UNREACHABLE:
            async with self._store.write() as connection:
                code, now = f"weixin_{said.code}", self._clock.now()
                await customers.mark_unreachable(connection, one.key, address.external_id, code, now)
        elif said.meaning is ErrorMeaning.CLOSED:
            await self._ask_to_write(one, address)
        elif said.meaning is ErrorMeaning.SETTING:
            log.error(
                "weixin.account_refused", channel=address.channel, account=address.account, code=said.code
            )
        elif said.code == BAD_MEDIA and send.media is not None:
            await one.uploaded.forget(send.media, IMAGE)

    async def _ask_to_write(self, one: ServedWeixin[Own], address: Address) -> None:
        """Sends what asks the customer to write, where the account has it."""
        invitation = self._manner.to_invitation(one.account, address.external_id)
        if invitation is None:
            return
        said = await one.api.call(*invitation)
        outcome = "sent" if isinstance(said, dict) else str(getattr(said, "code", type(said).__name__))
        log.info("weixin.asked_to_write", channel=address.channel, account=address.account, outcome=outcome)

    async def _why_unreachable(self, one: ServedWeixin[Own], address: Address) -> str | None:
        async with self._store.read() as connection:
            return await customers.why_unreachable(connection, one.key, address.external_id)
