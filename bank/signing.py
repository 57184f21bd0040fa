"""Signs the calls to the bank: HMAC-SHA256 over the time, the path and the body."""

import hashlib
import hmac

SIGNATURE = "X-Yuanqiao-Signature"


def sign(key: bytes, path: str, body: bytes, millis: int) -> str:
    """The value of the header: `t=<millis since 1970>,v1=<hex>`, over `<millis>.<path>.<body>`."""
    digest = hmac.new(key, b"%d.%s." % (millis, path.encode()) + body, hashlib.sha256).hexdigest()
    return f"t={millis},v1={digest}"
