"""`/staff/kb/preview` and `/staff/kb/try`: an article as customers read it, and what a question finds."""

import contextlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from hub.errors import Unavailable
from hub.messages import Block
from hub.ports import Clock
from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from kb.calibration import Risks
from kb.decide import LITERAL_SIMILARITY
from kb.model import Reader
from kb.numbers import Placeholder
from kb.outcomes import Abstained, Answered
from kb.rich.parts import Unreadable
from kb.search.rerank import Ranked
from kb.studio import drafts
from kb.studio.content import ArticleContent
from kb.studio.preview import MissingValues, preview
from kb.studio.trying import SHOWN, QuestionTrial, TriedQuestion, articles_of, outcome_of
from kb.web.studio.rights import READ
from kb.web.studio.shown import ProblemShown, problems_shown

NEW = "new"
"""What an article is called that has no id yet."""


class ToPreview(StaffModel):
    """What is to be shown, as it would be on a day (today, where none is given)."""

    article_id: Annotated[str | None, Names("article"), Field(max_length=128)] = None
    content: ArticleContent = Field(
        examples=[{"topic": "卡片", "title": "银行卡丢失怎么挂失", "effective_from": "2026-01-01"}]
    )
    day: date | None = None
    region: str | None = Field(default=None, max_length=64)
    segment: str | None = Field(default=None, max_length=64)


class SimilarArticle(StaffModel):
    """Another article that says almost the same."""

    article_id: str
    title: str


class PreviewShown(StaffModel):
    """The answer as customers read it; `said` is false where it cannot be said as it stands.

    `values_from`: when the youngest value in it began.
    `missing`: values without which it is not said on that day.
    """

    said: bool
    text: str = ""
    blocks: tuple[Block, ...] = ()
    characters: int = 0
    sms_parts: int = 0
    fits_sms: bool = True
    wechat_parts: int = 0
    values_from: date | None = None
    missing: tuple[str, ...] = ()
    problems: list[ProblemShown]
    similar: list[SimilarArticle]


class RisksTried(StaffModel):
    """The risks of `kb.calibration.Risks`."""

    wrong: float = Field(ge=0, le=1)
    unfounded: float = Field(ge=0, le=1)
    useless: float = Field(ge=0, le=1)


class ToTry(StaffModel):
    """A question; `risks`: others than those of the house."""

    question: str = Field(min_length=1, max_length=500, examples=["卡丢了怎么办"])
    channel: str | None = Field(default=None, max_length=32)
    day: date | None = None
    region: str | None = Field(default=None, max_length=64)
    segment: str | None = Field(default=None, max_length=64)
    risks: RisksTried | None = None


class CandidateShown(StaffModel):
    """An article that was found, and why: what speaks for it, and the words that it shares."""

    article_id: str
    title: str
    score: float
    nearest: str
    signals: dict[str, float]
    words: list[str]
    conflict: bool


class PointShown(StaffModel):
    """One point of the calibration's curve."""

    threshold: float
    answered: float
    wrong: float
    hidden: float
    outside: float


class TriedQuestionShown(StaffModel):
    """What came of a question: `outcome` is answer, offer or abstain, `text` what an answer says.

    `reason`: why it abstains; `missing`: the values without which the article is not said.
    """

    outcome: str
    text: str
    reason: str
    missing: list[str]
    articles: list[str]
    understood: str
    likelihood: float
    threshold: float
    evidence: dict[str, float]
    candidates: list[CandidateShown]
    strange: list[str]


class CalibrationShown(StaffModel):
    """How sure the house wants to be, and what other choices would bring."""

    risks: RisksTried
    points: list[PointShown]


