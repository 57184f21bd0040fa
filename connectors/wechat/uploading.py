"""Uploads the pictures of a message, each once, and puts the provider's ids in their place."""

from dataclasses import replace

from connectors.kit.weixin.api import File, Outcome
from connectors.wechat.render import Send, to_sends
from connectors.wechat.served import Served
from hub.errors import YuanqiaoError
from hub.messages import Media, Message

UPLOAD = "/cgi-bin/media/upload"
HOLDS_S = 2.5 * 86_400.0
"""A temporary media id holds for three days."""

IMAGE = "image"


class NotUploaded(YuanqiaoError):
    """The provider did not take a picture; `said` is what it answered instead."""

    code = "not_uploaded"
    status = 502

    def __init__(self, said: Outcome) -> None:
        super().__init__("the provider did not take a picture")
        self.said = said


async def media_id_of(one: Served, media: Media) -> str:
    """The provider's id of a picture; raises `NotUploaded`, and `Unavailable` without a token."""

    async def upload(body: bytes) -> str:
        name = f"{media.id[:16]}.{media.mime.partition('/')[2]}"
        said = await one.api.upload(UPLOAD, File(body, name, media.mime), type=IMAGE)
        match said:
            case {"media_id": str(media_id)}:
                return media_id
        raise NotUploaded(said)

    return await one.uploaded.id_of(media, IMAGE, upload, holds_s=HOLDS_S)


async def prepare(one: Served, message: Message) -> Send | None:
    """The one send that a message takes where options are numbered; None where it takes more.

    Also None where its picture could not be uploaded: the usual way tries that again.
    """
    sends = to_sends(message, menus=False)
    if len(sends) != 1:
        return None
    (send,) = sends
    if send.media is None:
        return send
    try:
        media_id = await media_id_of(one, send.media)
    except YuanqiaoError:
        return None
    return replace(send, content=send.content | {send.media_field: media_id}, media=None)
