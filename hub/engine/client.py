"""Asks the bot over HTTP: signed, bounded in time and size, and never taking silence for an answer."""

import asyncio
import json
import time
from typing import Any

from pydantic import ValidationError

from hub.engine.connections import Connections, HttpReply
from hub.engine.contract import Ask, BotAnswer
from hub.engine.signing import sign_call
from hub.errors import BotFailed, BotUnavailable
from hub.metrics import BOT_ASKED, BOT_SECONDS

HEALTH_S = 2.0


class HistoryNeeded(Exception):
    """The bot's tracker is not at the base: ask again with the history."""


class BotClient:
    """What the hub asks of one bot process."""

    def __init__(self, url: str, secret: str) -> None:
        """`url`: `http://HOST:PORT`."""
        self._connections = Connections(url)
        self._secret = secret

    async def ask(self, ask: Ask) -> BotAnswer:
        """Asks once. Raises `HistoryNeeded`, `BotUnavailable` (nobody answered), `BotFailed` (it said so)."""
        with BOT_SECONDS.time():
            try:
                done = self._read(ask, *await self._post(ask))
            except (HistoryNeeded, BotUnavailable, BotFailed) as outcome:
                BOT_ASKED.labels(getattr(outcome, "code", "history_needed")).inc()
                raise
        BOT_ASKED.labels("done").inc()
        return done

    async def healthy(self) -> bool:
        """Whether the bot would answer a question."""
        try:
            async with asyncio.timeout(HEALTH_S):
                return (await self._connections.request("GET", "/health", {})).status == 200
        except (OSError, BotFailed):
            return False

    async def close(self) -> None:
        """Closes the connections."""
        self._connections.close()

    async def _post(self, ask: Ask) -> HttpReply:
        body = ask.model_dump_json().encode()
        # The signature's time is the machine's: the bot compares it with its own clock.
        unix_time = int(time.time())
        headers = {
            "Content-Type": "application/json",
            "X-Yuanqiao-Time": str(unix_time),
            "X-Yuanqiao-Signature": sign_call(self._secret, unix_time, body),
        }
        try:
            async with asyncio.timeout(ask.deadline_s):
                return await self._connections.request("POST", "/turn", headers, body)
        except TimeoutError as error:
            raise BotUnavailable("the bot did not answer in time", why="deadline") from error
        except OSError as error:
            raise BotUnavailable("the bot cannot be reached", why=type(error).__name__) from error

    def _read(self, ask: Ask, status: int, body: bytes) -> BotAnswer:
        answer = _json(body)
        if status == 409 and answer.get("status") == "history_needed":
            raise HistoryNeeded
        if status in (429, 503):
            raise BotUnavailable("the bot is not ready", why=str(answer.get("code", status)))
        if status != 200 or answer.get("status") != "done":
            raise BotFailed("the bot said that it failed", bot_code=str(answer.get("code", status)))
        try:
            done = BotAnswer.model_validate(answer)
        except ValidationError as error:
            raise BotFailed("the bot's answer has another form", bot_code="bad_answer") from error
        return check_answer(ask, done)


def check_answer(ask: Ask, done: BotAnswer) -> BotAnswer:
    """Refuses what is no answer to this ask; raises `BotFailed`."""
    if done.turn != ask.turn:
        raise BotFailed("the bot answered another turn", bot_code="wrong_turn")
    if not done.replies:
        raise BotFailed("the bot said nothing", bot_code="empty")
    return done


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BotFailed("the bot's answer is not JSON", bot_code="bad_answer") from error
    if not isinstance(value, dict):
        raise BotFailed("the bot's answer is not an object", bot_code="bad_answer")
    return value
