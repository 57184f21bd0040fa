"""The questions that customers are offered: those that editors want first, then what is asked most."""

from collections.abc import Sequence

from hub.ports import Asker, Openings, Questions


class LedQuestions:
    """Implements `hub.ports.Questions` on the one of the knowledge base, led by what the parts want first."""

    def __init__(self, questions: Questions, openings: Sequence[Openings]) -> None:
        self._questions = questions
        self._openings = tuple(openings)

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        """See `hub.ports.Questions`."""
        return await self._questions.suggest(begun, channel, limit)

    async def hot(self, channel: str, limit: int, asker: Asker | None = None) -> Sequence[str]:
        """At most `limit`, none twice; raises `StoreUnavailable`."""
        first = [each for openings in self._openings for each in await openings.offered(channel, asker)]
        asked = await self._questions.hot(channel, limit, asker) if len(set(first)) < limit else ()
        return list(dict.fromkeys([*first, *asked]))[:limit]
