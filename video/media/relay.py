"""Credentials for the relay (TURN, RFC 8656), made for one side of one call and for a while.

Whoever shares the relay's secret makes them: the name is the second in which they end, and chance; the
password is its HMAC-SHA1 (draft-uberti-behave-turn-rest-00, which coturn calls `use-auth-secret`).
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from hub.ports import Clock

LASTS = timedelta(hours=2)
"""A connection that lasts longer is made anew with new ones: each round of a call brings them."""


class Relay:
    """Where it is, and the secret that opens it; without addresses there is none."""

    def __init__(self, clock: Clock, urls: tuple[str, ...], secret: str, *, only: bool) -> None:
        """`only`: nothing goes past it, so that no side learns the other's address."""
        self._clock = clock
        self._urls = urls
        self._secret = secret
        self._only = only

    def frame(self, call: str) -> dict[str, Any]:
        """What a page needs to connect in a round of a call."""
        servers = []
        if self._urls:
            name, password = credentials(self._secret, self._clock.now() + LASTS)
            servers.append({"urls": list(self._urls), "username": name, "credential": password})
        return {"type": "ice", "call": call, "servers": servers, "relay_only": self._only}


def credentials(secret: str, until: datetime) -> tuple[str, str]:
    """Name and password; in the name stands nothing of whose they are."""
    name = f"{int(until.timestamp())}:{secrets.token_hex(8)}"
    # SHA-1 is what the relay speaks; as a MAC with a key of 32 bytes it holds.
    mac = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
    return name, base64.b64encode(mac).decode()
