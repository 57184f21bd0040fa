"""The loft's calls: verifies who calls, reads the bytes, and nothing else."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from connectors.pigeon.account import PigeonAccount
from connectors.pigeon.translate import CHANNEL, read_letter, to_arrival
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text

from hub.errors import BadSignature, NotFound
from hub.ports import Address, ChannelContext

WINDOW = timedelta(minutes=5)


def add_webhook(blueprint: Blueprint, context: ChannelContext, accounts: Mapping[str, PigeonAccount]) -> None:
    """Adds `POST /pigeon/<account>`; answers 200 once the letter is on disk."""

    @blueprint.post("/pigeon/<name:str>")
    async def letter(request: Request, name: str) -> HTTPResponse:
        if name not in accounts:
            raise NotFound("there is no such loft")
        now, body = context.clock.now(), request.body
        said = request.headers.get("x-loft-time", ""), request.headers.get("x-loft-signature", "")
        check_call(accounts[name].secret.get_secret_value(), *said, body, now)
        arrival = to_arrival(read_letter(body), name, now, context.new_correlation_id())
        with context.admission.entering(context.key_of(Address(CHANNEL, name, arrival.external_id))):
            await context.inbox.accept(arrival)
        return text("taken")


def check_call(secret: str, told_at: str, signature: str, body: bytes, now: datetime) -> None:
    """Raises `BadSignature` unless the loft signed time and body, a moment ago."""
    expected = hmac.new(secret.encode(), told_at.encode() + b"\n" + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise BadSignature("the loft did not sign this")
    if not told_at.isdecimal() or abs(now.timestamp() - int(told_at[:12])) > WINDOW.total_seconds():
        raise BadSignature("the loft signed this some other time")
