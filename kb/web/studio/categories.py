"""`/staff/kb/categories`: what they are called, whose they are, and where no literal figure may stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.staff import Names, Scope, StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import branch
from hub.store.staff import branches
from kb.model import CategoryName
from kb.store import categories as store
from kb.store import drafts as draft_store
from kb.studio import categories, waiting
from kb.studio.content import Topic
from kb.web.studio.rights import CATEGORIES, EDIT, READ, check_category, check_giving
from kb.web.studio.shown import NameShown


class GiveCategory(StaffModel):
    """A category, and the branch that gets it; null for the head office, whose categories are everybody's."""

    topic: Topic
    branch_id: Annotated[str | None, Names("branch"), Field(max_length=32)]


class RefuseFigures(StaffModel):
    """Whether literal rates and fees are refused in a category."""

    topic: Topic
    refused: bool = Field(examples=[True])


class CategoriesAsked(StaffModel):
    """`figures`: whether the articles of strict categories are gone through, which takes a while."""

    figures: bool = False


class CategoryShown(StaffModel):
    """A category: its id, its names (empty where it has none), how many articles it has.

    `whose`: house, branch or elsewhere; `branch_id` and `branch` only of a branch within reach.
    `writable`: whether who asks may write in it; `givable`: whether they may give it to a branch and say
    what is refused in it. `strict`: literal figures are refused; `figures`: how many published have some,
    null where it was not asked for.
    """

    topic: str
    zh: str
    en: str
    articles: int
    whose: str
    branch_id: str | None
    branch: str
    writable: bool
    givable: bool
    strict: bool
    figures: int | None


class CategoriesShown(StaffModel):
    """Every category, by id."""

    categories: list[CategoryShown]


class NameCategory(NameShown):
    """What a category is to be called."""

    topic: Topic


class CategoryRoutes:
    """What is done with categories at the desk."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        path = "/staff/kb/categories"
        return (
            self._list(path, READ),
            # Who gives categories to branches need not read what stands in them.
            self._list(f"{path}/to-give", CATEGORIES),
            StaffRoute(
                "PUT", f"{path}/name", right=EDIT, body=NameCategory, handle=name, audit="category.named"
            ),
            StaffRoute("PUT", path, right=CATEGORIES, body=GiveCategory, handle=give, audit="category.given"),
            StaffRoute(
                "PUT",
                f"{path}/figures",
                right=CATEGORIES,
                body=RefuseFigures,
                handle=refuse_figures,
                audit="category.figures_refused",
            ),
        )

    def _list(self, path: str, right: str) -> StaffRoute:
        query, answer = CategoriesAsked, CategoriesShown
        return StaffRoute("GET", path, right=right, query=query, answer=answer, handle=self.show)

    async def show(self, call: StaffCall[Any]) -> CategoriesShown:
        """The categories."""
        connection = call.connection
        asked: CategoriesAsked = call.query
        names, counts = await store.names(connection), await store.counts(connection)
        given, strict = await store.branches(connection), await store.strict(connection)
        seen = await _branches(call, READ if call.staff.may(READ) else CATEGORIES)
        editing, giving = await _branches(call, EDIT), await _branches(call, CATEGORIES)
        may_write, gives_all = call.staff.may(EDIT), call.staff.reach(CATEGORIES).scope is Scope.ALL
        figures = await self._figures(connection) if asked.figures else None
        unnamed = CategoryName("", "")
        return CategoriesShown(
            categories=[
                CategoryShown(
                    topic=topic,
                    whose=_whose(of := given.get(topic), seen),
                    zh=names.get(topic, unnamed).zh,
                    en=names.get(topic, unnamed).en,
                    articles=counts.get(topic, 0),
                    branch_id=of if of in seen else None,
                    branch=seen.get(of or "", ""),
                    writable=may_write if of is None else of in editing,
                    givable=gives_all if of is None else of in giving,
                    strict=topic in strict,
                    figures=None if figures is None else figures[topic],
                )
                for topic in sorted({*names, *counts, *given, *strict})
            ]
        )

    async def _figures(self, connection: AsyncConnection) -> Counter[str]:
        """How many published articles of each category have a figure that is refused there."""
        today = self._clock.now().astimezone(self._zone).date()
        return Counter((await waiting.with_figures(connection, today)).values())


async def give(call: StaffCall[GiveCategory]) -> None:
    """Gives a category to a branch, whose editors then write here, or back to the head office."""
    topic = await categories.meant(call.connection, call.body.topic)
    await check_giving(call.connection, call.reach, topic)
    if call.body.branch_id is None:
        await store.take_from_branch(call.connection, topic)
    else:
        await draft_store.save_category(call.connection, topic, call.body.branch_id)
    call.note(topic=topic, branch=call.body.branch_id or "house")


async def refuse_figures(call: StaffCall[RefuseFigures]) -> None:
    """Says whether literal rates and fees are refused in a category; what is published stays as it is."""
    topic = await categories.meant(call.connection, call.body.topic)
    await check_giving(call.connection, call.reach, topic)
    await store.set_strict(call.connection, topic, call.body.refused)
    call.note(topic=topic, refused=call.body.refused)


async def name(call: StaffCall[NameCategory]) -> None:
    """Names a category, which is not another branch's; raises `Conflict` for the name of another one."""
    body = call.body
    topic = await categories.meant(call.connection, body.topic)
    await check_category(call.connection, call.reach, topic)
    await categories.rename(call.connection, topic, CategoryName(body.zh, body.en))
    call.note(topic=topic, zh=body.zh, en=body.en)


async def _branches(call: StaffCall[Any], right: str) -> Mapping[str, str]:
    """The branches to which a right of who asks goes, with their names."""
    within = call.staff.reach(right).where(branch=branch.c.branch_id)
    return {row.branch_id: row.name for row in await branches.branches(call.connection, within)}


def _whose(branch_id: str | None, seen: Mapping[str, str]) -> str:
    if branch_id is None:
        return "house"
    return "branch" if branch_id in seen else "elsewhere"
