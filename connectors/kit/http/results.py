"""What becomes of one request; the connector decides what it means for the message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.errors import BadInput


@dataclass(frozen=True, slots=True)
class ProviderResponse:
    """The provider has answered, whatever it says. Bodies hold tokens: `repr` shows none of it.

    `headers` are found whatever their case. A redirect is an answer like any other: nobody follows it.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """The body read as JSON, whatever type it claims; raises `BadInput`."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise BadInput("the provider's answer is not JSON", status=self.status) from None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing of the request left this machine: it can be sent again without fear. `why` is for logs."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request may have reached the provider, and no whole answer came back. `why` is for logs."""

    why: str


Result = ProviderResponse | NotSent | Unknown
