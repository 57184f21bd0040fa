"""What goes wrong on demand: the next answers of an endpoint, and the provider's own reading of a reply."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field

from aiohttp import web

SILENCE_S = 60.0


@dataclass(frozen=True)
class WeixinFault:
    """`kind`: `status` (then `code` is HTTP's), `errcode` (then Weixin's), `silence`, or `lost`.

    `lost`: the request is carried out, and its answer never arrives.
    """

    kind: str
    code: int = 0
    retry_after_s: int | None = None


@dataclass
class WeixinFaults:
    """Faults by the end of the path that they hit, each used once, in order.

    `late_s`: so much later than it is carried out every request is answered. `under_way`: how many messages
    were taken that are not answered for yet.
    """

    late_s: float = 0.0
    under_way: int = 0
    waiting: defaultdict[str, deque[WeixinFault]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, path: str, fault: WeixinFault, times: int = 1) -> None:
        """The next so many requests to the path go wrong."""
        self.waiting[path].extend([fault] * times)

    def next(self, path: str) -> WeixinFault | None:
        """The fault that hits this request, if there is one."""
        return self.waiting[path].popleft() if self.waiting[path] else None

    async def be_late(self, path: str) -> None:
        """Holds an answer back; a message, whose path says that it sends, is under way meanwhile."""
        messages = int("send" in path)
        self.under_way += messages
        try:
            await asyncio.sleep(self.late_s)
        finally:
            self.under_way -= messages

    def clear(self) -> None:
        """Everything goes well again."""
        self.waiting.clear()


async def fail(fault: WeixinFault, request: web.Request) -> web.Response:
    """The answer of a request that is not carried out."""
    match fault.kind:
        case "status":
            headers = {} if fault.retry_after_s is None else {"Retry-After": str(fault.retry_after_s)}
            return web.Response(status=fault.code, headers=headers)
        case "errcode":
            return web.json_response({"errcode": fault.code, "errmsg": "as ordered"})
        case _:
            await asyncio.sleep(SILENCE_S)
            return cut_off(request)


def cut_off(request: web.Request) -> web.Response:
    """Closes the connection under the answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
