"""The web chat's parts without a server: a store and a knowledge base in memory, and chats on them."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncConnection

from connectors.webchat.chat import Chat
from connectors.webchat.frames import Hello, read_frame
from connectors.webchat.parts import open_parts
from hub.bus.memory import MemoryPubSub
from hub.errors import BadSignature, Overloaded
from hub.messages import Arrival, Author, AuthorKind, Direction, Event, Message, Text
from hub.ports import Accepted, Address, Asker, Brought, ChannelContext, HistoryPlace, Rating, Wish
from hub.settings import Settings
from hub.web.built_files import built_files
from tests.support.clock import HandClock
from tests.support.media import FakeMedia
from yuanqiao.hub import key_of

GOOD_LOGIN = "signed.by.the.bank"
PAGE = "https://www.bank.example"
WORDS = (Text(text="x"),)


@dataclass
class FakeStore:
    """Implements `hub.ports.Inbox` and `hub.ports.History` for one visitor, in memory."""

    messages: list[Message] = field(default_factory=list)
    reported: list[Event] = field(default_factory=list)
    error: Exception | None = None
    closed: int | None = None

    async def accept(self, arrival: Arrival) -> Accepted:
        if self.error is not None:
            raise self.error
        for known in self.messages:
            if known.provider_id == arrival.provider_id:
                return Accepted(known, repeated=True)
        return Accepted(self.add(arrival.segments, provider_id=arrival.provider_id), repeated=False)

    async def report(self, events: Sequence[Event]) -> None:
        self.reported += events

    async def close(self, identity: str, place: HistoryPlace) -> bool:
        return bool(self.messages)

    async def after(self, identity: str, place: HistoryPlace, limit: int) -> Sequence[Message]:
        return [m for m in self.messages if HistoryPlace(m.conversation, m.seq) > place][:limit]

    async def before(self, identity: str, place: HistoryPlace | None, limit: int) -> Sequence[Message]:
        found = [m for m in self.messages if place is None or HistoryPlace(m.conversation, m.seq) < place]
        return found[-limit:]

    async def newest(self, identities: Sequence[str]) -> Mapping[str, HistoryPlace]:
        places = [HistoryPlace(m.conversation, m.seq) for m in self.messages]
        return {identity: max(places) for identity in identities} if places else {}

    async def knows(self, identity: str, place: HistoryPlace) -> bool:
        return any(HistoryPlace(m.conversation, m.seq) == place for m in self.messages)

    async def ended(self, identity: str) -> int | None:
        return self.closed

    def add(self, segments: Any = WORDS, provider_id: str | None = None) -> Message:
        message = Message(
            identity="0" * 24,
            conversation=1,
            seq=len(self.messages) + 1,
            direction=Direction.IN,
            author=Author(kind=AuthorKind.CUSTOMER),
            segments=segments,
            correlation_id="c",
            created_at=HandClock().now(),
            provider_id=provider_id,
        )
        self.messages.append(message)
        return message


@dataclass
class FakeKnowledge:
    """Implements `hub.ports.Questions` and `hub.ports.Ratings`, in memory; may be away."""

    questions: list[str] = field(default_factory=list)
    rated: list[Rating] = field(default_factory=list)
    askers: list[Asker | None] = field(default_factory=list)
    error: Exception | None = None

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        return [question for question in await self.hot(channel, 99) if begun in question][:limit]

    async def hot(self, channel: str, limit: int, asker: Asker | None = None) -> Sequence[str]:
        if self.error is not None:
            raise self.error
        assert channel == "webchat"
        self.askers.append(asker)
        return self.questions[:limit]

    async def rate(self, rating: Rating) -> None:
        if self.error is not None:
            raise self.error
        self.rated.append(rating)


class FakeDoor:
    """Implements `hub.ports.Admission`; lets in all but what it is told to refuse."""

    def __init__(self) -> None:
        self.refused: set[Wish] = set()
        self.asked: list[Wish] = []

    def refuses(self, wish: Wish) -> bool:
        self.asked.append(wish)
        return wish in self.refused

    def check(self, wish: Wish) -> None:
        if self.refuses(wish):
            raise Overloaded("too much at once", retry_after_s=7.5)

    @contextmanager
    def entering(self, identity: str, *, may_refuse: bool = True) -> Iterator[None]:
        if may_refuse:
            self.check(Wish.MESSAGE)
        yield


class FakeContacts:
    """Implements `hub.ports.Contacts`; takes the one login that it knows."""

    def __init__(self) -> None:
        self.signed_in: list[Address] = []

    async def learn_union_id(self, address: Address, realm: str, union_id: str) -> None:
        raise AssertionError("the web chat knows no union ids")

    async def learn_source(self, address: Address, source: str) -> None:
        raise AssertionError("the web chat knows no scenes")

    async def sign_in(self, address: Address, login: str) -> None:
        if login != GOOD_LOGIN:
            raise BadSignature("the login is not one of the bank's")
        self.signed_in.append(address)


class NoStore:
    """The web chat keeps nothing of its own: who asks for a transaction fails the test."""

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        raise AssertionError("the web chat has no tables")

    write = read


class Desk:
    """The shared parts, and chats on them."""

    def __init__(self, knowledge: FakeKnowledge | None = None, **settings: Any) -> None:
        self.clock = HandClock()
        self.store = FakeStore()
        few = {"webchat_messages_per_minute": 3, "webchat_visitors_per_minute": 2}
        own = Settings(
            _env_file=None, visitor_secret=SecretStr("s" * 32), webchat_origins=PAGE, **few | settings
        )
        self.knowledge = knowledge or FakeKnowledge()
        self.door = FakeDoor()
        self.pubsub = MemoryPubSub()
        self.contacts = FakeContacts()
        self.context = ChannelContext(
            settings=own,
            inbox=self.store,
            history=self.store,
            questions=self.knowledge,
            ratings=self.knowledge,
            admission=self.door,
            receipts=None,  # type: ignore[arg-type]  # this channel has no provider that reports
            passive_replies=None,  # type: ignore[arg-type]
            media=FakeMedia(),
            contacts=self.contacts,
            outside=None,  # type: ignore[arg-type]  # nobody serves these customers in another client
            built_files=built_files,
            clock=self.clock,
            key_of=key_of,
            new_correlation_id=lambda: "c0ffee",
            join=self.pubsub.join,
            how_brought=lambda callback: Brought(self.clock.now()),
            process="hub-1",
            store=NoStore(),
        )
        self.parts = open_parts(self.context)

    def chat(self, **hello: Any) -> Chat:
        return Chat(self.parts, self.hello(**hello), "192.0.2.1")

    def hello(self, **more: Any) -> Hello:
        return Hello.model_validate({"type": "hello", "v": 1, "embedder": PAGE} | more)

    async def open(self, **hello: Any) -> tuple[Chat, list[dict[str, Any]]]:
        chat = self.chat(**hello)
        await chat.welcome(self.hello(**hello))
        return chat, frames(chat)


def frames(chat: Chat) -> list[dict[str, Any]]:
    """What waits to be written, taken out."""
    queue, found = chat.session._frames, []
    while not queue.empty():
        found.append(json.loads(queue.get_nowait()[0]))
    chat.session._waiting = chat.session._bytes = 0
    return found


async def hear(chat: Chat, **frame: Any) -> list[dict[str, Any]]:
    await chat.hear(read_frame(json.dumps(frame)))
    return frames(chat)


def words(text: str = "你好") -> dict[str, Any]:
    return {"type": "send", "id": str(uuid.uuid4()), "segments": [{"type": "text", "text": text}]}
