"""Takes in what customers and providers say: on disk when it returns."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from connectors.kit.accounts import AccountKey
from connectors.kit.ignored import Ignored
from connectors.kit.inflight import InFlight
from connectors.kit.media import DOCUMENTS, IMAGES, VIDEOS, VOICES, keep_bytes
from connectors.kit.metrics import CALLBACKS
from connectors.kit.store import customers, nonces
from connectors.sms.translate import (
    CHANNEL,
    OPTED_OUT,
    Incoming,
    OptedOut,
    SmsMessage,
    SmsReceipt,
    WantedFile,
    to_arrival,
)
from hub.errors import BadMedia, NotAllowed, Unavailable
from hub.messages import Media
from hub.ports import Address, ChannelContext

FETCH_WITHIN_S = 9.0
"""Twilio waits for fifteen seconds in all, and calls once: then the message goes in without its files."""

BACK = "YES"
"""START for who has opted out; for everybody else it is a word (Support for STOP, START and HELP)."""

WISHES_KNOWN = timedelta(days=30)
"""So long a wish is known by its id: longer than a provider's list is read again from, or a gateway calls."""

KINDS = IMAGES | VOICES | VIDEOS | DOCUMENTS

log = structlog.get_logger(__name__)

Fetch = Callable[[str, int], Awaitable[bytes | None]]
"""The bytes at an address, so many at most; None where they are not given. Raises `NotAllowed`."""


class SmsIntake:
    """The way in for all accounts."""

    def __init__(self, context: ChannelContext) -> None:
        self._context = context
        self._clock = context.clock
        self._fetching: InFlight[tuple[Media | None, ...]] = InFlight()
        self._fetchers: dict[AccountKey, Fetch] = {}

    def fetch_with(self, key: AccountKey, fetch: Fetch) -> None:
        """Has the files of this account's messages fetched in this way."""
        self._fetchers[key] = fetch

    async def take(self, key: AccountKey, incoming: Incoming) -> None:
        """Stores it. Raises `StoreUnavailable`."""
        CALLBACKS.labels(CHANNEL, _kind_of(incoming)).inc()
        match incoming:
            case SmsMessage():
                await self._say(key, incoming)
            case OptedOut():
                await self._follow(key, incoming)
            case SmsReceipt():
                await self._context.receipts.report([incoming.to_receipt(key.account)])
                if incoming.gone:
                    await self._mark(key, incoming.customer, incoming.gone)
            case Ignored():
                return

    async def close(self) -> None:
        """Ends what is being fetched."""
        await self._fetching.close()

    async def _say(self, key: AccountKey, said: SmsMessage) -> None:
        if await self._is_wish(key, said):
            return
        identity = self._context.key_of(Address(CHANNEL, key.account, said.customer))
        media = await self._media(key, said, identity)
        arrival = to_arrival(said, key.account, self._clock.now(), self._context.new_correlation_id(), media)
        # A gateway asks once: what it is refused is gone.
        with self._context.admission.entering(identity, may_refuse=False):
            if said.returns:
                await self._mark(key, said.customer, "")  # before there is anything to answer
            await self._context.inbox.accept(arrival)

    async def _is_wish(self, key: AccountKey, said: SmsMessage) -> bool:
        """Whether it says no more than that somebody who had opted out is back, or did so when it came first.

        Twilio's list has neither OptOutType nor what a word meant at its time.
        """
        async with self._context.store.read() as connection:
            if await nonces.known(connection, key, said.provider_id):
                return True
            returns = said.text.strip().upper() == BACK
            away = returns and await customers.why_unreachable(connection, key, said.customer) is not None
        if away:
            await self._follow(key, OptedOut(said.customer, said.provider_id, back=True))
        return away

    async def _follow(self, key: AccountKey, wish: OptedOut) -> None:
        """Marks the customer, once for each message: a list that is read again takes nothing back."""
        now = self._clock.now()
        async with self._context.store.write() as connection:
            if await nonces.seen(connection, key, wish.provider_id, now + WISHES_KNOWN):
                return
            if wish.back:
                await customers.mark_reachable(connection, key, wish.customer)
            else:
                await customers.mark_unreachable(connection, key, wish.customer, OPTED_OUT, now)

    async def _mark(self, key: AccountKey, customer: str, why: str) -> None:
        async with self._context.store.write() as connection:
            if why:
                await customers.mark_unreachable(connection, key, customer, why, self._clock.now())
            else:
                await customers.mark_reachable(connection, key, customer)

    async def _media(self, key: AccountKey, said: SmsMessage, identity: str) -> tuple[Media | None, ...]:
        """What the files became; None for each that is not to be had."""
        nothing: tuple[Media | None, ...] = (None,) * len(said.wanted)
        fetch = self._fetchers.get(key)
        if not said.wanted or fetch is None:
            return nothing

        async def all_of_them() -> tuple[Media | None, ...]:
            return tuple(await asyncio.gather(*(self._file(fetch, each, identity) for each in said.wanted)))

        try:
            return await self._fetching.wait((identity, said.provider_id), all_of_them, FETCH_WITHIN_S)
        except TimeoutError:
            log.warning("sms.media_late", channel=CHANNEL, account=key.account, count=len(said.wanted))
            return nothing

    async def _file(self, fetch: Fetch, wanted: WantedFile, identity: str) -> Media | None:
        store = self._context.media
        try:
            body = await fetch(wanted.url, store.bytes_limit)
            if body is None:
                return None
            return await keep_bytes(store, body, identity=identity, name=_name(wanted), kinds=KINDS)
        except (BadMedia, NotAllowed, Unavailable) as error:
            log.warning("sms.media_refused", channel=CHANNEL, why=error.code)
            return None


def _name(wanted: WantedFile) -> str:
    return wanted.mime.partition("/")[0] or "file"


def _kind_of(incoming: Incoming) -> str:
    match incoming:
        case SmsMessage():
            return "message"
        case OptedOut(back=back):
            return "start" if back else "stop"
        case SmsReceipt():
            return "receipt"
        case Ignored(kind=kind):
            return kind
