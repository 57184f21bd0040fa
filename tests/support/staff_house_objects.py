"""Objects that are the house's and no branch's: each role that may see them sees all of them."""

from collections.abc import Awaitable, Callable
from datetime import date

from diversion import keeping as keeping_rules
from diversion.rules import Rule
from kb.model import Value, ValueKind
from kb.studio import announcements, values
from kb.studio.drafts import By
from navigation import destinations
from navigation.content import Content
from navigation.destinations import By as Writer
from navigation.store import openings, utterances
from navigation.web.destinations import EXAMPLE
from navigation.web.openings import NewOpening
from outlets import outlets
from outlets.content import Content as Outlet
from outlets.web.outlets import EXAMPLE as OUTLET
from tests.support.staff import Served


async def _announcement(served: Served, branch: str) -> str:
    """Announcements are the house's, as roles are."""
    by = By(f"author-{branch}", served.staff.clock.now())
    async with served.staff.database.write() as connection:
        return (await announcements.write(connection, "维护中", (), 60, by)).announcement_id


async def _value(served: Served, branch: str) -> str:
    """Values are the house's, as announcements are."""
    by = By(f"author-{branch}", served.staff.clock.now())
    waiting = Value(f"card.{branch.lower()}", ValueKind.FEE, "10", "元", date(2026, 1, 1))
    async with served.staff.database.write() as connection:
        return (await values.write(connection, waiting, by)).value_id


async def _destination(served: Served, branch: str) -> str:
    """Destinations are the house's, as roles are."""
    content = Content.model_validate(EXAMPLE)
    async with served.staff.database.write() as connection:
        by = Writer(f"author-{branch}", served.staff.clock.now())
        await destinations.do_create(connection, f"to-{branch}", content, by)
    return f"to-{branch}"


async def _outlet(served: Served, branch: str) -> str:
    """Outlets are the house's, as roles are."""
    async with served.staff.database.write() as connection:
        by = outlets.By(f"author-{branch}", served.staff.clock.now())
        await outlets.do_create(connection, f"at-{branch}", Outlet.model_validate(OUTLET), by)
    return f"at-{branch}"


async def _opening(served: Served, branch: str) -> str:
    """First questions are the house's, as roles are."""
    first = NewOpening(question="网点几点下班").model_dump(mode="json")
    async with served.staff.database.write() as connection:
        now = served.staff.clock.now()
        await openings.add(connection, opening_id=f"o-{branch}", **first, written_by="", written_at=now)
    return f"o-{branch}"


async def _utterance(served: Served, branch: str) -> str:
    """What the bot learns from is the house's, as roles are."""
    heard = {"conversation": 1, "turn": 1, "channel": "webchat", "text": f"余额 {branch}", "label": ""}
    place = {"utterance_id": f"u-{branch}", "identity_key": f"of-{branch}"}
    async with served.staff.database.write() as connection:
        now = served.staff.clock.now()
        await utterances.add(connection, intents=[], heard_at=now, **heard, **place)
    return f"u-{branch}"


async def _diversion_rule(served: Served, branch: str) -> str:
    """Rules are the house's, as roles are."""
    rule = Rule.model_validate({"name": "空", "place": 1, "action": {"kind": "bot"}})
    by = keeping_rules.By(f"author-{branch}", served.staff.clock.now())
    async with served.staff.database.write() as connection:
        return await keeping_rules.do_draft_new(connection, rule, by)


HOUSE_OBJECTS: dict[str, Callable[[Served, str], Awaitable[str]]] = {
    "announcement": _announcement,
    "value": _value,
    "destination": _destination,
    "outlet": _outlet,
    "opening": _opening,
    "utterance": _utterance,
    "diversion_rule": _diversion_rule,
}
