"""Wires the spine, the parts and the channels together: one hub process."""

from collections.abc import Sequence

from bank.opening import open_bank
from hub.admission.census import Census
from hub.admission.gate import Gate
from hub.bus import Bus
from hub.bus.hints import WakeHints
from hub.bus.opening import open_pubsub
from hub.bus.signs import Signs
from hub.clock import SystemClock
from hub.contacts import open_contacts
from hub.conversation.bot_asker import BotAsker
from hub.conversation.conversations import Conversations
from hub.conversation.outside import StoredOutside
from hub.conversation.serve import TurnServer
from hub.conversation.triage import EveryTriage
from hub.conversation.worker import TurnWorker
from hub.engine.client import BotClient
from hub.history import StoredHistory
from hub.hooks import Hooks
from hub.ids import identity_key, new_correlation_id
from hub.inbox import StoredInbox
from hub.media.store import open_media
from hub.messages import AuthorKind
from hub.outbox.receipts import StoredReceipts
from hub.outbox.sender import OutboxSender
from hub.parts import Part, PartContext
from hub.ports import Address, Brought, ChannelContext, ChannelRules, Clock, Sender
from hub.process import HubProcess
from hub.reactions import Said
from hub.registry import Registry, register_as
from hub.settings import Settings
from hub.staff import open_staff
from hub.store.database import Database
from hub.store.encrypted import key_ids
from hub.store.failed_sync import end_on_failed_sync
from hub.vouching import Vouching
from hub.web.built_files import built_files
from hub.web.edge.descriptors import most_connections
from hub.web.edge.door import Door
from hub.web.health import Health, health_blueprint
from hub.web.media import make_media_server
from hub.web.server import Server, make_server
from hub.web.staff.pages import APPLICATION as DESK
from hub.web.staff.server import make_staff_server
from yuanqiao.channels import account_names, open_channels
from yuanqiao.parts import connect, only, open_parts
from yuanqiao.questions import LedQuestions
from yuanqiao.staff import staff_catalog


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


