"""Sends the chat's files small: most of a slow phone's wait is the wire."""

import gzip
from functools import lru_cache

from sanic import HTTPResponse, Request

WORTH_BYTES = 1000
"""Below that, one packet takes it as it is."""

_FILES = 32
_BEST = 9


def compressed(request: Request, response: HTTPResponse) -> HTTPResponse:
    """The response with its body as gzip, where the browser takes that and it is worth it."""
    response.headers["Vary"] = "Accept-Encoding"
    body = response.body or b""
    if len(body) < WORTH_BYTES or not accepts_gzip(request.headers.get("accept-encoding", "")):
        return response
    response.body = _gzip(body)
    response.headers["Content-Encoding"] = "gzip"
    return response


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header names gzip and does not weigh it with 0 (RFC 9110, 12.5.3)."""
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    return False


@lru_cache(maxsize=_FILES)
def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _BEST, mtime=0)
