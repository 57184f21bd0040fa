"""`/staff/diversion`: rules, which one writes and another approves; what they would do, and what they did."""

from datetime import timedelta
from typing import Any

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncConnection

from diversion import keeping
from diversion.known import KnownRules
from diversion.rules import DiversionRule, LiveRule, in_order
from diversion.store import fired
from diversion.store import rules as store
from diversion.trying import RuleTrial
from diversion.web.models import (
    ChangedRule,
    CountShown,
    DiversionRuleShown,
    DiversionRulesShown,
    FiredShown,
    FiredWanted,
    LogShown,
    NewDiversionRule,
    OtherwiseShown,
    SeenRevision,
    TriedRulesShown,
    Try,
)
from hub.ids import conversation_id
from hub.ports import Clock
from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffRoute, waiting_in_house
from hub.staff.four_eyes import By
from hub.store.staff import accounts

READ, WRITE, APPROVE = "diversion.read", "diversion.write", "diversion.approve"
RIGHTS = (
    Right(
        READ,
        "查看分流规则",
        "See diversion rules",
        given={"administrator": Scope.ALL, "auditor": Scope.ALL, "supervisor": Scope.ALL},
    ),
    Right(WRITE, "编写和停用分流规则", "Write and stop diversion rules", given={"supervisor": Scope.ALL}),
    Right(APPROVE, "批准分流规则", "Approve diversion rules", given={"supervisor": Scope.ALL}),
)
PAGE = 50
COUNTED = timedelta(days=7)
NEW = "new"


async def _of_rule(connection: AsyncConnection, rule_id: str) -> ObjectPlace | None:
    """A rule is the house's."""
    return ObjectPlace() if await store.one(connection, rule_id) is not None else None


KIND = Kind("diversion_rule", _of_rule)
WAITING = waiting_in_house("diversion/rules", APPROVE, store.waiting_of_others)
ONE = "/staff/diversion/rules/<rule_id>"


