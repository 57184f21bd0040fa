"""Collects receipts, so that many of them cost one write; a lost one is sent again by the next."""

import asyncio
import contextlib

import structlog

from hub.errors import YuanqiaoError
from hub.messages import Event, EventKind
from hub.ports import Inbox

FLUSH_S = 0.5
KEPT_LIMIT = 5_000
"""Most receipts of one flush: a client may name conversations that do not exist."""

log = structlog.get_logger(__name__)


class ReceiptBuffer:
    """Keeps the newest receipt of each kind and conversation until the next flush."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._newest: dict[tuple[str, int, EventKind], Event] = {}

    def add(self, event: Event) -> None:
        """Remembers a receipt; a lower one than is known changes nothing."""
        key = (event.identity, event.conversation, event.kind)
        known = self._newest.get(key)
        if known is None and len(self._newest) >= KEPT_LIMIT:
            return  # told again with the next message
        if known is None or known.seq < event.seq:
            self._newest[key] = event

    async def flush(self) -> None:
        """Hands everything collected to the inbox, in one write."""
        events, self._newest = list(self._newest.values()), {}
        if not events:
            return
        try:
            await self._inbox.report(events)
        except YuanqiaoError as error:
            # Receipts are told again with the next message, so nothing is owed for these.
            log.warning("webchat.receipts_lost", code=error.code, count=len(events))

    async def run(self) -> None:
        """Flushes until cancelled, and once more then."""
        try:
            while True:
                await asyncio.sleep(FLUSH_S)
                await self.flush()
        except asyncio.CancelledError:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2):
                    await self.flush()
            raise
