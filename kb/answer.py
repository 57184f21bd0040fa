"""Answers a customer's question from the knowledge base: answer, offer up to three articles, or abstain.

The search index only proposes; what is shown is read from the database and checked against the customer's
date and channel, so that a withdrawn or future article never leaks, however old the index is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.clock import SystemClock
from hub.errors import Unavailable
from hub.ports import Clock
from hub.settings import Settings
from hub.store.database import Database
from kb import calibration
from kb.articles import in_effect
from kb.calibration import Calibration, Risks
from kb.decide import Judge, is_literal
from kb.endings import AnswerEndings
from kb.hearing import HeardQuestion, Hearing
from kb.model import ANYBODY, Reader, Version
from kb.offer_order import in_learnt_order
from kb.outcomes import Abstained, Answered, Decision, Offered, OfferedArticle, Reason
from kb.ranking import Ranker, Ranking
from kb.rich.saying import say
from kb.search.opening import open_search
from kb.search.port import SearchBackend
from kb.shown import answer_of, as_option, english_title
from kb.store import articles as store
from kb.store import choices
from kb.subject import about_the_subject, in_other_words, of_an_open_choice, on_the_subject
from kb.understanding.earlier import NOTHING, EarlierQuestion
from kb.understanding.several import questions_in
from kb.understanding.subject import is_unclear

__all__ = [
    "Abstained",
    "Answered",
    "Answerer",
    "Decision",
    "Offered",
    "OfferedArticle",
    "Reason",
    "open_answerer",
]

QUESTION_LIMIT = 500
"""Characters of a question that are looked at: it bounds the time of one answer."""

OFFER_PROMPT = "我不确定您问的是哪一种，请选择："
OFFER_PROMPT_IN_ENGLISH = (
    "I am not sure which of these you mean. Please choose one (the articles are in Chinese):"
)


FIRST_QUESTIONS = ("定期利率", "卡丢了怎么办", "how do i report a lost card")
"""A vague one, a plain one and an English one: they need all that is loaded once."""


class Answerer:
    """Answers questions; one object serves a whole process."""

    def __init__(
        self,
        database: Database,
        search: SearchBackend,
        clock: Clock,
        *,
        time_zone: ZoneInfo,
        judge: Judge | None = None,
        instead: Mapping[str, Version | None] | None = None,
        help_address: str = "",
        learns_order: bool = False,
    ) -> None:
        """`instead`: articles as they are to be taken, whatever of them is published.

        `learns_order`: whether articles are offered in the order that was learnt of customers' choices.
        `help_address`: the origin under which customers reach the help pages; empty where there are none.
        """
        self._database = database
        self._search = search
        self._clock = clock
        self._zone = time_zone
        self._instead = instead or {}
        self._endings = AnswerEndings(help_address)
        self._learns_order = learns_order
        self._judge = judge or Judge(calibration.load(calibration.SHIPPED))

    async def answer(
        self,
        question: str,
        *,
        channel: str | None = None,
        at: datetime | None = None,
        earlier: EarlierQuestion = NOTHING,
        reader: Reader = ANYBODY,
    ) -> Decision:
        """Decides on a question asked at a moment (now, where none is given), after what was asked earlier.

        Raises `Unavailable` (no index) and `StoreUnavailable`.
        """
        asked = question[:QUESTION_LIMIT]
        picked = earlier.picked(asked)
        if picked:
            return await self.article(picked, channel=channel, at=at, reader=reader)
        async with self._database.read() as connection:
            await self._search.refreshed()
            ranker = self._ranker(connection, channel, at, reader)
            if is_unclear(asked):
                again = await in_other_words(ranker, earlier)
                if again:
                    return self._endings.on(again, channel)
            decided: Decision | None = await of_an_open_choice(ranker, asked, earlier)
            decided = decided or await self._several(ranker, asked, earlier)
            decided = decided or await self._one(ranker, asked, earlier)
            return self._endings.on(await self._in_order(connection, decided), channel)

    async def article(
        self,
        article_id: str,
        *,
        channel: str | None = None,
        at: datetime | None = None,
        reader: Reader = ANYBODY,
    ) -> Answered | Abstained:
        """The answer of an article that the customer picked; raises `StoreUnavailable`."""
        day = self._day(at)
        async with self._database.read() as connection:
            versions = await store.published_versions(connection, [article_id])
            version = in_effect(versions, day, channel, reader)
            if version is None:
                return Abstained(Reason.NOT_AVAILABLE, article_id)
            said = await say(connection, version, day, reader)
        if said is None:
            return Abstained(Reason.VALUE_MISSING, article_id)
        return self._endings.of(answer_of(version, said), channel)

    async def rank(
        self,
        question: str,
        *,
        channel: str | None = None,
        at: datetime | None = None,
        reader: Reader = ANYBODY,
    ) -> Ranking:
        """The candidates in order, without a decision: for measuring and for editors."""
        async with self._database.read() as connection:
            await self._search.refreshed()
            ranker = self._ranker(connection, channel, at, reader)
            return await ranker.rank(question[:QUESTION_LIMIT])

    async def why_not_ready(self) -> str:
        """Why a question would not be answered now, in a sentence; empty once it would be."""
        try:
            if not (await self._search.refreshed()).documents:
                return "the search index is empty"
            async with self._database.read() as connection:
                changes = await store.change_number(connection)
        except Unavailable as error:
            return error.detail
        return "" if changes else "the knowledge base is empty"

    async def warm_up(self) -> None:
        """Answers questions that nobody asked: the first customer would wait for all that is loaded once.

        Raises as `answer` does.
        """
        for question in FIRST_QUESTIONS:
            await self.answer(question)

    async def close(self) -> None:
        """Closes the search and the database."""
        await self._search.close()
        await self._database.close()

    def _ranker(
        self, connection: AsyncConnection, channel: str | None, at: datetime | None, reader: Reader
    ) -> Ranker:
        return Ranker(
            self._search, connection, channel, self._day(at), reader, self._judge.meaning, dict(self._instead)
        )

    def _day(self, at: datetime | None) -> date:
        return (at or self._clock.now()).astimezone(self._zone).date()

    async def _in_order(self, connection: AsyncConnection, decision: Decision) -> Decision:
        if not (self._learns_order and isinstance(decision, Offered) and len(decision.options) > 1):
            return decision
        learnt = await choices.among(connection, [each.article_id for each in decision.options])
        return replace(decision, options=in_learnt_order(decision.options, learnt))

    async def _one(
        self, ranker: Ranker, question: str, earlier: EarlierQuestion, *, as_written: bool = False
    ) -> Decision:
        heard = await Hearing(self._judge, ranker).hear(question, earlier, as_written=as_written)
        if heard.direct:
            return await _answer(ranker, heard)
        kept = await on_the_subject(ranker, self._judge, question, earlier)
        if kept is None and heard.asks_the_subject:
            kept = await about_the_subject(ranker, question, earlier)
        return kept or (_offer(heard) if heard.offers else _abstain(heard, Reason.NO_MATCH))

    async def _several(self, ranker: Ranker, message: str, earlier: EarlierQuestion) -> Decision | None:
        """What comes of a message of several questions: at least one answer, and none that finds nothing.

        A message in the words of one article, whose title may ask twice, is one question.
        """
        questions = questions_in(message)
        whole = (await ranker.rank(message)).evidence if questions else None
        if whole is None or is_literal(whole):
            return None
        found: list[Answered | Offered] = []
        for question in questions:
            # Half a message mended into a question of its own may be the end of the other half.
            decision = await self._one(ranker, question, earlier, as_written=True)
            if isinstance(decision, Abstained):
                return None
            earlier = earlier.after(decision)
            found.append(decision)
        return _together(found)


async def _answer(ranker: Ranker, heard: HeardQuestion) -> Answered | Abstained:
    version = heard.ranking.candidates[0].version
    said = await ranker.said(version)
    if said is None:
        return _abstain(heard, Reason.VALUE_MISSING)
    return replace(
        answer_of(version, said),
        evidence=heard.ranking.evidence,
        understood=heard.understood,
        english=english_title(version) if heard.ranking.english else "",
    )


def _offer(heard: HeardQuestion) -> Offered:
    options = tuple(as_option(version, english=heard.ranking.english) for version in heard.offers)
    prompt = OFFER_PROMPT_IN_ENGLISH if heard.ranking.english else OFFER_PROMPT
    return Offered(prompt, options, heard.ranking.evidence, heard.understood)


def _abstain(heard: HeardQuestion, reason: Reason) -> Abstained:
    found = heard.ranking
    if not found.candidates:
        return Abstained(reason, understood=heard.understood)
    best = found.candidates[0]
    score = round(best.score, 4)
    return Abstained(reason, best.version.article_id, score, found.evidence, heard.understood)


def _together(found: Sequence[Answered | Offered]) -> Answered | None:
    """The answers in the order of asking, each article once, then the offers; `None` without an answer."""
    answers = {each.source.article_id: each for each in found if isinstance(each, Answered)}
    offers = [each for each in found if isinstance(each, Offered)]
    if not answers:
        return None
    first, *more = answers.values()
    return replace(first, also=(*more, *offers))


def open_answerer(settings: Settings, clock: Clock | None = None) -> Answerer:
    """An answerer on the database (read only) and the search that the settings name; raises `SetupError`."""
    clock = clock or SystemClock()
    database = Database(settings.database, read_only=True, deadline_s=settings.database_deadline_s)
    return Answerer(
        database,
        open_search(settings, database, clock),
        clock,
        time_zone=ZoneInfo(settings.time_zone),
        judge=open_judge(settings),
        help_address=settings.help_address,
        learns_order=settings.kb_learn_order,
    )


def open_judge(settings: Settings) -> Judge:
    """Decides by the calibration and the risks that the settings name; raises `SetupError`."""
    found = open_calibration(settings)
    return Judge(found, open_risks(settings, found))


def open_calibration(settings: Settings) -> Calibration:
    """The calibration that the settings name, else the shipped one; raises `SetupError`."""
    return calibration.load(Path(settings.kb_calibration or calibration.SHIPPED), settings)


def open_risks(settings: Settings, found: Calibration) -> Risks:
    """The risks that the settings allow; where they name none, the calibration's own."""
    chosen = (settings.kb_max_wrong, settings.kb_max_unfounded, settings.kb_max_useless)
    own = astuple(found.risks)
    return Risks(*(mine if each is None else each for each, mine in zip(chosen, own, strict=True)))
