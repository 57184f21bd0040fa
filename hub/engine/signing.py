"""Signatures of the hub's calls to the bot, and the turn's token for the actions."""

import hashlib
import hmac

from hub.errors import SetupError
from hub.messages.facts import Facts, facts_digest


def sign_call(secret: str, unix_time: int, body: bytes) -> str:
    """The hex HMAC-SHA256 over time and body (docs/bot-protocol.md)."""
    return hmac.new(_key(secret), f"{unix_time}\n".encode() + body, hashlib.sha256).hexdigest()


def turn_token(secret: str, expires: int, conversation: str, turn: int, facts: Facts) -> str:
    """The token by which an action knows that the hub stands behind this turn, and behind these facts."""
    words = f"v2\n{expires}\n{conversation}\n{turn}\n{facts_digest(facts)}".encode()
    return f"v2.{expires}.{hmac.new(_key(secret), words, hashlib.sha256).hexdigest()}"


def _key(secret: str) -> bytes:
    if not secret:
        raise SetupError("a secret between the processes is missing; start with `make run`, or set it")
    return secret.encode()
