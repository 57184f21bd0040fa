"""`/staff/kb/categories`: what categories are called, and which branch's editors look after one."""

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import Field

from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from kb.model import CategoryName
from kb.store import categories as names
from kb.store import drafts as store
from kb.studio.content import Topic
from kb.web.studio.rights import CATEGORIES, EDIT, READ, check_category
from kb.web.studio.shown import NameShown


class GiveCategory(StaffModel):
    """A category, and the branch that gets it."""

    topic: Topic
    branch_id: Annotated[str, Names("branch"), Field(max_length=32)]


async def give(call: StaffCall[Any]) -> None:
    """Gives a category to a branch: who may write in their branch alone then writes here."""
    await store.save_category(call.connection, call.body.topic, call.body.branch_id)


class CategoryShown(StaffModel):
    """A category: its id, its names (empty where it has none), how many articles it has."""

    topic: str
    zh: str
    en: str
    articles: int


class CategoriesShown(StaffModel):
    """Every category, by id."""

    categories: list[CategoryShown]


class NameCategory(NameShown):
    """What a category is to be called."""

    topic: Topic


async def show(call: StaffCall[Any]) -> CategoriesShown:
    """The categories."""
    named, counts = await names.names(call.connection), await names.counts(call.connection)
    unnamed = CategoryName("", "")
    return CategoriesShown(
        categories=[
            CategoryShown(topic=topic, articles=counts.get(topic, 0), **asdict(named.get(topic, unnamed)))
            for topic in sorted({*named, *counts})
        ]
    )


async def name(call: StaffCall[Any]) -> None:
    """Names a category, which is not another branch's."""
    body: NameCategory = call.body
    await check_category(call.connection, call.reach, body.topic)
    await names.save_name(call.connection, body.topic, CategoryName(body.zh, body.en))
    call.note(topic=body.topic, zh=body.zh, en=body.en)


ROUTES = (
    StaffRoute("GET", "/staff/kb/categories", right=READ, answer=CategoriesShown, handle=show),
    StaffRoute(
        "PUT",
        "/staff/kb/categories/name",
        right=EDIT,
        body=NameCategory,
        handle=name,
        audit="category.named",
    ),
    StaffRoute(
        "PUT",
        "/staff/kb/categories",
        right=CATEGORIES,
        body=GiveCategory,
        handle=give,
        audit="category.given",
    ),
)