def build_hub(settings: Settings, clock: Clock | None = None) -> HubProcess:
    """Puts a hub together; raises `SetupError`."""
    clock = clock or SystemClock()
    database = Database(settings.database, deadline_s=settings.database_deadline_s)
    end_on_failed_sync(database)
    bus, hooks, gate = Bus(), Hooks(), open_gate(settings, clock)
    pubsub = open_pubsub(settings.redis_url.get_secret_value())
    registration = register_as("hub", settings.process_name, key_ids(settings.data_keys.get_secret_value()))
    name = registration.name
    bot = BotClient(settings.bot_url, settings.bot_secret.get_secret_value())
    rules: dict[str, ChannelRules] = {}
    senders: dict[str, Sender] = {}
    accounts: dict[str, Sequence[str]] = {}
    conversations = Conversations(bus, clock, rules, hooks.reactions)
    staff = open_staff(settings, database, clock)
    bank = open_bank(settings, clock)
    media = open_media(settings, database, clock)
    signs = Signs(pubsub.join("signs"))
    parts = open_parts(
        PartContext(
            settings,
            database,
            clock,
            bus,
            gate,
            conversations,
            name,
            staff,
            bank=bank,
            media=media,
            senders=senders,
            rules=rules,
            accounts=accounts,
            signs=signs,
            join=pubsub.join,
        )
    )
    catalog = staff_catalog(parts)
    connect(parts, hooks)
    for mail in (part.mail for part in parts if part.mail is not None):
        staff.notices.use(mail)
    staff.keys.use(only((part.api_keys for part in parts), "keys of programs"))
    hooks.reactions.afterwards(Said, lambda said: _count_answer(gate, said))
    last_hop = only((part.last_hop for part in parts), "what is filled in at the last hop")
    outbox = OutboxSender(database, bus, clock, senders, rules, hooks.reactions, name=name, last_hop=last_hop)
    triage = EveryTriage([part.triage for part in parts if part.triage is not None])
    diversion = only((part.diversion for part in parts), "where turns go")
    asker = BotAsker(database, bot, clock, settings)
    worker = TurnWorker(
        database,
        bus,
        clock,
        TurnServer(database, bus, clock, asker, hooks, senders, outbox, settings, rules, triage, diversion),
        name=name,
        concurrency=settings.turn_concurrency,
        lease_s=settings.lease_s,
        on_ended=gate.turn_ended,
    )
    vouching = Vouching(settings.ingress_secret.get_secret_value())
    context = ChannelContext(
        settings=settings,
        inbox=StoredInbox(database, bus, clock, rules, hooks, worker, within_s=settings.database_deadline_s),
        history=StoredHistory(database),
        questions=LedQuestions(
            only((part.questions for part in parts), "suggestions"),
            [part.openings for part in parts if part.openings is not None],
        ),
        ratings=only((part.ratings for part in parts), "ratings"),
        admission=gate,
        receipts=StoredReceipts(database, clock, hooks.reactions),
        passive_replies=outbox,
        media=media,
        contacts=open_contacts(settings, database, clock, conversations),
        outside=StoredOutside(database, bus, clock, conversations, hooks.reactions),
        built_files=built_files,
        clock=clock,
        key_of=key_of,
        new_correlation_id=new_correlation_id,
        store=database,
        join=pubsub.join,
        how_brought=lambda callback: vouching.brought(callback) or Brought(clock.now()),
        process=name,
        typing=signs.tell,
    )
    channels = open_channels(context)
    rules.update({name: channel.rules for name, channel in channels.items()})
    senders.update({name: channel.sender for name, channel in channels.items()})
    accounts.update(account_names(settings))
    hub = HubProcess(
        settings=settings,
        clock=clock,
        database=database,
        bus=bus,
        pubsub=pubsub,
        registry=Registry(database, bus, pubsub, clock, registration),
        bot=bot,
        conversations=conversations,
        worker=worker,
        outbox=outbox,
        channels=channels,
        media=media,
        staff=staff,
        staff_catalog=catalog,
        background=[
            pubsub.run,
            WakeHints(bus, pubsub.join("wake")).run,
            Census(database, clock, gate, name=name).run,
            media.run,
            signs.run,
            staff.sockets.run,
            staff.tell_anchors,
            *(run for part in parts for run in part.background),
            *(channel.background for channel in channels.values() if channel.background),
        ],
    )
    door = Door(
        most=most_connections(), per_address=settings.connections_per_address, proxies=settings.proxies
    )
    hub.server = _serve(hub, gate, parts, door)
    hub.media_server = make_media_server(media, door)
    hub.staff_server = make_staff_server(staff, catalog, door, built_files(DESK))
    return hub


def _serve(hub: HubProcess, gate: Gate, parts: list[Part], door: Door) -> Server:
    healthy = {part.name: part.healthy for part in parts if part.healthy is not None}
    if hub.settings.redis_url.get_secret_value():
        healthy["redis"] = lambda: _redis_healthy(hub)
    for part in parts:
        healthy |= part.checks
    healthy |= hub.media.checks()
    blueprints = [
        health_blueprint(Health(hub.database, hub.bot, healthy, lambda: gate.state)),
        *(blueprint for part in parts for blueprint in part.blueprints),
        *(channel.blueprint for channel in hub.channels.values()),
    ]

    async def start(_server: Server) -> None:
        await hub.start()

    async def stop(_server: Server) -> None:
        await hub.stop()

    return make_server(hub.settings, blueprints, start, stop, door)


async def _redis_healthy(hub: HubProcess) -> bool:
    return not hub.pubsub.cut_off


def _count_answer(gate: Gate, said: Said) -> None:
    if said.message.author.kind is AuthorKind.BOT and said.message.turn is not None:
        gate.answered()
