"""`/staff/word-rules`: what must not be said, what has to be, hints, and addresses that may be sent."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import word_rules as store
from handoff.store.schema_words import word_rule
from handoff.words import keeping
from handoff.words.rules import RuleKind, WordRule
from hub.errors import NotFound
from hub.parts import PartContext
from hub.staff import Kind, Names, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute

KEEP = "words.keep"
RIGHTS = (
    Right(
        KEEP,
        "管理话术规则",
        "Keep rules about words",
        {"administrator": Scope.ALL, "branch_administrator": Scope.BRANCH, "supervisor": Scope.BRANCH},
    ),
)

Phrase = Annotated[str, Field(min_length=1, max_length=100)]


class WordRuleBody(StaffModel):
    """A rule as its keeper writes it (`handoff.words.rules`)."""

    kind: RuleKind = Field(examples=[RuleKind.FORBIDDEN])
    product: str = Field(default="", max_length=60)
    cues: list[Phrase] = Field(default_factory=list, max_length=50)
    words: list[Phrase] = Field(max_length=50, examples=[["保本保息"]])
    say: str = Field(default="", max_length=500)
    why: str = Field(default="", max_length=200)


class NewWordRule(WordRuleBody):
    """A rule for a branch, and for those below it."""

    branch_id: Annotated[str, Names("branch"), Field(max_length=32)]


class WordRuleShown(WordRuleBody):
    """One rule, and at which branch it lies."""

    rule: str
    branch: str


class WordRulesShown(StaffModel):
    """The rules within reach, by kind and product."""

    rules: list[WordRuleShown]


async def _place(connection: AsyncConnection, rule_id: str) -> ObjectPlace | None:
    row = await store.one(connection, rule_id)
    return None if row is None else ObjectPlace(branch_id=row.branch_id)


KINDS = (Kind("word_rule", _place),)


def routes(context: PartContext) -> tuple[StaffRoute, ...]:
    """The routes; `context` has the clock."""
    clock = context.clock

    async def listed(call: StaffCall[Any]) -> WordRulesShown:
        """The rules within reach."""
        rows = await store.within(call.connection, call.reach.where(branch=word_rule.c.branch_id))
        return WordRulesShown(rules=[_shown(row) for row in rows])

    async def add(call: StaffCall[NewWordRule]) -> WordRuleShown:
        """Keeps a new rule."""
        rule_id = await keeping.do_add(call.connection, call.body.branch_id, _as_rule(call.body), clock.now())
        call.note(rule=rule_id)
        return await _one(call, rule_id)

    async def change(call: StaffCall[WordRuleBody]) -> WordRuleShown:
        """Writes a rule anew."""
        rule_id = call.args["rule_id"]
        await keeping.do_change(call.connection, rule_id, _as_rule(call.body), clock.now())
        return await _one(call, rule_id)

    async def remove(call: StaffCall[Any]) -> None:
        """Takes a rule away."""
        await store.remove(call.connection, call.args["rule_id"])

    path, about = "/staff/word-rules/<rule_id>", {"rule_id": "word_rule"}
    return (
        StaffRoute("GET", "/staff/word-rules", right=KEEP, answer=WordRulesShown, handle=listed),
        StaffRoute(
            "POST",
            "/staff/word-rules",
            right=KEEP,
            body=NewWordRule,
            answer=WordRuleShown,
            handle=add,
            audit="word_rule.added",
        ),
        StaffRoute(
            "PUT",
            path,
            right=KEEP,
            about=about,
            body=WordRuleBody,
            answer=WordRuleShown,
            handle=change,
            audit="word_rule.changed",
        ),
        StaffRoute("DELETE", path, right=KEEP, about=about, handle=remove, audit="word_rule.removed"),
    )


async def _one(call: StaffCall[Any], rule_id: str) -> WordRuleShown:
    row = await store.one(call.connection, rule_id)
    if row is None:
        raise NotFound("there is no such rule")
    return _shown(row)


def _as_rule(body: WordRuleBody) -> WordRule:
    return WordRule("", body.kind, body.product, tuple(body.cues), tuple(body.words), body.say, body.why)


def _shown(row: Any) -> WordRuleShown:
    return WordRuleShown(
        rule=row.rule_id,
        branch=row.branch_id,
        kind=RuleKind(row.kind),
        product=row.product,
        cues=row.cues,
        words=row.words,
        say=row.say,
        why=row.why,
    )
