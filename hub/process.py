"""One running hub process: its servers, and the tasks that run beside it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from hub.bus import Bus
from hub.bus.pubsub import PubSub
from hub.conversation.conversations import Conversations
from hub.conversation.worker import TurnWorker
from hub.engine.client import BotClient
from hub.media.store import StoredMedia
from hub.outbox.sender import OutboxSender
from hub.parts import Background
from hub.ports import Channel, Clock
from hub.registry import Registry
from hub.serving import end_this_process
from hub.settings import Settings
from hub.staff import Staff
from hub.staff.catalog import Catalog
from hub.store.database import Database
from hub.web.server import Server

CANCEL_AGAIN_S = 10.0
"""Longer than any task takes that ends as it should: what is being sent may be sent to its end."""

log = structlog.get_logger(__name__)


@dataclass
class HubProcess:
    """The spine put together, with what the parts and channels run in the background."""

    settings: Settings
    clock: Clock
    database: Database
    bus: Bus
    pubsub: PubSub
    registry: Registry
    bot: BotClient
    conversations: Conversations
    worker: TurnWorker
    outbox: OutboxSender
    channels: dict[str, Channel]
    media: StoredMedia
    staff: Staff
    staff_catalog: Catalog
    background: list[Background]
    server: Server = field(init=False)
    media_server: Server = field(init=False)
    staff_server: Server = field(init=False)
    on_broken: Callable[[], None] = end_this_process
    """Called where a task of its own has ended by an error: nobody else would do its work."""
    _running: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        """Frees what dead processes left, and starts to work."""
        await self.registry.join()
        await self.staff.give_defaults(self.staff_catalog.rights.values())
        # The outbox sends through what runs behind it, and the worker hands its answers to the outbox.
        in_order = (self.worker.run, self.outbox.run, self.registry.run, *self.background)
        self._running = [asyncio.create_task(run()) for run in in_order]
        for task in self._running:
            task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.critical("hub.broke", exc_info=error)
            self.on_broken()

    async def stop(self) -> None:
        """Stops working; what was not finished is taken up by the next process."""
        for first in self._running[:2]:
            await _end([first])
        await _end(self._running[2:])
        await self.registry.leave()
        await self.bot.close()
        await self.database.close()


async def _end(tasks: Sequence["asyncio.Task[None]"]) -> None:
    """Cancels tasks until they have ended: a deadline that is over at that moment swallows a cancellation."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_S)
    await asyncio.gather(*tasks, return_exceptions=True)
