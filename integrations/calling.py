"""One signed HTTP call to a program of the bank."""

import hashlib
import hmac
from typing import Any

import aiohttp

from hub.compact_json import write_json
from hub.ids import conversation_id

WITHIN_S = 10.0
SIGNATURE = "X-Yuanqiao-Signature"


def body_of(row: Any) -> bytes:
    """What is sent of an event: no words of the customer. `id` stays the same, however often it is sent."""
    conversation = conversation_id(row.identity_key, row.conversation)
    return write_json(
        {
            "id": f"{row.hook_id}.{conversation}.{row.number}",
            "kind": row.kind,
            "conversation": conversation,
            "number": row.number,
            "at": row.created_at.isoformat(timespec="milliseconds"),
            "details": row.details,
        }
    ).encode()


def sign(secret: str, body: bytes, millis: int) -> str:
    """The header: `t=<millis since 1970>,v1=<hex>`, with HMAC-SHA256 over `<millis>.<body>`."""
    digest = hmac.new(secret.encode(), b"%d." % millis + body, hashlib.sha256).hexdigest()
    return f"t={millis},v1={digest}"


async def call(session: aiohttp.ClientSession, url: str, secret: str, body: bytes, millis: int) -> str:
    """Sends it; empty where it was taken (2xx), else a code. Redirects are not followed."""
    headers = {"Content-Type": "application/json", SIGNATURE: sign(secret, body, millis)}
    try:
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
            return "" if 200 <= answer.status < 300 else f"http_{answer.status}"
    except TimeoutError:
        return "timeout"
    except (aiohttp.ClientError, OSError):
        return "unreachable"
