"""Calls the action server for one turn: with little, and never taking a failure for an answer."""

import asyncio
import json
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any

import aiohttp
import rasa
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions import forms
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.constants import SELECTIVE_DOMAIN
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

from bot.errors import ActionFailed, NotReady

REPLY_LIMIT = 1_000_000
"""Most bytes of one reply of the action server."""

ALLOWED_EVENTS = frozenset({"slot", "reset_slots", "active_loop", "followup", "action_execution_rejected"})
"""What an action may do to the conversation; it cannot speak for the customer, rewind or restart."""

# A connection is dropped before the action server's own keep-alive time (5 s) ends: no call meets a
# socket that is being closed.
KEEP_ALIVE_S = 3.0


def open_session(secret: str) -> aiohttp.ClientSession:
    """The one HTTP client of the process; it carries the shared secret and follows no proxy settings."""
    return aiohttp.ClientSession(
        headers={"X-Yuanqiao-Secret": secret},
        connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=KEEP_ALIVE_S),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    )


@dataclass(frozen=True)
class ActionServer:
    """Where the actions are, and how long one of them may take (seconds)."""

    url: str
    timeout_s: float
    session: aiohttp.ClientSession


class TurnActions(EndpointConfig):
    """The action server as one turn sees it; Rasa's own actions (forms) call it as their endpoint.

    `metadata` (with the turn's token) is put into the call alone: it never gets into the tracker.
    """

    def __init__(self, server: ActionServer, metadata: dict[str, Any]) -> None:
        super().__init__(server.url, **{SELECTIVE_DOMAIN: True})
        self._server = server
        self._metadata = metadata
        self.spent_s = 0.0

    async def request(self, method: str = "post", *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Sends Rasa's call and returns the checked answer; raises `ActionFailed`, `NotReady`."""
        body = lean_call(kwargs["json"], self._metadata)
        started = monotonic()
        try:
            return check_answer(await self._post(body))
        finally:
            self.spent_s += monotonic() - started

    async def _post(self, body: dict[str, Any]) -> bytes:
        timeout = aiohttp.ClientTimeout(total=self._server.timeout_s, connect=2.0)
        try:
            async with self._server.session.post(
                self._server.url, json=body, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise ActionFailed(f"The action server answered {response.status}.")
                return await _read_bounded(response)
        except aiohttp.ClientConnectorError as problem:
            # Nobody listens, so the turn has failed nowhere: it is asked again once the actions are back.
            raise NotReady("Nobody listens where the action server should be.") from problem
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as problem:
            raise ActionFailed(f"The action server did not answer ({type(problem).__name__}).") from problem


async def _read_bounded(response: aiohttp.ClientResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_any():
        size += len(part)
        if size > REPLY_LIMIT:
            raise ActionFailed("The action server's answer is too large.")
        parts.append(part)
    return b"".join(parts)


def lean_call(call: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    """Rasa's call with the events of this turn alone, and the turn's metadata on the latest message."""
    tracker = dict(call["tracker"])
    events: list[dict[str, Any]] = tracker.get("events") or []
    begin = max((place for place, event in enumerate(events) if event["event"] == "user"), default=0)
    tracker["events"] = events[begin:]
    tracker["latest_message"] = {**(tracker.get("latest_message") or {}), "metadata": metadata}
    return {**call, "tracker": tracker}


def check_answer(body: bytes) -> dict[str, Any]:
    """Reads an action's answer; raises `ActionFailed` for anything but events and responses."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise ActionFailed("The action server's answer is not JSON.") from None
    events = answer.get("events", []) if isinstance(answer, dict) else None
    responses = answer.get("responses", []) if isinstance(answer, dict) else None
    if not _are_objects(events) or not _are_objects(responses):
        raise ActionFailed("The action server's answer has another form.")
    if any(event.get("event") not in ALLOWED_EVENTS for event in events):
        raise ActionFailed("The action answered with an event that actions may not use.")
    return {"events": events, "responses": responses}


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


class LeanRemoteAction(RemoteAction):
    """A custom action: Rasa's own, without serialising the past and without compiling a schema each call."""

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        call = {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {**tracker.current_state(EventVerbosity.NONE), "events": _events_of_turn(tracker)},
            "version": rasa.__version__,
        }
        if domain.does_custom_action_explicitly_need_domain(self.name()):
            call["domain"] = domain.as_dict()
        return call

    def _validate_action_result(self, result: dict[str, Any] | None) -> bool:
        return True  # `check_answer` did it, and more strictly


class FormsRemoteAction(RemoteAction):
    """What a form asks whether its values are right: Rasa's own, with a schema that is compiled once.

    Rasa checks the schema itself before each answer, which takes a hundred times what the answer takes.
    """

    def _validate_action_result(self, result: dict[str, Any] | None) -> bool:
        _answer_schema().validate(result)
        return True


@cache
def _answer_schema() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


# Forms make theirs themselves, by this name.
forms.RemoteAction = FormsRemoteAction


def _events_of_turn(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        events.append(event.as_dict())
        if event.type_name == "user":
            break
    return events[::-1]
