"""Signs calls between the house and the bank, both ways: HMAC-SHA256 over the time, the path and the body."""

import hashlib
import hmac
import re

SIGNATURE = "X-Yuanqiao-Signature"
WINDOW_MS = 300_000
"""A call that is older, or so far ahead of this clock, is none."""
_FORM = re.compile(r"t=([0-9]{1,15}),v1=([0-9a-f]{64})")


def sign(key: bytes, path: str, body: bytes, millis: int) -> str:
    """The value of the header: `t=<millis since 1970>,v1=<hex>`, over `<millis>.<path>.<body>`."""
    digest = hmac.new(key, b"%d.%s." % (millis, path.encode()) + body, hashlib.sha256).hexdigest()
    return f"t={millis},v1={digest}"


def is_signed(key: bytes, path: str, body: bytes, header: str, millis: int) -> bool:
    """Whether the header is this key's for this call, and of this time (`millis`); no empty key's is."""
    found = _FORM.fullmatch(header)
    if found is None or not key or abs(millis - int(found[1])) > WINDOW_MS:
        return False
    return hmac.compare_digest(sign(key, path, body, int(found[1])), header)
