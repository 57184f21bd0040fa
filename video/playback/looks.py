"""What lets somebody who opened a recording play it: looks are in the audit, pieces of a file are not."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from hub.errors import Conflict

LASTS = timedelta(hours=2)
PASS = re.compile(r"(\d{10})~([0-9a-f]{64})")


class Looks:
    """Makes passes when a recording is opened, and checks them: each for one account and one recording."""

    def __init__(self, secret: str) -> None:
        """`secret`: the hub's own for its visitors; the key is derived from it for this purpose alone."""
        self._key = hashlib.sha256(f"yuanqiao video looks 1\n{secret}".encode()).digest()

    def make(self, purpose: str, recording: str, account_id: str, now: datetime) -> str:
        """A pass; `purpose`: what it is for (`play`, `copy`)."""
        until = f"{int((now + LASTS).timestamp()):010}"
        return f"{until}~{self._sign(purpose, recording, account_id, until)}"

    def check(self, given: str, purpose: str, recording: str, account_id: str, now: datetime) -> None:
        """Raises `Conflict` for one that is another's, for something else, or over."""
        found = PASS.fullmatch(given)
        if found is None or int(found[1]) <= now.timestamp():
            raise Conflict("open the recording anew")
        if not hmac.compare_digest(found[2], self._sign(purpose, recording, account_id, found[1])):
            raise Conflict("open the recording anew")

    def _sign(self, *told: str) -> str:
        return hmac.digest(self._key, "\n".join(told).encode(), "sha256").hex()
