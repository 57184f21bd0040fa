"""Reads logins that the bank signed (JWT, RFC 7519): short-lived, for this house alone.

Claims: `iss` (the bank, as the setting names it), `aud` "yuanqiao", `sub` (the bank's number of the
customer), `iat`, `exp` (300 s later at most), `jti`; and where the bank likes, what is certain of the person:
`level` (0 to 3) with `level_until` (Unix seconds), `audience`, `region`, `segment`, `tier`, `language`. HS256
with a shared secret, ES256 or RS256 with the bank's public key: the key's form decides, never the token.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import ValidationError

from hub.errors import BadSignature, SetupError
from hub.messages import Facts

AUDIENCE = "yuanqiao"
LONGEST_S = 300
LEEWAY_S = 10
TOKEN_LIMIT = 4096
LEAST_SECRET_BYTES = 32
"""RFC 7518, 3.2: a key of the hash's size for HS256."""

_TOLD = ("audience", "region", "segment", "tier", "language")
_REQUIRED = ["iss", "aud", "sub", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True)
class Login:
    """Who the bank says a person is; `digest` stands for the token, which is good for once until `until`."""

    issuer: str
    customer: str = field(repr=False)
    digest: str
    until: datetime
    facts: Facts


class BankLogin:
    """Checks logins with one key of the bank."""

    def __init__(self, key: str, issuer: str) -> None:
        """`key`: a PEM public key, or a secret of 32 bytes and more. Raises `SetupError`."""
        if not issuer:
            raise SetupError("YUANQIAO_BANK_LOGIN_ISSUER is missing: it names who signs the bank's logins")
        self._issuer = issuer
        self._key, self._algorithm = _read_key(key)

    def read(self, token: str, now: datetime) -> Login:
        """What a login says; raises `BadSignature`, which repeats nothing of it."""
        claims = self._claims(token)
        at, until = (datetime.fromtimestamp(int(claims[name]), UTC) for name in ("iat", "exp"))
        if not (at.timestamp() - LEEWAY_S <= now.timestamp() < until.timestamp()):
            raise BadSignature("the login does not hold now")
        if (until - at).total_seconds() > LONGEST_S:
            raise BadSignature("a login may hold for 300 s at most")
        digest = hashlib.sha256(f"{claims['iss']}\0{claims['jti']}".encode()).hexdigest()
        return Login(claims["iss"], claims["sub"], digest, until, _facts(claims))

    def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > TOKEN_LIMIT:
            raise BadSignature("the login is too long")
        # The house's clock decides about times, not that of the library.
        options: Any = {"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False}
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=[self._algorithm],
                audience=AUDIENCE,
                issuer=self._issuer,
                options=options,
            )
        except jwt.PyJWTError:
            raise BadSignature("the login is not one of the bank's") from None
        texts = (claims["sub"], claims["jti"])
        times = (claims["iat"], claims["exp"])
        if not all(isinstance(text, str) and 0 < len(text) <= 128 for text in texts):
            raise BadSignature("the login names nobody")
        if not all(isinstance(time, int) and 0 < time < 10**11 for time in times):
            raise BadSignature("the login has no times")
        return claims


def _read_key(key: str) -> tuple[Any, str]:
    if "-----BEGIN" not in key:
        if len(key.encode()) < LEAST_SECRET_BYTES:
            raise SetupError("YUANQIAO_BANK_LOGIN_KEY has to be a PEM public key, or 32 bytes and more")
        return key, "HS256"

    try:
        read = load_pem_public_key(key.replace("\\n", "\n").encode())
    except ValueError:
        raise SetupError("YUANQIAO_BANK_LOGIN_KEY is no PEM public key that can be read") from None
    if isinstance(read, EllipticCurvePublicKey) and read.curve.name == "secp256r1":
        return read, "ES256"
    if isinstance(read, RSAPublicKey) and read.key_size >= 2048:
        return read, "RS256"
    raise SetupError("YUANQIAO_BANK_LOGIN_KEY has to be of P-256, or of RSA with 2048 bits and more")


def _facts(claims: dict[str, Any]) -> Facts:
    told = {name: claims[name] for name in _TOLD if claims.get(name) is not None}
    if claims.get("level") is not None:
        told["verification"] = {"level": claims["level"], "until": claims.get("level_until", claims["exp"])}
    try:
        return Facts.model_validate(told)
    except ValidationError:
        raise BadSignature("what the login says of the person is not understood") from None
