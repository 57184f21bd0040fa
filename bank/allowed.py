"""What a customer may have done: how well they have to be known for it, and on which channels."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from hub.messages import Facts

CHECKED = 2
"""The verification level of a step-up check (docs/step-up.md)."""


class InstructionRule(NamedTuple):
    """`level`: the least verification; `by_sms`: whether a conversation by text message may want it."""

    level: int
    by_sms: bool = True


RULES: Mapping[str, InstructionRule] = {
    "freeze_card": InstructionRule(0),  # harms nobody, can be undone, and does not wait for a check
    "book_appointment": InstructionRule(0),
    "send_statement": InstructionRule(CHECKED),
    "report_loss": InstructionRule(CHECKED),
    "transfer": InstructionRule(CHECKED, by_sms=False),
    "set_limit": InstructionRule(CHECKED, by_sms=False),
    "repay": InstructionRule(CHECKED, by_sms=False),
    "change_telephone": InstructionRule(CHECKED, by_sms=False),
}

READINGS: Mapping[str, InstructionRule] = {
    "read_cards": InstructionRule(
        0
    ),  # products and last four digits, so that one of them can be frozen at once
    "read_accounts": InstructionRule(CHECKED),
    "read_transactions": InstructionRule(CHECKED),
    "read_transfer": InstructionRule(CHECKED, by_sms=False),
    "read_bill": InstructionRule(CHECKED),
    "read_requests": InstructionRule(CHECKED),
    "read_wealth": InstructionRule(CHECKED),
    "read_dialogue": InstructionRule(
        0
    ),  # of another channel only for whom the bank has named there (bank/left.py)
}
"""What a dialogue may learn of the customer, by the kind of its row."""


def rule_of(kind: str) -> InstructionRule:
    """The rule of an instruction or a reading."""
    return RULES[kind] if kind in RULES else READINGS[kind]


def why_refused(kind: str, channel: str, facts: Facts, at: datetime) -> str:
    """The code of the refusal, empty where it is allowed; `at`: when the customer confirmed it.

    A sender's number can be forged, and whoever holds the phone reads the code, too: so no money moves and
    no number changes in a conversation by text message, whatever was checked.
    """
    rule = rule_of(kind)
    if channel == "sms" and not rule.by_sms:
        return "not_by_sms"
    verification = facts.at(at).verification
    level = 0 if verification is None else verification.level
    return "check_needed" if level < rule.level else ""
