"""Objects of each kind that staff can ask for, made in one branch or another."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from cases.store import cases
from diversion import keeping as keeping_rules
from diversion.rules import DiversionRule
from handoff.routing.capacity import BUDGET
from handoff.setup import CalendarSetup, QueueSetup
from handoff.setups import Setups
from handoff.store import agents, reservations, tasks
from handoff.words import canned, keeping
from handoff.words.rules import RuleKind, WordRule
from hub.ids import identity_key
from hub.messages import Author, AuthorKind, Direction, Message, Status, Text
from hub.ports import Address
from hub.staff.four_eyes import By
from hub.staff.four_eyes import By as Writer
from hub.store import conversations, identities, messages
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.store.schema_staff import role
from hub.store.staff import accounts, branches
from inspection.store import sheets
from integrations import hooks, keys
from integrations.store import webhooks
from kb.articles import publish
from kb.index import is_stale
from kb.store import drafts
from kb.store.articles import next_change
from kb.studio.content import ArticleContent, as_draft
from kb.studio.drafts import begin
from navigation import destinations
from navigation.content import DestinationContent
from navigation.store import openings, utterances
from navigation.web.destinations import EXAMPLE
from navigation.web.openings import NewOpening
from outreach import campaigns
from outreach.campaign import CampaignContent
from outreach.reaching import Planned
from outreach.web.campaigns import EXAMPLE as CAMPAIGN
from supervision.store import alarms
from tests.support import staff_knowledge, staff_records
from tests.support.recordings import make_recording, make_script
from tests.support.staff import Served, make_account
from tests.support.staff_callbacks import make_callback
from tests.support.waiting import eventually

OWN, FOREIGN = "east", "west"
MARK = "西区"
"""Stands in every foreign name: it must be in no answer."""

DATA_KEYS = read_data_keys(new_data_keys("matrix"))

Make = Callable[[Served, str], Awaitable[str]]
"""Makes an object in a branch, with the mark in each of its names where that is the foreign one."""


async def _account(served: Served, branch: str) -> str:
    name = f"{MARK if branch == FOREIGN else ''}{branch}"
    return await make_account(served.staff, f"object.{branch}", ["agent"], branch, name=name)


async def _branch(served: Served, branch: str) -> str:
    async with served.staff.database.write() as connection:
        below = f"{branch}-sub"
        name = f"{MARK if branch == FOREIGN else ''}{below}"
        await branches.add_branch(
            connection, branch_id=below, parent_id=branch, name=name, path=f"/head/{branch}/{below}/"
        )
    return below


async def _team(served: Served, branch: str) -> str:
    async with served.staff.database.write() as connection:
        name = f"{MARK if branch == FOREIGN else ''}组"
        await branches.add_team(connection, team_id=f"team-{branch}", branch_id=branch, name=name)
    return f"team-{branch}"


async def _role(served: Served, branch: str) -> str:
    """Roles are the house's, and so foreign to whoever may not change everything."""
    async with served.staff.database.write() as connection:
        await connection.execute(insert(role).values(role_id=f"role-{branch}", name_zh="空", name_en="empty"))
    return f"role-{branch}"


async def _article(served: Served, branch: str) -> str:
    """A published article and its draft, in a category that is the branch's; the index knows it."""
    database, now = served.staff.database, served.staff.clock.now()
    topic = f"{MARK if branch == FOREIGN else ''}分类"
    content = ArticleContent(
        topic=topic, title=topic, questions=(topic,), answer=topic, effective_from=date(2026, 1, 1)
    )
    async with database.write() as connection:
        await drafts.save_category(connection, topic, branch)
        work = await begin(connection, content, By(f"author-{branch}", now))
        change = await next_change(connection, now)
        draft = as_draft(work.article_id, content)
        await publish(connection, draft, latest=None, approved_by="", now=now, change=change)
    await eventually(lambda: is_stale(database, served.staff.settings.index_dir), False, timeout_s=30)
    return work.article_id


async def _own_reply(served: Served, branch: str) -> str:
    """A canned reply of somebody there."""
    who = f"object.{branch}"
    async with served.staff.database.write() as connection:
        row = await accounts.by_login(connection, who)
        assert row is not None
        return await canned.do_add(connection, account_id=row.account_id, **_reply(served, branch))


async def _shared_reply(served: Served, branch: str) -> str:
    async with served.staff.database.write() as connection:
        return await canned.do_add(connection, branch_id=branch, **_reply(served, branch))


def _reply(served: Served, branch: str) -> Any:
    title = f"{MARK if branch == FOREIGN else ''}问候"
    return {"title": title, "text": "您好", "now": served.staff.clock.now()}


