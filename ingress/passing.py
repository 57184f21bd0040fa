"""Passes callbacks on to the hub, vouched for, and tells what came of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from hub.ports.ingress import Callback
from hub.vouching import HEADER, Vouching

AWAY = frozenset((429, 500, 502, 503, 504))
"""What a hub answers that cannot take the call now, and may later."""

MOST_CONNECTIONS = 100
ANSWER_BYTES = 256 * 1024
_HOP = frozenset(("host", "connection", "content-length", "transfer-encoding", "keep-alive", "upgrade"))
_SHOWN = ("content-type", "cache-control", "retry-after")


@dataclass(frozen=True, slots=True)
class Response:
    """What the hub answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class HubClient:
    """The way to the hub; a context manager, because aiohttp wants a running loop."""

    def __init__(self, hub_url: str, vouching: Vouching) -> None:
        self._hub_url = hub_url
        self._vouching = vouching
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(limit=MOST_CONNECTIONS)
        self._session = aiohttp.ClientSession(connector=connector, auto_decompress=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def pass_on(
        self, callback: Callback, taken_at: datetime, within_s: float, *, told: bool = False
    ) -> Response | None:
        """What the hub says to a call; None where it is away, or does not answer in time.

        `told`: the provider has its answer already, and never sees this one.
        """
        if self._session is None:
            raise RuntimeError("the client is not open")
        query = f"?{callback.query}" if callback.query else ""
        url = URL(f"{self._hub_url}{callback.path}{query}", encoded=True)
        headers = {name: value for name, value in callback.headers.items() if name not in _HOP}
        headers[HEADER] = self._vouching.header(callback, taken_at, told=told)
        try:
            async with asyncio.timeout(within_s):
                return await self._ask(callback, url, headers)
        except (TimeoutError, aiohttp.ClientError, OSError):
            return None

    async def _ask(self, callback: Callback, url: URL, headers: Mapping[str, str]) -> Response | None:
        assert self._session is not None  # noqa: S101  (for the type checker: looked at before)
        request = self._session.request(
            callback.method, url, data=callback.body, headers=headers, allow_redirects=False
        )
        async with request as answer:
            body = await answer.content.read(ANSWER_BYTES)
            if answer.status in AWAY:
                return None
            shown = {name: answer.headers[name] for name in _SHOWN if name in answer.headers}
            return Response(answer.status, shown, body)
