"""Sends a message by its account's provider, and says what came of it."""

import asyncio
from collections.abc import Mapping

from connectors.kit.store import customers
from connectors.sms.provider import SendResult, SmsToSend
from connectors.sms.render import to_words
from connectors.sms.served import ServedSms
from connectors.sms.whole import WholeAddresses
from hub.errors import TooLarge
from hub.messages import Event, Message
from hub.ports import Address, Clock, Delivery, Parts, SendOutcome, Store

LONGEST_WAIT_S = 1.5
"""So long a message may wait for its place in the account's pace with a sender's hand on it."""

COME_AGAIN_S = 2.0


class SmsSender:
    """Implements `hub.ports.Sender`."""

    def __init__(
        self, served: Mapping[str, ServedSms], whole: WholeAddresses, store: Store, clock: Clock
    ) -> None:
        """`served`: by the account's name; `whole`: of the links to whole answers."""
        self._served, self._whole = served, whole
        self._store, self._clock = store, clock

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Hands in a message; to whom has opted out nothing goes, and no provider is asked."""
        one = self._served.get(address.account)
        if one is None:
            return Delivery(SendOutcome.REJECTED, code="no_account")
        if parts.accepted:
            return Delivery(SendOutcome.SENT)  # all sends of a message are handed in together
        async with self._store.read() as connection:
            gone = await customers.why_unreachable(connection, one.key, address.external_id)
        if gone is not None:
            return Delivery(SendOutcome.REJECTED, code=gone)
        wait = one.pace.wait_s(LONGEST_WAIT_S)
        if wait is None:
            return Delivery(SendOutcome.RETRY, retry_after_s=COME_AGAIN_S, code="pace")
        await asyncio.sleep(wait)
        try:
            ready = SmsToSend(to_words(message), self._whole.address(message))
        except TooLarge as error:
            return Delivery(SendOutcome.REJECTED, code=error.code)
        tried = await one.provider.send(address.external_id, ready)
        await self._note(one, address, tried, parts)
        return tried.delivery

    async def show(self, address: Address, event: Event) -> None:
        """Shows nothing: a phone has no sign for it, and each message costs."""

    async def close(self) -> None:
        """Closes the connections of all accounts."""
        for one in self._served.values():
            await one.provider.close()

    async def _note(self, one: ServedSms, address: Address, tried: SendResult, parts: Parts) -> None:
        for number, provider_id in enumerate(tried.provider_ids, start=1):
            await parts.accept(provider_id, more=number < len(tried.provider_ids))
        if tried.gone:
            async with self._store.write() as connection:
                await customers.mark_unreachable(
                    connection, one.key, address.external_id, tried.gone, self._clock.now()
                )
