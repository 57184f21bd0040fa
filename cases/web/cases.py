"""`/staff/cases`: what staff see of cases, and what they do with them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from cases.cases import Cases
from cases.store import cases
from cases.store.schema import case_file
from hub.errors import NotFound
from hub.ids import conversation_id
from hub.ports import Clock
from hub.staff import Kind, Names, Place, Right, Scope, StaffCall, StaffModel, StaffRoute

READ, CHANGE, REVIEW = "cases.read", "cases.change", "cases.review"
RIGHTS = (
    Right(READ, "查看工单", "See cases", given={"agent": Scope.OWN, "supervisor": Scope.BRANCH}),
    Right(CHANGE, "处理工单", "Work on cases", given={"agent": Scope.OWN, "supervisor": Scope.BRANCH}),
    Right(REVIEW, "审核工单答复", "Review replies", given={"supervisor": Scope.BRANCH}),
)
MOST = 200
Reason = Annotated[str, Field(min_length=1, max_length=500, examples=["属于信用卡"])]


async def place_of_case(connection: Any, number: str) -> Place | None:
    """Where a case lies."""
    row = await cases.one(connection, number)
    return None if row is None else Place(row.owner_id, row.branch_id)


KIND = Kind("case", place_of_case)


class CaseShown(StaffModel):
    """A case in a list."""

    number: str
    state: str
    owner_id: str | None
    branch_id: str
    conversation: str
    created_at: datetime
    due_at: datetime
    is_overdue: bool
    is_escalated: bool


class StepShown(StaffModel):
    """What was done with a case."""

    action: str
    actor: str
    to: str
    text: str
    at: datetime


class CaseOpened(StaffModel):
    """A case with its draft and all its steps."""

    case: CaseShown
    turn: int
    draft: str
    draft_by: str
    steps: list[StepShown]


class CasesShown(StaffModel):
    """What is overdue leads."""

    cases: list[CaseShown]


class CasesQuery(StaffModel):
    """Which cases: those that run, or those that are closed."""

    closed: bool = False


class Forward(StaffModel):
    """To whom a case goes, and why."""

    to: Annotated[str, Names("account"), Field(max_length=64)]
    reason: Reason


class Because(StaffModel):
    """Why."""

    reason: Reason


class Draft(StaffModel):
    """What is to be said to the customer."""

    text: str = Field(min_length=1, max_length=2000, examples=["已为您退回手续费。"])


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
            StaffRoute("GET", one, right=READ, about=about, answer=CaseOpened, handle=self.open),
            does("take", CHANGE, self.take, "taken"),
            does("forward", CHANGE, self.forward, "forwarded", Forward),
            does("return", CHANGE, self.give_back, "returned", Because),
            does("reply", CHANGE, self.draft, "drafted", Draft),
            does("approve", REVIEW, self.approve, "replied"),
            does("reject", REVIEW, self.reject, "rejected", Because),
            does("close", CHANGE, self.close, "closed"),
        )

    async def list(self, call: StaffCall[Any]) -> CasesShown:
        """The cases within reach."""
        where = call.reach.where(account=case_file.c.owner_id, branch=case_file.c.branch_id)
        rows = await cases.listed(call.connection, where, closed=call.query.closed, limit=MOST)
        return CasesShown(cases=[self._shown(row) for row in rows])

    async def open(self, call: StaffCall[Any]) -> CaseOpened:
        """One of them."""
        number = call.args["case_id"]
        row = await cases.one(call.connection, number)
        if row is None:
            raise NotFound("there is no such case")
        steps = await cases.steps(call.connection, number)
        return CaseOpened(
            case=self._shown(row),
            turn=row.turn,
            draft=row.draft or "",
            draft_by=row.draft_by or "",
            steps=[
                StepShown(action=each.action, actor=each.actor, to=each.to_id, text=each.text, at=each.at)
                for each in steps
            ],
        )

    async def take(self, call: StaffCall[Any]) -> CaseOpened:
        """The asker becomes the owner."""
        await self._book.do_take(call.connection, call.args["case_id"], call.staff.account_id)
        return await self.open(call)

    async def forward(self, call: StaffCall[Forward]) -> CaseOpened:
        """Somebody else becomes the owner."""
        number, by = call.args["case_id"], call.staff.account_id
        await self._book.do_forward(call.connection, number, call.body.to, call.body.reason, by)
        call.note(to=call.body.to)
        return await self.open(call)

    async def give_back(self, call: StaffCall[Because]) -> CaseOpened:
        """Who forwarded it becomes the owner again."""
        number, by = call.args["case_id"], call.staff.account_id
        await self._book.do_return(call.connection, number, call.body.reason, by)
        return await self.open(call)

    async def draft(self, call: StaffCall[Draft]) -> CaseOpened:
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
            branch_id=row.branch_id,
            conversation=conversation_id(row.identity_key, row.conversation),
            created_at=row.created_at,
            due_at=row.due_at,
            is_overdue=row.state in ("open", "in_review") and row.due_at <= self._clock.now(),
            is_escalated=row.escalated,
        )
