"""Suggestions for one socket: one search runs, the newest wish waits, what lies between is passed over."""

import asyncio
from collections.abc import Awaitable, Sequence

import structlog

from connectors.webchat.frames import Suggest
from connectors.webchat.parts import ChatParts
from connectors.webchat.sessions import WebchatSession
from connectors.webchat.translate import CHANNEL, suggestions_frame
from hub.errors import TooMany, YuanqiaoError
from hub.ports import Wish

SUGGESTIONS = 5

log = structlog.get_logger(__name__)


class Suggester:
    """Searches beside the chat, so that no message waits for it; what was begun is kept nowhere."""

    def __init__(self, parts: ChatParts, session: WebchatSession, visitor: str) -> None:
        self._parts = parts
        self._session = session
        self._visitor = visitor
        self._next: Suggest | None = None
        self._running: asyncio.Task[None] | None = None

    def ask(self, frame: Suggest) -> None:
        """Takes a wish, in place of one that waits; who asks too fast gets nothing at once.

        Neither does anybody while the house has more to answer than it can.
        """
        try:
            self._parts.suggestion_limit.take(self._visitor)
            self._parts.context.admission.check(Wish.SUGGESTION)
        except TooMany:
            self._session.put(suggestions_frame(frame.id, []))
            return
        self._next = frame
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends the search, if one runs; nothing of it is left when this returns."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self) -> None:
        while self._next is not None:
            frame, self._next = self._next, None
            asked = self._parts.context.questions.suggest(frame.text, CHANNEL, SUGGESTIONS)
            self._session.put(suggestions_frame(frame.id, await or_no_questions(asked)))


async def or_no_questions(asked: Awaitable[Sequence[str]]) -> Sequence[str]:
    """The questions that were asked for; none where they cannot be had: nobody came for them alone."""
    try:
        return await asked
    except YuanqiaoError:
        return []
    except Exception as error:
        # A fault of ours here must not end the chat.
        log.error("webchat.questions_broke", exc_info=error)
        return []
