"""Addresses under which media are shown: signed, for one identity's file, and only for a while.

The name of the file is looked up, not carried: addresses end up in the logs of proxies.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from hub.errors import BadSignature, SetupError
from hub.ports import Clock

PATH = "/media"
LIFETIME_S = 86_400
STEP_S = 3600
"""Addresses of the same hour are the same, so that browsers show what they have."""

_LONGEST = 20


class MediaAddresses:
    """Makes and checks addresses."""

    def __init__(self, secret: str, origin: str, clock: Clock) -> None:
        """Raises `SetupError` without a secret."""
        if not secret:
            raise SetupError("YUANQIAO_MEDIA_SECRET is missing; start with `make run`, or set it")
        self._key = secret.encode()
        self._origin = origin
        self._clock = clock

    def address(self, media_id: str, identity: str) -> str:
        """Where this file of this identity is shown, for a day at least."""
        expires = (_seconds(self._clock.now()) + LIFETIME_S) // STEP_S * STEP_S + STEP_S
        signed = {"i": identity, "e": expires, "s": self._sign(media_id, identity, str(expires))}
        return f"{self._origin}{PATH}/{media_id}?{urlencode(signed)}"

    def check(self, media_id: str, query: Mapping[str, str]) -> tuple[str, int]:
        """The identity whose file this address shows, and for how many more seconds.

        Raises `BadSignature`, for an address that has expired, too.
        """
        identity, expires = query.get("i", ""), query.get("e", "")
        signature = query.get("s", "").encode()
        if not hmac.compare_digest(signature, self._sign(media_id, identity, expires).encode()):
            raise BadSignature("the address was not made here")
        left = int(expires[:_LONGEST]) - _seconds(self._clock.now())
        if left <= 0:
            raise BadSignature("the address has expired")
        return identity, left

    def _sign(self, media_id: str, identity: str, expires: str) -> str:
        words = f"media 1\n{media_id}\n{identity}\n{expires}".encode()
        return hmac.new(self._key, words, hashlib.sha256).hexdigest()


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
