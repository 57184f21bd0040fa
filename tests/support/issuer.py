"""A bank's own sign-in: an OpenID Connect issuer over real HTTP, which can be told to lie."""

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from aiohttp import encode_basic_auth, web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from hub.ports import Clock
from tests.support.ports import free_port

CLIENT, SECRET = "yuanqiao", "secret-of-the-client-at-the-issuer"

Claims = dict[str, Any]


@dataclass
class Issuer:
    """Signs people in who say who they are; `lie` changes the claims, `sign` how they are signed."""

    clock: Clock
    port: int = field(default_factory=free_port)
    lie: Callable[[Claims], None] = lambda _claims: None
    sign: Callable[["Issuer", Claims], str] | None = None
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    called: str = ""
    codes: dict[str, tuple[Claims, dict[str, str]]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The issuer."""
        return f"http://127.0.0.1:{self.port}/realms/staff"

    def approve(self, address: str, **claims: Any) -> dict[str, str]:
        """What a browser that was sent to `address` brings back, once somebody has signed in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.url}/authorize?")
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        code, now = secrets.token_urlsafe(16), int(self.clock.now().timestamp())
        told = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **claims,
        }
        self.codes[code] = told, asked
        return {"state": asked["state"], "code": code, "session_state": "x", "iss": self.url}

    async def describe(self, _request: web.Request) -> web.Response:
        """The discovery document."""
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        told = {name: f"{self.url}/{place}" for name, place in places.items()}
        return web.json_response({"issuer": self.called or self.url, **told})

    async def keys(self, _request: web.Request) -> web.Response:
        """The public key."""
        shown = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return web.json_response({"keys": [{**shown, "kid": "k1", "use": "sig"}]})

    async def token(self, request: web.Request) -> web.Response:
        """Gives a code's token once, to the client that can show where the code came from."""
        form = await request.post()
        claims, asked = self.codes.pop(str(form["code"]), ({}, {}))
        proof = base64.urlsafe_b64encode(hashlib.sha256(str(form["code_verifier"]).encode()).digest())
        holds = (
            request.headers.get("Authorization") == encode_basic_auth(CLIENT, SECRET),
            asked.get("code_challenge") == proof.rstrip(b"=").decode(),
            asked.get("redirect_uri") == form["redirect_uri"],
        )
        if not all(holds):
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.lie(claims)
        signed = self.sign(self, claims) if self.sign else self.signed(claims)
        return web.json_response({"access_token": "x", "token_type": "Bearer", "id_token": signed})

    def signed(self, claims: Claims, key_id: str = "k1") -> str:
        """A token as it should be."""
        return jwt.encode(claims, self.key, "RS256", headers={"kid": key_id})


@asynccontextmanager
async def running_issuer(clock: Clock) -> AsyncIterator[Issuer]:
    """An issuer while the block runs."""
    issuer, app = Issuer(clock), web.Application()
    base = "/realms/staff"
    app.router.add_get(f"{base}/.well-known/openid-configuration", issuer.describe)
    app.router.add_get(f"{base}/keys", issuer.keys)
    app.router.add_post(f"{base}/token", issuer.token)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", issuer.port).start()
    try:
        yield issuer
    finally:
        await runner.cleanup()
