"""What goes wrong on demand, each fault once, in order."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

LONGEST_S = 60.0


@dataclass(frozen=True)
class BankFault:
    """`kind`: "slow" (answers after `seconds`), "status" (does nothing and answers `code`), "lost" (does it,
    and the answer never arrives).
    """

    kind: str
    code: int = 503
    seconds: float = 10.0


@dataclass
class BankFaults:
    """The faults that wait, by path."""

    waiting: dict[str, deque[BankFault]] = field(default_factory=dict)

    def add(self, path: str, fault: BankFault, times: int = 1) -> None:
        """The next so many calls of a path go wrong."""
        self.waiting.setdefault(path, deque()).extend([fault] * times)

    def next(self, path: str) -> BankFault | None:
        """The fault that hits this call."""
        waiting = self.waiting.get(path)
        return waiting.popleft() if waiting else None

    def clear(self) -> None:
        """Everything goes well again."""
        self.waiting.clear()


async def before(fault: BankFault | None) -> web.Response | None:
    """What the fault does before the call is carried out; an answer where it is not."""
    if fault is None:
        return None
    if fault.kind == "slow":
        await asyncio.sleep(min(fault.seconds, LONGEST_S))
    if fault.kind == "status":
        headers = {"Retry-After": "1"} if fault.code == 429 else {}
        return web.Response(status=fault.code, headers=headers)
    return None


def after(fault: BankFault | None, request: web.Request, answer: web.Response) -> web.Response:
    """The answer, unless it is lost on its way."""
    if fault is not None and fault.kind == "lost" and request.transport is not None:
        request.transport.abort()
    return answer
