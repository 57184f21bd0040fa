"""The uploads of the fake hub: tus 1.0.0, in memory, with switches for what goes wrong."""

import asyncio
import base64
import hashlib
import struct
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

CHUNK = 262_144
PNG = b"\x89PNG\r\n\x1a\n"
KINDS = {PNG[:4]: "image/png", b"%PDF": "application/pdf", b"\xff\xd8\xff\xe0": "image/jpeg"}


@dataclass
class Upload:
    """One file as far as it is here."""

    name: str
    mime: str
    length: int
    data: bytearray = field(default_factory=bytearray)


class FakeUploads:
    """Takes files from one visitor; of `cut_every` requests one is broken off in its middle, `cuts` times."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.files: dict[str, Upload] = {}
        self.media: dict[str, tuple[bytes, str]] = {}
        self.rules: dict[str, Any] | None = {
            "bytes": 15_000_000,
            "types": ["image/jpeg", "image/png", "application/pdf"],
        }
        self.verdicts: dict[str, str] = {}
        self.requests: list[tuple[str, int]] = []
        self.cuts = 0
        self.cut_every = 8
        self.lose_verdicts = 0
        self.pause_s = 0.0
        self._free = asyncio.Event()
        self._free.set()
        self._spared = 0
        self.gone_media = False
        self._whole = 0

    def hold(self, *, after: int = 0) -> None:
        """What arrives from now on is not answered until `let_go`, but for the first pieces."""
        self._spared = after
        self._free.clear()

    def let_go(self) -> None:
        """Requests are answered again."""
        self._loop.call_soon_threadsafe(self._free.set)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """The addresses of docs/webchat-protocol.md."""
        router.add_post("/webchat/uploads", self._create)
        router.add_head("/webchat/uploads/{upload}", self._tell)
        router.add_patch("/webchat/uploads/{upload}", self._append)
        router.add_delete("/webchat/uploads/{upload}", self._drop)
        router.add_get("/media/{media}", self._serve, allow_head=False)

    def stored(self, segment: dict[str, Any], url: str) -> dict[str, Any]:
        """The segment as the hub stores and shows it."""
        upload = self.files[segment["upload"]]
        data = bytes(upload.data)
        media_id = hashlib.sha256(data).hexdigest()
        self.media[media_id] = (data, upload.mime)
        media: dict[str, Any] = {
            "id": media_id,
            "mime": upload.mime,
            "bytes": len(data),
            "name": upload.name,
        }
        if data.startswith(PNG):
            media["width"], media["height"] = struct.unpack(">II", data[16:24])
        return {"type": segment["type"], "media": media, "url": f"{url}/media/{media_id}?signature=x"}

    async def _create(self, request: web.Request) -> web.StreamResponse:
        words = dict(part.split(" ", 1) for part in request.headers["Upload-Metadata"].split(","))
        said = {name: base64.b64decode(value).decode() for name, value in words.items()}
        length = int(request.headers["Upload-Length"])
        self.requests.append(("POST", length))
        if request.headers["Authorization"] != "Bearer fake-token":
            raise web.HTTPForbidden
        if self.rules is None or said["type"] not in self.rules["types"]:
            return web.json_response({"code": "media_type"}, status=415)
        if length > self.rules["bytes"]:
            return web.json_response({"code": "too_large", "limit": self.rules["bytes"]}, status=413)
        self.files.setdefault(said["id"], Upload(said["name"], said["type"], length))
        return web.Response(status=201, headers={"Location": f"/webchat/uploads/{said['id']}"})

    async def _tell(self, request: web.Request) -> web.StreamResponse:
        upload = self._find(request)
        self.requests.append(("HEAD", len(upload.data)))
        sizes = {"Upload-Offset": str(len(upload.data)), "Upload-Length": str(upload.length)}
        return web.Response(headers=sizes | {"Cache-Control": "no-store"})

    async def _append(self, request: web.Request) -> web.StreamResponse:
        upload = self._find(request)
        offset = int(request.headers["Upload-Offset"])
        self.requests.append(("PATCH", offset))
        if offset != len(upload.data):
            raise web.HTTPConflict
        body = await request.read()
        assert len(body) <= CHUNK, "a client sends no more at once"
        if self.pause_s:
            await asyncio.sleep(self.pause_s)
        if self._spared:
            self._spared -= 1
        else:
            await self._free.wait()
        self._whole += 1
        if self.cuts and self._whole % self.cut_every == 0:
            self.cuts -= 1
            upload.data += body[: len(body) // 2]
            assert request.transport is not None
            request.transport.abort()
        else:
            upload.data += body
        if len(upload.data) == upload.length and self.lose_verdicts:
            self.lose_verdicts -= 1
            assert request.transport is not None
            request.transport.abort()
        code = self._verdict(upload)
        if len(upload.data) == upload.length and code:
            return web.json_response({"code": code, "detail": ""}, status=422)
        return web.Response(status=204, headers={"Upload-Offset": str(len(upload.data))})

    def _verdict(self, upload: Upload) -> str:
        if upload.name in self.verdicts:
            return self.verdicts[upload.name]
        return "" if KINDS.get(bytes(upload.data[:4])) == upload.mime else "media_type"

    async def _drop(self, request: web.Request) -> web.StreamResponse:
        del self.files[request.match_info["upload"]]
        self.requests.append(("DELETE", 0))
        return web.Response(status=204)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        found = self.media.get(request.match_info["media"])
        if found is None or (self.gone_media and request.query.get("signature") == "x"):
            raise web.HTTPForbidden
        data, mime = found
        return web.Response(body=data, content_type=mime)

    def _find(self, request: web.Request) -> Upload:
        found = self.files.get(request.match_info["upload"])
        if found is None:
            raise web.HTTPNotFound
        return found
