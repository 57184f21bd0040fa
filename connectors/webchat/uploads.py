"""What happens to uploads: who may begin one, how it grows, and what is found in it at its end."""

import asyncio

import structlog

from connectors.webchat.limits import RateLimit
from connectors.webchat.upload_folder import StoredUpload, UploadFolder
from hub.errors import BadInput, BadMedia, TooLarge, Unavailable, UnknownKind
from hub.messages import Media
from hub.ports import ChannelContext, Wish

KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf")
"""What visitors may send, told from the content."""

PIECE_BYTES = 262_144
"""Most bytes of one piece: what is lost at most where the line is cut."""

UPLOADS_PER_MINUTE = 30
PIECES_PER_MINUTE = 600
SWEEP_EVERY_S = 900.0

log = structlog.get_logger(__name__)


class Uploads:
    """The uploads of this process's visitors."""

    def __init__(self, context: ChannelContext) -> None:
        self._folder = UploadFolder(context.settings.media_folder / "parts")
        self._media = context.media
        self._admission = context.admission
        self._begin_limit = RateLimit(context.clock, most=UPLOADS_PER_MINUTE, what="uploads")
        self._piece_limit = RateLimit(context.clock, most=PIECES_PER_MINUTE, what="pieces of uploads")
        self._looking: dict[tuple[str, str], asyncio.Task[StoredUpload]] = {}

    @property
    def bytes_limit(self) -> int:
        """Most bytes of an upload."""
        return self._media.bytes_limit

    async def begin(self, upload: StoredUpload, kind: str) -> StoredUpload:
        """Begins an upload, or finds it where it was begun before.

        Raises `UnknownKind`, `TooLarge`, `TooMany`, `Conflict`, `Unavailable`.
        """
        if kind not in KINDS:
            raise UnknownKind("no kind of file that is taken")
        if upload.length > self.bytes_limit:
            raise TooLarge(f"a file may have {self.bytes_limit:,} bytes at most", limit=self.bytes_limit)
        if upload.length < 1:
            raise BadInput("a file without bytes")
        self._begin_limit.take(upload.identity)
        self._admission.check(Wish.MESSAGE)
        try:
            return await asyncio.to_thread(self._folder.create, upload)
        except OSError as error:
            raise _no_room(error) from error

    async def find(self, identity: str, upload_id: str) -> StoredUpload | None:
        """The upload of this visitor, as far as it is on disk."""
        return await asyncio.to_thread(self._folder.find, identity, upload_id)

    async def append(self, identity: str, upload_id: str, offset: int, piece: bytes) -> StoredUpload:
        """Adds a piece, on disk when this returns; with the last one the file is looked into.

        Raises a `BadMedia` where it is refused, each time that it is asked; `NotFound`, `Conflict`,
        `TooMany`; `Unavailable` where it cannot be looked into just now: an empty last piece asks again.
        """
        self._piece_limit.take(identity)
        try:
            upload = await asyncio.to_thread(self._folder.append, identity, upload_id, offset, piece)
        except OSError as error:
            raise _no_room(error) from error
        if upload.is_whole and not upload.has_verdict:
            upload = await self._look_into(upload)
        if upload.refused is not None:
            raise upload.refused
        return upload

    async def media_of(self, identity: str, upload_id: str) -> Media:
        """What an upload became; raises `BadInput` where this visitor has none of that id that is ready."""
        upload = await self.find(identity, upload_id)
        if upload is None or upload.media is None:
            raise BadInput("the upload is not ready")
        return upload.media

    async def remove(self, identity: str, upload_id: str) -> None:
        """Gives an upload up; raises `NotFound`."""
        await asyncio.to_thread(self._folder.remove, identity, upload_id)

    async def run(self) -> None:
        """Sweeps away what was given up, until it is cancelled."""
        while True:
            removed = await asyncio.to_thread(self._folder.sweep)
            if removed:
                log.info("webchat.uploads_swept", count=removed)
            await asyncio.sleep(SWEEP_EVERY_S)

    async def _look_into(self, upload: StoredUpload) -> StoredUpload:
        """Once for everybody who asks, and to its end although the line is cut meanwhile."""
        key = (upload.identity, upload.id)
        if key not in self._looking:
            looking = asyncio.create_task(self._keep(upload))
            self._looking[key] = looking
            looking.add_done_callback(lambda done: self._looked(key, done))
        return await asyncio.shield(self._looking[key])

    def _looked(self, key: tuple[str, str], done: "asyncio.Task[StoredUpload]") -> None:
        del self._looking[key]
        # Whoever asked may be gone, and is told when the last piece comes again.
        if not done.cancelled() and (error := done.exception()) is not None:
            log.warning("webchat.upload_not_looked_into", exc_info=error)

    async def _keep(self, upload: StoredUpload) -> StoredUpload:
        source = self._folder.data(upload)
        try:
            media = await self._media.keep(
                source, identity=upload.identity, name=upload.name, kinds=frozenset(KINDS)
            )
            seen = _with(upload, media=media)
        except BadMedia as error:
            seen = _with(upload, refused=error)
        try:
            await asyncio.to_thread(self._folder.settle, seen)
        except OSError as error:
            raise _no_room(error) from error
        return seen


def _with(
    upload: StoredUpload, *, media: Media | None = None, refused: BadMedia | None = None
) -> StoredUpload:
    return StoredUpload(upload.identity, upload.id, upload.length, upload.name, upload.offset, media, refused)


def _no_room(error: OSError) -> Unavailable:
    return Unavailable("uploads cannot be written just now", cause=error.strerror)
