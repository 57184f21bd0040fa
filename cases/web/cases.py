"""`/staff/cases`: what staff see of cases, and what they do with them."""

from typing import Any

from cases import letters
from cases.cases import CHANGE, READ, REVIEW, Cases
from cases.store import cases, shown
from cases.store.schema import case_file
from cases.web.models import (
    Because,
    CaseOpened,
    CaseReplyDraft,
    CaseShown,
    CasesQuery,
    CasesShown,
    Forward,
    OwnerShown,
    OwnersShown,
    StepShown,
    WordsShown,
)
from hub.errors import NotFound
from hub.ids import conversation_id
from hub.messages import Message
from hub.ports import Clock
from hub.privacy import for_view
from hub.staff import CurrentStaff, Kind, ObjectPlace, Right, Scope, StaffCall, StaffRoute, WaitingWork
from hub.store.schema_staff import account

RIGHTS = (
    Right(READ, "查看工单", "See cases", given={"agent": Scope.OWN, "supervisor": Scope.BRANCH}),
    Right(CHANGE, "处理工单", "Work on cases", given={"agent": Scope.OWN, "supervisor": Scope.BRANCH}),
    Right(REVIEW, "审核工单答复", "Review replies", given={"supervisor": Scope.BRANCH}),
)
MOST = 200


async def place_of_case(connection: Any, number: str) -> ObjectPlace | None:
    """Where a case lies."""
    row = await cases.one(connection, number)
    return None if row is None else ObjectPlace(row.owner_id, row.branch_id)


KIND = Kind("case", place_of_case)


async def _to_review(connection: Any, staff: CurrentStaff) -> int:
    within = staff.reach(REVIEW).where(account=case_file.c.owner_id, branch=case_file.c.branch_id)
    return await cases.to_review(connection, within, staff.account_id)


WAITING = WaitingWork("cases", REVIEW, _to_review)


class CaseRoutes:
    """The routes' handlers."""

    def __init__(self, book: Cases, clock: Clock) -> None:
        self._book = book
        self._clock = clock

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        one, about = "/staff/cases/<case_id>", {"case_id": "case"}

        def does(what: str, right: str, handle: Any, audit: str, body: Any = None) -> StaffRoute:
            more = {} if body is None else {"body": body}
            return StaffRoute(
                "POST",
                f"{one}/{what}",
                right=right,
                about=about,
                handle=handle,
                answer=CaseOpened,
                audit=f"case.{audit}",
                **more,
            )

        return (
            StaffRoute(
                "GET", "/staff/cases", right=READ, query=CasesQuery, answer=CasesShown, handle=self.list
            ),
            StaffRoute("GET", "/staff/case-owners", right=CHANGE, answer=OwnersShown, handle=self.owners),
            StaffRoute("GET", one, right=READ, about=about, answer=CaseOpened, handle=self.open),
            does("take", CHANGE, self.take, "taken"),
            does("forward", CHANGE, self.forward, "forwarded", Forward),
            does("return", CHANGE, self.give_back, "returned", Because),
            does("reply", CHANGE, self.draft, "drafted", CaseReplyDraft),
            does("approve", REVIEW, self.approve, "replied"),
            does("reject", REVIEW, self.reject, "rejected", Because),
            does("close", CHANGE, self.close, "closed"),
        )

    async def list(self, call: StaffCall[Any]) -> CasesShown:
        """The cases within reach."""
        where = call.reach.where(account=case_file.c.owner_id, branch=case_file.c.branch_id)
        rows = await shown.listed(call.connection, where, closed=call.query.closed, limit=MOST + 1)
        return CasesShown(cases=[self._shown(row) for row in rows[:MOST]], more=len(rows) > MOST)

    async def owners(self, call: StaffCall[Any]) -> OwnersShown:
        """To whom the asker can forward cases."""
        where = call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
        rows = await shown.who_may(call.connection, CHANGE, where, MOST)
        return OwnersShown(
            owners=[
                OwnerShown(account_id=row.account_id, name=row.name, branch=row.branch_name or "")
                for row in rows
            ]
        )

    async def open(self, call: StaffCall[Any]) -> CaseOpened:
        """One of them."""
        connection, number = call.connection, call.args["case_id"]
        row = await shown.one(connection, number)
        if row is None:
            raise NotFound("there is no such case")
        steps = await shown.steps(connection, number)
        turns = [int(each.to_id) for each in steps if each.action in ("opened", "told_more")]
        told = await shown.told(connection, row.identity_key, row.conversation, turns)
        return CaseOpened(
            case=self._shown(row),
            turn=row.turn,
            told=[_words(each) for each in told],
            draft=row.draft or "",
            draft_by=row.draft_by or "",
            can_return=row.from_owner_id is not None,
            steps=[_step(each) for each in steps],
        )

    async def take(self, call: StaffCall[Any]) -> CaseOpened:
        """The asker becomes the owner."""
        await self._book.do_take(call.connection, call.args["case_id"], call.staff.account_id)
        return await self.open(call)

    async def forward(self, call: StaffCall[Forward]) -> CaseOpened:
        """Somebody else becomes the owner."""
        number, by = call.args["case_id"], call.staff.account_id
        await self._book.do_forward(call.connection, number, call.body.to, call.body.reason, by)
        await letters.do_write(call.house, call.connection, call.body.to, "forwarded", number)
        call.note(to=call.body.to)
        return await self.open(call)

    async def give_back(self, call: StaffCall[Because]) -> CaseOpened:
        """Who forwarded it becomes the owner again."""
        number, by = call.args["case_id"], call.staff.account_id
        await self._book.do_return(call.connection, number, call.body.reason, by)
        return await self.open(call)

    async def draft(self, call: StaffCall[CaseReplyDraft]) -> CaseOpened:
        """A reply waits for its review."""
        number, by = call.args["case_id"], call.staff.account_id
        await self._book.do_draft(call.connection, number, call.body.text, by)
        return await self.open(call)

    async def approve(self, call: StaffCall[Any]) -> CaseOpened:
        """The reply goes to the customer."""
        number, who = call.args["case_id"], call.staff
        await self._book.do_approve(call.connection, number, who.account_id, who.name)
        return await self.open(call)

    async def reject(self, call: StaffCall[Because]) -> CaseOpened:
        """The reply goes back to the owner."""
        number, by = call.args["case_id"], call.staff.account_id
        await self._book.do_reject(call.connection, number, call.body.reason, by)
        return await self.open(call)

    async def close(self, call: StaffCall[Any]) -> CaseOpened:
        """The case is over."""
        await self._book.do_close(call.connection, call.args["case_id"], call.staff.account_id)
        return await self.open(call)

    def _shown(self, row: Any) -> CaseShown:
        return CaseShown(
            number=row.number,
            state=row.state,
            owner_id=row.owner_id,
            owner=row.owner_name or "",
            branch_id=row.branch_id,
            branch=row.branch_name or "",
            channel=row.channel or "",
            conversation=conversation_id(row.identity_key, row.conversation),
            created_at=row.created_at,
            due_at=row.due_at,
            is_overdue=row.state in ("open", "in_review") and row.due_at <= self._clock.now(),
            is_escalated=row.escalated,
        )


def _words(message: Message) -> WordsShown:
    text = "\n".join(words for each in message.segments if (words := each.words()))
    return WordsShown(text=for_view(text), at=message.created_at)


def _step(row: Any) -> StepShown:
    return StepShown(
        action=row.action,
        actor=row.actor_name or "",
        to=row.to_name or "",
        text=for_view(row.text),
        at=row.at,
    )
