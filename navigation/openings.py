"""The questions that customers are offered first, by channel, page, segment and hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from navigation.store import openings as store

HOURS = 24


@dataclass(frozen=True, slots=True)
class Opening:
    """One question, and where and when it is offered; empty lists mean everywhere and everybody.

    `pages`: beginnings of paths. `from_hour` up to but not with `until_hour`, over midnight where that is
    the earlier.
    """

    opening_id: str
    question: str
    channels: tuple[str, ...]
    pages: tuple[str, ...]
    segments: tuple[str, ...]
    from_hour: int
    until_hour: int
    place: int

    def is_for(self, channel: str, page: str, segment: str | None, at: datetime) -> bool:
        """Whether it is offered; `at` in the bank's zone."""
        return (
            (not self.channels or channel in self.channels)
            and (not self.pages or any(is_below(page, each) for each in self.pages))
            and (not self.segments or segment in self.segments)
            and self._is_hour(at.hour)
        )

    def _is_hour(self, hour: int) -> bool:
        if self.from_hour < self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return hour >= self.from_hour or hour < self.until_hour


def is_below(page: str, beginning: str) -> bool:
    """Whether a page's path is this one or lies below it: `/cards` is no beginning of `/cardsharp`."""
    return page == beginning or page.startswith(f"{beginning.rstrip('/')}/")


def offered(
    openings: Sequence[Opening], channel: str, page: str, segment: str | None, at: datetime
) -> list[str]:
    """The questions for somebody, those of their page before those of every page, each in their order."""
    found = [each for each in openings if each.is_for(channel, page, segment, at)]
    ordered = sorted(found, key=lambda each: (not each.pages, each.place))
    return list(dict.fromkeys(each.question for each in ordered))


async def known(connection: AsyncConnection) -> list[Opening]:
    """All that editors keep."""
    return [opening_of(row) for row in await store.every(connection)]


def opening_of(row: Any) -> Opening:
    """One as it is stored."""
    return Opening(
        row.opening_id,
        row.question,
        tuple(row.channels),
        tuple(row.pages),
        tuple(row.segments),
        row.from_hour,
        row.until_hour,
        row.place,
    )
