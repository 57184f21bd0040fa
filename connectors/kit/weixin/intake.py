"""Takes in what Weixin says: on disk first, then the answer in the response where it is ready in time."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from sanic import HTTPResponse, Request

from connectors.kit.answering import PassiveAnswers, WebhookCall
from connectors.kit.ignored import Ignored
from connectors.kit.inflight import InFlight
from connectors.kit.metrics import CALLBACKS
from connectors.kit.store import customers
from connectors.kit.weixin.callbacks import write_reply
from connectors.kit.weixin.fetching import fetch
from connectors.kit.weixin.incoming import (
    GREET,
    Greeted,
    Incoming,
    TemplateReceipts,
    Unfollowed,
    WeixinMessage,
    to_arrival,
)
from connectors.kit.weixin.served import Own, ServedWeixin
from hub.errors import Unavailable
from hub.messages import Media, Message
from hub.ports import Address, Brought, ChannelContext

ANSWER_WITHIN_S = 4.5
"""Weixin hangs up after five seconds."""

FETCH_WITHIN_S = 3.5
GIVE_UP_FETCHING_S = 12.0
"""Weixin calls three times, five seconds apart: the last call takes the message without its picture."""

MOST_CALLS = 10_000
"""Of so many messages with pictures it is remembered when they were called for first."""

UNFOLLOWED = "unfollowed"


@dataclass(frozen=True, slots=True)
class Conversing:
    """Between whom a reply goes: `origin` is as whom the account speaks; `at` in seconds since 1970."""

    customer: str
    origin: str
    at: int


ToReply = Callable[[ServedWeixin[Own], Message, Conversing], Awaitable[bytes | None]]
"""The XML of the one reply that says a message; None where one reply cannot."""


class WeixinIntake(Generic[Own]):
    """The way in for all accounts of one channel."""

    def __init__(
        self,
        context: ChannelContext,
        *,
        nothing: bytes,
        to_reply: ToReply[Own],
        meet: Callable[[ServedWeixin[Own], str], None] | None = None,
    ) -> None:
        """`nothing`: the body of a response that carries no answer; `meet`: told of each customer."""
        self._context = context
        self._clock = context.clock
        self._to_reply = to_reply
        self._meet = meet
        self._answers = PassiveAnswers(context.passive_replies, context.clock, nothing=nothing)
        self._fetching: InFlight[Media | None] = InFlight()
        self._first_call: dict[tuple[str, str], float] = {}

    async def take(
        self,
        request: Request,
        one: ServedWeixin[Own],
        incoming: Incoming,
        *,
        origin: str,
        began: float,
        brought: Brought,
    ) -> HTTPResponse | None:
        """The response to a callback, None where it is sent already.

        `origin`: the account's own id; `began`: when the call came in, on the monotonic clock; `brought`:
        an answer in a response that the provider does not see would be lost, and a call that nobody keeps
        is not refused, however much there is to do. Raises `Overloaded`, `StoreUnavailable`, and
        `Unavailable` while a picture is on its way: Weixin calls again.
        """
        match incoming:
            case Ignored(kind=kind):
                CALLBACKS.labels(one.key.channel, kind).inc()
                return self._answers.without()
            case Unfollowed(customer=customer):
                CALLBACKS.labels(one.key.channel, "unsubscribe").inc()
                await self._mark_left(one, customer)
                return self._answers.without()
            case TemplateReceipts():
                CALLBACKS.labels(one.key.channel, "receipt").inc()
                await self._context.receipts.report(incoming.to_receipts(one.key))
                return self._answers.without()
            case WeixinMessage() | Greeted():
                CALLBACKS.labels(one.key.channel, incoming.gives).inc()
                return await self._answered(request, one, incoming, origin, began, brought)

    async def close(self) -> None:
        """Ends what is being fetched; answers that have left are written down."""
        await self._fetching.close()
        await self._answers.close()

    async def _answered(
        self,
        request: Request,
        one: ServedWeixin[Own],
        incoming: WeixinMessage | Greeted,
        origin: str,
        began: float,
        brought: Brought,
    ) -> HTTPResponse | None:
        passive = brought.awaited and one.account.passive_replies
        identity = self._context.key_of(self._address(one, incoming))
        key = incoming.provider_id if isinstance(incoming, WeixinMessage) else incoming.key
        call = WebhookCall(identity, f"{identity}.{key}", began, began + ANSWER_WITHIN_S)
        with self._expecting(identity) if passive else nullcontext():
            if not await self._store(one, incoming, identity, began, may_refuse=brought.kept):
                if not brought.awaited:
                    return await self._answers.bring_after_all(call)
                return self._answers.again(call)
            if self._meet is not None:
                self._meet(one, incoming.customer)
            if not passive:
                return self._answers.without()
            render = self._rendering(one, incoming.customer, origin)
            return await self._answers.answer(request, call, render)

    def _expecting(self, identity: str) -> AbstractContextManager[None]:
        return self._context.passive_replies.expecting(identity)

    async def _store(
        self,
        one: ServedWeixin[Own],
        incoming: WeixinMessage | Greeted,
        identity: str,
        began: float,
        *,
        may_refuse: bool,
    ) -> bool:
        """Stores what a customer said or did; False where it was stored before."""
        now = self._clock.now()
        # Before the message: its answer may be on its way as soon as that is stored.
        await self._note_customer(one, incoming, now)
        if isinstance(incoming, WeixinMessage):
            media = await self._media(one, incoming, identity, began)
            arrival = to_arrival(incoming, one.key, now, self._context.new_correlation_id(), media)
            with self._context.admission.entering(identity, may_refuse=may_refuse):
                return not (await self._context.inbox.accept(arrival)).repeated
        address = self._address(one, incoming)
        with self._context.admission.entering(identity, may_refuse=may_refuse):
            return await self._context.inbox.learn(address, GREET, key=incoming.key, gives=incoming.gives)

    async def _note_customer(
        self, one: ServedWeixin[Own], incoming: WeixinMessage | Greeted, now: datetime
    ) -> None:
        """Keeps how the customer came, and that who was away is there again."""
        if incoming.way:
            await self._context.contacts.learn_source(self._address(one, incoming), incoming.way)
        async with self._context.store.read() as connection:
            away = await customers.why_unreachable(connection, one.key, incoming.customer)
        if away is None and not incoming.way:
            return
        async with self._context.store.write() as connection:
            if incoming.way:
                await customers.note_way(connection, one.key, incoming.customer, incoming.way, now)
            await customers.mark_reachable(connection, one.key, incoming.customer)

    async def _mark_left(self, one: ServedWeixin[Own], customer: str) -> None:
        async with self._context.store.write() as connection:
            await customers.mark_unreachable(connection, one.key, customer, UNFOLLOWED, self._clock.now())

    async def _media(
        self, one: ServedWeixin[Own], said: WeixinMessage, identity: str, began: float
    ) -> Media | None:
        """What the bytes became that a message names; None where they are not to be had.

        Raises `Unavailable` while they are on their way: the provider's next call finds them.
        """
        wanted = said.wanted
        if wanted is None:
            return None
        call = (identity, said.provider_id)
        try:
            return await self._fetching.wait(
                call,
                lambda: fetch(one.api, one.key, self._context.media, wanted, identity=identity),
                FETCH_WITHIN_S,
            )
        except (TimeoutError, Unavailable):
            if self._waited_s(call, said, began) < GIVE_UP_FETCHING_S:
                raise Unavailable("a picture is still on its way") from None
            return None

    def _waited_s(self, call: tuple[str, str], said: WeixinMessage, began: float) -> float:
        """For how long the provider has called for this message, here or at another hub."""
        if len(self._first_call) > MOST_CALLS:
            self._first_call.clear()
        here = began - self._first_call.setdefault(call, began)
        return max(here, self._clock.now().timestamp() - said.at)

    def _rendering(
        self, one: ServedWeixin[Own], customer: str, origin: str
    ) -> Callable[[Message], Awaitable[bytes | None]]:
        async def render(message: Message) -> bytes | None:
            at = int(self._clock.now().timestamp())
            reply = await self._to_reply(one, message, Conversing(customer, origin, at))
            return None if reply is None else write_reply(one.receiver, reply, at=at)

        return render

    def _address(self, one: ServedWeixin[Own], incoming: WeixinMessage | Greeted) -> Address:
        return Address(*one.key, incoming.customer)