async def _word_rule(served: Served, branch: str) -> str:
    product = f"{MARK if branch == FOREIGN else ''}理财"
    rule = WordRule("", RuleKind.FORBIDDEN, product, (), ("保本",), "", "")
    async with served.staff.database.write() as connection:
        return await keeping.do_add(connection, branch, rule, served.staff.clock.now())


def _customer_says(key: str, name: str, text: str, now: datetime) -> Message:
    return Message(
        identity=key,
        conversation=1,
        seq=1,
        direction=Direction.IN,
        author=Author(kind=AuthorKind.CUSTOMER),
        segments=(Text(text=text),),
        correlation_id=name,
        created_at=now,
        status=Status.ACCEPTED,
        provider_id=name,
    )


async def _task(served: Served, branch: str) -> str:
    """A conversation that somebody there has in hand, with one message of the customer."""
    key, now = identity_key("webchat", "default", branch), served.staff.clock.now()
    mark = MARK if branch == FOREIGN else ""
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        await identities.ensure(connection, key, Address("webchat", "default", branch), now)
        await identities.set_last_conversation(connection, key, 1)
        await conversations.open_new(connection, key, 1, now)
        said = _customer_says(key, f"matrix-{branch}", f"{mark}您好", now)
        await messages.add(connection, said, received_at=now)
        await conversations.change(connection, key, 1, last_seq=1)
        await agents.ensure(connection, who.account_id, BUDGET, now)
        await agents.add_used(connection, who.account_id, 20)
        # Their desk is heard as long as the matrix runs, so that the house leaves them what they have.
        await agents.change(connection, who.account_id, seen_at=now + timedelta(hours=1))
        of = {"identity_key": key, "conversation": 1, "turn": 1, "created_at": now}
        asked = {"kind": "person", "medium": "chat", "reason": f"{mark}人工", "state": "assigned"}
        await tasks.add_if_absent(connection, **of, **asked)
        await reservations.add(
            connection,
            reservation_id=f"reservation-{branch}",
            account_id=who.account_id,
            state="accepted",
            why={},
            **of,
        )
    return f"{key}.1.1"


async def _supervised_task(served: Served, branch: str) -> str:
    """The same conversation, as those reach it who lead its agent."""
    return f"{identity_key('webchat', 'default', branch)}.1.1"


async def _alarm(served: Served, branch: str) -> str:
    """An alarm about somebody there, which is over, so that the house does not end it meanwhile."""
    mark, now = MARK if branch == FOREIGN else "", served.staff.clock.now()
    async with served.staff.database.write() as connection:
        row = await accounts.by_login(connection, f"object.{branch}")
        assert row is not None
        told = [{"account_id": row.account_id, "name": f"{mark}主管"}]
        of = {"about": row.account_id, "account_id": row.account_id, "raised_at": now, "ended_at": now}
        return await alarms.add(connection, kind="silent", reason={}, addressees=told, **of)


async def _queue(served: Served, branch: str) -> str:
    """Queues are the house's, as roles are."""
    setup = QueueSetup(queue_id=f"queue_{branch}", name="空", name_en="empty")
    async with served.staff.database.write() as connection:
        await Setups(served.staff.clock).do_put_queue(connection, setup, version=0)
    return setup.queue_id


async def _calendar(served: Served, branch: str) -> str:
    """Calendars are the house's, as roles are."""
    setup = CalendarSetup(calendar_id=f"calendar_{branch}", name="空", weekly=((),) * 7)
    async with served.staff.database.write() as connection:
        await Setups(served.staff.clock).do_put_calendar(connection, setup, version=0)
    return setup.calendar_id


async def _case(served: Served, branch: str) -> str:
    """A complaint that somebody there works on, with the mark in its reason."""
    number, now = f"TS-{branch.upper()}", served.staff.clock.now()
    mark = MARK if branch == FOREIGN else ""
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        await cases.add(
            connection,
            number=number,
            identity_key=identity_key("webchat", "default", f"case-{branch}"),
            conversation=1,
            turn=1,
            branch_id=branch,
            owner_id=who.account_id,
            draft=f"{mark}答复",
            due_at=now,
            created_at=now,
        )
        await cases.note(connection, number, "forwarded", actor="house", at=now, text=f"{mark}转交")
    return number


async def _api_key(served: Served, branch: str) -> str:
    """A key for the account of somebody there."""
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        name = f"{MARK if branch == FOREIGN else ''}程序"
        key_id, _ = await keys.make(connection, served.staff.clock, who.account_id, name, ["teams.read"], 30)
    return key_id


