"""How the demo bank leads its customers: four queues, the advisers' hours, and what its agents can do.

Each queue asks for a skill and lets go of it step by step, so that one open desk serves everybody, and two
open desks show who is asked first.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.setup import AgentSetup, CalendarSetup, QueueSetup
from hub.ports import Clock
from hub.staff.audit import TERMINAL, Audit

HOLIDAYS = (
    ("2026-01-01", 3),
    ("2026-02-15", 9),
    ("2026-04-04", 3),
    ("2026-05-01", 5),
    ("2026-06-19", 3),
    ("2026-09-25", 3),
    ("2026-10-01", 7),
)
"""First day and length of the holidays that the State Council's office has set for 2026."""

WORKDAYS = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
"""Days at weekends that are worked for them (调休)."""

CALENDAR = CalendarSetup.model_validate(
    {
        "calendar_id": "advisers",
        "name": "理财顾问服务时间",
        "weekly": [["08:30-21:00"]] * 5 + [["09:00-18:00"]] * 2,
        "holidays": [
            date.fromisoformat(first) + timedelta(days=day) for first, days in HOLIDAYS for day in range(days)
        ],
        "workdays": WORKDAYS,
    }
)

_CARDS = [{"skill": "cards", "level": 3}]
_ANYBODY = {"drop_skills": ["cards", "loans", "wealth"], "add_ring": 1}

QUEUES = tuple(
    QueueSetup.model_validate(setup)
    for setup in (
        {
            "queue_id": "urgent",
            "name": "紧急服务",
            "name_en": "Urgent",
            "place": 10,
            "urgent": True,
            "needs": _CARDS,
            "target_wait_s": {"standard": 20, "vip": 20},
            "ladder": [{"after_s": 10, **_ANYBODY}],
        },
        {
            "queue_id": "general",
            "name": "综合服务",
            "name_en": "General",
            "place": 500,
            "needs": _CARDS,
            "ladder": [
                {"after_s": 20, "levels": {"cards": 2}},
                {"after_s": 45, **_ANYBODY},
            ],
        },
        {
            "queue_id": "wealth",
            "name": "财富管理",
            "name_en": "Wealth",
            "place": 100,
            "segments": ["affluent"],
            "needs": [{"skill": "wealth", "level": 4}],
            "policy": "best_skill",
            "calendar_id": "advisers",
            "overflow_to": "general",
            "ladder": [
                {"after_s": 20, "levels": {"wealth": 2}},
                {"after_s": 45, **_ANYBODY, "add_queues": ["general"]},
            ],
        },
        {
            "queue_id": "loans",
            "name": "贷款咨询",
            "name_en": "Loans",
            "place": 900,
            "needs": [{"skill": "loans", "level": 2}],
            "ladder": [{"after_s": 60, **_ANYBODY}],
        },
    )
)
"""`loans` stands behind the one that takes everybody: agents send customers on to it."""

AGENTS: Mapping[str, Mapping[str, object]] = {
    "agent1": {"skills": {"cards": {"level": 4}, "loans": {"level": 2}}},
    "agent2": {
        "skills": {"wealth": {"level": 4}, "cards": {"level": 2}},
        "languages": {"zh": 5, "en": 4},
    },
    "agent3": {"skills": {"cards": {"level": 3}, "loans": {"level": 4}, "wealth": {"level": 2}}},
    "supervisor": {"skills": {"cards": {"level": 3}}, "ring": 1},
}
"""By login; who stands in ring 1 is asked with the last step of a ladder."""

MANAGERS = {"100001": "agent3", "100002": "agent2", "100003": "agent3"}
"""Logins by the number of those customers whom the bank's site lets sign in."""


async def do_make_routing(connection: AsyncConnection, accounts: Mapping[str, str], clock: Clock) -> None:
    """Writes them where there is no queue yet; `accounts`: ids by login. The last thing in a transaction."""
    if await setups.queues(connection):
        return
    changes, audit = setups.Setups(clock), Audit(clock)
    await changes.do_put_calendar(connection, CALENDAR, version=0)
    for queue in QUEUES:
        await changes.do_put_queue(connection, queue, version=0)
    for login, profile in AGENTS.items():
        if login in accounts:
            setup = AgentSetup.model_validate({"account_id": accounts[login], **profile})
            await changes.do_put_profile(connection, setup, version=0)
    await audit.append(connection, "routing.demo_made", actor=TERMINAL, queues=len(QUEUES))
