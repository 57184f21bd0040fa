"""Addresses of whole answers: short, signed, and only for a while."""

import base64
import hashlib
import hmac
import struct
from typing import NamedTuple

from hub.errors import BadSignature, SetupError, TooLarge
from hub.messages import Message
from hub.ports import Clock

PATH = "/s"
HOLDS_H = 7 * 24
HOUR_S = 3600
MAC_BYTES = 8
"""64 bits, to be guessed at the hub and nowhere else: every character of an address costs the bank."""

PLACE = struct.Struct(">12sHHH")
HOURS = 1 << 16
"""The hour at which an address ends is counted round: it stands for one within the next seven years."""

LENGTH = 35
"""Characters of a token, which gateways let a template's variable have."""


class WholePlace(NamedTuple):
    """Which message an address shows."""

    identity: str
    conversation: int
    seq: int


class WholeAddresses:
    """Makes and checks the addresses; whoever has one can read that answer while it holds."""

    def __init__(self, secret: str, origin: str, clock: Clock) -> None:
        """`secret`: the one of the media's addresses, of which a key of its own is made here.

        Raises `SetupError` without it.
        """
        if not secret:
            raise SetupError("YUANQIAO_MEDIA_SECRET is missing; start with `make run`, or set it")
        self._key = hmac.new(secret.encode(), b"whole answers of text messages 1", hashlib.sha256).digest()
        self._origin = origin.rstrip("/")
        self._clock = clock

    def address(self, message: Message) -> str:
        """Where the whole of an answer can be read, for a week; raises `TooLarge` beyond 65535 messages."""
        until = (self._hour() + HOLDS_H) % HOURS
        try:
            packed = PLACE.pack(bytes.fromhex(message.identity), message.conversation, message.seq, until)
        except struct.error as error:
            raise TooLarge("a conversation so long has no addresses any more") from error
        token = base64.urlsafe_b64encode(packed + self._mac(packed)).decode().rstrip("=")
        return f"{self._origin}{PATH}/{token}"

    def check(self, token: str) -> WholePlace:
        """The message that a token stands for; raises `BadSignature`, for one that has expired, too."""
        try:
            read = base64.b64decode(token.encode("ascii") + b"=", altchars=b"-_", validate=True)
        except ValueError as error:
            raise BadSignature("the address was not made here") from error
        if base64.urlsafe_b64encode(read).decode().rstrip("=") != token:
            raise BadSignature("the address was not made here")  # bits that stand for nothing were changed
        packed, mac = read[:-MAC_BYTES], read[-MAC_BYTES:]
        whole = len(token) == LENGTH and len(packed) == PLACE.size
        if not whole or not hmac.compare_digest(mac, self._mac(packed)):
            raise BadSignature("the address was not made here")
        identity, conversation, seq, until = PLACE.unpack(packed)
        if not 0 < (until - self._hour()) % HOURS <= HOLDS_H:
            raise BadSignature("the address has expired")
        return WholePlace(identity.hex(), conversation, seq)

    def _hour(self) -> int:
        return int(self._clock.now().timestamp()) // HOUR_S

    def _mac(self, packed: bytes) -> bytes:
        return hmac.new(self._key, packed, hashlib.sha256).digest()[:MAC_BYTES]
