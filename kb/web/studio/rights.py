"""Who may do what in the studio, and where an article lies: with its owner, in its category's branch."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotAllowed
from hub.staff import Kind, ObjectPlace, Reach, Right, Scope
from kb.store import drafts as store
from kb.store import media as media_store
from kb.studio import categories

READ, EDIT, REVIEW, PUBLISH = "knowledge.read", "knowledge.edit", "knowledge.review", "knowledge.publish"
CATEGORIES = "knowledge.categories"

_EDITORS = {"editor": Scope.ALL}
_REVIEWERS = {"editor": Scope.ALL, "supervisor": Scope.ALL}

RIGHTS = (
    Right(READ, "查看知识", "See the knowledge base", given=_REVIEWERS),
    Right(EDIT, "编写知识", "Write articles", given=_EDITORS),
    Right(REVIEW, "审核知识", "Review articles", given=_REVIEWERS),
    Right(PUBLISH, "发布知识", "Publish articles", given=_EDITORS),
    Right(CATEGORIES, "管理知识分类", "Give categories to branches", given={"administrator": Scope.ALL}),
)


async def _of_article(connection: AsyncConnection, article_id: str) -> ObjectPlace | None:
    row = await store.article_row(connection, article_id)
    return None if row is None else ObjectPlace(row.owner_id, row.branch_id)


async def _of_value(_connection: AsyncConnection, _value_id: str) -> ObjectPlace:
    """A value is the house's, whether it waits still or was decided on."""
    return ObjectPlace()


async def _of_picture(connection: AsyncConnection, name: str) -> ObjectPlace | None:
    """A picture is the house's: articles of any branch may show it."""
    return ObjectPlace() if await media_store.sizes(connection, [name]) else None


KINDS = (Kind("article", _of_article), Kind("value", _of_value), Kind("picture", _of_picture))


async def check_category(connection: AsyncConnection, reach: Reach, topic: str) -> None:
    """Raises `NotAllowed` where the category is another branch's; one of no branch is everybody's.

    `topic`: its id, or a name by which it is meant.
    """
    branch_id = await store.branch_of(connection, await categories.meant(connection, topic))
    if branch_id is not None and not await reach.covers(connection, ObjectPlace(branch_id=branch_id)):
        raise NotAllowed("this category belongs to another branch")


async def check_giving(connection: AsyncConnection, reach: Reach, topic: str) -> None:
    """Raises `NotAllowed` where the category is not theirs to give: the house's is no branch's alone."""
    place = ObjectPlace(branch_id=await store.branch_of(connection, topic))
    if not await reach.covers(connection, place):
        raise NotAllowed("this category is not yours to give")
