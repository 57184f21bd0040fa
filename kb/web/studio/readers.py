"""`GET /staff/kb/readers`: the words by which articles and values are kept to some readers."""

from dataclasses import asdict
from typing import Any

from hub.staff import StaffCall, StaffModel, StaffRoute
from kb.store import readers as store
from kb.store.schema_studio import about, category
from kb.web.studio.rights import READ


class ReaderWordsShown(StaffModel):
    """What is in use already, each by its name."""

    audiences: tuple[str, ...]
    regions: tuple[str, ...]
    segments: tuple[str, ...]


async def show(call: StaffCall[Any]) -> ReaderWordsShown:
    """What an editor may choose from; a word that nobody used yet may be written as well."""
    within = call.reach.where(account=about.c.owner_id, branch=category.c.branch_id)
    return ReaderWordsShown(**asdict(await store.used_words(call.connection, within)))


ROUTES = (StaffRoute("GET", "/staff/kb/readers", right=READ, answer=ReaderWordsShown, handle=show),)
