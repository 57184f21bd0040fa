"""Work of each kind that one person hands in and another decides on, as parts say that it waits."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from cases.cases import Cases
from cases.store import cases
from diversion import keeping as rules
from diversion.rules import DiversionRule
from hub.clock import SystemClock
from hub.ids import identity_key
from hub.ports import Address
from hub.staff.four_eyes import By
from hub.store import identities
from hub.store.encrypted import new_data_keys, read_data_keys
from inspection import scoring
from inspection.scoring import CRITERIA
from inspection.store import sheets
from kb.model import Value, ValueKind
from kb.studio import announcements, drafts, synonyms, values
from kb.studio.content import ArticleContent
from kb.studio.drafts import VersionSeen
from navigation import destinations
from navigation.content import DestinationContent
from navigation.web.destinations import EXAMPLE as DESTINATION
from outlets import outlets
from outlets.content import OutletContent
from outlets.web.outlets import EXAMPLE as OUTLET
from outreach import campaigns
from outreach.campaign import CampaignContent
from outreach.reaching import Planned
from outreach.web.campaigns import EXAMPLE as CAMPAIGN
from records.requests import RecordsReason, RecordsWanted, Requests
from tests.support.house import House
from video.flows import keeping as scripts
from video.web.scripts import EXAMPLE as SCRIPT

CLOCK = SystemClock()
KEYS = read_data_keys(new_data_keys("waiting"))
CUSTOMER = Address("webchat", "default", "waiting")
WHO = identity_key("webchat", "default", "waiting")
DAY = date(2026, 1, 1)
REASON = "还不能这样答复"


class Handed(NamedTuple):
    """In which house what lies, by whom, and who works for customers there."""

    house: House
    connection: AsyncConnection
    by: By
    agent: str


Write = Callable[[Handed], Awaitable[Any]]
Decide = Callable[[Handed, Any], Awaitable[Any]]


async def _write_article(to: Handed) -> drafts.Work:
    content = ArticleContent(
        topic="卡片",
        title="怎么销户",
        questions=("销户",),
        answer="到网点。",
        effective_from=date(2026, 1, 1),
    )
    begun = await drafts.begin(to.connection, content, to.by)
    return await drafts.submit(to.connection, begun.article_id, begun.revision, to.by)


async def _approve_article(to: Handed, work: drafts.Work) -> None:
    await drafts.approve(to.connection, work.article_id, work.revision, to.by)


async def _write_value(to: Handed) -> str:
    value = Value("card.fee", ValueKind.FEE, "10", "元", DAY)
    return (await values.write(to.connection, value, to.by)).value_id


async def _write_synonyms(to: Handed) -> int:
    text = f"{await synonyms.text_of(to.connection, 0)}\n尊享账户 蓝鲸"
    saved = await synonyms.save(to.connection, VersionSeen(0, 0), text, to.by)
    return (await synonyms.submit(to.connection, saved.revision, "客户说蓝鲸", to.by)).revision


async def _write_announcement(to: Handed) -> str:
    return (await announcements.write(to.connection, "维护中", (), 60, to.by)).announcement_id


async def _write_outlet(to: Handed) -> str:
    await outlets.do_create(to.connection, "people-square", OutletContent.model_validate(OUTLET), to.by)
    return "people-square"


async def _write_destination(to: Handed) -> str:
    content = DestinationContent.model_validate(DESTINATION)
    await destinations.do_create(to.connection, "branches", content, to.by)
    return "branches"


async def _write_rule(to: Handed) -> str:
    rule = DiversionRule.model_validate({"name": "空", "place": 1, "action": {"kind": "bot"}})
    return await rules.do_draft_new(to.connection, rule, to.by)


async def _write_campaign(to: Handed) -> str:
    content, plan = CampaignContent.model_validate(CAMPAIGN), [Planned(2, "", WHO, CUSTOMER)]
    return await campaigns.do_create(to.connection, "还款提醒", content, plan, KEYS, to.by)


async def _write_script(to: Handed) -> str:
    await scripts.do_write(to.connection, "talk", 0, SCRIPT, to.by)
    return "talk"


async def _ask_for_records(to: Handed) -> str:
    await identities.ensure(to.connection, WHO, CUSTOMER, to.by.now)
    asked = (WHO, RecordsWanted.EXPORT, RecordsReason.CUSTOMER, "DSAR-1", to.by.account_id)
    return await Requests(CLOCK).do_ask(to.connection, *asked)


async def _approve_records(to: Handed, request_id: str) -> None:
    await Requests(CLOCK).do_approve(to.connection, request_id, to.by.account_id)


def _book(to: Handed) -> Cases:
    return Cases(to.house.hub.conversations, CLOCK, days=15, zone=ZoneInfo("Asia/Shanghai"))


async def _write_reply(to: Handed) -> str:
    number, due = "TS-WAITING", to.by.now + timedelta(days=15)
    of: dict[str, Any] = {"identity_key": WHO, "conversation": 1, "turn": 1, "branch_id": "head"}
    await cases.add(to.connection, number=number, **of, due_at=due, created_at=to.by.now)
    await _book(to).do_draft(to.connection, number, "答复", to.by.account_id)
    return number


async def _reject_reply(to: Handed, number: str) -> None:
    await _book(to).do_reject(to.connection, number, REASON, to.by.account_id)


async def _appeal(to: Handed) -> str:
    """The agent's appeal against the score of whoever hands in."""
    sheet: dict[str, Any] = {"identity_key": WHO, "conversation": 1, "account_id": to.agent, "state": "drawn"}
    drawn: dict[str, Any] = {"drawn_by": to.by.account_id, "drawn_at": to.by.now, "scores": {}}
    said = {"remark": "", "appeal": "", "decision": ""}
    await sheets.add(to.connection, sheet_id="sheet", **sheet, **drawn, **said)
    await scoring.do_score(to.connection, CLOCK, "sheet", to.by.account_id, CRITERIA, "好")
    await scoring.do_appeal(to.connection, CLOCK, "sheet", to.agent, REASON)
    return "sheet"


async def _decide_appeal(to: Handed, sheet_id: str) -> None:
    await scoring.do_decide(to.connection, CLOCK, sheet_id, to.by.account_id, CRITERIA, "维持")


WORKS: dict[str, tuple[Write, Decide]] = {
    "knowledge/articles": (_write_article, _approve_article),
    "knowledge/values": (_write_value, lambda to, one: values.approve(to.connection, one, to.by)),
    "knowledge/synonyms": (_write_synonyms, lambda to, one: synonyms.approve(to.connection, one, to.by)),
    "knowledge/announcements": (
        _write_announcement,
        lambda to, one: announcements.approve(to.connection, one, to.by),
    ),
    "knowledge/outlets": (_write_outlet, lambda to, one: outlets.do_approve(to.connection, one, 1, to.by)),
    "navigation/places": (
        _write_destination,
        lambda to, one: destinations.do_reject(to.connection, one, 1, to.by),
    ),
    "diversion/rules": (_write_rule, lambda to, one: rules.do_approve(to.connection, one, 1, to.by)),
    "outreach/campaigns": (_write_campaign, lambda to, one: campaigns.do_reject(to.connection, one, to.by)),
    "recordings/scripts": (_write_script, lambda to, one: scripts.do_approve(to.connection, one, 1, to.by)),
    "records/requests": (_ask_for_records, _approve_records),
    "cases": (_write_reply, _reject_reply),
    "inspection/sheets": (_appeal, _decide_appeal),
}
"""By the page of the desk on which each is decided."""
