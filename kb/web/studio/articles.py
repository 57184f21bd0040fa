"""`/staff/kb/articles`: the list, one article, its draft's way to customers, its versions."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound
from hub.ports import Clock
from hub.staff import StaffCall, StaffRoute
from hub.staff.four_eyes import By
from kb import articles as published
from kb.articles import windows
from kb.model import ArticleStatus, Version
from kb.store import articles as version_store
from kb.store import categories as category_store
from kb.store import drafts as store
from kb.store import ratings as rating_store
from kb.store import work_items as work_store
from kb.store.ratings import NO_VERDICTS
from kb.store.schema_studio import about, category
from kb.studio import drafts, waiting
from kb.studio.about import merged
from kb.studio.content import ArticleContent, of_version
from kb.studio.difference import differences
from kb.studio.drafts import VersionSeen, Work
from kb.web.studio.reviews import narrowed
from kb.web.studio.rights import EDIT, PUBLISH, READ, REVIEW, check_category
from kb.web.studio.shown import (
    AboutWanted,
    ArticleShown,
    ArticlesShown,
    ArticleVersionShown,
    Compare,
    DifferenceShown,
    DifferingLine,
    DraftShown,
    DraftStep,
    GiveBack,
    ListedArticle,
    Listing,
    NameShown,
    NewArticle,
    Published,
    RollBack,
    Save,
    draft_shown,
)

PAGE = 100
RATED_DAYS = 30
"""So far back verdicts count in the list."""

ONE = "/staff/kb/articles/<article_id>"
ARTICLE = {"article_id": "article"}


class ArticleRoutes:
    """What editors and reviewers do with articles."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute(
                "GET",
                "/staff/kb/articles",
                right=READ,
                query=Listing,
                answer=ArticlesShown,
                handle=self.list_articles,
            ),
            StaffRoute(
                "POST",
                "/staff/kb/articles",
                right=EDIT,
                body=NewArticle,
                answer=ArticleShown,
                handle=self.add,
                audit="article.begun",
            ),
            StaffRoute("GET", ONE, right=READ, about=ARTICLE, answer=ArticleShown, handle=self.show),
            self._step("PUT", "draft", EDIT, Save, self.save, "article.saved"),
            self._step("POST", "submit", EDIT, DraftStep, self.submit, "article.submitted"),
            self._step("POST", "approve", REVIEW, DraftStep, self.approve, "article.approved"),
            self._step("POST", "give-back", REVIEW, GiveBack, self.give_back, "article.given_back"),
            self._step("POST", "roll-back", EDIT, RollBack, self.roll_back, "article.rolled_back"),
            StaffRoute(
                "POST",
                f"{ONE}/publish",
                right=PUBLISH,
                about=ARTICLE,
                body=DraftStep,
                answer=Published,
                handle=self.publish,
                audit="article.published",
            ),
            StaffRoute(
                "POST",
                f"{ONE}/withdraw",
                right=PUBLISH,
                about=ARTICLE,
                answer=ArticleShown,
                handle=self.withdraw,
                audit="article.withdrawn",
            ),
            StaffRoute(
                "PUT",
                f"{ONE}/about",
                right=EDIT,
                about=ARTICLE,
                body=AboutWanted,
                answer=ArticleShown,
                handle=self.set_about,
                audit="article.about_set",
            ),
            StaffRoute(
                "GET",
                f"{ONE}/difference",
                right=READ,
                about=ARTICLE,
                query=Compare,
                answer=DifferenceShown,
                handle=self.difference,
            ),
        )

    @staticmethod
    def _step(method: Any, name: str, right: str, body: Any, handle: Any, audit: str) -> StaffRoute:
        return StaffRoute(
            method,
            f"{ONE}/{name}",
            right=right,
            about=ARTICLE,
            body=body,
            answer=DraftShown,
            handle=handle,
            audit=audit,
        )

    async def list_articles(self, call: StaffCall[Any]) -> ArticlesShown:
        """A page of the articles within reach."""
        query: Listing = call.query
        within = call.reach.where(account=about.c.owner_id, branch=category.c.branch_id)
        wanted = await narrowed(call, call.connection, query, self._today())
        rows = await store.listed(call.connection, within, today=self._today(), limit=PAGE + 1, **wanted)
        topics = await store.topics(call.connection, within)
        ids = [row.article_id for row in rows[:PAGE]]
        since = self._clock.now() - timedelta(days=RATED_DAYS)
        rated = await rating_store.counts_of(call.connection, ids, since)
        working = await work_store.with_open_item(call.connection, ids)
        figures = await waiting.with_figures(call.connection, self._today(), ids)
        names = await category_store.names(call.connection)
        return ArticlesShown(
            articles=[
                ListedArticle(
                    **row._mapping,
                    up=rated.get(row.article_id, NO_VERDICTS).up,
                    down=rated.get(row.article_id, NO_VERDICTS).down,
                    work=row.article_id in working,
                    figures=row.article_id in figures,
                )
                for row in rows[:PAGE]
            ],
            topics=topics,
            names={topic: NameShown(**asdict(names[topic])) for topic in topics if topic in names},
            more=len(rows) > PAGE,
        )

    async def show(self, call: StaffCall[Any]) -> ArticleShown:
        """One article."""
        return await self._one(call, call.args["article_id"])

    async def add(self, call: StaffCall[NewArticle]) -> ArticleShown:
        """A new article, which is its author's own until somebody else is given it."""
        await check_category(call.connection, call.reach, call.body.content.topic)
        work = await drafts.begin(call.connection, call.body.content, self._by(call))
        call.note(article=work.article_id)
        return await self._one(call, work.article_id)

    async def save(self, call: StaffCall[Save]) -> DraftShown:
        """Writes the draft."""
        body = call.body
        await check_category(call.connection, call.reach, body.content.topic)
        seen = VersionSeen(body.revision, body.version)
        work = await drafts.save(call.connection, call.args["article_id"], seen, body.content, self._by(call))
        return await self._drafted(call, work)

    async def submit(self, call: StaffCall[DraftStep]) -> DraftShown:
        """Hands the draft to the reviewers."""
        return await self._drafted(call, await drafts.submit(*self._stepping(call), self._by(call)))

    async def approve(self, call: StaffCall[DraftStep]) -> DraftShown:
        """Approves the draft of somebody else."""
        return await self._drafted(call, await drafts.approve(*self._stepping(call), self._by(call)))

    async def give_back(self, call: StaffCall[GiveBack]) -> DraftShown:
        """Gives the draft back to its authors."""
        work = await drafts.give_back(*self._stepping(call), call.body.comment, self._by(call))
        return await self._drafted(call, work)

    async def roll_back(self, call: StaffCall[RollBack]) -> DraftShown:
        """Makes the draft of an older version."""
        article_id, body = call.args["article_id"], call.body
        work = await drafts.roll_back(
            call.connection, article_id, body.version, body.revision, self._by(call)
        )
        call.note(version=body.version)
        return await self._drafted(call, work)

    async def publish(self, call: StaffCall[DraftStep]) -> Published:
        """Publishes the approved draft."""
        version = await drafts.publish(*self._stepping(call), self._by(call), today=self._today())
        call.note(version=version)
        return Published(version=version)

    async def withdraw(self, call: StaffCall[Any]) -> ArticleShown:
        """Takes the article away from customers at once."""
        article_id = call.args["article_id"]
        await published.withdraw(call.connection, article_id, day=self._today(), now=self._clock.now())
        return await self._one(call, article_id)

    async def set_about(self, call: StaffCall[AboutWanted]) -> ArticleShown:
        """Says who owns the article, and when it has to be looked at again; keeps what a colleague says."""
        article_id, body = call.args["article_id"], call.body
        if body.owner_id and await call.house.directory.get(call.connection, body.owner_id) is None:
            raise NotFound("there is no such account")
        now = await store.lock_about(call.connection, article_id)
        await store.save_about(call.connection, article_id, merged(body.was.read(), body.read(), now))
        return await self._one(call, article_id)

    async def difference(self, call: StaffCall[Any]) -> DifferenceShown:
        """What differs between two versions, or a version and the draft."""
        article_id, query = call.args["article_id"], call.query
        one = await self._content(call.connection, article_id, query.one)
        other = await self._content(call.connection, article_id, query.other)
        return DifferenceShown(
            fields={
                name: [DifferingLine(mark=line.mark, text=line.text) for line in lines]
                for name, lines in differences(one, other).items()
            }
        )

    async def _content(self, connection: AsyncConnection, article_id: str, version: int) -> ArticleContent:
        if version:
            return of_version(await drafts.one_version(connection, article_id, version))
        work = await drafts.read(connection, article_id)
        if work is None:
            raise NotFound("this article has no draft")
        return work.content

    async def _one(self, call: StaffCall[Any], article_id: str) -> ArticleShown:
        connection = call.connection
        row = await store.article_row(connection, article_id)
        if row is None:
            raise NotFound("there is no such article")
        work = await drafts.read(connection, article_id)
        versions = await version_store.versions_of(connection, article_id)
        if work is None and not versions:
            raise NotFound("nothing was written of this article yet")
        owner = await call.house.directory.get(connection, row.owner_id) if row.owner_id else None
        return ArticleShown(
            article_id=article_id,
            topic=row.topic,
            owner_id=row.owner_id,
            owner_name=owner.name if owner else "",
            review_by=row.review_by,
            tags=list(row.tags or []),
            version=versions[-1].version if versions else 0,
            content=work.content if work else of_version(versions[-1]),
            draft=await self._drafted(call, work) if work else None,
            versions=await self._versions(connection, article_id, versions),
        )

    async def _versions(
        self, connection: AsyncConnection, article_id: str, versions: Sequence[Version]
    ) -> list[ArticleVersionShown]:
        approved, today = await store.approvals(connection, article_id), self._today()
        said = windows([each for each in versions if each.status is not ArticleStatus.DRAFT])
        # Whomever it is for: what is kept to a segment is published, although not everybody sees it.
        shown = next((each.version for each in said if each.first <= today <= each.last), None)
        return [
            ArticleVersionShown(
                version=each.version,
                title=each.title,
                state=_state(each, today, shown),
                effective_from=each.effective_from,
                effective_to=each.effective_to,
                approved_by=approved[each.version][0],
                approved_at=approved[each.version][1],
            )
            for each in reversed(versions)
        ]

    async def _drafted(self, call: StaffCall[Any], work: Work) -> DraftShown:
        call.note(revision=work.revision)
        return draft_shown(work, await drafts.problems(call.connection, work))

    def _stepping(self, call: StaffCall[Any]) -> tuple[AsyncConnection, str, int]:
        return call.connection, call.args["article_id"], call.body.revision

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def _state(version: Version, today: date, shown: Version | None) -> str:
    """Where a version is on its way: what customers see today is `published`."""
    if version.status is not ArticleStatus.APPROVED:
        return version.status.value
    if version == shown:
        return "published"
    if version.effective_from > today:
        return "scheduled"
    over = version.effective_to is not None and version.effective_to < today
    return "expired" if over else "replaced"
