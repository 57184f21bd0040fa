"""A customer who has a whole conversation: says something, waits until the bank has said all, goes on.

What the hub refuses for its rate is sent again when the hub says so; a broken connection is taken up again.
"""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError
from websockets.exceptions import ConnectionClosed

from hub.errors import Overloaded, SetupError, Unavailable
from hub.messages import NoticeCode, Segment
from yuanqiao.asking.client import WebchatClient, hub_address

QUIET_S = 1.2
"""After so long without a word the bank has said all: messages of one answer lie closer together."""

COMES_AGAIN = 20
CLOSE_S = 5.0
LONGEST_BACK_OFF_S = 5.0

_SEGMENTS: TypeAdapter[tuple[Segment, ...]] = TypeAdapter(tuple[Segment, ...])
_NO_ANSWER = {NoticeCode.LATE, NoticeCode.SECRET_REMOVED}


@dataclass(slots=True)
class BankReply:
    """What the bank said to what was sent together; `refusal` says why there is nothing."""

    segments: tuple[Segment, ...] = ()
    refusal: str = ""


@dataclass(slots=True)
class _Exchange:
    """What was sent and what came since; it survives a broken connection, because its ids stay the same."""

    words: dict[str, str]
    open: set[str]
    last: tuple[int, int] = (0, 0)
    said: dict[tuple[int, int], tuple[Segment, ...]] = field(default_factory=dict)
    typing: bool = False
    refusal: str = ""

    def is_answered(self) -> bool:
        """Whether all is taken and something that may be an answer stands behind it."""
        return not self.open and any(
            place > self.last and not _is_aside(segments) for place, segments in self.said.items()
        )


class Customer:
    """Somebody at the web chat with one conversation at a time."""

    def __init__(self, url: str, *, patience_s: float, quiet_s: float = QUIET_S) -> None:
        """`patience_s`: how long the answer to a turn may take. Raises `BadInput` for what is no address."""
        self._address = hub_address(url)
        self._patience_s = patience_s
        self._quiet_s = quiet_s
        self._chat: WebchatClient | None = None
        self._token: str | None = None
        self._known = (0, 0)
        self.hotline = ""

    async def say(self, messages: Sequence[str], gaps_s: Sequence[float] = ()) -> BankReply:
        """Sends the messages one behind the other, waits until all is said.

        `gaps_s` lie between them, none where it is empty. Raises `Unavailable`, `NotAllowed`, `Overloaded`.
        """
        words = {str(uuid.uuid4()): each for each in messages}
        exchange = _Exchange(words, set(words))
        begun = False
        for times in range(COMES_AGAIN):
            try:
                chat = await self._come()
                await self._send(chat, exchange, () if begun else gaps_s)
                begun = True
                await self._listen(chat, exchange)
                return self._heard(exchange)
            except ConnectionClosed:
                self._chat = None
                await asyncio.sleep(min(0.5 * 2**times, LONGEST_BACK_OFF_S))
            except Overloaded as full:
                if times == COMES_AGAIN - 1:
                    raise
                await asyncio.sleep(full.retry_after_s)
        raise Unavailable(f"the hub at {self._address} went away")

    async def end(self) -> None:
        """Ends the conversation; the next words open another."""
        chat = self._chat
        if chat is None or self._known == (0, 0):
            return
        conversation, seq = self._known
        try:
            await chat.say(type="close", conversation=conversation, seq=seq)
            while (frame := await chat.next(CLOSE_S)) is not None:
                if frame.get("event") == "closed":
                    return
        except ConnectionClosed:
            pass
        await self.leave()

    async def leave(self) -> None:
        """Closes the socket and forgets who this was."""
        chat, self._chat, self._token, self._known = self._chat, None, None, (0, 0)
        if chat is not None:
            await chat.close()

    async def _come(self) -> WebchatClient:
        if self._chat is None:
            conversation, seq = self._known
            after = {"conversation": conversation, "seq": seq} if conversation else None
            self._chat = await WebchatClient.open(self._address, self._token, after)
            self._token, self.hotline = self._chat.token, self._chat.hotline
        return self._chat

    async def _send(self, chat: WebchatClient, exchange: _Exchange, gaps_s: Sequence[float]) -> None:
        for place, client_id in enumerate(exchange.words):
            if client_id in exchange.open:
                await _say(chat, exchange, client_id)
            if place < len(gaps_s):
                await asyncio.sleep(gaps_s[place])

    async def _listen(self, chat: WebchatClient, exchange: _Exchange) -> None:
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._patience_s
        while not exchange.refusal and clock() < deadline:
            quiet = exchange.is_answered() and not exchange.typing
            frame = await chat.next(self._quiet_s if quiet else min(5.0, max(deadline - clock(), 0.01)))
            if frame is not None:
                await self._take(chat, frame, exchange)
            elif quiet:
                return
            else:
                await chat.say(type="ping")

    async def _take(self, chat: WebchatClient, frame: dict[str, Any], exchange: _Exchange) -> None:
        match frame:
            case {"type": "message", "message": {"direction": "out"} as message}:
                place = message["conversation"], message["seq"]
                exchange.said[place] = _read(message["segments"])
                exchange.typing = False
                self._known = max(self._known, place)
            case {"type": "ack", "id": id_} if id_ in exchange.open:
                exchange.open.discard(id_)
                exchange.last = max(exchange.last, (frame["conversation"], frame["seq"]))
                self._known = max(self._known, exchange.last)
            case {"type": "event", "event": "typing" | "waiting"}:
                exchange.typing = True
            case {"type": "refused", "id": id_, "code": "too_many" | "overloaded" | "unavailable"}:
                await asyncio.sleep(frame["retry_after_s"])
                await _say(chat, exchange, id_)
            case {"type": "refused", "id": id_} if id_ in exchange.open:
                exchange.refusal = f"refused: {frame['code']}"

    def _heard(self, exchange: _Exchange) -> BankReply:
        if not exchange.refusal and all(_is_aside(segments) for segments in exchange.said.values()):
            exchange.refusal = f"no answer within {self._patience_s:g} s"
        return BankReply(
            tuple(segment for _, said in sorted(exchange.said.items()) for segment in said), exchange.refusal
        )


async def _say(chat: WebchatClient, exchange: _Exchange, client_id: str) -> None:
    text = {"type": "text", "text": exchange.words[client_id]}
    await chat.say(type="send", id=client_id, segments=[text])


def _is_aside(segments: Sequence[Segment]) -> bool:
    return all(segment.type == "notice" and segment.code in _NO_ANSWER for segment in segments)


def _read(segments: Any) -> tuple[Segment, ...]:
    try:
        return _SEGMENTS.validate_python(segments)
    except ValidationError as error:
        raise SetupError("the hub says what this version does not know: is it another version?") from error
