"""The ingress vouches to the hub for a provider's call: when it came in, and that it was checked then.

A signature's time window is a minute or five, and a call may lie in the spool for an hour. So the ingress
checks it as it comes in and signs what it took, with its time; the hub believes that signature alone. It says
as well where its provider was told already that the house has it: then nobody hears what the hub answers.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime

from hub.errors import BadSignature
from hub.ports.ingress import Brought, Callback

HEADER = "x-yuanqiao-taken"
_FORM = re.compile(r"v1;at=([0-9]{13})(;told)?;sig=([0-9a-f]{64})")


class Vouching:
    """Signs and checks with the secret that ingress and hub share; without one nothing is believed."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()

    def header(self, callback: Callback, at: datetime, *, told: bool = False) -> str:
        """The value of the header `X-Yuanqiao-Taken`; `told`: the provider has been answered."""
        millis = int(at.timestamp() * 1000)
        sig = self._sign(callback, millis, told=told)
        return f"v1;at={millis:013d}{';told' if told else ''};sig={sig}"

    def brought(self, callback: Callback) -> Brought | None:
        """How the ingress brings this call; None where none does. Raises `BadSignature`."""
        found = self._check(callback)
        if found is None:
            return None
        at = datetime.fromtimestamp(int(found[1]) / 1000, UTC)
        return Brought(at, awaited=found[2] is None, kept=True)

    def _check(self, callback: Callback) -> re.Match[str] | None:
        value = callback.headers.get(HEADER)
        if value is None:
            return None
        found = _FORM.fullmatch(value)
        if found is None or not self._key:
            raise BadSignature("nobody vouches for this call")
        expected = self._sign(callback, int(found[1]), told=found[2] is not None)
        if not hmac.compare_digest(found[3], expected):
            raise BadSignature("nobody vouches for this call")
        return found

    def _sign(self, callback: Callback, millis: int, *, told: bool) -> str:
        said = (f"{millis}{' told' if told else ''}", callback.method, callback.path, callback.query)
        digest = hashlib.sha256(callback.body).hexdigest()
        signed = "\n".join(("v1", *said, digest)).encode()
        return hmac.new(self._key, signed, hashlib.sha256).hexdigest()
