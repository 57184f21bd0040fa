"""Looks back at a whole conversation: which rules about words were broken in it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.words.keeping import rules_at
from handoff.words.rules import RuleKind, WordRule, first_in
from handoff.words.squeezed import squeezed
from hub.ports.wording import WordingBreach
from hub.store.staff import accounts, branches


class Reviewing:
    """Implements `hub.ports.wording.Wording` on the rules of the branches."""

    async def broken(
        self, connection: AsyncConnection, account_id: str | None, said: Sequence[str]
    ) -> Sequence[WordingBreach]:
        """What of the rules at an account's branch (none: at the head office) the texts together break."""
        rules = await rules_at(connection, await _path(connection, account_id))
        texts = [squeezed(each) for each in said]
        return [found for rule in rules for found in _found(rule, texts)]


async def _path(connection: AsyncConnection, account_id: str | None) -> str:
    row = None if account_id is None else await accounts.by_id(connection, account_id)
    if row is not None:
        of = await branches.branch_row(connection, row.branch_id)
        return "" if of is None else str(of.path)
    # Those above come first.
    every = await branches.branches(connection, true())
    return str(every[0].path) if every else ""


def _found(rule: WordRule, texts: Sequence[str]) -> Iterator[WordingBreach]:
    cued = [at for at, text in enumerate(texts) if rule.cue_in(text) is not None]
    if not cued:
        return
    if rule.kind is RuleKind.FORBIDDEN:
        for at, text in enumerate(texts):
            word = first_in(rule.words, text)
            if word is not None:
                yield WordingBreach("forbidden", at, word, rule.product, rule.why)
    elif rule.kind is RuleKind.MUST_SAY and not any(first_in(rule.words, text) for text in texts):
        yield WordingBreach("must_say", cued[0], rule.words[0] if rule.words else "", rule.product, rule.why)
