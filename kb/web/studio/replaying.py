"""`/staff/kb/replay`: what would be answered otherwise once a draft is published."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from hub.privacy import for_view
from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from kb.store import drafts as store
from kb.studio.content import ArticleContent
from kb.studio.replay import DraftReplay, ReplayedQuestion, ReplayOutcome, differing
from kb.web.studio.rights import READ
from kb.web.studio.trying import NEW


class ToReplay(StaffModel):
    """The draft as it stands in the editor."""

    article_id: Annotated[str | None, Names("article"), Field(max_length=128)] = None
    content: ArticleContent = Field(
        examples=[{"topic": "卡片", "title": "银行卡丢失怎么挂失", "effective_from": "2026-01-01"}]
    )


class ReplayOutcomeShown(StaffModel):
    """`outcome`: answer, offer, abstain; the titles of the articles, at most three."""

    outcome: str
    titles: list[str]


class ReplayedShown(StaffModel):
    """A question that would be answered otherwise; `origin`: own, neighbour, gap."""

    question: str
    origin: str
    before: ReplayOutcomeShown
    after: ReplayOutcomeShown


class ReplayShown(StaffModel):
    """How many questions were asked, and those whose answer would change."""

    asked: int
    differing: list[ReplayedShown]


class ReplayRoutes:
    """The replay before publishing."""

    def __init__(self, replay: DraftReplay) -> None:
        self._replay = replay

    def routes(self) -> Sequence[StaffRoute]:
        """The route."""
        return (
            StaffRoute(
                "POST",
                "/staff/kb/replay",
                right=READ,
                body=ToReplay,
                answer=ReplayShown,
                handle=self.replay,
                transaction=False,
                asks=True,
            ),
        )

    async def replay(self, call: StaffCall[ToReplay]) -> ReplayShown:
        """Asks kept and real questions with the draft and without it."""
        body = call.body
        article_id = body.article_id or NEW
        replayed = await self._replay.run(article_id, body.content)
        found = differing(replayed)
        ids = {each for one in found for each in (*one.before.articles, *one.after.articles)}
        async with call.house.database.read() as connection:
            titles = await store.titles_of(connection, sorted(ids))
        titles[article_id] = body.content.title
        return ReplayShown(asked=len(replayed), differing=[_shown(each, titles) for each in found])


def _shown(each: ReplayedQuestion, titles: dict[str, str]) -> ReplayedShown:
    return ReplayedShown(
        question=for_view(each.question)[:200],
        origin=each.origin,
        before=_outcome(each.before, titles),
        after=_outcome(each.after, titles),
    )


def _outcome(outcome: ReplayOutcome, titles: dict[str, str]) -> ReplayOutcomeShown:
    named = [titles[article_id] for article_id in outcome.articles if article_id in titles]
    return ReplayOutcomeShown(outcome=outcome.outcome, titles=named[:3])
