"""An uploading client for tests: speaks tus as a browser would, a piece at a time."""

import base64
import uuid
from dataclasses import dataclass, field
from typing import Any

import aiohttp

PIECE = 262_144


def told(**metadata: str) -> str:
    """The header `Upload-Metadata`."""
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in metadata.items())


@dataclass
class Uploader:
    """One file of one visitor, on its way to a hub."""

    http: aiohttp.ClientSession
    port: int
    token: str
    content: bytes
    name: str = "photo.jpg"
    kind: str = "image/jpeg"
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def url(self) -> str:
        """Where the upload is."""
        return f"http://127.0.0.1:{self.port}/webchat/uploads/{self.id}"

    def headers(self, **more: str) -> dict[str, str]:
        """What every request says."""
        own = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {self.token}"}
        return own | {name.replace("_", "-"): value for name, value in more.items()}

    async def begin(self, **more: str) -> aiohttp.ClientResponse:
        """Announces the file."""
        metadata = told(id=self.id, name=self.name, type=self.kind)
        headers = self.headers(Upload_Length=str(len(self.content)), Upload_Metadata=metadata) | more
        return await self._asked("POST", self.url.rpartition("/")[0], headers)

    async def offset(self) -> int | None:
        """How much the hub has; None where it knows of nothing."""
        answer = await self._asked("HEAD", self.url, self.headers())
        return int(answer.headers["Upload-Offset"]) if answer.status == 200 else None

    async def grow(self, offset: int, piece: bytes | None = None) -> aiohttp.ClientResponse:
        """Sends the piece at an offset."""
        piece = self.content[offset : offset + PIECE] if piece is None else piece
        kind = "application/offset+octet-stream"
        headers = self.headers(Upload_Offset=str(offset), Content_Type=kind)
        return await self._asked("PATCH", self.url, headers, piece)

    async def give_up(self) -> aiohttp.ClientResponse:
        """Ends the upload."""
        return await self._asked("DELETE", self.url, self.headers())

    async def send(self) -> aiohttp.ClientResponse:
        """Sends the whole file, and gives the last answer."""
        answer = await self.begin()
        assert answer.status == 201, await answer.text()
        while answer.ok and (offset := int(answer.headers["Upload-Offset"])) < len(self.content):
            answer = await self.grow(offset)
        return answer

    async def _asked(
        self, method: str, url: str, headers: dict[str, str], data: bytes | None = None
    ) -> aiohttp.ClientResponse:
        async with self.http.request(method, url, headers=headers, data=data) as answer:
            await answer.read()
        return answer

    def as_segment(self) -> dict[str, Any]:
        """The file in a message."""
        return {"type": "image" if self.kind.startswith("image/") else "file", "upload": self.id}
