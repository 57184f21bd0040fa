"""The bank's own sign-in: OpenID Connect with a code and PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636).

Whoever comes back is an account of this house already: nobody is made an account by signing in.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import aiohttp
import jwt
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound, Unavailable, WrongCredentials
from hub.origins import is_loopback
from hub.ports import Clock
from hub.settings import Settings
from hub.staff.pending import Pending
from hub.staff.sign_in import normal_login
from hub.store.staff import accounts, outside

KIND = "oidc"
CALLBACK = "/staff/oidc/callback"
ALGORITHMS = ("RS256", "PS256", "ES256")
"""No others are read: `none`, and a public key taken for a shared secret (HS256), are what forgers try."""

LEEWAY_S = 30
ANSWER_S = 10.0
ANSWER_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class SentAway:
    """Where the browser goes, and the token that it keeps meanwhile."""

    url: str
    token: str


class Oidc:
    """Sends browsers to the bank's sign-in, and reads what they come back with."""

    def __init__(self, settings: Settings, clock: Clock, pending: Pending) -> None:
        self._issuer = settings.staff_oidc_issuer
        self._client = settings.staff_oidc_client
        self._secret = settings.staff_oidc_secret.get_secret_value()
        self._claim = settings.staff_oidc_claim
        self._redirect = f"{settings.staff_origins[0]}{CALLBACK}"
        self._clock = clock
        self._pending = pending

    async def described(self) -> dict[str, Any]:
        """What the issuer says of itself. Raises `NotFound` where there is none, `Unavailable`."""
        if not self._issuer:
            raise NotFound("there is no sign-in of the bank's own here")
        told = await self._get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        places = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if told.get("issuer") != self._issuer or not all(_is_safe(str(told.get(name))) for name in places):
            raise Unavailable("the bank's sign-in describes itself as another one")
        return told

    async def begin(self, connection: AsyncConnection, described: Mapping[str, Any]) -> SentAway:
        """Sends a browser there; what comes back has to fit what only this browser has."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        token = await self._pending.begin(connection, KIND, state=state, nonce=nonce, verifier=verifier)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": self._redirect,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        place = str(described["authorization_endpoint"])
        return SentAway(f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}", token)

    async def claims(
        self, begun: Mapping[str, str] | None, state: str, code: str, issuer: str
    ) -> dict[str, Any]:
        """Who the bank says this is; `begun`: what was taken. Raises `WrongCredentials`, `Unavailable`."""
        if begun is None or not secrets.compare_digest(begun["state"].encode(), state.encode()) or not code:
            raise WrongCredentials("the bank's sign-in was not begun here, or too long ago")
        if issuer and issuer != self._issuer:  # RFC 9207: another sign-in's code
            raise WrongCredentials("the answer comes from another sign-in")
        described = await self.described()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": begun["verifier"],
        }
        told = await self._post(str(described["token_endpoint"]), form)
        keys = await self._get(str(described["jwks_uri"]))
        return self._read(str(told.get("id_token", "")), keys, begun["nonce"])

    async def account_of(self, connection: AsyncConnection, claims: Mapping[str, Any]) -> str:
        """The id of the active account that somebody has here. Raises `WrongCredentials`."""
        subject = str(claims["sub"])
        account_id = await outside.federated_account(connection, self._issuer, subject)
        if account_id is None:
            row = await accounts.by_login(connection, normal_login(str(claims.get(self._claim, ""))))
            account_id = row.account_id if row is not None else None
            if account_id is None or not await outside.federate(
                connection,
                issuer=self._issuer,
                subject=subject,
                account_id=account_id,
                created_at=self._clock.now(),
            ):
                raise WrongCredentials("nobody of this name has an account here")
        owner = await accounts.by_id(connection, account_id, lock=True)
        if owner is None or owner.state != "active":
            raise WrongCredentials("nobody of this name has an account here")
        return account_id

    def _read(self, token: str, keys: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of an id token, checked (OpenID Connect Core 3.1.3.7)."""
        try:
            header = jwt.get_unverified_header(token)
            algorithm = str(header.get("alg"))
            if algorithm not in ALGORITHMS:
                raise WrongCredentials("the bank's sign-in signs in a way that is not taken")
            key = _key(keys, str(header.get("kid", "")))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._client,
                issuer=self._issuer,
                options={
                    "require": ["exp", "iat", "iss", "aud", "sub"],
                    "verify_nbf": False,
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.PyJWTError as error:
            raise WrongCredentials("the bank's sign-in said something that does not hold") from error
        self._check_claims(claims, nonce)
        return claims

    def _check_claims(self, claims: Mapping[str, Any], nonce: str) -> None:
        # By the house's own clock, as everywhere.
        now = self._clock.now().timestamp()
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        holds = (
            _is_time(claims["exp"]) and claims["exp"] + LEEWAY_S > now,
            _is_time(claims["iat"]) and claims["iat"] - LEEWAY_S <= now,
            secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
            len(audience) == 1 or claims.get("azp") == self._client,
            claims.get("azp", self._client) == self._client,
        )
        if not all(holds):
            raise WrongCredentials("the bank's sign-in said something that does not hold")

    async def _get(self, url: str) -> dict[str, Any]:
        async with _session() as session:
            return await _answer(session.get(url, allow_redirects=False))

    async def _post(self, url: str, form: Mapping[str, str]) -> dict[str, Any]:
        # Encoded as forms are, before it is encoded as such a header is (RFC 6749, 2.3.1).
        login = aiohttp.encode_basic_auth(quote_plus(self._client), quote_plus(self._secret))
        headers = {"Authorization": login}
        async with _session() as session:
            return await _answer(session.post(url, data=form, headers=headers, allow_redirects=False))


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S), trust_env=False)


async def _answer(asking: Any) -> dict[str, Any]:
    """The JSON object of an answer, within bounds; raises `Unavailable`, `WrongCredentials` for a refusal."""
    try:
        async with asking as answer:
            body = await _read_bounded(answer.content)
            if answer.status == 400:
                raise WrongCredentials("the bank's sign-in refused the code")
            if answer.status != 200:
                raise Unavailable("the bank's sign-in does not answer", status=answer.status)
            told = json.loads(body)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Unavailable("the bank's sign-in does not answer") from error
    if not isinstance(told, dict):
        raise Unavailable("the bank's sign-in does not answer as one does")
    return told


async def _read_bounded(content: aiohttp.StreamReader) -> bytes:
    body = bytearray()
    async for piece in content.iter_chunked(ANSWER_BYTES):
        body += piece
        if len(body) > ANSWER_BYTES:
            raise Unavailable("the bank's sign-in says more than is read")
    return bytes(body)


def _key(keys: Mapping[str, Any], key_id: str) -> Any:
    for each in keys.get("keys", []):
        if isinstance(each, dict) and str(each.get("kid", "")) == key_id and each.get("use", "sig") == "sig":
            return jwt.PyJWK.from_dict(each).key
    raise WrongCredentials("the bank's sign-in signed with a key that it does not show")


def _is_safe(url: str) -> bool:
    """Whether an address is encrypted, or this machine's own."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
