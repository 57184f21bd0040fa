"""Answers in the response to a provider's own call (passive reply), never beside another way of sending.

The provider hangs up after a while and calls again. What a response carried counts as sent once it has left
this machine; a provider that calls again for the same message had not got it, and gets the same again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from sanic import HTTPResponse, Request
from sanic.exceptions import SanicException
from sanic.response import raw

from hub.errors import StoreUnavailable
from hub.messages import Message
from hub.ports import Claim, Clock, PassiveReplies

AGAIN_AFTER_S = 4.0
"""A call for the same message so long after the first one means that its response was lost."""

KEPT_S = 60.0
MOST_KEPT = 1000
CLOSE_WITHIN_S, LOOK_EVERY_S = 3.0, 0.02

log = structlog.get_logger(__name__)

Render = Callable[[Message], Awaitable[bytes | None]]
"""The body of a response that carries the message; None where one response cannot."""


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """One call of a provider for one message: whose it is, and when it and its patience end.

    `began`: on the monotonic clock; `key`: the same for every call for this message.
    """

    identity: str
    key: str
    began: float
    until: float


@dataclass(frozen=True, slots=True)
class _Given:
    body: bytes
    began: float
    claim: Claim


class PassiveAnswers:
    """Gives answers in responses; `nothing` is the body that says that none is in it."""

    def __init__(
        self, passive: PassiveReplies, clock: Clock, *, nothing: bytes, content_type: str = "text/xml"
    ) -> None:
        self._passive = passive
        self._clock = clock
        self._nothing = nothing
        self._content_type = content_type
        self._given: OrderedDict[str, _Given] = OrderedDict()
        self._at_work: set[asyncio.Task[None]] = set()
        self._in_hand = 0
        self._closed = False

    async def answer(self, request: Request, call: WebhookCall, render: Render) -> HTTPResponse | None:
        """Responds with what waits first for the caller, or is written in time; else with nothing.

        The caller holds `expecting` meanwhile. Raises `StoreUnavailable`.
        """
        claim = await self._claim(call)
        if claim is None:
            return self.without()
        if self._closed:
            self._undo(claim)
            return self.without()
        self._in_hand += 1
        try:
            return await self._render_and_hand_over(request, call, claim, render)
        finally:
            self._in_hand -= 1

    async def close(self) -> None:
        """Gives no answer from here on, and waits until those that have left are written down as sent.

        Else the next process would send them once more.
        """
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                while self._in_hand or self._at_work:  # noqa: ASYNC110  (calls come and go by themselves)
                    await asyncio.sleep(LOOK_EVERY_S)

    async def _render_and_hand_over(
        self, request: Request, call: WebhookCall, claim: Claim, render: Render
    ) -> HTTPResponse | None:
        try:
            left_s = call.until - self._clock.monotonic()
            async with asyncio.timeout(max(0.0, left_s)):
                body = await render(claim.message)
        except TimeoutError:
            body = None
        except BaseException:
            self._undo(claim)
            raise
        if body is None:
            await self._passive.give_back(claim)
            return self.without()
        return await self._hand_over(request, call, claim, body)

    def again(self, call: WebhookCall) -> HTTPResponse:
        """The response to a call for a message that is stored already: what was lost, or nothing."""
        given = self._given.get(call.key)
        lost = given is not None and AGAIN_AFTER_S <= call.began - given.began <= KEPT_S
        return raw(given.body, content_type=self._content_type) if given and lost else self.without()

    async def bring_after_all(self, call: WebhookCall) -> HTTPResponse:
        """The response to such a call of an ingress, which was not answered in time and told the provider so.

        What stood in the answer that it did not wait for goes in the usual way. Raises `StoreUnavailable`.
        """
        given = self._given.get(call.key)
        if given is not None:
            await self._passive.send_after_all(given.claim)
            self._given.pop(call.key, None)
        return self.without()

    def without(self) -> HTTPResponse:
        """The response that carries no answer."""
        return raw(self._nothing, content_type="text/plain; charset=utf-8")

    async def _claim(self, call: WebhookCall) -> Claim | None:
        """What there is to be sent; if the provider hangs up meanwhile, that is given back."""
        within_s = max(0.0, call.until - self._clock.monotonic())
        claiming = asyncio.create_task(self._passive.claim_for(call.identity, within_s=within_s))
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            claiming.add_done_callback(self._undo_claimed)
            raise

    async def _hand_over(
        self, request: Request, call: WebhookCall, claim: Claim, body: bytes
    ) -> HTTPResponse | None:
        """Sends the response, and only then counts the message as sent."""
        try:
            left = await _send(request, body, self._content_type)
        except BaseException:
            self._undo(claim)
            raise
        if not left:
            await self._passive.give_back(claim)
            return None
        self._keep(call, _Given(body, call.began, claim))
        # The provider may close the line as soon as it has read the response, which ends this call.
        await asyncio.shield(self._apart(self._confirm(claim)))
        return None

    async def _confirm(self, claim: Claim) -> None:
        if not await self._passive.confirm(claim):
            log.warning("passive.too_late", message=claim.message.id)

    def _keep(self, call: WebhookCall, given: _Given) -> None:
        self._given[call.key] = given
        while len(self._given) > MOST_KEPT:
            self._given.popitem(last=False)

    def _undo_claimed(self, claiming: "asyncio.Task[Claim | None]") -> None:
        if claiming.cancelled() or claiming.exception() is not None:
            return
        claim = claiming.result()
        if claim is not None:
            self._undo(claim)

    def _undo(self, claim: Claim) -> None:
        """Gives back, though whoever asked is gone."""
        self._apart(self._give_back(claim))

    def _apart(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Work that comes to its end, whatever becomes of the call."""
        task = asyncio.create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return task

    async def _give_back(self, claim: Claim) -> None:
        # Where that fails the claim runs out by itself.
        with suppress(StoreUnavailable):
            await self._passive.give_back(claim)


async def _send(request: Request, body: bytes, content_type: str) -> bool:
    """Whether the whole response left this machine, as far as can be told: nobody acknowledges it."""
    if request.transport.is_closing():
        return False
    try:
        response = await request.respond(content_type=content_type)
        assert response is not None  # noqa: S101  (for the type checker: Sanic made it)
        await response.send(body, end_stream=True)
    except (SanicException, ConnectionError):
        return False
    return not request.transport.is_closing()
