"""Answers that people may give: what the bot would say, or the articles that it would offer."""

from collections.abc import Iterator, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Advised, Correction
from kb.afterwards import Afterwards
from kb.answer import Answerer
from kb.outcomes import Abstained, Answered, Decision, Offered

MOST = 3
"""Answers that are suggested at once."""


class KnownAnswers:
    """Implements `hub.ports.Advice` on the knowledge base."""

    def __init__(self, answerer: Answerer, afterwards: Afterwards) -> None:
        self._answerer = answerer
        self._afterwards = afterwards

    async def advise(self, question: str, channel: str) -> Sequence[Advised]:
        """Raises `Unavailable` (no index) and `StoreUnavailable`."""
        decision = await self._answerer.answer(question, channel=channel)
        if isinstance(decision, Abstained):
            return ()
        answers = [each for each in _outcomes(decision) if isinstance(each, Answered)]
        offered = [each for each in _outcomes(decision) if isinstance(each, Offered)]
        options = [option.article_id for offer in offered for option in offer.options]
        for article_id in options[: max(0, MOST - len(answers))]:
            article = await self._answerer.article(article_id, channel=channel)
            if isinstance(article, Answered):
                answers.append(article)
        found = {each.source.article_id: each for each in answers}
        return [_advised(each) for each in list(found.values())[:MOST]]

    async def do_correct(self, connection: AsyncConnection, correction: Correction) -> None:
        """Makes a work item of it; raises `Conflict`."""
        await self._afterwards.do_note_correction(connection, correction)


def _outcomes(decision: Decision) -> Iterator[Decision]:
    yield decision
    if isinstance(decision, Answered):
        yield from decision.also


def _advised(answer: Answered) -> Advised:
    links = "\n".join(f"{link.title} {link.url}" for link in answer.links)
    text = f"{answer.text}\n{links}" if links else answer.text
    return Advised(question=answer.understood, text=text, source=answer.source)
