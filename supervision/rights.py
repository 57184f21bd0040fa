"""What supervisors may do, and where what they do it with lies: within their team or branch, or not."""

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import reservations
from handoff.web.frames import read_task
from hub.errors import BadInput
from hub.staff import Kind, ObjectPlace, Right, Scope
from hub.store.staff import accounts, branches
from supervision.store import alarms, plans
from supervision.store import work as stored

WATCH, HELP, LEAD, REPORT = (
    "supervision.watch",
    "supervision.help",
    "supervision.lead",
    "supervision.report",
)
SERVE = "conversations.serve"
"""The hand-off's right: to have conversations in hand, and so to raise a hand in one."""

_LEADS = {"supervisor": Scope.BRANCH}

RIGHTS = (
    Right(WATCH, "查看实时看板与旁观会话", "See the wallboard and watch conversations", _LEADS),
    Right(HELP, "耳语与加入会话", "Whisper to agents and join conversations", _LEADS),
    Right(LEAD, "接手、改派与强制退出", "Take over, reassign, log agents out", _LEADS),
    Right(REPORT, "查看与导出报表", "See and export reports", _LEADS),
)


async def place_of_task(connection: AsyncConnection, task_id: str) -> ObjectPlace | None:
    """Where a request for a person lies: with who has it or had it last, before that at the head office."""
    try:
        key = read_task(task_id)
    except BadInput:
        return None
    if not await stored.is_there(connection, key):
        return None
    owner = await reservations.owner_of(connection, key)
    account_id = await stored.last_owner(connection, key) if owner is None else owner.account_id
    return await place_of_agent(connection, account_id)


async def place_of_alarm(connection: AsyncConnection, alarm_id: str) -> ObjectPlace | None:
    """Where an alarm lies: with its agent, and one about a queue at the head office."""
    row = await alarms.get(connection, alarm_id)
    return None if row is None else await place_of_agent(connection, row.account_id)


async def place_of_agent(connection: AsyncConnection, account_id: str | None) -> ObjectPlace:
    """Where an agent's work lies; the head office for nobody's."""
    row = await accounts.by_id(connection, account_id) if account_id else None
    return await head_office(connection) if row is None else ObjectPlace(row.account_id, row.branch_id)


async def head_office(connection: AsyncConnection) -> ObjectPlace:
    """Where lies what is nobody's yet."""
    root = await branches.root(connection)
    return ObjectPlace(branch_id=None if root is None else root.branch_id)


async def place_of_plan(connection: AsyncConnection, plan_id: str) -> ObjectPlace | None:
    """Where a planned report lies: with who planned it."""
    row = await plans.get(connection, plan_id)
    return None if row is None else ObjectPlace(row.account_id, row.branch_id)


SUPERVISED, ALARM, PLAN = "supervised_task", "alarm", "report_plan"
KINDS = (Kind(SUPERVISED, place_of_task), Kind(ALARM, place_of_alarm), Kind(PLAN, place_of_plan))
