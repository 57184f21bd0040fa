"""Answers that people may give: what the bot would say, or the articles that it would offer."""

from collections.abc import Iterator, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Advised, Correction
from hub.store.database import Database
from kb.afterwards import Afterwards
from kb.answer import Answerer
from kb.outcomes import Abstained, Answered, Decision, Offered
from kb.store import articles as store

MOST = 3
"""Answers that are suggested at once."""


class KnownAnswers:
    """Implements `hub.ports.Advice` on the knowledge base."""

    def __init__(self, answerer: Answerer, afterwards: Afterwards, database: Database) -> None:
        self._answerer = answerer
        self._afterwards = afterwards
        self._database = database

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
        return await self._with_notes(list(found.values())[:MOST])

    async def do_correct(self, connection: AsyncConnection, correction: Correction) -> None:
        """Makes a work item of it; raises `Conflict`."""
        await self._afterwards.do_note_correction(connection, correction)

    async def _with_notes(self, answers: Sequence[Answered]) -> Sequence[Advised]:
        """Notes are read here alone, behind the answers: what says something to customers has none to say."""
        if not answers:
            return ()
        named = [(each.source.article_id, each.source.version) for each in answers]
        async with self._database.read() as connection:
            notes = await store.notes_of(connection, named)
        return [_advised(each, notes.get(name, "")) for each, name in zip(answers, named, strict=True)]


def _outcomes(decision: Decision) -> Iterator[Decision]:
    yield decision
    if isinstance(decision, Answered):
        yield from decision.also


def _advised(answer: Answered, note: str) -> Advised:
    links = "\n".join(f"{link.title} {link.url}" for link in answer.links)
    text = f"{answer.text}\n{links}" if links else answer.text
    return Advised(question=answer.understood, text=text, source=answer.source, note=note)
