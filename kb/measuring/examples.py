"""Examples for a calibration: what the evidence was, and whether the first article was right.

Three kinds of questions: those that have an article, those from elsewhere, and the hardest, those whose
article was hidden from the index, fold by fold, so that a near neighbour comes first.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, product
from zoneinfo import ZoneInfo

from hub.ports import Clock
from kb.answer import Answerer
from kb.calibration import Calibration, LikelihoodModel, Risks
from kb.decide import Judge, worth_offering
from kb.english import is_english_text
from kb.evidence import Evidence
from kb.formats import Batch
from kb.measuring.queries import Query, split
from kb.measuring.scratch import indexed, loaded
from kb.search.meaning import Meaning
from kb.text import normalise

FOLDS = 5

HIDINGS = 3
"""So many times the articles are divided into folds that are hidden: which near neighbours stay is chance."""


def no_decision(meaning: Meaning | None = None) -> Judge:
    """For a bank that is only asked for the order of its articles, compared by this meaning, too."""
    undecided = LikelihoodModel(0.0, {})
    return Judge(Calibration(undecided, undecided, (), meaning), Risks())


NO_DECISION = no_decision()


class ExampleKind(StrEnum):
    """What sort of question an example is."""

    INSIDE = "inside"
    HIDDEN = "hidden"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question that was asked.

    `first_right`: the first article is right; `offer_right`: one of those worth offering is. What is not
    `counted` teaches the models and does not move the thresholds.
    """

    text: str
    kind: ExampleKind
    evidence: Evidence | None
    first_right: bool
    offer_right: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class _Round:
    """A bank to ask: what is in it, what is hidden, and the questions."""

    batch: Batch
    hidden: frozenset[str]
    questions: Sequence[tuple[ExampleKind, Query]]
    counted: bool


def fold_of(text: str, folds: int = FOLDS) -> int:
    """The fold of a text, 0 to `folds` - 1; always the same one."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % folds


class Examples:
    """The examples that a knowledge base and its questions give."""

    def __init__(
        self, batch: Batch, queries: Sequence[Query], outside: Sequence[Query], *, similar: bool
    ) -> None:
        """Where `similar`, each similar question is asked of a bank from which it was taken away.

        Similar questions are written to differ, so they are harder than customers' own: they count only
        where there are no queries.
        """
        asked = [(ExampleKind.OUTSIDE, each) for each in outside]
        asked += [(ExampleKind.INSIDE, each) for each in queries]
        self._rounds = [_Round(batch, frozenset(), asked, True)]
        if queries:
            self._rounds += _hidden(batch, queries, counted=True)
        if similar:
            self._rounds += _left_out(batch, counted=not queries)
            self._rounds += _hidden(batch, _own_questions(batch), counted=not queries)
        self._rounds = [each for each in self._rounds if each.questions]

    def __len__(self) -> int:
        return sum(len(each.questions) for each in self._rounds)

    async def collect(
        self,
        clock: Clock,
        time_zone: ZoneInfo,
        progress: Callable[[], None] = lambda: None,
        *,
        meaning: Meaning | None = None,
    ) -> list[ExampleQuestion]:
        """Asks every question, in banks of their own."""
        judge, found = no_decision(meaning), []
        today = clock.now().astimezone(time_zone).date()
        # To load takes longer than to index: what is hidden is only left out of an index.
        for _, rounds in groupby(self._rounds, key=lambda each: id(each.batch)):
            first, *more = rounds
            async with loaded(first.batch, clock=clock) as database:
                for each in (first, *more):
                    async with indexed(each.hidden)(database, today) as search:
                        answerer = Answerer(database, search, clock, time_zone=time_zone, judge=judge)
                        async for example in _ask(answerer, each.questions, counted=each.counted):
                            found.append(example)
                            progress()
        return found


async def _ask(
    answerer: Answerer, questions: Sequence[tuple[ExampleKind, Query]], *, counted: bool
) -> AsyncIterator[ExampleQuestion]:
    for kind, query in questions:
        ranking = await answerer.rank(query.text)
        ids = [each.version.article_id for each in worth_offering(ranking.candidates)]
        right = query.right if kind is ExampleKind.INSIDE else frozenset[str]()
        first, offer = bool(right & set(ids[:1])), bool(right & set(ids))
        yield ExampleQuestion(query.text, kind, ranking.evidence, first, offer, counted)
        await asyncio.sleep(0)


def _left_out(batch: Batch, *, counted: bool) -> list[_Round]:
    rounds = []
    for fold in range(FOLDS):
        taken = [
            (ExampleKind.INSIDE, query) for query in _own_questions(batch) if fold_of(query.text) == fold
        ]
        rounds.append(_Round(_without_questions(batch, fold), frozenset(), taken, counted))
    return rounds


def _hidden(batch: Batch, queries: Sequence[Query], *, counted: bool) -> list[_Round]:
    rounds = []
    ids = {draft.article_id for _, draft in batch.articles}
    for hiding, fold in product(range(HIDINGS), range(FOLDS)):
        hidden = frozenset(each for each in ids if fold_of(f"{hiding} {each}") == fold)
        if 0 < len(hidden) < len(ids):
            _, lost = split(queries, hidden)
            rounds.append(_Round(batch, hidden, [(ExampleKind.HIDDEN, query) for query in lost], counted))
    return rounds


def texts_of(batch: Batch) -> list[tuple[str, ...]]:
    """The title and similar questions of each article, those in English apart."""
    found: list[tuple[str, ...]] = []
    for _, draft in batch.articles:
        texts = dict.fromkeys((draft.title, *draft.questions))
        english = tuple(text for text in texts if is_english_text(normalise(text)))
        found += [english, tuple(text for text in texts if text not in english)]
    return [texts for texts in found if texts]


def _own_questions(batch: Batch) -> list[Query]:
    return [
        Query(question, frozenset([draft.article_id]))
        for _, draft in batch.articles
        for question in draft.questions
        if question != draft.title
    ]


def _without_questions(batch: Batch, fold: int) -> Batch:
    articles = []
    for origin, draft in batch.articles:
        kept = tuple(each for each in draft.questions if each == draft.title or fold_of(each) != fold)
        articles.append((origin, replace(draft, questions=kept)))
    return replace(batch, articles=articles)
