"""Sends application messages (应用消息), and says what came of it."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from connectors.kit.http import Unknown
from connectors.kit.store import customers
from connectors.kit.weixin.api import Outcome as Said
from connectors.kit.weixin.api import ProviderBusy, ProviderRefused
from connectors.kit.weixin.delivery import BAD_MEDIA, Try, send_each, to_delivery, without_token
from connectors.kit.weixin.errors import ErrorMeaning
from connectors.kit.weixin.sends import WeixinSend
from connectors.kit.weixin.uploading import NotUploaded, media_id_of
from connectors.wecom.render import to_request, to_sends
from connectors.wecom.served import Served
from connectors.wecom.translate import CHANNEL
from hub.errors import Unavailable
from hub.messages import Event, Message
from hub.ports import Address, Clock, Delivery, Parts, SendOutcome, Store

SEND = "/cgi-bin/message/send"

INVALID = "wecom_invaliduser"
UNLICENSED = "wecom_unlicenseduser"

MOST_UNSURE = 10_000
NEXT_RIGHT_S = 60.0
"""What is counted by the minute is looked at anew after one."""

log = structlog.get_logger(__name__)


class WecomSender:
    """Implements `hub.ports.Sender`."""

    def __init__(self, served: Mapping[str, Served], store: Store, clock: Clock) -> None:
        """`served`: by the account's name."""
        self._served = served
        self._store = store
        self._clock = clock
        self._unsure: OrderedDict[tuple[str, int], None] = OrderedDict()

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Hands in what is missing of a message."""
        one = self._served.get(address.account)
        if one is None:
            return Delivery(SendOutcome.REJECTED, code="no_account")
        async with self._store.read() as connection:
            why = await customers.why_unreachable(connection, one.key, address.external_id)
        if why is not None:
            return Delivery(SendOutcome.REJECTED, code=why)
        until = self._clock.now() + timedelta(seconds=NEXT_RIGHT_S)
        sends = to_sends(message, markdown=one.account.markdown)
        held = Delivery(SendOutcome.HELD, code="quota", until=until)
        return await send_each(sends, parts, self._trying(one, address, message), held)

    async def show(self, address: Address, event: Event) -> None:
        """Nothing: an application has no sign that somebody types."""

    async def close(self) -> None:
        """Closes the connections of all accounts."""
        for one in self._served.values():
            await one.api.close()

    def _trying(self, one: Served, address: Address, message: Message) -> Try:
        async def attempt(number: int, send: WeixinSend) -> Delivery | str:
            return await self._try(one, address, (message.id, number), send)

        return attempt

    async def _try(
        self, one: Served, address: Address, part: tuple[str, int], send: WeixinSend
    ) -> Delivery | str:
        """One send; the provider's id of it where that took it."""
        try:
            media_id = "" if send.media is None else await media_id_of(one, send.media, send.kind)
            again = self._begin(part)
            request = to_request(
                send, address.external_id, one.account.agent_id, media_id=media_id, again=again
            )
            said = await one.api.call(SEND, request)
        except NotUploaded as error:
            return await self._failed(one, address, send, error.said)
        except Unavailable as error:
            return without_token(error)
        if not isinstance(said, Unknown) and not (isinstance(said, ProviderBusy) and said.status >= 500):
            self._unsure.pop(part, None)
        missed = why_missed(said, address.external_id)
        if missed:
            await self._mark(one, address, missed)
            return Delivery(SendOutcome.REJECTED, code=missed)
        if isinstance(said, dict):
            return str(said.get("msgid", ""))[:256]
        return await self._failed(one, address, send, said)

    def _begin(self, part: tuple[str, int]) -> bool:
        """Whether the part may have arrived before; from now on it may, until an answer says otherwise.

        A repeat asks WeCom to drop it then. Not every send does: two honest answers of the same words
        would become one.
        """
        again = part in self._unsure
        self._unsure[part] = None
        while len(self._unsure) > MOST_UNSURE:
            self._unsure.popitem(last=False)
        return again

    async def _failed(self, one: Served, address: Address, send: WeixinSend, said: Said) -> Delivery:
        if isinstance(said, ProviderRefused):
            if said.meaning is ErrorMeaning.UNREACHABLE:
                await self._mark(one, address, f"weixin_{said.code}")
            elif said.meaning is ErrorMeaning.SETTING:
                log.error("wecom.account_refused", channel=CHANNEL, account=address.account, code=said.code)
            elif said.code == BAD_MEDIA and send.media is not None:
                await one.uploaded.forget(send.media, send.kind)
        return to_delivery(said)

    async def _mark(self, one: Served, address: Address, code: str) -> None:
        async with self._store.write() as connection:
            now = self._clock.now()
            await customers.mark_unreachable(connection, one.key, address.external_id, code, now)


def why_missed(said: Any, member: str) -> str:
    """Why a send that was taken does not reach the member; empty where it does.

    WeCom answers 0 and lists those who get nothing (`invaliduser`, `unlicenseduser`).
    """
    if not isinstance(said, dict):
        return ""
    for name, code in (("invaliduser", INVALID), ("unlicenseduser", UNLICENSED)):
        if member.casefold() in str(said.get(name, "")).casefold().split("|"):
            return code
    return ""
