"""Visitor tokens: who a browser is to us, signed by the hub, kept by the browser."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from hub.errors import BadSignature, SetupError

LIFETIME = timedelta(days=90)
_TOKEN = re.compile(r"v1\.([0-9a-f]{32})\.([0-9]{10})\.([0-9a-f]{64})")


class VisitorTokens:
    """Makes and checks tokens; the visitor's id in it is random and means nothing elsewhere."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise SetupError("YUANQIAO_VISITOR_SECRET is missing; start with `make run`, or set it")
        self._key = secret.encode()

    def new_visitor(self) -> str:
        """A fresh visitor id."""
        return secrets.token_hex(16)

    def issue(self, visitor: str, now: datetime) -> str:
        """A token for the visitor that holds for 90 days."""
        expires = int((now + LIFETIME).timestamp())
        return f"v1.{visitor}.{expires}.{self._sign(visitor, expires)}"

    def check(self, token: str, now: datetime) -> str:
        """The visitor whose token this is; raises `BadSignature`."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise BadSignature("the visitor token has another form")
        visitor, expires, signature = found[1], int(found[2]), found[3]
        if not hmac.compare_digest(signature, self._sign(visitor, expires)):
            raise BadSignature("the visitor token's signature does not hold")
        if expires < now.timestamp():
            raise BadSignature("the visitor token has expired")
        return visitor

    def _sign(self, visitor: str, expires: int) -> str:
        return hmac.new(self._key, f"v1\n{visitor}\n{expires}".encode(), hashlib.sha256).hexdigest()


def visitor_of(token: str) -> str:
    """The visitor that a token names, unchecked: for a client that wants to know its own name."""
    found = _TOKEN.fullmatch(token)
    return found[1] if found else ""
