"""Keys and ids: everything that grows with traffic is keyed by the identity that it belongs to."""

import hashlib
import re
import secrets
from typing import NamedTuple

from hub.errors import BadInput

KEY_LENGTH = 24
_MESSAGE_ID = re.compile(r"([0-9a-f]{24})\.([1-9][0-9]{0,8})\.([1-9][0-9]{0,8})")


class MessagePlace(NamedTuple):
    """Where a message stands: whose, in which conversation, at which number."""

    identity: str
    conversation: int
    seq: int


def identity_key(channel: str, account: str, external_id: str) -> str:
    """The key of a person on a channel account: a hash, so that no look-up is needed to find it."""
    joined = "\0".join((channel, account, external_id)).encode()
    return hashlib.blake2b(joined, digest_size=KEY_LENGTH // 2).hexdigest()


def conversation_id(identity: str, conversation: int) -> str:
    """The id of a conversation: `identity.number`."""
    return f"{identity}.{conversation}"


def parse_message_id(text: str) -> MessagePlace:
    """Reads `identity.conversation.seq`; raises `BadInput`."""
    found = _MESSAGE_ID.fullmatch(text)
    if found is None:
        raise BadInput("a message id looks like KEY.CONVERSATION.SEQ", id=text[:80])
    return MessagePlace(found[1], int(found[2]), int(found[3]))


def new_correlation_id() -> str:
    """A fresh id that follows one message through every hop and log."""
    return secrets.token_hex(8)
