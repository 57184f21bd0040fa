"""Checks that a call comes from the hub and was made just now."""

import hashlib
import hmac
import time
from collections.abc import Callable

from bot.errors import BadSignature

WINDOW_S = 30
"""Seconds by which the hub's clock and ours may differ, either way."""


def sign(secret: str, unix_time: str, body: bytes) -> str:
    """The hex HMAC-SHA256 of time, newline and body."""
    return hmac.new(secret.encode(), unix_time.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def check_signature(
    secret: str,
    unix_time: str | None,
    signature: str | None,
    body: bytes,
    now: Callable[[], float] = time.time,
) -> None:
    """Raises `BadSignature` unless the signature holds and the time lies within the window."""
    if not unix_time or not signature or not unix_time.isascii() or not unix_time.isdigit():
        raise BadSignature("The call carries no time or no signature.")
    if not hmac.compare_digest(sign(secret, unix_time, body).encode(), signature.encode()):
        raise BadSignature("The signature does not hold.")
    if abs(now() - int(unix_time[:12])) > WINDOW_S:
        raise BadSignature("The call was not made just now.")
