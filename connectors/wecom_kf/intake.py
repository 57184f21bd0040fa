"""Takes in what a page of the feed says, in its order: on disk before the next."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from connectors.kit.feeds import Keep
from connectors.kit.ignored import Ignored
from connectors.kit.metrics import CALLBACKS, CALLBACKS_REFUSED
from connectors.kit.store import codes, customers
from connectors.kit.weixin.incoming import GREET, WeixinMessage, to_arrival
from connectors.wecom_kf.fetching import fetch
from connectors.wecom_kf.moved import tell_change
from connectors.wecom_kf.served import ServedKf
from connectors.wecom_kf.sessions import KfSessions
from connectors.wecom_kf.translate import (
    BLOCKED,
    CHANNEL,
    LATE,
    Entered,
    Failed,
    Incoming,
    Moved,
    in_time,
    read_item,
)
from hub.errors import BadInput, Unavailable
from hub.messages import Media
from hub.ports import ChannelContext

FETCHES_AT_ONCE = 4

CODE_HOLDS_S = 20.0
"""So long a welcome may be sent after a customer has come (发送欢迎语等事件响应消息)."""

BLOCKED_US = "blocked"

log = structlog.get_logger(__name__)


class KfIntake:
    """The way in for all accounts."""

    def __init__(self, context: ChannelContext, sessions: KfSessions) -> None:
        self._context = context
        self._clock = context.clock
        self._sessions = sessions

    async def take_in(self, one: ServedKf, items: Sequence[Any], keep: Keep) -> None:
        """Takes in every entry of a page; raises `Overloaded`, `StoreUnavailable`, `LostLease`.

        Then the page is read again. What stands in it twice, or was taken in before, has no second effect.
        """
        incoming = [each for item in items if (each := _read(one, item)) is not None]
        files = self._fetch_all(one, incoming)
        try:
            for number, each in enumerate(incoming):
                await keep()
                if isinstance(each, WeixinMessage) and not _moves_later(
                    each.customer, incoming[number + 1 :]
                ):
                    await self._look_whether_over(one, each)
                await self._take(one, each, await files[number] if number in files else None)
        finally:
            for task in files.values():
                task.cancel()
            await asyncio.gather(*files.values(), return_exceptions=True)

    def _fetch_all(
        self, one: ServedKf, incoming: Sequence[Incoming]
    ) -> "dict[int, asyncio.Task[Media | None]]":
        """Fetches the page's files beside each other, because one by one they would hold everybody up."""
        few = asyncio.Semaphore(FETCHES_AT_ONCE)

        async def get(said: WeixinMessage) -> Media | None:
            async with few:
                identity = self._context.key_of(one.address(said.customer))
                if said.wanted is None:
                    return None
                return await fetch(one, self._context.media, said.wanted, identity=identity)

        return {
            number: asyncio.create_task(get(each))
            for number, each in enumerate(incoming)
            if isinstance(each, WeixinMessage) and each.wanted is not None
        }

    async def _take(self, one: ServedKf, incoming: Incoming, media: Media | None) -> None:
        match incoming:
            case Ignored(kind=kind):
                CALLBACKS.labels(CHANNEL, kind).inc()
            case WeixinMessage():
                await self._accept(one, incoming, media)
            case Entered():
                await self._welcome(one, incoming)
            case Failed():
                await self._report(one, incoming)
            case Moved():
                CALLBACKS.labels(CHANNEL, f"session.{incoming.change}").inc()
                self._sessions.forget(one, incoming.customer)
                await self._change_owner(one, incoming)
                await tell_change(one, incoming, self._clock.now())

    async def _change_owner(self, one: ServedKf, moved: Moved) -> None:
        """Whoever has the session has the conversation."""
        address, key = one.address(moved.customer), f"session.{moved.key}"
        if moved.change == "served":
            await self._context.outside.take_over(address, by=CHANNEL, key=key)
        else:
            await self._context.outside.give_back(address, key=key)

    async def _look_whether_over(self, one: ServedKf, said: WeixinMessage) -> None:
        """Asks for the state where a person has the customer: not every end of a session is told.

        They end by themselves, too, and by other programs.
        """
        address = one.address(said.customer)
        if not await self._context.outside.serves(address):
            return
        try:
            over = await self._sessions.is_anew(one, said.customer)
        except Unavailable:
            return  # with the next message it is asked again
        if over:
            await self._context.outside.give_back(address, key=f"session.before.{said.provider_id}")

    async def _accept(self, one: ServedKf, said: WeixinMessage, media: Media | None) -> None:
        await self._note_back(one, said.customer)
        correlation_id = self._context.new_correlation_id()
        now = self._clock.now()
        arrival = to_arrival(in_time(said, now), one.key, now, correlation_id, media)
        with self._context.admission.entering(self._context.key_of(one.address(said.customer))):
            accepted = await self._context.inbox.accept(arrival)
        CALLBACKS.labels(CHANNEL, "repeated" if accepted.repeated else "message").inc()

    async def _note_back(self, one: ServedKf, customer: str) -> None:
        """Who writes takes messages again."""
        async with self._context.store.read() as connection:
            away = await customers.why_unreachable(connection, one.key, customer)
        if away is not None:
            async with self._context.store.write() as connection:
                await customers.mark_reachable(connection, one.key, customer)

    async def _welcome(self, one: ServedKf, entered: Entered) -> None:
        """Keeps the way in; greets who comes for the first time, or begins what their way in stands for."""
        CALLBACKS.labels(CHANNEL, "event.enter_session").inc()
        now, begins = self._clock.now(), entered.begins
        if begins.way:
            await self._context.contacts.learn_source(one.address(begins.customer), begins.way)
        fresh = bool(entered.code) and now.timestamp() - entered.at < CODE_HOLDS_S
        async with self._context.store.write() as connection:
            if begins.way:
                await customers.note_way(connection, one.key, begins.customer, begins.way, now)
            if fresh:
                until = now + timedelta(seconds=CODE_HOLDS_S)
                await codes.keep(connection, one.key, begins.customer, entered.code, until)
        address = one.address(begins.customer)
        with self._context.admission.entering(self._context.key_of(address)):
            if isinstance(begins, WeixinMessage):
                begins = begins if fresh else replace(begins, gives=LATE)
                correlation_id = self._context.new_correlation_id()
                await self._context.inbox.accept(to_arrival(begins, one.key, now, correlation_id))
            elif fresh:
                # Who comes back, or came while nobody was there, has seen the greeting, or is past it.
                await self._context.inbox.learn(address, GREET, key=begins.key, gives=begins.gives)

    async def _report(self, one: ServedKf, failed: Failed) -> None:
        CALLBACKS.labels(CHANNEL, "receipt").inc()
        if failed.why == BLOCKED:
            async with self._context.store.write() as connection:
                now = self._clock.now()
                await customers.mark_unreachable(connection, one.key, failed.customer, BLOCKED_US, now)
        await self._context.receipts.report([failed.to_receipt(one.account.name)])


def _moves_later(customer: str, rest: Sequence[Incoming]) -> bool:
    """Whether the feed itself tells below what becomes of a customer's session."""
    return any(isinstance(each, Moved) and each.customer == customer for each in rest)


def _read(one: ServedKf, item: Any) -> Incoming | None:
    """What an entry says; one that is none is counted and left: it must not hold up those behind it."""
    try:
        return read_item(item, one.account)
    except BadInput as error:
        CALLBACKS_REFUSED.labels(CHANNEL, error.code).inc()
        log.warning("wecom_kf.item_refused", channel=CHANNEL, account=one.account.name, detail=error.detail)
        return None
