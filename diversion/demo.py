"""The rules of the demo bank, written with its first accounts."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from diversion import keeping
from diversion.rules import DiversionRule
from diversion.store import rules as store
from hub.ports import Clock
from hub.staff.audit import TERMINAL, Audit
from hub.staff.four_eyes import By

WRITER, APPROVER = "supervisor", "complaints"

AGAIN = ["complain", "report_loss", "report_fraud"]
"""What meets the bot once: it is told what stops the loss, or filed; told again it is a person's."""
URGENT = ["card_lost", "phone_lost", "money_gone", "scam", "account_taken", "code_given"]

RULES = tuple(
    DiversionRule.model_validate(rule)
    for rule in (
        {
            "name": "再次投诉或挂失找人工",
            "place": 10,
            "conditions": {"earlier": AGAIN, "intents": AGAIN},
            "action": {"kind": "person"},
        },
        {
            "name": "紧急情况后再报失或投诉找人工",
            "place": 20,
            "conditions": {"urgencies": URGENT, "intents": AGAIN},
            "action": {"kind": "person"},
        },
        {
            "name": "老年客户直接找人工",
            "place": 30,
            "conditions": {"age_from": 65},
            "action": {"kind": "person"},
        },
        {
            "name": "情绪激动的投诉优先人工",
            "place": 40,
            "conditions": {"mood_from": 3, "intents": ["complain", "insult"]},
            "action": {"kind": "person"},
        },
        {
            "name": "连续三次答不上来转人工",
            "place": 50,
            "conditions": {"failures_from": 3},
            "action": {"kind": "person"},
        },
    )
)


async def do_make_rules(connection: AsyncConnection, accounts: Mapping[str, str], clock: Clock) -> None:
    """Writes them where there is none; `accounts`: ids by login, of whom one writes and another approves."""
    if await store.count(connection):
        return
    now = clock.now()
    for rule in RULES:
        rule_id = await keeping.do_draft_new(connection, rule, By(accounts[WRITER], now))
        await keeping.do_approve(connection, rule_id, 1, By(accounts[APPROVER], now))
    await Audit(clock).append(connection, "diversion.demo_made", actor=TERMINAL, rules=len(RULES))
