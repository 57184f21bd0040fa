"""One open web chat: its handshake, the history it lacks, and what its client says."""

import asyncio
from collections.abc import Sequence
from typing import Any

from connectors.webchat.frames import (
    At,
    Close,
    Hello,
    Older,
    Rate,
    ReceiptFrame,
    ResumeFrame,
    SendFrame,
    SignalFrame,
    SignInFrame,
    Suggest,
    Uploaded,
    check_length,
    check_rating,
    check_visible,
)
from connectors.webchat.metrics import MESSAGES_REFUSED
from connectors.webchat.parts import ChatParts
from connectors.webchat.sessions import WebchatSession
from connectors.webchat.suggesting import Suggester, or_no_questions
from connectors.webchat.translate import (
    CHANNEL,
    ack_frame,
    event_frame,
    message_frame,
    older_frame,
    rated_frame,
    refused_frame,
    to_arrival,
    to_event,
    to_rating,
    welcome_frame,
)
from hub.errors import BadInput, NotAllowed, Overloaded, TooMany, YuanqiaoError
from hub.messages import Event, EventKind, Media, Message
from hub.ports import Address, Asker, HistoryPlace, Wish

HISTORY = 50
RESUME_LIMIT = 500
HOT = 6


class Chat:
    """One socket after its `hello`; frames go out through the session's queue only."""

    def __init__(self, parts: ChatParts, hello: Hello, remote: str) -> None:
        """Raises `NotAllowed` (wrong page), `BadSignature` (bad token), `TooMany` (new visitors).

        `Overloaded`, which is a `TooMany`: no new chats just now.
        """
        self._parts = parts
        settings = parts.context.settings
        if hello.embedder.rstrip("/") not in (*settings.own_origins, *settings.allowed_origins):
            raise NotAllowed("this page may not embed the chat")
        now = parts.context.clock.now()
        if hello.token is None:
            parts.context.admission.check(Wish.CHAT)
            parts.visitor_limit.take(remote)
            self._visitor = parts.tokens.new_visitor()
        else:
            self._visitor = parts.tokens.check(hello.token, now)
        self._token = parts.tokens.issue(self._visitor, now)
        self._page = hello.page
        self._addressing = parts.context.media.address
        self._address = Address(CHANNEL, parts.account, self._visitor)
        self.session = WebchatSession(parts.context.key_of(self._address))
        self._suggester = Suggester(parts, self.session, self._visitor)

    async def welcome(self, hello: Hello) -> None:
        """Greets, sends what the client lacks, and lets live messages in without a gap between."""
        async with self._parts.welcoming:
            await self._welcome(hello)

    async def _welcome(self, hello: Hello) -> None:
        hot = await self._hot(hello.page)
        # Live messages are held back from here on, so none can fall between history and life.
        self._parts.sessions.add(self.session)
        with self.session.held():
            missed, resume, more = await self._missed(hello)
            held = hello.after if resume and hello.after is not None else At(conversation=0, seq=0)
            self.session.begin_behind(HistoryPlace(held.conversation, held.seq))
            settings, uploads = self._parts.context.settings, self._parts.uploads
            limit = uploads.bytes_limit if uploads else None
            ended = await self._parts.context.history.ended(self.session.identity)
            words = welcome_frame(self._token, settings, hot, resume=resume, uploads=limit, ended=ended)
            self.session.put(words)
            self._put_history(missed, more)

    async def leave(self) -> None:
        """Forgets the session; the conversation stays."""
        self._parts.sessions.remove(self.session)
        await self._suggester.stop()

    async def hear(self, frame: object) -> None:
        """Does what a frame asks for; raises `TooMany` where it reads history too often."""
        match frame:
            case SendFrame():
                await self._take_in(frame)
            case Rate():
                await self._rate(frame)
            case Suggest():
                self._suggester.ask(frame)
            case ReceiptFrame():
                event = to_event(frame, self.session.identity, self._parts.context.clock.now())
                self._parts.receipts.add(event)
            case SignInFrame():
                await self._sign_in(frame)
            case SignalFrame(type="ping"):
                self.session.put({"type": "pong"})
            case SignalFrame(type="typing"):
                self._parts.context.typing(self.session.identity)
            case Close():
                await self._close(frame)
            case ResumeFrame():
                self._parts.reading_limit.take(self._visitor)
                place = HistoryPlace(frame.after.conversation, frame.after.seq)
                with self.session.held():
                    history = self._parts.context.history
                    self._put_history(await history.after(self.session.identity, place, RESUME_LIMIT), False)
            case Older():
                self._parts.reading_limit.take(self._visitor)
                await self._older(frame)

    async def _hot(self, page: str) -> Sequence[str]:
        context = self._parts.context
        if context.admission.refuses(Wish.SUGGESTION):
            return []
        asker = Asker(self.session.identity, page)
        return await or_no_questions(context.questions.hot(CHANNEL, HOT, asker))

    async def _missed(self, hello: Hello) -> tuple[Sequence[Message], bool, bool]:
        """What the client lacks; whether it may keep what it has; whether there is more before."""
        history, identity = self._parts.context.history, self.session.identity
        if hello.after is not None:
            place = HistoryPlace(hello.after.conversation, hello.after.seq)
            if await history.knows(identity, place):
                missed = await history.after(identity, place, RESUME_LIMIT + 1)
                if len(missed) <= RESUME_LIMIT:
                    return missed, True, False
        newest = await history.before(identity, None, HISTORY + 1)
        return newest[-HISTORY:], False, len(newest) > HISTORY

    def _put_history(self, missed: Sequence[Message], more: bool) -> None:
        for message in missed:
            self.session.put_history(message_frame(message, self._addressing))
        self.session.put({"type": "caught_up", "more_before": more})

    async def _take_in(self, frame: SendFrame) -> None:
        context = self._parts.context
        try:
            check_length(frame)
            check_visible(frame)
            self._parts.message_limit.take(self._visitor)
            # Before anything costly: what is refused here is neither looked up nor cleaned.
            with context.admission.entering(self.session.identity):
                uploaded = await self._uploaded(frame)
                now, correlation_id = context.clock.now(), context.new_correlation_id()
                account = self._parts.account
                arrival = to_arrival(frame, self._visitor, now, correlation_id, account, uploaded, self._page)
                accepted = await context.inbox.accept(arrival)
        except YuanqiaoError as error:
            refused = refused_frame(frame.id, error)
            MESSAGES_REFUSED.labels(refused["code"]).inc()
            self.session.put(refused)
            self._count_refusal(error)
            return
        self.session.put(ack_frame(frame.id, accepted.message))
        words = message_frame(accepted.message, self._addressing)
        if accepted.repeated:
            self.session.put(words)
        else:
            self._parts.fanout.show(self.session.identity, words)

    def _count_refusal(self, error: YuanqiaoError) -> None:
        """Raises `TooMany`, which closes the socket, where a client goes on with what is refused.

        That the house is overloaded, or a part of it away, is not the client's fault.
        """
        if isinstance(error, BadInput) or (isinstance(error, TooMany) and not isinstance(error, Overloaded)):
            self._parts.refusal_limit.take(self._visitor)

    async def _uploaded(self, frame: SendFrame) -> dict[str, Media]:
        """What the uploads that a frame names became; raises `BadInput` for one that is not ready."""
        found, uploads = {}, self._parts.uploads
        for segment in frame.segments:
            if isinstance(segment, Uploaded):
                if uploads is None:
                    raise BadInput("no files are taken")
                found[segment.upload] = await uploads.media_of(self.session.identity, segment.upload.lower())
        return found

    async def _rate(self, frame: Rate) -> None:
        try:
            check_rating(frame)
            self._parts.message_limit.take(self._visitor)
            self._parts.context.admission.check(Wish.ANALYTICS)  # the client keeps it, and tells it later
            await self._parts.context.ratings.rate(to_rating(frame, self.session.identity))
        except YuanqiaoError as error:
            self.session.put(refused_frame(frame.id, error))
            self._count_refusal(error)
        else:
            self.session.put(rated_frame(frame.id))

    async def _sign_in(self, frame: SignInFrame) -> None:
        try:
            self._parts.message_limit.take(self._visitor)
            await self._parts.context.contacts.sign_in(self._address, frame.login)
        except YuanqiaoError as error:
            self.session.put(refused_frame(frame.id, error))
        else:
            self.session.put({"type": "signed_in", "id": frame.id})

    async def _older(self, frame: Older) -> None:
        place = HistoryPlace(frame.before.conversation, frame.before.seq)
        found = await self._parts.context.history.before(self.session.identity, place, HISTORY + 1)
        more = len(found) > HISTORY
        self.session.put(older_frame(found[-HISTORY:], self._addressing, more=more))

    async def _close(self, frame: Close) -> None:
        context, identity = self._parts.context, self.session.identity
        if not await context.inbox.close(identity, HistoryPlace(frame.conversation, frame.seq)):
            return
        event = Event(
            kind=EventKind.CLOSED,
            identity=identity,
            conversation=frame.conversation,
            at=context.clock.now(),
        )
        self._parts.fanout.show(identity, event_frame(event))


async def write_frames(session: WebchatSession, send: Any, deadline_s: float) -> None:
    """Writes the session's frames until cancelled; raises `SlowReader`, `TimeoutError`."""
    while True:
        data = await session.next()
        async with asyncio.timeout(deadline_s):
            await send(data)
