"""A supervisor's page without a browser: signed in, on its socket, with the acts that its buttons do."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.support.staff import Answer, StaffClient, staff_client

WITHIN_S = 60.0


class Supervisor:
    """Keeps the newest board and conversation that it was told."""

    def __init__(self, browser: StaffClient, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.browser = browser
        self.socket = socket
        self.board: dict[str, Any] = {}
        self.shown: dict[str, Any] = {}
        self.refused: list[dict[str, Any]] = []
        self._news = asyncio.Event()

    async def until(self, met: Any) -> None:
        """Waits until what was told is such."""
        async with asyncio.timeout(WITHIN_S):
            while not met(self):
                self._news.clear()
                await self._news.wait()

    async def watch(self, task: str) -> None:
        """Reads a conversation along."""
        await self.socket.send_json({"type": "watch", "task": task})

    async def act(self, path: str, **body: Any) -> Answer:
        """One act of `/staff/supervision`."""
        return await self.browser.ask("POST", f"/staff/supervision/{path}", body or None)

    async def speak(self, kind: str, task: str, text: str) -> Answer:
        """Whispers (`whisper`) or says it to all (`join`)."""
        return await self.act(f"tasks/{task}/{kind}", text=text, wish=str(uuid.uuid4()))

    async def give(self, task: str, note: str, **to: str) -> Answer:
        """Sends a request to an agent (`account_id`) or a `queue`."""
        kind = "agent" if "account_id" in to else "queue"
        return await self.act(f"tasks/{task}/{kind}", note=note, wish=str(uuid.uuid4()), **to)

    def words(self) -> list[str]:
        """What stands in the conversation that is read along."""
        return [part.get("text", "") for each in self.shown["messages"] for part in each["segments"]]

    async def listen(self) -> None:
        """Takes what the hub tells, until it hangs up."""
        async for message in self.socket:
            frame = json.loads(message.data)
            if frame["type"] == "board":
                self.board = frame
            elif frame["type"] == "conversation":
                self.shown = frame
            elif frame["type"] == "refused":
                self.refused.append(frame)
            self._news.set()


@asynccontextmanager
async def supervising(port: int, login: str) -> AsyncIterator[Supervisor]:
    """Signs in and opens the wallboard."""
    async with staff_client(port) as browser:
        assert (await browser.sign_in(login)).status == 200
        url = f"{browser.url}/staff/supervision"
        async with browser.session.ws_connect(url, headers={"Origin": browser.url}) as socket:
            one = Supervisor(browser, socket)
            listening = asyncio.create_task(one.listen())
            await one.until(lambda each: each.board)
            yield one
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
