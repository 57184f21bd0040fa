"""Fetches what a customer sent beside words: from the API alone, never from an address in a message."""

import asyncio

import structlog

from connectors.kit.media import DOCUMENTS, IMAGES, VIDEOS, VOICES, keep_bytes
from connectors.kit.weixin.incoming import WantedMedia
from connectors.wecom_kf.served import ServedKf
from connectors.wecom_kf.translate import CHANNEL
from hub.errors import BadMedia, Unavailable
from hub.messages import Media
from hub.ports import MediaStore

GET = "/cgi-bin/media/get"

KINDS = {
    "image": IMAGES,
    "voice": VOICES,
    "video": VIDEOS,
    "file": DOCUMENTS | IMAGES | VIDEOS | VOICES,
}

TRIES = 2
WITHIN_S = 20.0
"""A file that is not there by then is told in words: everybody behind it waits."""

log = structlog.get_logger(__name__)


async def fetch(one: ServedKf, store: MediaStore, wanted: WantedMedia, *, identity: str) -> Media | None:
    """The media, kept by the house; None where the provider does not give it in time, or it is not taken."""
    try:
        async with asyncio.timeout(WITHIN_S):
            body = await _download(one, store, wanted)
            if body is None:
                return None
            kinds = KINDS[wanted.kind]
            return await keep_bytes(store, body, identity=identity, name=wanted.kind, kinds=kinds)
    except BadMedia as error:
        log.info("wecom_kf.media_refused", channel=CHANNEL, kind=wanted.kind, code=error.code)
    except (Unavailable, TimeoutError) as error:
        log.warning("wecom_kf.media_not_given", channel=CHANNEL, kind=wanted.kind, why=type(error).__name__)
    return None


async def _download(one: ServedKf, store: MediaStore, wanted: WantedMedia) -> bytes | None:
    for last in range(TRIES):
        said = await one.api.download(GET, {"media_id": wanted.media_id}, store.bytes_limit)
        if isinstance(said, bytes):
            return said
        if last < TRIES - 1:
            await asyncio.sleep(1.0)
    log.warning("wecom_kf.media_not_given", channel=CHANNEL, kind=wanted.kind, why=type(said).__name__)
    return None