class TryingRoutes:
    """What editors try before customers do."""

    def __init__(self, trying: QuestionTrial, risks: Risks, clock: Clock, zone: ZoneInfo) -> None:
        self._trying = trying
        self._risks = risks
        self._clock = clock
        self._zone = zone

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute(
                "POST",
                "/staff/kb/preview",
                right=READ,
                body=ToPreview,
                answer=PreviewShown,
                handle=self.preview,
                asks=True,
            ),
            StaffRoute(
                "POST",
                "/staff/kb/try",
                right=READ,
                body=ToTry,
                answer=TriedQuestionShown,
                handle=self.ask,
                transaction=False,
                asks=True,
            ),
            StaffRoute(
                "GET",
                "/staff/kb/calibration",
                right=READ,
                answer=CalibrationShown,
                handle=self.calibration,
            ),
        )

    async def preview(self, call: StaffCall[ToPreview]) -> PreviewShown:
        """The article as it would be said, and what is to be mended in it."""
        body = call.body
        similar = await self._similar(body)
        day = body.day or self._clock.now().astimezone(self._zone).date()
        connection = call.connection
        problems = problems_shown(await drafts.problems_in(connection, body.article_id or NEW, body.content))
        try:
            reader = Reader(region=body.region, segment=body.segment)
            found = await preview(connection, body.article_id or NEW, body.content, day, reader)
        except Unreadable:
            found = MissingValues(())  # the problems say so
        if isinstance(found, MissingValues):
            missing = tuple(_named(each) for each in found.values)
            return PreviewShown(said=False, problems=problems, similar=similar, missing=missing)
        return PreviewShown(
            said=True,
            text=found.text,
            blocks=found.blocks,
            characters=found.characters,
            sms_parts=found.sms_parts,
            fits_sms=found.fits_sms,
            wechat_parts=found.wechat_parts,
            values_from=found.values_from,
            problems=problems,
            similar=similar,
        )

    async def ask(self, call: StaffCall[ToTry]) -> TriedQuestionShown:
        """What a question finds."""
        body = call.body
        risks = Risks(**body.risks.model_dump()) if body.risks else self._risks
        at = datetime.combine(body.day, time(12), self._zone) if body.day else None
        reader = Reader(region=body.region, segment=body.segment)
        tried = await self._trying.ask(body.question, risks, channel=body.channel, at=at, reader=reader)
        return _shown(tried)

    async def calibration(self, _call: StaffCall[Any]) -> CalibrationShown:
        """The curve and the risks of the house."""
        return CalibrationShown(
            risks=RisksTried(**asdict(self._risks)),
            points=[PointShown(**asdict(point)) for point in self._trying.calibration.points],
        )

    async def _similar(self, body: ToPreview) -> list[SimilarArticle]:
        """Other articles whose questions are almost the title; none while there is no index."""
        with contextlib.suppress(Unavailable):
            ranking = await self._trying.nearest(body.content.title)
            return [
                SimilarArticle(article_id=each.version.article_id, title=each.version.title)
                for each in ranking.candidates[:SHOWN]
                if each.signals.similarity >= LITERAL_SIMILARITY
                and each.version.article_id != body.article_id
            ]
        return []


def _named(value: Placeholder) -> str:
    return f"{value.kind}:{value.name}"


def _shown(tried: TriedQuestion) -> TriedQuestionShown:
    ranking, found = tried.ranking, tried.ranking.evidence
    words = ranking.asked.vector.plain.keys()
    known = set[str]().union(*(each.profile.known for each in ranking.candidates))
    return TriedQuestionShown(
        outcome=outcome_of(tried.decision),
        text=tried.decision.text if isinstance(tried.decision, Answered) else "",
        reason=tried.decision.reason if isinstance(tried.decision, Abstained) else "",
        missing=[_named(each) for each in tried.missing],
        articles=list(articles_of(tried.decision)),
        understood=tried.decision.understood,
        likelihood=tried.likelihood,
        threshold=tried.threshold,
        evidence=asdict(found) if found else {},
        candidates=[_candidate(each, words) for each in ranking.candidates[:SHOWN]],
        strange=sorted(word for word in words if word not in known),
    )


def _candidate(each: Ranked, words: Any) -> CandidateShown:
    return CandidateShown(
        article_id=each.version.article_id,
        title=each.version.title,
        score=each.score,
        nearest=each.profile.texts[each.nearest],
        signals=asdict(each.signals),
        words=sorted(word for word in words if word in each.profile.known),
        conflict=bool(each.conflict),
    )
