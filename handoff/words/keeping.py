"""Keeps the rules about words: each is checked before it holds, and holds from the next message on."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import word_rules
from handoff.words.links import addresses_in, is_listed
from handoff.words.rules import RuleKind, WordRule, from_row
from handoff.words.squeezed import squeezed
from hub.errors import BadInput


def check_rule(rule: WordRule) -> None:
    """Raises `BadInput` for a rule that could never hold, or would hold for everything."""
    if rule.kind is RuleKind.LINK:
        if not rule.words or not all(_is_address(each) for each in rule.words):
            raise BadInput("words: an address looks like www.bank.example or www.bank.example/path")
        return
    if not all(squeezed(each) for each in (*rule.words, *rule.cues)):
        raise BadInput("words: one of them has neither letters nor digits")
    if rule.kind is RuleKind.HINT:
        if not rule.say:
            raise BadInput("say: the hint is missing")
    elif not rule.words:
        raise BadInput("words: there are none")
    if rule.kind is RuleKind.MUST_SAY and not rule.cues:
        raise BadInput("cues: nothing tells when it has to be said")


async def do_add(connection: AsyncConnection, branch_id: str, rule: WordRule, now: datetime) -> str:
    """Keeps a new rule at a branch; gives its id. Raises `BadInput`."""
    check_rule(rule)
    rule_id = secrets.token_hex(16)
    await word_rules.add(connection, rule_id=rule_id, branch_id=branch_id, **_columns(rule, now))
    return rule_id


async def do_change(connection: AsyncConnection, rule_id: str, rule: WordRule, now: datetime) -> None:
    """Writes a rule anew. Raises `BadInput`."""
    check_rule(rule)
    await word_rules.change(connection, rule_id, **_columns(rule, now))


async def rules_at(connection: AsyncConnection, branch_path: str) -> Sequence[WordRule]:
    """The rules that hold at a branch: those that lie at it, or above it."""
    rows = await word_rules.at_branches(connection, branches_of(branch_path))
    return [from_row(row) for row in rows]


def branches_of(branch_path: str) -> list[str]:
    """The ids of a branch and of those above it, from its path (`/head/east/`)."""
    return [each for each in branch_path.split("/") if each]


def _is_address(words: str) -> bool:
    return addresses_in(words) == [words] and is_listed(words, [words])


def _columns(rule: WordRule, now: datetime) -> dict[str, object]:
    return {
        "kind": rule.kind,
        "product": rule.product,
        "cues": list(rule.cues),
        "words": list(rule.words),
        "say": rule.say,
        "why": rule.why,
        "changed_at": now,
    }
