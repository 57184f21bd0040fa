"""One open chat without a server: greeting, history, refusals, closing (docs/webchat-protocol.md)."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.webchat.channel import open_channel
from connectors.webchat.chat import HISTORY, RESUME_LIMIT, Chat, ChatParts
from connectors.webchat.frames import Hello, read_frame
from connectors.webchat.limits import RateLimit
from connectors.webchat.receipts import ReceiptBuffer
from connectors.webchat.sessions import Sessions
from connectors.webchat.tokens import VisitorTokens
from hub.app import key_of
from hub.errors import BadSignature, NotAllowed, SetupError, StoreUnavailable, TooMany
from hub.messages import Arrival, Author, AuthorKind, Direction, Event, EventKind, Message, Text
from hub.ports import Accepted, ChannelContext, Place, Rating
from hub.settings import Settings
from tests.support.clock import HandClock

PAGE = "https://www.bank.example"
WORDS = (Text(text="x"),)


@dataclass
class FakeStore:
    """Implements `hub.ports.Inbox` and `hub.ports.History` for one visitor, in memory."""

    messages: list[Message] = field(default_factory=list)
    reported: list[Event] = field(default_factory=list)
    error: Exception | None = None

    async def accept(self, arrival: Arrival) -> Accepted:
        if self.error is not None:
            raise self.error
        for known in self.messages:
            if known.provider_id == arrival.provider_id:
                return Accepted(known, repeated=True)
        return Accepted(self.add(arrival.segments, provider_id=arrival.provider_id), repeated=False)

    async def report(self, events: Sequence[Event]) -> None:
        self.reported += events

    async def close(self, identity: str, place: Place) -> bool:
        return bool(self.messages)

    async def after(self, identity: str, place: Place, limit: int) -> Sequence[Message]:
        return [m for m in self.messages if Place(m.conversation, m.seq) > place][:limit]

    async def before(self, identity: str, place: Place | None, limit: int) -> Sequence[Message]:
        found = [m for m in self.messages if place is None or Place(m.conversation, m.seq) < place]
        return found[-limit:]

    async def knows(self, identity: str, place: Place) -> bool:
        return any(Place(m.conversation, m.seq) == place for m in self.messages)

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
    error: Exception | None = None

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        return [question for question in await self.hot(channel, 99) if begun in question][:limit]

    async def hot(self, channel: str, limit: int) -> Sequence[str]:
        if self.error is not None:
            raise self.error
        assert channel == "webchat"
        return self.questions[:limit]

    async def rate(self, rating: Rating) -> None:
        if self.error is not None:
            raise self.error
        self.rated.append(rating)


class Desk:
    """The shared parts, and chats on them."""

    def __init__(self, **settings: Any) -> None:
        self.clock = HandClock()
        self.store = FakeStore()
        own = Settings(  # type: ignore[call-arg]
            _env_file=None, visitor_secret=SecretStr("s"), webchat_origins=PAGE, **settings
        )
        self.knowledge = FakeKnowledge()
        self.context = ChannelContext(
            settings=own,
            inbox=self.store,
            history=self.store,
            questions=self.knowledge,
            ratings=self.knowledge,
            clock=self.clock,
            key_of=key_of,
            new_correlation_id=lambda: "c0ffee",
        )
        self.parts = ChatParts(
            context=self.context,
            sessions=Sessions(),
            tokens=VisitorTokens("s"),
            receipts=ReceiptBuffer(self.store),
            message_limit=RateLimit(self.clock, per_minute=3, what="messages"),
            visitor_limit=RateLimit(self.clock, per_minute=2, what="new chats"),
        )

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


async def test_a_new_visitor_is_greeted_with_everything_the_client_needs() -> None:
    desk = Desk(bank_name="示例银行", bank_hotline="95000")
    _, (welcome, caught_up) = await desk.open()
    token = welcome.pop("token")
    assert desk.parts.tokens.check(token, desk.clock.now())
    assert welcome == {
        "type": "welcome",
        "v": 1,
        "resume": False,
        "heartbeat_s": 20,
        "text_limit": 2000,
        "bank": {"name": "示例银行", "hotline": "95000"},
    }
    assert caught_up == {"type": "caught_up", "more_before": False}


@pytest.mark.parametrize(("count", "more"), [(HISTORY, False), (HISTORY + 1, True)])
async def test_without_a_place_the_newest_are_sent(count: int, more: bool) -> None:
    desk = Desk()
    for _ in range(count):
        desk.store.add()
    _, (_, *history, caught_up) = await desk.open()
    assert [frame["message"]["seq"] for frame in history] == list(range(count - HISTORY + 1, count + 1))
    assert caught_up["more_before"] is more


@pytest.mark.parametrize(("count", "resume"), [(RESUME_LIMIT + 1, True), (RESUME_LIMIT + 2, False)])
async def test_a_client_resumes_unless_it_lies_too_far_back(count: int, resume: bool) -> None:
    desk = Desk()
    for _ in range(count):
        desk.store.add()
    _, (welcome, *history, _) = await desk.open(after={"conversation": 1, "seq": 1})
    assert welcome["resume"] is resume
    assert len(history) == (RESUME_LIMIT if resume else HISTORY)
    assert history[-1]["message"]["seq"] == count


async def test_each_greeting_renews_the_token_of_the_same_visitor() -> None:
    desk = Desk()
    _, (first, _) = await desk.open()
    desk.clock.turn(3600)
    again, (second, _) = await desk.open(token=first["token"])
    assert first["token"] != second["token"]
    assert first["token"].split(".")[1] == second["token"].split(".")[1]
    assert desk.parts.sessions.of(again.session.identity)


async def test_who_may_not_chat_is_told_why() -> None:
    desk = Desk()
    with pytest.raises(NotAllowed):
        desk.chat(embedder="https://evil.example")
    with pytest.raises(BadSignature):
        desk.chat(token="x")
    for _ in range(2):
        desk.chat()
    with pytest.raises(TooMany):
        desk.chat()
    assert desk.parts.sessions.count == 0, "who was not greeted holds nothing"


async def test_an_ack_comes_first_and_every_socket_gets_the_message() -> None:
    desk = Desk()
    one, (welcome, _) = await desk.open()
    two, _ = await desk.open(token=welcome["token"])
    frame = words()
    assert [got["type"] for got in await hear(one, **frame)] == ["ack", "message"]
    assert [got["type"] for got in frames(two)] == ["message"]
    assert [got["type"] for got in await hear(two, **frame)] == ["ack", "message"]
    assert frames(one) == [], "a repeated message is news to nobody else"


@pytest.mark.parametrize("error", [StoreUnavailable("as told"), TooMany("as told", retry_after_s=7.0)])
async def test_what_could_not_be_stored_is_refused_and_never_acked(error: Exception) -> None:
    desk = Desk()
    chat, _ = await desk.open()
    desk.store.error = error
    frame = words()
    (refused,) = await hear(chat, **frame)
    code, wait = ("unavailable", 2.0) if isinstance(error, StoreUnavailable) else ("too_many", 7.0)
    assert refused == {
        "type": "refused",
        "id": frame["id"],
        "code": code,
        "retry_after_s": wait,
        "detail": "as told",
    }
    desk.store.error = None
    assert [got["type"] for got in await hear(chat, **frame)] == ["ack", "message"]


async def test_too_many_and_too_long_messages_are_refused_before_they_reach_the_store() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    (long,) = await hear(chat, **words("长" * 2001))
    assert long["code"] == "too_large"
    answers = [(await hear(chat, **words()))[0] for _ in range(4)]
    assert [got["type"] for got in answers] == ["ack", "ack", "ack", "refused"]
    assert (answers[3]["code"], len(desk.store.messages)) == ("too_many", 3)


async def test_small_frames_have_small_answers() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    assert await hear(chat, type="ping") == [{"type": "pong"}]
    assert await hear(chat, type="typing") == []
    assert await hear(chat, type="close", conversation=1, seq=1) == [], "there is nothing to close yet"
    desk.store.add()
    (closed,) = await hear(chat, type="close", conversation=1, seq=1)
    assert closed == {"type": "event", "event": "closed", "conversation": 1, "seq": 0}
    assert await hear(chat, type="read", conversation=1, seq=1) == []
    await desk.parts.receipts.flush()
    assert desk.store.reported[-1].kind is EventKind.READ


def test_the_channel_opens_with_a_secret_only() -> None:
    desk = Desk()
    channel = open_channel(desk.context)
    assert (channel.name, channel.rules.quiet_s, channel.rules.idle_close_s) == ("webchat", 0.0, 1800.0)
    bare = Settings(_env_file=None)  # type: ignore[call-arg]
    with pytest.raises(SetupError):
        open_channel(replace(desk.context, settings=bare))
