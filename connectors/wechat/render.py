"""The house's messages in WeChat's words: what is sent, in as few sends as they take; pure functions."""

from typing import Any

from connectors.kit.cutting import cut
from hub.messages import AuthorKind, Choices, Message
from hub.messages.numbered import numbered

TEXT_BYTES = 2048
"""Longest text of one send (客服消息: 45002 beyond)."""

Send = dict[str, Any]
"""One send without its receiver, as `/cgi-bin/message/custom/send` wants it."""


def to_text(message: Message) -> str:
    """The whole message in words, its options numbered."""
    return "\n\n".join(
        numbered(each) if isinstance(each, Choices) else each.words() for each in message.segments
    )


def to_sends(message: Message) -> list[Send]:
    """What is sent for a message, in order."""
    sends = [{"msgtype": "text", "text": {"content": piece}} for piece in cut(to_text(message), TEXT_BYTES)]
    return [_labelled(message, send) for send in sends]


def _labelled(message: Message, send: Send) -> Send:
    """With the mark by which WeChat shows 内容由第三方AI生成 beneath what the bot says."""
    return send | {"aimsgcontext": {"is_ai_msg": 1}} if message.author.kind is AuthorKind.BOT else send
