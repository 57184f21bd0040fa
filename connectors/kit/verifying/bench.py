"""What cases are tried on: a kit on a database of its own, and a provider's API on loopback."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from connectors.kit.opening import Kit
from hub.messages import Media
from hub.ports import MediaStore


@dataclass(frozen=True, slots=True)
class ProviderRequest:
    """A request as it came in. `json`: what it says, None where it is none; `form`: the fields of a form."""

    method: str
    path: str
    query: Mapping[str, str]
    json: Any
    form: Mapping[str, str]
    multipart: bool


@dataclass
class Vendor:
    """Answers each path as it is told to, whoever asks, and keeps what was asked."""

    address: str = ""
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    asked: list[ProviderRequest] = field(default_factory=list)

    def begin(self, answers: Mapping[str, Any]) -> None:
        """Forgets what was; from now on these paths answer this, with status 200."""
        self.asked.clear()
        self.answers = {path: (200, answer) for path, answer in answers.items()}

    def answer(self, path: str, answer: Any, status: int = 200) -> None:
        """From now on this path answers this: JSON, or bytes as they are."""
        self.answers[path] = (status, answer)

    def last(self, path: str) -> ProviderRequest | None:
        """The last request for a path."""
        return next((each for each in reversed(self.asked) if each.path == path), None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Takes any request."""
        self.asked.append(await _read(request))
        status, answer = self.answers.get(request.path, (404, {"errcode": -1, "errmsg": "no such path"}))
        if isinstance(answer, bytes):
            return web.Response(status=status, body=answer, content_type="application/octet-stream")
        return web.json_response(answer, status=status)


async def _read(request: web.Request) -> ProviderRequest:
    multipart = request.content_type.startswith("multipart/")
    json, form = None, dict[str, str]()
    if multipart:
        async for part in await request.multipart():
            form[str(getattr(part, "name", ""))] = str(getattr(part, "filename", "") or "")
    elif request.content_type == "application/x-www-form-urlencoded":
        form = dict(parse_qsl(await request.text(), keep_blank_values=True))
    elif request.can_read_body:
        json = await request.json()
    return ProviderRequest(request.method, request.path, dict(request.query), json, form, multipart)


@asynccontextmanager
async def running_vendor() -> AsyncIterator[Vendor]:
    """A vendor on a free port of loopback for the length of a block."""
    vendor, app = Vendor(), web.Application()
    app.router.add_route("*", "/{path:.*}", vendor.serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        vendor.address = f"http://{host}:{port}"
        yield vendor
    finally:
        await runner.cleanup()


@dataclass
class Bench:
    """What a connector's verification is given."""

    kit: Kit
    media: MediaStore
    vendor: Vendor
    accounts: int = 0

    def account(self) -> str:
        """The name of an account that nobody had before: no case finds what another left behind."""
        self.accounts += 1
        return f"case-{self.accounts}"

    async def file(self, mime: str) -> Media:
        """A file of this type that the house keeps."""
        body = f"stands for a file of type {mime}".encode()
        media = Media(id=hashlib.sha256(body).hexdigest(), mime=mime, bytes=len(body))
        await asyncio.to_thread(_write, self.media.path(media), body)
        return media


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
