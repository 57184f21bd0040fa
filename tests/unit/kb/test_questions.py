"""Hot questions are kept for five minutes, each channel's by itself."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from hub.errors import StoreUnavailable
from kb.questions import HOT_KEPT_S, KnownQuestions
from tests.support.clock import HandClock


@dataclass
class FakeHot:
    """Implements `kb.questions.HotQuestions`; another question each time."""

    asked: list[str] = field(default_factory=list)
    error: Exception | None = None

    async def hot(self, channel: str, limit: int) -> list[str]:
        self.asked.append(channel)
        if self.error is not None:
            raise self.error
        return [f"{channel} {len(self.asked)}"][:limit]


def opened(hot: FakeHot) -> tuple[KnownQuestions, HandClock]:
    clock = HandClock()
    unused: Any = None
    return KnownQuestions(unused, hot, clock), clock


async def test_a_channels_questions_are_read_every_five_minutes() -> None:
    hot = FakeHot()
    questions, clock = opened(hot)
    assert [await questions.hot("webchat", 6) for _ in range(3)] == [["webchat 1"]] * 3
    assert await questions.hot("sms", 6) == ["sms 2"]
    clock.turn(HOT_KEPT_S - 1)
    assert await questions.hot("webchat", 6) == ["webchat 1"]
    clock.turn(1)
    assert await questions.hot("webchat", 6) == ["webchat 3"]
    assert HOT_KEPT_S == 300


async def test_a_failure_is_not_kept() -> None:
    hot = FakeHot(error=StoreUnavailable("as told"))
    questions, _ = opened(hot)
    with pytest.raises(StoreUnavailable):
        await questions.hot("webchat", 6)
    hot.error = None
    assert await questions.hot("webchat", 6) == ["webchat 2"]
