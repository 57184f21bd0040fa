"""Sanic's HTTP/1.1 with a strict head and with the headers that every answer has."""

import asyncio
from typing import Any

from sanic.exceptions import SanicException
from sanic.http import Http

from hub.web.edge.head import check_head

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""What an answer has unless its route says otherwise: an error, a redirect and a 404 as well."""

LONGEST_REST_S = 5.0
"""Whoever asks too often waits so long at most for the next answer."""


class StrictHttp(Http):
    """One connection's requests, one after the other."""

    __slots__ = ()

    async def http1_request_header(self) -> None:
        """Reads and checks a head; raises a `SanicException`."""
        await super().http1_request_header()  # type: ignore[no-untyped-call]
        protocol: Any = self.protocol
        try:
            check_head(self.request.head)
        except SanicException:
            self.request_body = None  # where the body ends is what nobody can say
            raise
        wait_s = protocol.begin_request(self.request)
        # Never zero turns of the loop: requests that came in one piece would hold all others up.
        await asyncio.sleep(min(wait_s, LONGEST_REST_S))

    def create_empty_request(self) -> None:
        """Makes the request that an error is answered on, where none could be read."""
        # With an address that is none Sanic would fail once more, and say nothing (25.12).
        self.url = None
        super().create_empty_request()

    async def http1_response_header(self, data: bytes, end_stream: bool) -> None:
        """Writes the head of an answer, whoever made it."""
        dress(self.response.headers)
        await super().http1_response_header(data, end_stream)


def dress(headers: Any) -> None:
    """Adds what is missing of `HEADERS`; of a header that stands there twice, the first one stays."""
    for name, value in HEADERS.items():
        found = headers.getall(name, [])
        if not found:
            headers[name] = value
        elif len(found) > 1:
            headers.popall(name)
            headers[name] = found[0]
