"""The socket on which agents send files: they are looked into and kept as customers' are, and sent later.

One file after the other: a frame that announces it, its bytes in binary messages, the hub's verdict. A line
that is cut loses the file, and it is sent again: agents sit near the hub.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from handoff.store import reservations
from handoff.store.reservations import TaskKey
from handoff.web.frames import Id, TaskId, read_task
from handoff.words.files import KINDS
from hub.compact_json import write_json
from hub.errors import BadInput, NotFound, TooLarge, YuanqiaoError
from hub.messages import Media
from hub.ports import MediaStore, Socket, SocketBudget
from hub.staff import StaffDesk, StaffSocket
from hub.store.database import Database

RIGHT = "conversations.serve"
PIECE_BYTES = 262_144
BUDGET = SocketBudget(PIECE_BYTES, frames_per_s=100.0, frames=400, bytes_per_s=8_000_000.0, bytes=32_000_000)
PIECE_WITHIN_S = 30.0
NOT_UNDERSTOOD = 4400


class AnnounceUpload(BaseModel):
    """Announces a file for the customer of a task."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["upload"]
    id: Id
    task: TaskId
    name: Annotated[str, Field(min_length=1, max_length=255, repr=False)]
    bytes: int = Field(ge=1)


class Attachments:
    """Takes agents' files in."""

    def __init__(self, database: Database, media: MediaStore) -> None:
        self._database = database
        self._media = media

    def socket(self) -> StaffSocket:
        """The route."""
        return StaffSocket(path="/staff/attachments", right=RIGHT, budget=BUDGET, serve=self._serve)

    async def _serve(self, socket: Socket, session: StaffDesk) -> None:
        try:
            while True:
                upload = _read(await socket.recv())
                await socket.send(write_json(await self._take(socket, session, upload)))
        except BadInput as error:
            await socket.close(NOT_UNDERSTOOD, error.code)

    async def _take(self, socket: Socket, session: StaffDesk, upload: AnnounceUpload) -> dict[str, Any]:
        """The verdict on a file; a refusal of what was announced ends the socket, as its bytes follow."""
        key = await self._checked(session, upload)
        path = await asyncio.to_thread(_empty_file)
        try:
            with path.open("wb") as file:
                await _receive(socket, file, upload.bytes)
            media = await self._media.keep(path, identity=key.identity, name=upload.name, kinds=KINDS)
        except YuanqiaoError as error:
            if type(error) is BadInput:
                raise
            return {"type": "refused", "id": upload.id, "code": error.code, "detail": error.detail}
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return {"type": "kept", "id": upload.id, "media": _shown(media)}

    async def _checked(self, session: StaffDesk, upload: AnnounceUpload) -> TaskKey:
        staff = await session.staff(active=True)
        if upload.bytes > self._media.bytes_limit:
            raise TooLarge(f"a file may have {self._media.bytes_limit:,} bytes at most")
        key = read_task(upload.task)
        async with self._database.read() as connection:
            row = await reservations.owned(connection, key, staff.account_id)
        if row is None or row.state != "accepted":
            raise BadInput("the conversation is not yours")
        return key


def _read(data: str | bytes) -> AnnounceUpload:
    try:
        return AnnounceUpload.model_validate_json(data)
    except ValidationError as error:
        raise BadInput("the frame is not one of the protocol's") from error


def _empty_file() -> Path:
    with tempfile.NamedTemporaryFile(prefix="yuanqiao-", delete=False) as file:
        return Path(file.name)


async def _receive(socket: Socket, file: BinaryIO, expected: int) -> None:
    """The pieces of one file; raises `BadInput` where they are more, or take too long."""
    left = expected
    while left:
        try:
            async with asyncio.timeout(PIECE_WITHIN_S):
                piece = await socket.recv()
        except TimeoutError as error:
            raise BadInput("the file does not go on") from error
        if not isinstance(piece, bytes) or not 0 < len(piece) <= left:
            raise BadInput("the file is not what was announced")
        await asyncio.to_thread(file.write, piece)
        left -= len(piece)


def _shown(media: Media) -> dict[str, Any]:
    return {"media": media.id, "name": media.name, "mime": media.mime, "bytes": media.bytes}


async def find(store: MediaStore, key: TaskKey, media_id: str) -> Media:
    """A file that was kept for the customer of a task; raises `NotFound`."""
    media = await store.find(key.identity, media_id)
    if media is None:
        raise NotFound("there is no such file")
    return media
