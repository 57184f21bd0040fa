"""What became of requests for a person, and the service level.

Service level: taken by a person within the target, of all whose outcome is known. Those are the ones that
were taken, those that were given up before somebody took them, and those that wait longer than the target
by now. A request that waits and is still within its target counts neither way. The target is the one that
its queue sets for its class; the wait counts from when it came, or from when its queue opened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handoff.routing.model import STANDARD, TARGET_WAIT_S
from handoff.setup import QueueSetup

GIVEN_UP = ("cancelled", "abandoned")


@dataclass(frozen=True, slots=True)
class RequestOutcome:
    """One request: who took it or not, the seconds that it waited, and whether that was within the target."""

    taken: bool
    given_up: bool
    waited_s: float
    in_time: bool

    @property
    def known(self) -> bool:
        """Whether it counts in the service level."""
        return self.taken or self.given_up or not self.in_time


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """Counts of outcomes; `known` are the requests of which the level is a share."""

    asked: int = 0
    taken: int = 0
    in_time: int = 0
    given_up: int = 0
    known: int = 0

    @property
    def share(self) -> float | None:
        """The service level from 0 to 1; None where nothing is known yet."""
        return self.in_time / self.known if self.known else None


def target_s(setup: QueueSetup | None, service_class: str) -> float:
    """The wait in seconds that a queue promises to a class of requests."""
    own = {} if setup is None else setup.target_wait_s
    for known in (own, TARGET_WAIT_S):
        if service_class in known:
            return known[service_class]
    return own.get(STANDARD, TARGET_WAIT_S[STANDARD])


def outcome_of(row: Any, target: float, now: datetime) -> RequestOutcome:
    """The outcome of a request's row (`supervision.store.work.asked`)."""
    begun = max(row.created_at, row.opens_at) if row.opens_at else row.created_at
    given_up = row.taken_at is None and row.state in GIVEN_UP
    until = row.taken_at or (row.ended_at if given_up and row.ended_at else now)
    waited_s = max(0.0, (until - begun).total_seconds())
    return RequestOutcome(row.taken_at is not None, given_up, waited_s, waited_s <= target)


def level_of(outcomes: Iterable[RequestOutcome]) -> ServiceLevel:
    """The counts of outcomes."""
    listed = list(outcomes)
    return ServiceLevel(
        asked=len(listed),
        taken=sum(each.taken for each in listed),
        in_time=sum(each.taken and each.in_time for each in listed),
        given_up=sum(each.given_up for each in listed),
        known=sum(each.known for each in listed),
    )


def outcomes_by_queue(
    rows: Iterable[Any], setups: Mapping[str, QueueSetup], now: datetime
) -> dict[str, list[RequestOutcome]]:
    """The outcomes of requests, by queue."""
    found: dict[str, list[RequestOutcome]] = {}
    for row in rows:
        target = target_s(setups.get(row.queue_id), row.service_class)
        found.setdefault(row.queue_id, []).append(outcome_of(row, target, now))
    return found