async def _webhook(served: Served, branch: str) -> str:
    """Webhooks are the house's, as roles are."""
    hook_id = f"hook-{branch}"
    async with served.staff.database.write() as connection:
        await webhooks.add(
            connection,
            hook_id=hook_id,
            url="http://127.0.0.1:9/told",
            secret=DATA_KEYS.encrypt("secret", hooks.belongs_to(hook_id)),
            kinds=["satisfaction.rated"],
            created_at=served.staff.clock.now(),
        )
    return hook_id


async def _sheet(served: Served, branch: str) -> str:
    """A score sheet of somebody there that waits for its scores, with the mark in its remark."""
    mark = MARK if branch == FOREIGN else ""
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        await sheets.add(
            connection,
            sheet_id=f"sheet-{branch}",
            identity_key=identity_key("webchat", "default", f"sheet-{branch}"),
            conversation=1,
            account_id=who.account_id,
            state="drawn",
            drawn_by=who.account_id,
            drawn_at=served.staff.clock.now(),
            scores={},
            remark=f"{mark}备注",
            appeal="",
            decision="",
        )
    return f"sheet-{branch}"


async def _inspected_message(served: Served, branch: str) -> str:
    """A message of a conversation that somebody there had, and that has ended long ago."""
    key, now = identity_key("webchat", "default", f"ended-{branch}"), served.staff.clock.now()
    mark = MARK if branch == FOREIGN else ""
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        await identities.ensure(connection, key, Address("webchat", "default", f"ended-{branch}"), now)
        await conversations.open_new(connection, key, 1, now)
        said = _customer_says(key, f"ended-{branch}", f"{mark}您好", now)
        await messages.add(connection, said, received_at=now)
        ended = {"closed_at": now - timedelta(days=365), "owner_id": who.account_id}
        await conversations.change(connection, key, 1, last_seq=1, **ended)
    return f"{key}.1.1"


async def _destination(served: Served, branch: str) -> str:
    """Destinations are the house's, as roles are."""
    content = DestinationContent.model_validate(EXAMPLE)
    async with served.staff.database.write() as connection:
        by = Writer(f"author-{branch}", served.staff.clock.now())
        await destinations.do_create(connection, f"to-{branch}", content, by)
    return f"to-{branch}"


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
    rule = DiversionRule.model_validate({"name": "空", "place": 1, "action": {"kind": "bot"}})
    by = keeping_rules.By(f"author-{branch}", served.staff.clock.now())
    async with served.staff.database.write() as connection:
        return await keeping_rules.do_draft_new(connection, rule, by)


async def _campaign(served: Served, branch: str) -> str:
    """Campaigns are the house's, as roles are."""
    content = CampaignContent.model_validate(CAMPAIGN)
    now = served.staff.clock.now()
    to = Planned(2, "", identity_key("webchat", "default", branch), Address("webchat", "default", branch))
    by = campaigns.By(f"author-{branch}", now)
    async with served.staff.database.write() as connection:
        return await campaigns.do_create(connection, branch, content, [to], DATA_KEYS, by)


MAKERS: dict[str, Make] = {
    "queue": _queue,
    "calendar": _calendar,
    "account": _account,
    "branch": _branch,
    "team": _team,
    "role": _role,
    "article": _article,
    "announcement": staff_knowledge.make_announcement,
    "value": staff_knowledge.make_value,
    "picture": staff_knowledge.make_picture,
    "work_item": lambda served, branch: staff_knowledge.make_work_item(
        served, branch, MARK if branch == FOREIGN else ""
    ),
    "outlet": staff_knowledge.make_outlet,
    "own_reply": _own_reply,
    "shared_reply": _shared_reply,
    "word_rule": _word_rule,
    "task": _task,
    "callback": lambda served, branch: make_callback(served, branch, MARK if branch == FOREIGN else ""),
    "case": _case,
    "diversion_rule": _diversion_rule,
    "supervised_task": _supervised_task,
    "alarm": _alarm,
    "destination": _destination,
    "campaign": _campaign,
    "opening": _opening,
    "utterance": _utterance,
    "api_key": _api_key,
    "webhook": _webhook,
    "sheet": _sheet,
    "recording": make_recording,
    "video_script": make_script,
    "inspected_message": _inspected_message,
    "customer_records": staff_records.customer_records,
    "report_plan": staff_records.report_plan,
    "records_request": staff_records.records_request,
}
HOUSE_WIDE = frozenset(
    """
    role queue calendar announcement value webhook diversion_rule video_script destination opening outlet
    picture customer_records records_request utterance campaign
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)
