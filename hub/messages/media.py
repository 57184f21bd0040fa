"""Defines what is seen and heard: pictures, files, voice and video, each with the content that it names."""

from typing import Annotated, Literal

from pydantic import Field

from hub.messages.base import BaseSegment, Holds, Worded
from hub.messages.limits import CAPTION_LIMIT, NAME_LIMIT, TEXT_LIMIT

Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class Media(Worded):
    """Content that the house keeps: neither its bytes nor an address, which would expire.

    `id` is the SHA-256 of the content in hex, `mime` its type as told from the content, `bytes` its length,
    `name` what the sender calls it; `width` and `height` are in pixels, None where it has none.
    """

    id: Annotated[str, Holds.OURS] = Field(pattern=r"^[0-9a-f]{64}$")
    mime: Annotated[str, Holds.OURS] = Field(pattern=r"^[a-z]{1,20}/[a-z0-9.+-]{1,100}$")
    bytes: int = Field(ge=1, le=10_000_000_000)
    name: str = Field(default="", max_length=NAME_LIMIT)
    width: int | None = Field(default=None, ge=1, le=100_000)
    height: int | None = Field(default=None, ge=1, le=100_000)


class Image(BaseSegment):
    """A picture that was sent; `alt` says what it shows."""

    type: Literal["image"] = "image"
    media: Media
    alt: str = Field(default="", max_length=CAPTION_LIMIT)

    def words(self) -> str:
        """Its caption, or else its name."""
        return named("图片", self.alt or self.media.name)


class File(BaseSegment):
    """A file to be opened or kept, such as a PDF."""

    type: Literal["file"] = "file"
    media: Media

    def words(self) -> str:
        """Its name."""
        return named("文件", self.media.name)


class Voice(BaseSegment):
    """Something spoken; `text` is what was said, empty where nobody has written it down."""

    type: Literal["voice"] = "voice"
    media: Media
    seconds: Seconds
    text: str = Field(default="", max_length=TEXT_LIMIT)

    def words(self) -> str:
        """What was said."""
        return named("语音", self.text)


class Video(BaseSegment):
    """A film with or without sound."""

    type: Literal["video"] = "video"
    media: Media
    seconds: Seconds

    def words(self) -> str:
        """Its name."""
        return named("视频", self.media.name)


def named(kind: str, *words: str) -> str:
    """The kind of a segment in brackets, then what else is known of it in words."""
    return " ".join([f"[{kind}]", *filter(None, words)])
