"""The bank's side: signs logins as docs/contacts.md says."""

from datetime import datetime
from typing import Any

import jwt

SECRET = "a secret of the bank, long enough for HS256"
ISSUER = "https://login.bank.example"


def claims(now: datetime, **changed: Any) -> dict[str, Any]:
    """What a login says; a claim that is given as None is left out."""
    at = int(now.timestamp())
    usual = {"iss": ISSUER, "aud": "yuanqiao", "sub": "C-1001", "iat": at, "exp": at + 120, "jti": "login-1"}
    return {name: value for name, value in (usual | changed).items() if value is not None}


def login(now: datetime, *, key: Any = SECRET, algorithm: str = "HS256", **changed: Any) -> str:
    """A signed login."""
    return jwt.encode(claims(now, **changed), key, algorithm=algorithm)
