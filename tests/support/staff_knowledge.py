"""Objects of the knowledge base and of outlets that staff can ask for, made in one branch or another."""

import io
from datetime import date

from PIL import Image
from sqlalchemy import select

from hub.ids import identity_key
from hub.staff.four_eyes import By
from kb.media import check_picture
from kb.model import Value, ValueKind
from kb.store import media
from kb.store.schema import article
from kb.store.work_items import CauseKey
from kb.studio import announcements, values, work_items
from kb.studio.work_items import AnswerCause, SaidToAnswer
from outlets import outlets
from outlets.content import OutletContent
from outlets.web.outlets import EXAMPLE
from tests.support.staff import Served


async def make_work_item(served: Served, branch: str, mark: str) -> str:
    """A work item of the branch's article, made by a hand-off, with the mark in the customer's words."""
    now = served.staff.clock.now()
    async with served.staff.database.write() as connection:
        found = select(article.c.article_id).where(article.c.topic == f"{mark}分类")
        article_id = (await connection.execute(found)).scalars().first()
        assert article_id is not None
        key = CauseKey(identity_key("webchat", "default", f"item-{branch}"), 1, 2, "handoff")
        cause = AnswerCause(key, article_id, 1, now, now.date(), SaidToAnswer(f"{mark}怎么办"))
        return await work_items.add_cause(connection, cause)


async def make_outlet(served: Served, branch: str) -> str:
    """Outlets are the house's, as roles are."""
    async with served.staff.database.write() as connection:
        by = By(f"author-{branch}", served.staff.clock.now())
        await outlets.do_create(connection, f"at-{branch}", OutletContent.model_validate(EXAMPLE), by)
    return f"at-{branch}"


async def make_announcement(served: Served, branch: str) -> str:
    """Announcements are the house's, as roles are."""
    by = By(f"author-{branch}", served.staff.clock.now())
    async with served.staff.database.write() as connection:
        return (await announcements.write(connection, "维护中", (), 60, by)).announcement_id


async def make_value(served: Served, branch: str) -> str:
    """Values are the house's, as announcements are."""
    by = By(f"author-{branch}", served.staff.clock.now())
    waiting = Value(f"card.{branch.lower()}", ValueKind.FEE, "10", "元", date(2026, 1, 1))
    async with served.staff.database.write() as connection:
        return (await values.write(connection, waiting, by)).value_id


async def make_picture(served: Served, branch: str) -> str:
    """Pictures are the house's, as values are; each branch's has a colour of its own."""
    content = io.BytesIO()
    Image.new("RGB", (2, 2), (len(branch), sum(map(ord, branch)) % 256, 0)).save(content, "PNG")
    found = check_picture(content.getvalue())
    async with served.staff.database.write() as connection:
        await media.insert_once(connection, *found, served.staff.clock.now())
    return found.name
