"""A callback of Weixin: who sent it is verified before anything in it is read.

Only encrypted bodies count: the signature of the plain mode covers no body, so one address out of an access
log would forge any message.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from connectors.kit.weixin.cipher import MessageCipher, check_signature, signature_of
from connectors.kit.weixin.json_body import is_json, read_json
from connectors.kit.weixin.xml import Fields, read_xml, write_xml
from hub.errors import BadInput, BadSignature, TooLarge

WINDOW_S = 300.0
"""So far may the time of a signature be from ours, either way."""

BODY_LIMIT = 256 * 1024
"""Most bytes of a callback: an encrypted one with the longest text has some 30 KiB."""

NONCE_LIMIT = 128
MOST_PARAMETERS = 32


@dataclass(frozen=True, slots=True)
class Receiver:
    """What an account's callbacks are verified with.

    `unsafe_plain`: whether bodies that are not encrypted are taken, too; `json`: whether they may be JSON.
    `addressed_to`: whose name has to stand outside on an encrypted body; empty takes any.
    """

    token: str
    cipher: MessageCipher
    unsafe_plain: bool = False
    json: bool = False
    addressed_to: str = ""


Query = Mapping[str, str]
"""The parameters of a callback's address."""


def open_callback(receiver: Receiver, query: Query, body: bytes, now: datetime) -> Fields:
    """What the provider says; raises `BadSignature`, `BadInput`, `TooLarge`.

    Of a body in compatible mode (兼容模式) only the cipher text is read.
    """
    if len(body) > BODY_LIMIT:
        raise TooLarge("no callback is as long as this", limit=BODY_LIMIT)
    timestamp, nonce = _signed_when(query, now)
    if is_plain(query) and receiver.unsafe_plain:
        check_signature(query.get("signature", ""), receiver.token, timestamp, nonce)
        return _read(receiver, body)
    envelope = _read(receiver, body)
    encrypted = envelope.get("Encrypt")
    if not isinstance(encrypted, str):
        raise BadSignature("only encrypted callbacks are taken: 安全模式")
    check_signature(query.get("msg_signature", ""), receiver.token, timestamp, nonce, encrypted)
    if "signature" in query:  # says less, and has to be true all the same
        check_signature(query["signature"], receiver.token, timestamp, nonce)
    said = _read(receiver, receiver.cipher.decrypt(encrypted))
    _check_envelope(receiver, envelope, said)
    return said


def _check_envelope(receiver: Receiver, envelope: Fields, said: Fields) -> None:
    """What stands outside is covered by no signature: nobody reads it, and it has to be true all the same."""
    if not receiver.addressed_to:
        return
    if envelope.get("ToUserName") != receiver.addressed_to:
        raise BadSignature("this is addressed to another account")
    agents = [each["AgentID"] for each in (envelope, said) if each.get("AgentID")]
    if len(agents) == 2 and agents[0] != agents[1]:
        raise BadInput("this is addressed to another application")


def is_plain(query: Query) -> bool:
    """Whether a callback that was opened came in the clear: its signature did not cover its body."""
    return "msg_signature" not in query


def check_address(receiver: Receiver, query: Query, now: datetime) -> str:
    """The words that prove to the provider that the address is ours; raises `BadSignature`, `BadInput`.

    Sent in the clear by the official account, encrypted (`msg_signature`) by WeCom.
    """
    timestamp, nonce = _signed_when(query, now)
    said = query.get("echostr", "")
    if "msg_signature" in query:
        check_signature(query["msg_signature"], receiver.token, timestamp, nonce, said)
        return receiver.cipher.decrypt(said).decode("utf-8", "replace")
    check_signature(query.get("signature", ""), receiver.token, timestamp, nonce)
    return said


def write_reply(receiver: Receiver, reply: bytes, *, at: int, nonce: str = "") -> bytes:
    """A reply, encrypted and signed at a time (seconds since 1970), as the body of the response."""
    encrypted, nonce = receiver.cipher.encrypt(reply), nonce or secrets.token_hex(8)
    return write_xml(
        {
            "Encrypt": encrypted,
            "MsgSignature": signature_of(receiver.token, str(at), nonce, encrypted),
            "TimeStamp": at,
            "Nonce": nonce,
        }
    )


def query_of(query_string: str) -> Query:
    """The parameters of an address; raises `BadInput` where one stands twice."""
    pairs = parse_qsl(query_string, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    query = dict(pairs)
    if len(query) != len(pairs):
        raise BadInput("a parameter stands twice")
    return query


def _read(receiver: Receiver, body: bytes) -> Fields:
    return read_json(body) if receiver.json and is_json(body) else read_xml(body)


def _signed_when(query: Query, now: datetime) -> tuple[str, str]:
    """Time and nonce of the signature; raises `BadInput` and, outside the window, `BadSignature`."""
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise BadInput("a callback has a time")
    if not 1 <= len(nonce) <= NONCE_LIMIT:
        raise BadInput("a callback has a nonce")
    if abs(now.timestamp() - int(timestamp)) > WINDOW_S:
        raise BadSignature("the provider signed this some other time")
    return timestamp, nonce
