"""The client's end of a web-chat socket: opens it, says hello, sends and receives frames.

Speaks docs/webchat-protocol.md.
"""

import asyncio
import json
from typing import Any, Self, cast
from urllib.parse import urlsplit

from websockets import Origin
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidStatus

from hub.errors import BadInput, NotAllowed, Overloaded, Unavailable

FRAME_LIMIT = 4_000_000
"""Most bytes of a frame that are read: what the bank says is longer than what customers may send."""


RETRY_AFTER_S = 30.0
"""Where something before the hub refuses, and does not say for how many seconds."""


def hub_address(url: str) -> str:
    """The hub's own origin, from its URL; raises `BadInput` for what is none."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise BadInput(f"“{url}” is no address of a hub: one looks like http://127.0.0.1:8080")
    return f"{parts.scheme}://{parts.netloc}"


class WebchatClient:
    """One open socket of a visitor; `token` is the newest that the hub gave, `hotline` the bank's number."""

    def __init__(self, connection: ClientConnection, token: str, hotline: str = "") -> None:
        self._connection = connection
        self.token = token
        self.hotline = hotline

    @classmethod
    async def open(cls, address: str, token: str | None, after: dict[str, int] | None) -> Self:
        """Opens a chat on the hub's own page and is welcomed.

        Raises `Unavailable` (no hub there), `NotAllowed` (it has another address), `Overloaded` (no new
        chats just now), `ConnectionClosed`.
        """
        connection = await _connect(address, new=token is None)
        hello = {"type": "hello", "v": 1, "token": token, "embedder": address, "after": after}
        await connection.send(json.dumps(hello))
        welcome = json.loads(await connection.recv())
        if isinstance(welcome, dict) and welcome.get("type") == "refused":
            raise Overloaded(str(welcome["detail"]), retry_after_s=float(welcome["retry_after_s"]))
        if not isinstance(welcome, dict) or welcome.get("type") != "welcome":
            raise Unavailable(f"what answers at {address} is no hub of this version")
        hotline = str(welcome.get("bank", {}).get("hotline", ""))
        return cls(connection, str(welcome["token"]), hotline)

    async def say(self, **frame: Any) -> None:
        """Sends a frame; raises `ConnectionClosed`."""
        await self._connection.send(json.dumps(frame, ensure_ascii=False))

    async def next(self, patience_s: float) -> dict[str, Any] | None:
        """The next frame; None where none comes in time. Raises `ConnectionClosed`."""
        try:
            async with asyncio.timeout(patience_s):
                return cast("dict[str, Any]", json.loads(await self._connection.recv()))
        except TimeoutError:
            return None

    async def close(self) -> None:
        """Closes the socket."""
        await self._connection.close()


async def _connect(address: str, *, new: bool) -> ClientConnection:
    url = f"{address.replace('http', 'ws', 1)}/webchat/socket{'?new=1' if new else ''}"
    try:
        return await connect(url, origin=cast("Origin", address), proxy=None, max_size=FRAME_LIMIT)
    except InvalidStatus as error:
        if error.response.status_code == 429:
            told = error.response.headers.get("Retry-After", "")
            wait_s = float(told) if told.isdecimal() else RETRY_AFTER_S
            raise Overloaded("the hub takes no new chats just now", retry_after_s=wait_s) from error
        if error.response.status_code == 403:
            raise NotAllowed(
                f"the hub does not take {address} for its own address: name that of YUANQIAO_PUBLIC_URL"
            ) from error
        raise Unavailable(f"what answers at {address} is no hub") from error
    except InvalidHandshake as error:
        raise Unavailable(f"what answers at {address} is no hub") from error
    except (OSError, TimeoutError) as error:
        raise Unavailable(f"no hub answers at {address}: start it, or name its address") from error
