"""A visitor who asks as customers do: one question in each conversation, until its answer comes.

What the hub refuses for its rate is asked again when the hub says so; a broken connection is taken up again.
"""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError
from websockets.exceptions import ConnectionClosed

from connectors.webchat.tokens import visitor_of
from hub.errors import NotAllowed, Overloaded, SetupError, TooMany, Unavailable
from hub.messages import AuthorKind, NoticeCode, Segment
from yuanqiao.asking.client import WebchatClient, hub_address

QUESTIONS_OF_A_VISITOR = 20
"""Fewer than a visitor may send in a minute, so that a hub with the usual settings need not refuse any."""

COMES_AGAIN = 20
"""How often a visitor comes again for one question after the hub closed the socket."""

NEW_VISITORS_WAIT_S = 30.0
CLOSE_S = 5.0
PING_AFTER_S = 15.0
LONGEST_BACK_OFF_S = 5.0

_SEGMENTS: TypeAdapter[tuple[Segment, ...]] = TypeAdapter(tuple[Segment, ...])
_ENDS = {NoticeCode.FAILED, NoticeCode.PERSON_REQUESTED}


@dataclass(slots=True)
class HeardAnswer:
    """What came of one question: whose it was, its place and words as stored, the answer and its place.

    `segments` is empty where no answer came: `refusal` says why. `ms` goes from sending the words to their
    answer. `late`: the house apologised first. `refused`: how often the question had to wait, because of a
    rate or because nothing could be stored just then.
    """

    visitor: str = ""
    conversation: int = 0
    seq: int = 0
    answer_seq: int = 0
    stored: str = ""
    segments: tuple[Segment, ...] = ()
    refusal: str = ""
    late: bool = False
    refused: int = 0
    ms: float = 0.0


@dataclass(slots=True)
class _Asking:
    """A question under way; it survives a broken connection, because its id stays the same."""

    words: str
    heard: HeardAnswer = field(default_factory=HeardAnswer)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sent_at: float = 0.0
    deadline: float | None = None
    said: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)

    @property
    def place(self) -> dict[str, int] | None:
        """Where the question is stored, once it is."""
        if not self.heard.seq:
            return None
        return {"conversation": self.heard.conversation, "seq": self.heard.seq}

    def answer(self) -> dict[str, Any] | None:
        """The message that ends the waiting, once it is there."""
        if self.heard.seq:
            asked = (self.heard.conversation, self.heard.seq)
            for _, message in sorted((place, m) for place, m in self.said.items() if place > asked):
                codes = {segment.get("code") for segment in message["segments"]}
                self.heard.late |= NoticeCode.LATE in codes
                if message["author"]["kind"] != AuthorKind.SYSTEM or codes & _ENDS:
                    return message
        return None


