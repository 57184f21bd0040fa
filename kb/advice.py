"""Answers that people may give: what the bot would say, or the articles that it would offer."""

from collections.abc import Iterator, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Facts, Source
from hub.ports import Advised, AgentsNote, Correction
from hub.store.database import Database
from kb.afterwards import Afterwards
from kb.answer import Answerer
from kb.model import reader_of
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

    async def advise(self, question: str, channel: str, facts: Facts) -> Sequence[Advised]:
        """Raises `Unavailable` (no index) and `StoreUnavailable`."""
        reader = reader_of(facts)
        decision = await self._answerer.answer(question, channel=channel, reader=reader)
        if isinstance(decision, Abstained):
            return ()
        answers = [each for each in _outcomes(decision) if isinstance(each, Answered)]
        offered = [each for each in _outcomes(decision) if isinstance(each, Offered)]
        options = [option.article_id for offer in offered for option in offer.options]
        for article_id in options[: max(0, MOST - len(answers))]:
            article = await self._answerer.article(article_id, channel=channel, reader=reader)
            if isinstance(article, Answered):
                answers.append(article)
        found = {each.source.article_id: each for each in answers}
        return await self._with_notes(list(found.values())[:MOST])

    async def do_correct(self, connection: AsyncConnection, correction: Correction) -> None:
        """Makes a work item of it; raises `Conflict`."""
        await self._afterwards.do_note_correction(connection, correction)

    async def notes(self, sources: Sequence[Source]) -> Sequence[AgentsNote]:
        """Notes are read here alone, behind the answers: what says something to customers has none to say."""
        if not sources:
            return ()
        named = [(each.article_id, each.version) for each in sources]
        async with self._database.read() as connection:
            found = await store.notes_of(connection, named)
        return [
            AgentsNote(each, found[name]) for each, name in zip(sources, named, strict=True) if name in found
        ]

    async def _with_notes(self, answers: Sequence[Answered]) -> Sequence[Advised]:
        notes = {each.source: each.note for each in await self.notes([each.source for each in answers])}
        return [_advised(each, notes.get(each.source, "")) for each in answers]


def _outcomes(decision: Decision) -> Iterator[Decision]:
    yield decision
    if isinstance(decision, Answered):
        yield from decision.also


def _advised(answer: Answered, note: str) -> Advised:
    links = "\n".join(f"{link.title} {link.url}" for link in answer.links)
    text = f"{answer.text}\n{links}" if links else answer.text
    return Advised(question=answer.understood, text=text, source=answer.source, note=note)
