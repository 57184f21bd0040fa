"""The ingress vouches to the hub for a provider's call: when it came in, and that it was checked then.

A signature's time window is a minute or five, and a call may lie in the spool for an hour. So the ingress
checks it as it comes in and signs what it took, with its time; the hub believes that signature alone.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime

from hub.errors import BadSignature
from hub.ports.ingress import Callback

HEADER = "x-yuanqiao-taken"
_FORM = re.compile(r"v1;at=([0-9]{13});sig=([0-9a-f]{64})")


class Vouching:
    """Signs and checks with the secret that ingress and hub share; without one nothing is believed."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()

    def header(self, callback: Callback, at: datetime) -> str:
        """The value of the header `X-Yuanqiao-Taken`."""
        millis = int(at.timestamp() * 1000)
        return f"v1;at={millis:013d};sig={self._sign(callback, millis)}"

    def taken_at(self, callback: Callback) -> datetime | None:
        """When the ingress took this call; None where none did. Raises `BadSignature`."""
        value = callback.headers.get(HEADER)
        if value is None:
            return None
        found = _FORM.fullmatch(value)
        if found is None or not self._key:
            raise BadSignature("nobody vouches for this call")
        millis = int(found[1])
        if not hmac.compare_digest(found[2], self._sign(callback, millis)):
            raise BadSignature("nobody vouches for this call")
        return datetime.fromtimestamp(millis / 1000, UTC)

    def _sign(self, callback: Callback, millis: int) -> str:
        said = (str(millis), callback.method, callback.path, callback.query)
        digest = hashlib.sha256(callback.body).hexdigest()
        signed = "\n".join(("v1", *said, digest)).encode()
        return hmac.new(self._key, signed, hashlib.sha256).hexdigest()