class Visitor:
    """Somebody at the web chat; a new one now and then, as customers come and go."""

    def __init__(self, url: str, *, patience_s: float) -> None:
        """`url`: the hub as browsers reach it; `patience_s`: how long an answer may take.

        Raises `BadInput` for what is no address.
        """
        self._address = hub_address(url)
        self._patience_s = patience_s
        self._chat: WebchatClient | None = None
        self._token: str | None = None
        self._asked = 0

    async def ask(self, words: str) -> HeardAnswer:
        """Asks in a conversation of its own and waits for the answer.

        Raises `Unavailable` (no hub), `NotAllowed` (it has another address), `TooMany` (of new visitors).
        """
        if self._asked >= QUESTIONS_OF_A_VISITOR:
            await self.leave()
        self._asked += 1
        asking = _Asking(words)
        for times in range(COMES_AGAIN):
            try:
                chat = await self._come(asking)
                await self._exchange(chat, asking)
                await self._end_conversation(chat, asking)
                return asking.heard
            except ConnectionClosed as closed:
                self._chat = None
                await self._wait_after(closed, times)
            except Overloaded as full:
                if times == COMES_AGAIN - 1:
                    raise
                await asyncio.sleep(full.retry_after_s)
            except Unavailable:
                if self._token is None:
                    raise  # it was never there; else it may be starting again
                await asyncio.sleep(_back_off(times))
        raise Unavailable(f"the hub at {self._address} went away")

    async def leave(self) -> None:
        """Closes the socket and forgets who this was."""
        chat, self._chat, self._token, self._asked = self._chat, None, None, 0
        if chat is not None:
            await chat.close()

    async def _come(self, asking: _Asking) -> WebchatClient:
        if self._chat is None:
            self._chat = await WebchatClient.open(self._address, self._token, asking.place)
            self._token = self._chat.token
        asking.heard.visitor = visitor_of(self._chat.token)
        return self._chat

    async def _exchange(self, chat: WebchatClient, asking: _Asking) -> None:
        clock = asyncio.get_running_loop().time
        await _send(chat, asking)
        while not asking.heard.refusal:
            message = asking.answer()
            if message is not None:
                asking.heard.ms = (clock() - asking.sent_at) * 1000
                asking.heard.answer_seq = message["seq"]
                asking.heard.segments = _read(message["segments"])
                return
            left = self._patience_s if asking.deadline is None else asking.deadline - clock()
            if left <= 0:
                asking.heard.refusal = f"no answer within {self._patience_s:g} s"
                return
            frame = await chat.next(min(left, PING_AFTER_S))
            if frame is None:
                await chat.say(type="ping")
            else:
                await self._take(chat, frame, asking)

    async def _take(self, chat: WebchatClient, frame: dict[str, Any], asking: _Asking) -> None:
        heard = asking.heard
        match frame:
            case {"type": "message", "message": {"direction": "out"} as message}:
                asking.said[message["conversation"], message["seq"]] = message
            case {"type": "message", "message": {"client_id": asking.id} as message}:
                heard.stored = message["segments"][0].get("text", "")
            case {"type": "ack", "id": asking.id}:
                heard.conversation, heard.seq = frame["conversation"], frame["seq"]
                if asking.deadline is None:
                    asking.deadline = asyncio.get_running_loop().time() + self._patience_s
            case {"type": "refused", "id": asking.id, "code": "too_many" | "overloaded" | "unavailable"}:
                heard.refused += 1
                await asyncio.sleep(frame["retry_after_s"])
                asking.sent_at = 0.0  # what is refused was not taken, and is asked anew
                await _send(chat, asking)
            case {"type": "refused", "id": asking.id}:
                heard.refusal = f"refused: {frame['code']}"

    async def _end_conversation(self, chat: WebchatClient, asking: _Asking) -> None:
        """Ends it, or leaves: words of a visitor whose conversation stays open would go on with it."""
        if not asking.heard.segments:
            await self.leave()
            return
        conversation, seq = max(asking.said)
        await chat.say(type="close", conversation=conversation, seq=seq)
        while (frame := await chat.next(CLOSE_S)) is not None:
            if frame.get("event") == "closed":
                return
        await self.leave()

    async def _wait_after(self, closed: ConnectionClosed, times: int) -> None:
        code = closed.rcvd.code if closed.rcvd else 1006
        match code:
            case 4403:
                raise NotAllowed(f"the hub at {self._address} does not let its own page chat") from closed
            case 4429 if times == COMES_AGAIN - 1:
                raise TooMany(
                    f"the hub at {self._address} takes no more new visitors from here",
                    retry_after_s=NEW_VISITORS_WAIT_S,
                ) from closed
            case 4429:
                await asyncio.sleep(NEW_VISITORS_WAIT_S)
            case _:
                self._token = None if code == 4401 else self._token
                await asyncio.sleep(_back_off(times))


async def ask_all(
    url: str, questions: Sequence[str], *, visitors: int, patience_s: float, progress: Callable[[], None]
) -> list[HeardAnswer]:
    """Asks every question, so many visitors at a time; what was heard, in the order of the questions.

    Raises what `Visitor.ask` raises.
    """
    heard = [HeardAnswer() for _ in questions]
    waiting = iter(enumerate(questions))

    async def work() -> None:
        visitor = Visitor(url, patience_s=patience_s)
        try:
            for place, words in waiting:
                heard[place] = await visitor.ask(words)
                progress()
        finally:
            await visitor.leave()

    tasks = [asyncio.create_task(work()) for _ in range(visitors)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return heard


async def _send(chat: WebchatClient, asking: _Asking) -> None:
    # Whoever sends again because the hub went away has waited since the first time.
    asking.sent_at = asking.sent_at or asyncio.get_running_loop().time()
    await chat.say(type="send", id=asking.id, segments=[{"type": "text", "text": asking.words}])


def _back_off(times: int) -> float:
    return float(min(0.5 * 2**times, LONGEST_BACK_OFF_S))


def _read(segments: Any) -> tuple[Segment, ...]:
    try:
        return _SEGMENTS.validate_python(segments)
    except ValidationError as error:
        raise SetupError("the hub says what this version does not know: is it another version?") from error
