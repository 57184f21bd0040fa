"""What waits in the studio for the decision of who asks: drafts, values, the synonyms, announcements."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff import CurrentStaff, WaitingWork, waiting_in_house
from kb.store import announcements as announcement_store
from kb.store import synonyms as synonym_store
from kb.store import values as value_store
from kb.store.schema_studio import about, category
from kb.studio import waiting
from kb.web.studio.announcements import APPROVE
from kb.web.studio.rights import REVIEW


async def drafts_to_review(connection: AsyncConnection, staff: CurrentStaff) -> set[str]:
    """The articles within reach whose draft somebody else has handed in."""
    within = staff.reach(REVIEW).where(account=about.c.owner_id, branch=category.c.branch_id)
    return await waiting.to_review(connection, within, staff.account_id)


async def _drafts(connection: AsyncConnection, staff: CurrentStaff) -> int:
    return len(await drafts_to_review(connection, staff))


async def _synonyms(connection: AsyncConnection, staff: CurrentStaff) -> int:
    """There is one list and one draft of it, which whoever may review decides on, however far they reach."""
    authors = await synonym_store.authors_in_review(connection)
    return int(authors is not None and staff.account_id not in authors)


WAITING = (
    WaitingWork("knowledge/articles", REVIEW, _drafts),
    waiting_in_house("knowledge/values", REVIEW, value_store.waiting_of_others),
    WaitingWork("knowledge/synonyms", REVIEW, _synonyms),
    waiting_in_house("knowledge/announcements", APPROVE, announcement_store.waiting_of_others),
)
