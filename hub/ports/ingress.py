"""What stands before the hub and outlives it: a provider's call, who checks it, and what it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self


@dataclass(frozen=True, slots=True)
class Callback:
    """A provider's call as it came in; names of headers in lower case, of each the last value."""

    method: str
    path: str
    query: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @classmethod
    def of(cls, request: Any) -> Self:
        """A request of Sanic's as the ports know it."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        return cls(request.method, request.path, request.query_string, headers, request.body)


@dataclass(frozen=True, slots=True)
class Taken:
    """What tells the provider that the house has the call, and need not send it again.

    `ordered_by`: calls with the same value stay in their order (a customer's); with None all of them.
    """

    body: bytes
    content_type: str
    ordered_by: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Brought:
    """How a provider's call came to this process: straight, or through an ingress that vouches for it.

    `at`: when it was taken; `awaited`: whether its provider still waits for the answer, which it does not
    where an ingress gave one; `kept`: whether an ingress has it and brings it again where it is refused.
    """

    at: datetime
    awaited: bool = True
    kept: bool = False


HowBrought = Callable[[Callback], Brought]
"""How a call came here. Raises `BadSignature`."""


class CallbackCheck(Protocol):
    """Verifies the calls to one address of a channel, and does nothing else with them."""

    def check(self, callback: Callback, now: datetime) -> Taken | None:
        """What the provider is told where the hub is away; None: this call is nothing without the hub.

        Raises what the connector's own webhook raises for a call that is forged, stale or broken.
        """
        ...
