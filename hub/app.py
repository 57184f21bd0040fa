"""Wires every part of the house together; nothing else may know them all."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import structlog

from handoff.tasks import do_file_complaint, do_request_person
from hub.admission.census import Census
from hub.admission.gate import Gate
from hub.bus import Bus
from hub.clock import SystemClock
from hub.commands import CommandHandlers
from hub.conversation.asking import Asker
from hub.conversation.serve import TurnServer
from hub.conversation.worker import TurnWorker
from hub.engine.client import BotClient
from hub.history import StoredHistory
from hub.ids import identity_key, new_correlation_id
from hub.inbox import StoredInbox
from hub.messages import FileComplaint, RecordGap, RequestPerson, Source
from hub.outbox.sender import OutboxSender
from hub.ports import Address, Admission, Channel, ChannelContext, ChannelRules, Clock, Sender, Wish
from hub.settings import Settings
from hub.store.database import Database
from hub.store.failed_sync import end_on_failed_sync
from hub.web.built_files import built_files
from hub.web.channels import open_channels
from hub.web.health import Health, health_blueprint
from hub.web.server import Server, make_server
from kb.answered import AnsweredCounts
from kb.commands import record_gap
from kb.hot import Hot
from kb.phrases import Phrases
from kb.questions import KnownQuestions
from kb.ratings import StoredRatings
from kb.search.embedded import EmbeddedSearch
from kb.suggest import Suggestions
from kb.web.media import media_blueprint

Background = Callable[[], Coroutine[Any, Any, None]]
"""Runs beside the server until it is cancelled."""

log = structlog.get_logger(__name__)


def end_this_process() -> None:
    """Has this process end as if told to stop; whoever started it starts the next."""
    os.kill(os.getpid(), signal.SIGTERM)


def command_handlers() -> CommandHandlers:
    """Which part carries out which command."""
    handlers = CommandHandlers()
    handlers.register(RecordGap, record_gap)
    handlers.register(RequestPerson, do_request_person)
    handlers.register(FileComplaint, do_file_complaint)
    return handlers


class Knowledge(NamedTuple):
    """What the knowledge base does for channels and turns."""

    questions: KnownQuestions
    ratings: StoredRatings
    answered: AnsweredCounts


def open_knowledge(settings: Settings, database: Database, clock: Clock, admission: Admission) -> Knowledge:
    """The knowledge base on the hub's database and the embedded index."""
    search, zone = EmbeddedSearch(settings.index_dir), ZoneInfo(settings.time_zone)
    suggestions = Suggestions(Phrases(database, clock), search, clock, time_zone=zone)
    return Knowledge(
        questions=KnownQuestions(suggestions, Hot(database, clock, zone), clock),
        ratings=StoredRatings(database, clock),
        answered=AnsweredCounts(
            database, clock, time_zone=zone, may_write=lambda: not admission.refuses(Wish.ANALYTICS)
        ),
    )


def open_gate(settings: Settings, clock: Clock) -> Gate:
    """Who is let in, as the settings want it."""
    return Gate(
        clock,
        hands=settings.turn_concurrency,
        longest_wait_s=settings.answer_within_s,
        # What piles up during an outage should be answered before it is given up.
        outage_wait_s=max(settings.answer_within_s, settings.give_up_after_s / 2),
    )


def key_of(address: Address) -> str:
    """The key of the identity at an address."""
    return identity_key(address.channel, address.account, address.external_id)


@dataclass
class Hub:
    """One hub process: its parts, and the tasks that run beside the server."""

    settings: Settings
    clock: Clock
    database: Database
    bus: Bus
    bot: BotClient
    server: Server
    worker: TurnWorker
    outbox: OutboxSender
    channels: dict[str, Channel]
    background: list[Background]
    on_broken: Callable[[], None] = end_this_process
    """Called where a task of its own has ended by an error: nobody else would do its work."""
    _running: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        """Frees what a former process left, and starts to work."""
        await self.worker.start()
        await self.outbox.start()
        beside = (self.worker.run, self.outbox.run, *self.background)
        self._running = [asyncio.create_task(run()) for run in beside]
        for task in self._running:
            task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.critical("hub.broke", exc_info=error)
            self.on_broken()

    async def stop(self) -> None:
        """Stops working; what was not finished is taken up by the next process."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self.bot.close()
        await self.database.close()


def build_hub(settings: Settings, clock: Clock | None = None) -> Hub:
    """Puts a hub together; raises `SetupError`."""
    clock = clock or SystemClock()
    database = Database(settings.database, deadline_s=settings.database_deadline_s)
    end_on_failed_sync(database)
    bus = Bus()
    bot = BotClient(settings.bot_url, settings.bot_secret.get_secret_value())
    rules: dict[str, ChannelRules] = {}
    gate = open_gate(settings, clock)
    knowledge = open_knowledge(settings, database, clock, gate)
    census = Census(database, clock, gate, name=settings.process_name)
    senders: dict[str, Sender] = {}
    asker = Asker(database, bot, clock, settings)
    outbox = OutboxSender(database, bus, clock, senders, name=settings.process_name)

    def on_answered(sources: Sequence[Source]) -> None:
        gate.answered()
        knowledge.answered.note(sources)

    turn_server = TurnServer(
        database, bus, clock, asker, command_handlers(), senders, outbox, settings, on_answered
    )
    worker = TurnWorker(
        database,
        bus,
        clock,
        turn_server,
        name=settings.process_name,
        concurrency=settings.turn_concurrency,
        lease_s=settings.lease_s,
        on_ended=gate.turn_ended,
    )
    inbox = StoredInbox(database, bus, clock, rules, worker, within_s=settings.database_deadline_s)
    context = ChannelContext(
        settings=settings,
        inbox=inbox,
        history=StoredHistory(database),
        questions=knowledge.questions,
        ratings=knowledge.ratings,
        admission=gate,
        built_files=built_files,
        clock=clock,
        key_of=key_of,
        new_correlation_id=new_correlation_id,
    )
    channels = open_channels(context)
    rules.update({name: channel.rules for name, channel in channels.items()})
    senders.update({name: channel.sender for name, channel in channels.items()})
    blueprints = [
        health_blueprint(Health(database, bot, lambda: gate.state)),
        media_blueprint(database),
        *(channel.blueprint for channel in channels.values()),
    ]

    async def start(_server: Server) -> None:
        await hub.start()

    async def stop(_server: Server) -> None:
        await hub.stop()

    hub = Hub(
        settings=settings,
        clock=clock,
        database=database,
        bus=bus,
        bot=bot,
        server=make_server(settings, blueprints, start, stop),
        worker=worker,
        outbox=outbox,
        channels=channels,
        background=[
            census.run,
            knowledge.answered.run,
            *(c.background for c in channels.values() if c.background),
        ],
    )
    return hub
