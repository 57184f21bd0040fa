"""Uploads the media of messages, each once."""

from typing import Any

from connectors.kit.weixin.api import Outcome, UploadFile
from connectors.kit.weixin.served import ServedWeixin
from hub.errors import YuanqiaoError
from hub.messages import Media

UPLOAD = "/cgi-bin/media/upload"
HOLDS_S = 2.5 * 86_400.0
"""A temporary media id holds for three days."""

IMAGE = "image"


class NotUploaded(YuanqiaoError):
    """The provider did not take a file; `said` is what it answered instead."""

    code = "not_uploaded"
    status = 502

    def __init__(self, said: Outcome) -> None:
        super().__init__("the provider did not take a file")
        self.said = said


async def media_id_of(one: ServedWeixin[Any], media: Media, kind: str = IMAGE) -> str:
    """The provider's id of a file of a kind; raises `NotUploaded`, and `Unavailable` without a token."""

    async def upload(body: bytes) -> str:
        name = f"{media.id[:16]}.{media.mime.partition('/')[2]}"
        said = await one.api.upload(UPLOAD, UploadFile(body, name, media.mime), type=kind)
        match said:
            case {"media_id": str(media_id)}:
                return media_id
        raise NotUploaded(said)

    return await one.uploaded.id_of(media, kind, upload, holds_s=HOLDS_S)
