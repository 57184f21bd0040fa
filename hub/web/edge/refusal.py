"""The answer to a connection that is not taken, written before a byte of it is read."""

import json

from hub.web.edge.http import HEADERS

RETRY_S = 5

REASONS = {429: "Too Many Requests", 503: "Service Unavailable"}


def refusal(status: int, code: str) -> bytes:
    """A whole answer in JSON; the connection ends behind it."""
    body = json.dumps({"code": code}).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Retry-After": str(RETRY_S),
        "Connection": "close",
        **HEADERS,
    }
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join((*lines, "", "")).encode() + body
