"""Media both ways: bytes from a provider are kept by the house, and what the house keeps is uploaded once."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.kit.store import uploads
from hub.messages import Media
from hub.ports import MediaStore

IMAGES = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif"))
VOICES = frozenset(("audio/amr", "audio/silk", "audio/mpeg", "audio/wav", "audio/mp4"))
VIDEOS = frozenset(("video/mp4",))
DOCUMENTS = frozenset(("application/pdf",))


async def keep_bytes(
    store: MediaStore, body: bytes, *, identity: str, name: str, kinds: frozenset[str]
) -> Media:
    """Has bytes looked into and kept; raises a `BadMedia` for what is not taken, `Unavailable`."""
    path = await asyncio.to_thread(_write, body)
    try:
        return await store.keep(path, identity=identity, name=name, kinds=kinds)
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)


def _write(body: bytes) -> Path:
    with tempfile.NamedTemporaryFile(prefix="yuanqiao-", delete=False) as file:
        file.write(body)
        return Path(file.name)


class UploadedOnce:
    """The provider's ids of what the house keeps, for one account."""

    def __init__(self, kit: Kit, key: AccountKey, media: MediaStore) -> None:
        self._kit = kit
        self._key = key
        self._media = media

    async def id_of(
        self, media: Media, kind: str, upload: Callable[[bytes], Awaitable[str]], *, holds_s: float
    ) -> str:
        """The provider's id, from earlier or by `upload` now; it is used again for `holds_s` seconds."""
        now = self._kit.clock.now()
        async with self._kit.store.read() as connection:
            known = await uploads.find(connection, self._key, sha256=media.id, kind=kind, now=now)
        if known is not None:
            return known
        body = await asyncio.to_thread(self._media.path(media).read_bytes)
        provider_id = await upload(body)
        async with self._kit.store.write() as connection:
            await uploads.remember(
                connection,
                self._key,
                sha256=media.id,
                kind=kind,
                provider_id=provider_id,
                expires_at=now + timedelta(seconds=holds_s),
            )
        return provider_id

    async def forget(self, media: Media, kind: str) -> None:
        """The provider does not know its id any more: it is uploaded anew."""
        async with self._kit.store.write() as connection:
            await uploads.forget(connection, self._key, sha256=media.id, kind=kind)
