"""Sends in the making: what one message takes, in as few as will do; pure."""

import re
from dataclasses import dataclass, field
from typing import Any

from connectors.kit.cutting import cut
from hub.messages import Media, OpenMiniProgram, Text

TEXT_BYTES = 2048
"""Longest text of one send, in all of Weixin's APIs (45002 beyond)."""

ANCHOR = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)
"""Weixin takes `<a …>` in a text for a link, wherever that text comes from."""


@dataclass(frozen=True, slots=True)
class WeixinSend:
    """One send without its receiver; `content` is what stands under the name of its kind.

    `media` is what has to be uploaded first: its id goes into `content` under `media_field`.
    """

    kind: str
    content: dict[str, Any]
    media: Media | None = None
    media_field: str = "media_id"


@dataclass
class Sends:
    """Words that follow each other go together, because each send counts."""

    done: list[WeixinSend] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def say(self, words: str) -> None:
        """Adds words to those before."""
        self.words.append(words)

    def send(self, send: WeixinSend) -> None:
        """Adds a send of its own behind the words."""
        self.flush()
        self.done.append(send)

    def flush(self) -> None:
        """Makes sends of the words, cut where they are too long."""
        text, self.words = "\n\n".join(self.words), []
        self.done += [WeixinSend("text", {"content": piece}) for piece in cut(text, TEXT_BYTES)]


def plain(words: str) -> str:
    """Words in which nothing is taken for a link but addresses themselves."""
    return ANCHOR.sub("＜", words)


def sourced(segment: Text) -> str:
    """The words, and which approved article they come from."""
    words = plain(segment.text)
    if segment.source is None:
        return words
    since = segment.source.effective_from
    return (
        f"{words}\n（依据：{plain(segment.source.title)}，{since.year} 年 {since.month} 月 {since.day} 日起）"
    )


def mini_program_link(action: OpenMiniProgram) -> str:
    """Words that open a mini-program (客服消息, 文本消息中插入小程序跳转链接)."""
    path = action.path.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    label = action.label.replace("<", "＜")
    return f'<a data-miniprogram-appid="{action.app_id}" data-miniprogram-path="{path}">{label}</a>'
