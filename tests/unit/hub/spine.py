"""The spine's parts put together by hand: no server, no channel, a clock that tests turn."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select

from hub.bus import Bus
from hub.conversation.begin import begin
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.conversation.turn import Turn
from hub.engine.contract import BotAnswer
from hub.errors import StoreUnavailable
from hub.hooks import Hooks
from hub.ids import identity_key
from hub.inbox import StoredInbox
from hub.messages import Arrival, Author, AuthorKind, Event, Message, Text
from hub.outbox.sender import OutboxSender
from hub.outgoing import Recipient, Written, write_outgoing
from hub.ports import Accepted, Address, ChannelRules, Delivery, Parts, Sender, SendingRules, SendOutcome
from hub.store import conversations, schema, work
from hub.store.database import Database
from tests.support.clock import HandClock

CHANNEL = "webchat"
RULES = {CHANNEL: ChannelRules(quiet_s=0.0, idle_close_s=1800.0)}
LEASE_S = 30.0


def key_of(visitor: str) -> str:
    """The identity's key of a visitor of these tests."""
    return identity_key(CHANNEL, "default", visitor)


@dataclass
class FakeSender:
    """Implements `hub.ports.Sender`; remembers what it sent, and does as it is told."""

    sent: list[Message] = field(default_factory=list)
    shown: list[Event] = field(default_factory=list)
    answer: Callable[[Message], Awaitable[Delivery]] | None = None

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Remembers the try and answers as told, by default that it went."""
        self.sent.append(message)
        return Delivery(SendOutcome.SENT) if self.answer is None else await self.answer(message)

    async def show(self, address: Address, event: Event) -> None:
        """Remembers the event."""
        self.shown.append(event)


@dataclass
class Spine:
    """The parts on one migrated database."""

    database: Database
    clock: HandClock = field(default_factory=HandClock)
    bus: Bus = field(default_factory=Bus)
    sender: FakeSender = field(default_factory=FakeSender)
    hooks: Hooks = field(default_factory=Hooks)
    rules: dict[str, ChannelRules] = field(default_factory=lambda: dict(RULES))

    def __post_init__(self) -> None:
        self.senders: dict[str, Sender] = {CHANNEL: self.sender}
        self.inbox = StoredInbox(self.database, self.bus, self.clock, self.rules, self.hooks)
        self.conversations = Conversations(self.bus, self.clock, self.rules, self.hooks.reactions)
        self.outbox = self.another("hub-1")

    def sends(self, **rules: Any) -> None:
        """Has the channel's messages sent by such rules; before the first of them."""
        self.rules[CHANNEL] = replace(self.rules[CHANNEL], sending=SendingRules(**rules))

    def another(self, name: str) -> OutboxSender:
        """The outbox's sender of another process."""
        return OutboxSender(
            self.database,
            self.bus,
            self.clock,
            self.senders,
            self.rules,
            self.hooks.reactions,
            name=name,
        )

    def arrival(self, text: str = "你好", *, visitor: str = "visitor", provider_id: str) -> Arrival:
        """What a channel would hand in."""
        return Arrival(
            channel=CHANNEL,
            account="default",
            external_id=visitor,
            provider_id=provider_id,
            segments=(Text(text=text),),
            received_at=self.clock.now(),
            correlation_id=f"correlation-{provider_id}"[:64],
        )

    async def accept(self, arrival: Arrival) -> Accepted:
        """Accepts as a patient channel does: a store that is too busy is asked again with the same id."""
        async with asyncio.timeout(30):
            while True:
                try:
                    return await self.inbox.accept(arrival)
                except StoreUnavailable:
                    await asyncio.sleep(0.05)

    async def say(self, text: str = "你好", *, visitor: str = "visitor", provider_id: str = "p1") -> Message:
        """Accepts one message."""
        return (await self.inbox.accept(self.arrival(text, visitor=visitor, provider_id=provider_id))).message

    async def take(self, owner: str = "hub-1") -> list[Turn]:
        """Claims what is due and opens its turns, as a worker does."""
        now = self.clock.now()
        async with self.database.write() as connection:
            leases = await work.claim(connection, owner, now, lease_s=LEASE_S, limit=100)
            begun = [await begin(connection, lease, now) for lease in leases]
        return [turn for turn in begun if turn is not None]

    async def open_turn(self, text: str = "你好", *, provider_id: str = "p1") -> Turn:
        """Accepts one message and opens the turn that answers it."""
        await self.say(text, provider_id=provider_id)
        (turn,) = await self.take()
        return turn

    async def write_out(self, text: str, *, visitor: str = "visitor", held: bool = False) -> Written:
        """Writes a message on its way, as a console would; `held`: to be handed over, as a turn's is."""
        key = key_of(visitor)
        if not [row for row in await self.rows(schema.identity) if row.identity_key == key]:
            await self.say(visitor=visitor, provider_id=f"p-{visitor}")
        now, address = self.clock.now(), Address(CHANNEL, "default", visitor)
        async with self.database.write() as connection:
            row = await conversations.lock(connection, key, 1)
            assert row is not None
            return await write_outgoing(
                connection,
                Recipient(key, 1, address),
                (Text(text=text),),
                author=Author(kind=AuthorKind.AGENT),
                correlation_id="c",
                now=now,
                after=row.last_seq,
                hold=self.outbox.hold(key, address, now) if held else None,
            )

    async def give(self, to: Owner, epoch: int, *, visitor: str = "visitor", **more: Any) -> int:
        """Hands a visitor's first conversation over; tells the new epoch."""
        async with self.database.write() as connection:
            given = await self.conversations.do_hand_over(
                connection, key_of(visitor), 1, to=to, epoch=epoch, **more
            )
        return given.epoch

    async def send(self, by: OutboxSender | None = None) -> int:
        """Sends what is due once and waits until that is written down; how many tries it made."""
        before, outbox = len(self.sender.sent), by or self.outbox
        await outbox._take()
        await outbox.settle()
        return len(self.sender.sent) - before

    async def rows(self, table: Any) -> list[Any]:
        """All rows of a table, in the order of its key."""
        async with self.database.read() as connection:
            query = select(table).order_by(*table.primary_key.columns)
            return list((await connection.execute(query)).all())

    async def count(self, table: Any) -> int:
        """How many rows a table has."""
        async with self.database.read() as connection:
            return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


def answer_of(turn: Turn, *texts: str, commands: Sequence[Any] = ()) -> BotAnswer:
    """What the bot would answer to a turn."""
    return BotAnswer.model_validate(
        {
            "status": "done",
            "turn": turn.number,
            "replies": [{"type": "text", "text": text} for text in texts or ("好的",)],
            "commands": [command.model_dump() for command in commands],
            "events": [{"event": "user"}],
            "state": {"slots": {"turn": turn.number}, "active_loop": None},
        }
    )
