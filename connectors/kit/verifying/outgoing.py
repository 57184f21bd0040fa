"""Messages of the house for cases about what is sent, and requests compared with what a case says."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote

from connectors.kit.verifying.bench import ProviderRequest
from connectors.kit.verifying.cases import Case, first, words
from connectors.kit.verifying.matching import Shape
from connectors.kit.verifying.verdicts import Differs, NotMade
from hub.messages import Author, AuthorKind, Direction, Message, Segment
from hub.messages.blocks import WEB_ADDRESS

NOT_SIGNED = frozenset(("access_token", "debug"))
"""Parameters of an address that say nothing about the request."""


def message_of(*segments: Segment) -> Message:
    """What a person of the bank says to a customer: what the bot says bears marks of its own."""
    return Message(
        identity="verify",
        conversation=1,
        seq=1,
        direction=Direction.OUT,
        author=Author(kind=AuthorKind.AGENT, name="1001"),
        segments=segments,
        correlation_id="verify",
        created_at=datetime.now(UTC),
    )


class AllParts:
    """Implements `hub.ports.Parts` for a message that nobody tried before, with a right to all it takes."""

    def __init__(self) -> None:
        self.accepted = 0
        self.provider_ids: list[str | None] = []

    async def accept(self, provider_id: str | None, *, more: bool) -> bool:
        """Counts."""
        self.accepted += 1
        self.provider_ids.append(provider_id)
        return True


def web_address(value: Any) -> str:
    """A value as an address that the house would send: what is none in a case stands for one."""
    said = str(value)
    return said if re.fullmatch(WEB_ADDRESS, said) else f"https://bank.example/{quote(said, safe='')}"


@dataclass(frozen=True, slots=True)
class Contract:
    """A request and its answer as a case has them; `request` is None where it has no body of JSON."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    request: Any
    response: Any
    multipart: bool | None

    @classmethod
    def of(cls, case: Case) -> "Contract":
        """Reads a case; an address may stand whole in `url` or `endpoint`."""
        said = words(case, "endpoint", "url")
        address = said.partition("://")[2] or said
        host = "" if address == said else address.partition("/")[0]
        path, _, query = address.removeprefix(host).partition("?")
        listed = first(case, "query")
        if not isinstance(listed, Mapping):
            listed = dict(parse_qsl(str(listed or query), keep_blank_values=True))
        multipart = case.get("multipart")
        return cls(
            method=words(case, "method").upper(),
            host=words(case, "host").rpartition("://")[2].rstrip("/") or host,
            path=f"/{path.lstrip('/')}",
            query={str(name): str(value) for name, value in listed.items()},
            request=_json(first(case, "request", "request_json")),
            response=_json(first(case, "response", "response_json")),
            multipart=None if multipart is None else bool(multipart),
        )

    def check(self, asked: ProviderRequest | None, shape: Shape) -> None:
        """Raises `Differs` where a request is not this one, `NotMade` for what the code leaves out."""
        if asked is None:
            raise Differs(f"{self.path} was never asked")
        if self.method and asked.method != self.method:
            raise Differs(f"the method is {asked.method} and not {self.method}")
        if self.multipart is not None and asked.multipart is not self.multipart:
            raise Differs("one of the two is a form with a file, the other is none")
        self._check_query(asked)
        if self.request is None:
            return
        found = shape.difference(asked.json, self.request)
        if found:
            raise Differs(found)
        if shape.unsent:
            raise NotMade(f"never sends {', '.join(sorted(set(shape.unsent)))}")

    def _check_query(self, asked: ProviderRequest) -> None:
        if not self.query:
            return
        ours, theirs = (set(each) - NOT_SIGNED for each in (asked.query, self.query))
        if ours != theirs:
            raise Differs(f"the query has {sorted(ours)} and not {sorted(theirs)}")


def _json(value: Any) -> Any:
    """A body that a case has as text, read."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def host_differs(host: str, wanted: str) -> str:
    """That an API lies elsewhere than a case says; empty where it does not."""
    return f"the API is at {host} and not at {wanted}" if wanted and host != wanted else ""
