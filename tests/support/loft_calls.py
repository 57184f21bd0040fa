"""How the toy channel's provider, the loft, signs its calls of a hub."""

import hashlib
import hmac
import json

SECRET = "the loft's secret"


def letter_body(letter: str, sender: str, words: str) -> bytes:
    """A customer's letter as the loft tells it."""
    return json.dumps({"letter": letter, "sender": sender, "words": words}).encode()


def signed_headers(body: bytes, told_at: int, secret: str = SECRET) -> dict[str, str]:
    """The headers of a call made at a time, in seconds since 1970."""
    signature = hmac.new(secret.encode(), f"{told_at}\n".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Loft-Time": str(told_at), "X-Loft-Signature": signature}
