"""Fetches what a customer sent beside words: from the API alone, never from an address in a message."""

import structlog

from connectors.kit.accounts import AccountKey
from connectors.kit.media import DOCUMENTS, IMAGES, VIDEOS, VOICES, keep_bytes
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.incoming import WantedMedia
from hub.errors import BadMedia
from hub.messages import Media
from hub.ports import MediaStore

GET = "/cgi-bin/media/get"

KINDS = {"image": IMAGES, "voice": VOICES, "video": VIDEOS, "file": DOCUMENTS | IMAGES}

log = structlog.get_logger(__name__)


async def fetch(
    api: WeixinApi, key: AccountKey, store: MediaStore, wanted: WantedMedia, *, identity: str
) -> Media | None:
    """The media, kept by the house; None where the provider does not give it, or it is not taken.

    The provider hands films out by an address instead of their bytes: that is not followed. Raises
    `Unavailable`.
    """
    body = await api.download(GET, {"media_id": wanted.media_id}, store.bytes_limit)
    if not isinstance(body, bytes):
        log.warning("weixin.media_not_given", channel=key.channel, kind=wanted.kind, why=type(body).__name__)
        return None
    try:
        return await keep_bytes(
            store, body, identity=identity, name=wanted.name or wanted.kind, kinds=KINDS[wanted.kind]
        )
    except BadMedia as error:
        log.info("weixin.media_refused", channel=key.channel, kind=wanted.kind, code=error.code)
        return None
