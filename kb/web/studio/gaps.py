"""`/staff/kb/gaps`: what customers asked and nobody could answer, put together, and what becomes of it."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from hub.ports import Clock
from hub.privacy import for_view
from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from hub.staff.four_eyes import By
from kb import gaps as gap_work
from kb.store import gaps as store
from kb.store.synonyms import in_force
from kb.studio import drafts
from kb.studio.clusters import Cluster, cluster
from kb.studio.content import Question
from kb.web.studio.rights import EDIT, READ
from kb.web.studio.shown import DraftShown, draft_shown

MOST_GAPS = 1000
"""So many open gaps are put together; older ones come up when these are dealt with."""

MOST_CLUSTERS = 100

GapIds = Annotated[list[Annotated[str, Field(max_length=256)]], Field(max_length=MOST_GAPS)]


class ClusterShown(StaffModel):
    """Gaps that ask much the same; `recent`, `before`: how many came in each of the last two weeks."""

    question: str
    questions: list[str]
    gap_ids: list[str]
    count: int
    recent: int
    before: int
    article_id: str | None


class GapsShown(StaffModel):
    """The clusters, the largest first."""

    clusters: list[ClusterShown]


class AddToArticle(StaffModel):
    """Questions that become similar questions of an article's draft, and the gaps that are then closed."""

    article_id: Annotated[str, Names("article"), Field(max_length=128)]
    questions: list[Question] = Field(max_length=100, examples=[["卡丢了怎么办"]])
    gaps: GapIds = Field(examples=[[]])


class CloseGaps(StaffModel):
    """Gaps that are dealt with, or that nobody has to answer."""

    gaps: GapIds = Field(examples=[[]])


class GapRoutes:
    """What editors do with gaps."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute("GET", "/staff/kb/gaps", right=READ, answer=GapsShown, handle=self.show),
            StaffRoute(
                "POST",
                "/staff/kb/gaps/add",
                right=EDIT,
                body=AddToArticle,
                answer=DraftShown,
                handle=self.add,
                audit="gap.added_to_article",
            ),
            StaffRoute(
                "POST",
                "/staff/kb/gaps/close",
                right=EDIT,
                body=CloseGaps,
                handle=self.close,
                audit="gap.closed",
            ),
        )

    async def show(self, call: StaffCall[Any]) -> GapsShown:
        """The open gaps, put together; personal data in them is masked."""
        found = await store.in_state(call.connection, "open", MOST_GAPS)
        synonyms = await in_force(call.connection)
        clusters = cluster(found, self._clock.now(), synonyms)[:MOST_CLUSTERS]
        return GapsShown(clusters=[_shown(each) for each in clusters])

    async def add(self, call: StaffCall[AddToArticle]) -> DraftShown:
        """Adds the questions to the article's draft and closes their gaps."""
        body, by = call.body, By(call.staff.account_id, self._clock.now())
        work = await drafts.add_questions(call.connection, body.article_id, body.questions, by)
        await self._close(call, body.gaps)
        return draft_shown(work, await drafts.problems(call.connection, work))

    async def close(self, call: StaffCall[CloseGaps]) -> None:
        """Closes gaps."""
        await self._close(call, call.body.gaps)

    async def _close(self, call: StaffCall[Any], gap_ids: list[str]) -> None:
        for gap_id in gap_ids:
            await gap_work.close(call.connection, gap_id)
        call.note(count=len(gap_ids))


def _shown(found: Cluster) -> ClusterShown:
    questions = dict.fromkeys(for_view(gap.question)[:200].strip() for gap in found.gaps)
    return ClusterShown(
        question=for_view(found.question)[:200].strip(),
        questions=[question for question in questions if question][:20],
        gap_ids=[gap.gap_id for gap in found.gaps],
        count=len(found.gaps),
        recent=found.recent,
        before=found.before,
        article_id=found.article_id,
    )