class DiversionRoutes:
    """The routes' handlers."""

    def __init__(self, clock: Clock, known: KnownRules, trying: RuleTrial) -> None:
        self._clock = clock
        self._known = known
        self._trying = trying

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        about = {"rule_id": KIND.name}

        def does(what: str, right: str, handle: Any, audit: str, body: Any = SeenRevision) -> StaffRoute:
            return StaffRoute(
                "POST",
                f"{ONE}/{what}",
                right=right,
                about=about,
                body=body,
                answer=DiversionRulesShown,
                handle=handle,
                audit=f"diversion.{audit}",
            )

        return (
            StaffRoute(
                "GET", "/staff/diversion/rules", right=READ, answer=DiversionRulesShown, handle=self.list
            ),
            StaffRoute(
                "GET",
                "/staff/diversion/log",
                right=READ,
                query=FiredWanted,
                answer=LogShown,
                handle=self.log,
            ),
            StaffRoute(
                "POST",
                "/staff/diversion/try",
                right=READ,
                body=Try,
                answer=TriedRulesShown,
                handle=self.attempt,
                asks=True,
                transaction=False,
            ),
            StaffRoute(
                "POST",
                "/staff/diversion/rules",
                right=WRITE,
                body=NewDiversionRule,
                answer=DiversionRulesShown,
                handle=self.add,
                audit="diversion.drafted",
            ),
            does("draft", WRITE, self.draft, "drafted", ChangedRule),
            does("approve", APPROVE, self.approve, "approved"),
            does("stop", WRITE, self.stop, "stopped"),
            does("discard", WRITE, self.discard, "discarded"),
        )

    async def list(self, call: StaffCall[Any]) -> DiversionRulesShown:
        """All rules."""
        connection = call.connection
        counts = await fired.counts_since(connection, self._clock.now() - COUNTED)
        rows = await store.every(connection)
        writers = {row.draft_by for row in rows if row.draft_by}
        names = {each: await _name(connection, each) for each in writers}
        shown = [
            DiversionRuleShown(
                rule_id=row.rule_id,
                revision=row.revision,
                live=row.live,
                version=row.live_version,
                draft=row.draft,
                draft_by=names.get(row.draft_by, ""),
                draft_at=row.draft_at,
                own_draft=row.draft_by == call.staff.account_id,
                fired=counts.get(row.rule_id, 0),
            )
            for row in rows
        ]
        return DiversionRulesShown(rules=sorted(shown, key=_place))

    async def add(self, call: StaffCall[NewDiversionRule]) -> DiversionRulesShown:
        """A new rule, which waits for somebody else's approval."""
        rule_id = await keeping.do_draft_new(call.connection, call.body.rule, self._by(call))
        call.note(rule=rule_id)
        return await self.list(call)

    async def draft(self, call: StaffCall[ChangedRule]) -> DiversionRulesShown:
        """What a rule is to become; what applies goes on meanwhile."""
        rule_id, body = call.args["rule_id"], call.body
        await keeping.do_draft(call.connection, rule_id, body.revision, body.rule, self._by(call))
        return await self.list(call)

    async def approve(self, call: StaffCall[SeenRevision]) -> DiversionRulesShown:
        """Has the draft apply, from the next message on."""
        rule_id, revision = call.args["rule_id"], call.body.revision
        version = await keeping.do_approve(call.connection, rule_id, revision, self._by(call))
        call.note(version=version)
        return await self._changed(call)

    async def stop(self, call: StaffCall[SeenRevision]) -> DiversionRulesShown:
        """Has a rule apply no longer, at once."""
        rule_id, revision = call.args["rule_id"], call.body.revision
        await keeping.do_stop(call.connection, rule_id, revision, self._by(call))
        return await self._changed(call)

    async def discard(self, call: StaffCall[SeenRevision]) -> DiversionRulesShown:
        """Takes a draft back."""
        await keeping.do_discard(call.connection, call.args["rule_id"], call.body.revision)
        return await self.list(call)

    async def attempt(self, call: StaffCall[Try]) -> TriedRulesShown:
        """Which of the last turns would go otherwise; writes nothing."""
        body = call.body
        now, then = await self._rules(body)
        tried = await self._trying.run(now, then, body.last)
        return TriedRulesShown(
            looked=tried.looked,
            otherwise=[OtherwiseShown(**each._asdict()) for each in tried.otherwise],
            by_rule=[CountShown(name=name, turns=turns) for name, turns in tried.by_rule.items()],
            ages_unknown=tried.ages_unknown,
        )

    async def log(self, call: StaffCall[Any]) -> LogShown:
        """What has fired, and the facts that it saw."""
        wanted: FiredWanted = call.query
        rows = await fired.newest(
            call.connection, true(), rule_id=wanted.of, before=wanted.before, limit=PAGE
        )
        return LogShown(
            fired=[
                FiredShown(
                    conversation=conversation_id(row.identity_key, row.conversation),
                    turn=row.turn,
                    rule_id=row.rule_id,
                    version=row.version,
                    name=(row.rule or {}).get("name", ""),
                    action=row.action,
                    seen=row.seen,
                    at=row.at,
                )
                for row in rows
            ]
        )

    async def _rules(self, body: Try) -> tuple[tuple[LiveRule, ...], tuple[LiveRule, ...]]:
        """The rules that apply, and those that would."""
        rows = await self._trying.rules()
        now = {row.rule_id: _live(row.rule_id, row.live_version, row.live) for row in rows if row.live}
        then = dict(now)
        if body.rule is None:
            then |= {row.rule_id: _live(row.rule_id, 0, row.draft) for row in rows if row.draft}
        else:
            rule_id = body.of or NEW
            then[rule_id] = LiveRule(rule_id=rule_id, version=0, rule=body.rule)
        return in_order(list(now.values())), in_order(list(then.values()))

    async def _changed(self, call: StaffCall[Any]) -> DiversionRulesShown:
        self._known.tell(call.connection)
        return await self.list(call)

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())


def _live(rule_id: str, version: int, rule: Any) -> LiveRule:
    return LiveRule(rule_id=rule_id, version=version, rule=DiversionRule.model_validate(rule))


def _place(shown: DiversionRuleShown) -> tuple[int, str]:
    rule = shown.live or shown.draft
    return (rule.place if rule else 0, shown.rule_id)


async def _name(connection: AsyncConnection, account_id: str) -> str:
    row = await accounts.by_id(connection, account_id)
    return "" if row is None else str(row.name)
