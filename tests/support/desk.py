"""An agent's desk without a browser: signed in, on its socket."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.support.staff import StaffClient, staff_client

WITHIN_S = 180.0
"""An offer that lapsed, as on a machine that paused, comes to the same agent again after two minutes."""
PIECE = 200_000


class DeskClient:
    """Sends wishes, and keeps the newest state and conversation that it was told."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.state: dict[str, Any] = {}
        self.opened: dict[str, Any] = {}
        self.heard: list[str] = []
        self.typing: list[str] = []
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._news = asyncio.Event()

    async def wish(self, kind: str, **what: Any) -> dict[str, Any]:
        """What the hub answers to a wish."""
        wish = what.pop("id", None) or str(uuid.uuid4())
        answer = self._answers[wish] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"type": kind, "id": wish, **what})
        async with asyncio.timeout(WITHIN_S):
            return await answer

    async def until(self, met: Any) -> None:
        """Waits until what was told is such."""
        async with asyncio.timeout(WITHIN_S):
            while not met(self):
                self._news.clear()
                await self._news.wait()

    async def offer(self) -> dict[str, Any]:
        """The first offer."""
        await self.until(lambda desk: desk.state.get("offers"))
        return dict(self.state["offers"][0])

    async def accept(self) -> str:
        """Takes the first offer and opens its conversation; gives the task."""
        offer = await self.offer()
        assert (await self.wish("accept", reservation=offer["reservation"]))["type"] == "done"
        task = str(offer["task"]["task"])
        assert (await self.wish("open", task=task))["type"] == "done"
        await self.until(lambda desk: desk.opened.get("task") == task)
        return task

    def words(self) -> list[str]:
        """What stands in the open conversation."""
        segments = [each for message in self.opened["messages"] for each in message["segments"]]
        return [each.get("text", "") for each in segments]

    async def listen(self) -> None:
        """Takes what the hub tells, until it hangs up."""
        async for message in self.socket:
            self.heard.append(message.data)
            frame = json.loads(message.data)
            if frame["type"] == "state":
                self.state = frame
            elif frame["type"] == "conversation":
                self.opened = frame
            elif frame["type"] == "typing":
                self.typing.append(frame["task"])
            elif "id" in frame:
                self._answers.pop(frame["id"]).set_result(frame)
            self._news.set()


@asynccontextmanager
async def open_desk(client: StaffClient) -> AsyncIterator[DeskClient]:
    """The desk of who is signed in there."""
    url = f"{client.url}/staff/desk"
    async with client.session.ws_connect(url, headers={"Origin": client.url}) as socket:
        desk = DeskClient(socket)
        listening = asyncio.create_task(desk.listen())
        yield desk
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


@asynccontextmanager
async def signed_in_desk(port: int, login: str) -> AsyncIterator[DeskClient]:
    """Signs in and opens the desk, available."""
    async with staff_client(port) as client:
        assert (await client.sign_in(login)).status == 200
        async with open_desk(client) as desk:
            await desk.until(lambda each: each.state)
            assert (await desk.wish("status", status="available"))["type"] == "done"
            yield desk


async def send_file(client: StaffClient, task: str, content: bytes, *, name: str = "photo.png") -> Any:
    """The hub's verdict on a file, sent in pieces as the desk does; None where it hung up instead."""
    url = f"{client.url}/staff/attachments"
    async with client.session.ws_connect(url, headers={"Origin": client.url}) as socket:
        announced = {"type": "upload", "id": str(uuid.uuid4()), "task": task, "name": name}
        await socket.send_json(announced | {"bytes": len(content)})
        for start in range(0, len(content), PIECE):
            await socket.send_bytes(content[start : start + PIECE])
        answer = await socket.receive(WITHIN_S)
        return answer.json() if answer.type is aiohttp.WSMsgType.TEXT else None
