"""Counts facts into the lines of a report; each line keeps which conversations it was counted from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from handoff.setup import QueueSetup
from supervision.reports.solved import Containment
from supervision.service_level import RequestOutcome, level_of, outcome_of, target_s


class ReportGrouping(StrEnum):
    """What a report's lines stand for."""

    AGENT = "agent"
    QUEUE = "queue"
    CHANNEL = "channel"
    SOURCE = "source"
    INTENT = "intent"
    BRANCH = "branch"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Request:
    """One request for a person; `first_reply_s`: from being taken to the agent's first words."""

    place: tuple[str, int]
    turn: int
    keys: Mapping[ReportGrouping, str]
    outcome: RequestOutcome
    first_reply_s: float | None
    transfers: int


@dataclass(frozen=True, slots=True)
class CustomerScore:
    """What a customer gave for a conversation with an agent."""

    place: tuple[str, int]
    keys: Mapping[ReportGrouping, str]
    score: int


@dataclass(frozen=True, slots=True)
class Alone:
    """One conversation that the bot had alone."""

    place: tuple[str, int]
    keys: Mapping[ReportGrouping, str]
    kept: Containment


@dataclass
class ReportLine:
    """What is counted under one key."""

    key: str
    requests: list[Request] = field(default_factory=list)
    scores: list[CustomerScore] = field(default_factory=list)
    alone: list[Alone] = field(default_factory=list)

    def figures(self) -> dict[str, float | int | None]:
        """The figures of the line; seconds, shares from 0 to 1, and None where there is nothing to tell."""
        level = level_of(each.outcome for each in self.requests)
        waits = [each.outcome.waited_s for each in self.requests if each.outcome.taken]
        replies = [each.first_reply_s for each in self.requests if each.first_reply_s is not None]
        return {
            "conversations": len(self.places("conversations")),
            "asked": level.asked,
            "handled": level.taken,
            "abandoned": level.given_up,
            "in_time": level.in_time,
            "known": level.known,
            "service_level": level.share,
            "waited_s": _mean(waits),
            "longest_s": max(waits, default=None),
            "first_reply_s": _mean(replies),
            "transfers": sum(each.transfers for each in self.requests),
            "bot_solved": self._kept(Containment.SOLVED),
            "bot_unsolved": self._kept(Containment.UNSOLVED),
            "bot_given_up": self._kept(Containment.GIVEN_UP),
            "scores": len(self.scores),
            "satisfaction": _mean([each.score for each in self.scores]),
        }

    def places(self, figure: str) -> list[tuple[str, int]]:
        """The conversations behind a figure, each once."""
        if figure == "conversations":
            found = [*(each.place for each in self.requests), *(each.place for each in self.alone)]
        elif figure in ("scores", "satisfaction"):
            found = [each.place for each in self.scores]
        elif figure.startswith("bot_"):
            found = [each.place for each in self.alone if f"bot_{each.kept}" == figure]
        else:
            found = [each.place for each in self.requests if BEHIND[figure](each)]
        return list(dict.fromkeys(found))

    def _kept(self, kept: Containment) -> int:
        return sum(each.kept is kept for each in self.alone)


BEHIND: Mapping[str, Callable[[Request], bool]] = {
    "asked": lambda _: True,
    "handled": lambda each: each.outcome.taken,
    "abandoned": lambda each: each.outcome.given_up,
    "in_time": lambda each: each.outcome.taken and each.outcome.in_time,
    "known": lambda each: each.outcome.known,
    "service_level": lambda each: each.outcome.known,
    "waited_s": lambda each: each.outcome.taken,
    "longest_s": lambda each: each.outcome.taken,
    "first_reply_s": lambda each: each.first_reply_s is not None,
    "transfers": lambda each: each.transfers > 0,
}
"""Which requests stand behind which figure."""

FIGURES = ("conversations", *BEHIND, "bot_solved", "bot_unsolved", "bot_given_up", "scores", "satisfaction")


@dataclass
class ReportFacts:
    """Everything that a report counts."""

    requests: list[Request] = field(default_factory=list)
    scores: list[CustomerScore] = field(default_factory=list)
    alone: list[Alone] = field(default_factory=list)

    def lines(self, by: ReportGrouping) -> list[ReportLine]:
        """The lines by a dimension, in the order of their keys."""
        found: dict[str, ReportLine] = {}
        each: Any
        for name in ("requests", "scores", "alone"):
            for each in getattr(self, name):
                if by in each.keys:
                    line = found.setdefault(each.keys[by], ReportLine(each.keys[by]))
                    getattr(line, name).append(each)
        return [found[key] for key in sorted(found)]

    def whole(self) -> ReportLine:
        """Everything in one line."""
        return ReportLine("", self.requests, self.scores, self.alone)


def request_of(
    row: Any, queues: Mapping[str, QueueSetup], zone: ZoneInfo, now: Any, intent: str, branch: str
) -> Request:
    """The request of a row (`supervision.store.facts.requests`).

    `intent`: what it was about; `branch`: of the agent who took it, or the head office.
    """
    replied = row.replied_at and row.taken_at and (row.replied_at - row.taken_at).total_seconds()
    about = {ReportGrouping.INTENT: intent, ReportGrouping.BRANCH: branch}
    if row.account_id:
        about[ReportGrouping.AGENT] = str(row.account_id)
    return Request(
        (row.identity_key, row.conversation),
        row.turn,
        about
        | {
            ReportGrouping.QUEUE: row.queue_id,
            ReportGrouping.CHANNEL: row.channel,
            ReportGrouping.SOURCE: source_of(row),
            ReportGrouping.HOUR: hour_of(row.created_at, zone),
        },
        outcome_of(row, target_s(queues.get(row.queue_id), row.service_class), now),
        replied if replied is None else float(replied),
        row.transfers,
    )


def scores_of(rows: Iterable[Any], requests: Iterable[Request]) -> list[CustomerScore]:
    """The scores: the agent's who was rated, and else where the conversation's request is counted."""
    keys = {each.place: each.keys for each in requests}
    return [
        CustomerScore(place, {**keys[place], ReportGrouping.AGENT: row.account_id}, row.score)
        for row in rows
        if (place := (row.identity_key, row.conversation)) in keys
    ]


NO_SOURCE = "none"
"""The key of those of whom no provider told by which way they came."""


def source_of(row: Any) -> str:
    """The way by which the customer of a row came last (`hub.messages.Facts.source`)."""
    return str((row.facts or {}).get("source") or NO_SOURCE)


def hour_of(moment: Any, zone: ZoneInfo) -> str:
    """The hour of the day in which something began, as `09`."""
    return f"{moment.astimezone(UTC).astimezone(zone):%H}"


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
