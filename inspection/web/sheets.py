"""`/staff/inspection/sheets`: samples, score sheets and appeals; and what was said in a conversation."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound
from hub.ids import conversation_id, parse_message_id
from hub.ports import Clock
from hub.privacy import for_view
from hub.staff import CurrentStaff, Scope, StaffCall, StaffModel, StaffRoute, WaitingWork
from hub.store.messages import from_row
from hub.store.schema_staff import account
from inspection.rights import APPEAL, MESSAGE, READ, SCORE, SHEET, SHEETS
from inspection.scoring import CRITERIA, do_appeal, do_decide, do_draw, do_score
from inspection.store import hits, sheets
from inspection.store.schema import inspection_sheet

MOST = 200

Scores = Annotated[dict[str, int], Field(max_length=len(CRITERIA), examples=[dict(CRITERIA)])]


class Draw(StaffModel):
    """How many conversations of each agent are drawn, of those that ended within so many days."""

    per_agent: Annotated[int, Field(ge=1, le=20)] = 2
    days: Annotated[int, Field(ge=1, le=93)] = 30


class Drawn(StaffModel):
    """How many were drawn."""

    drawn: int


class SheetScore(StaffModel):
    """Points by criterion, with a remark for the agent."""

    scores: Scores
    remark: Annotated[str, Field(max_length=500)] = ""


class Appeal(StaffModel):
    """Why the agent does not agree."""

    text: Annotated[str, Field(min_length=1, max_length=500, examples=["客户此前已核实身份"])]


class Decide(StaffModel):
    """What the scores are in the end, and why."""

    scores: Scores
    text: Annotated[str, Field(min_length=1, max_length=500, examples=["维持原评分"])]


class SheetShown(StaffModel):
    """One sheet; `agent`, `scorer` and `decider` are names, or empty. `mine`: it is about the asker's work.

    `scored_by_me`: somebody else has to decide an appeal.
    """

    sheet_id: str
    conversation: str
    state: Literal["drawn", "scored", "appealed", "decided"]
    agent: str
    mine: bool
    scored_by_me: bool
    scores: dict[str, int]
    total: int | None
    remark: str
    scorer: str
    appeal: str
    decision: str
    decider: str
    drawn_at: datetime


class SheetsShown(StaffModel):
    """Sheets, the newest first; `criteria`: the points that there are for each."""

    criteria: dict[str, int]
    sheets: list[SheetShown]


class SaidShown(StaffModel):
    """One message, personal data masked; `hits`: kinds of what was found in it."""

    seq: int
    who: str
    name: str
    words: str
    at: datetime
    hits: list[str]


class TalkShown(StaffModel):
    """What was said in a conversation that has ended."""

    conversation: str
    said: list[SaidShown]


class SheetRoutes:
    """The routes' handlers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        one, about = "/staff/inspection/sheets/<sheet_id>", {"sheet_id": SHEET}

        def does(what: str, right: str, handle: Any, body: Any, audit: str) -> StaffRoute:
            return StaffRoute(
                "POST", f"{one}/{what}", right=right, about=about, body=body, handle=handle, audit=audit
            )

        return (
            StaffRoute("GET", "/staff/inspection/sheets", right=SHEETS, answer=SheetsShown, handle=self.list),
            StaffRoute(
                "POST",
                "/staff/inspection/samples",
                right=SCORE,
                body=Draw,
                answer=Drawn,
                handle=self.draw,
                audit="inspection.drawn",
            ),
            StaffRoute(
                "GET",
                f"{one}/messages",
                right=SHEETS,
                about=about,
                answer=TalkShown,
                handle=self.of_sheet,
                audit="inspection.opened",
            ),
            StaffRoute(
                "GET",
                "/staff/inspection/messages/<message_id>",
                right=READ,
                about={"message_id": MESSAGE},
                answer=TalkShown,
                handle=self.of_message,
                audit="inspection.opened",
            ),
            does("score", SCORE, self.score, SheetScore, "inspection.scored"),
            does("appeal", APPEAL, self.appeal, Appeal, "inspection.appealed"),
            does("decide", SCORE, self.decide, Decide, "inspection.decided"),
        )

    async def list(self, call: StaffCall[Any]) -> SheetsShown:
        """The sheets within reach; who sees their own alone is not told what was drawn and not scored yet."""
        of = inspection_sheet.c
        where = call.reach.where(account=of.account_id, branch=account.c.branch_id)
        if call.reach.scope is Scope.OWN:
            where &= of.state != "drawn"
        rows = await sheets.newest(call.connection, where, MOST)
        me = call.staff.account_id
        return SheetsShown(criteria=dict(CRITERIA), sheets=[_shown(row, me) for row in rows])

    async def draw(self, call: StaffCall[Draw]) -> Drawn:
        """Draws a sample of the agents within reach."""
        where = call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
        per_agent, days = call.body.per_agent, call.body.days
        drawn = await do_draw(
            call.connection, self._clock, where, call.staff.account_id, per_agent=per_agent, days=days
        )
        call.note(count=drawn)
        return Drawn(drawn=drawn)

    async def of_sheet(self, call: StaffCall[Any]) -> TalkShown:
        """The conversation of a sheet; an agent reads it once it is scored."""
        row = await sheets.get(call.connection, call.args["sheet_id"])
        if row is None or (call.reach.scope is Scope.OWN and row.state == "drawn"):
            raise NotFound("there is no such sheet")
        return await _talk(call, row.identity_key, row.conversation)

    async def of_message(self, call: StaffCall[Any]) -> TalkShown:
        """The conversation of a message in which something was found."""
        place = parse_message_id(call.args["message_id"])
        return await _talk(call, place.identity, place.conversation)

    async def score(self, call: StaffCall[SheetScore]) -> None:
        """Scores a sheet."""
        sheet_id, by = call.args["sheet_id"], call.staff.account_id
        await do_score(call.connection, self._clock, sheet_id, by, call.body.scores, call.body.remark)

    async def appeal(self, call: StaffCall[Appeal]) -> None:
        """The agent does not agree."""
        sheet_id, by = call.args["sheet_id"], call.staff.account_id
        await do_appeal(call.connection, self._clock, sheet_id, by, call.body.text)

    async def decide(self, call: StaffCall[Decide]) -> None:
        """Somebody else decides."""
        sheet_id, by = call.args["sheet_id"], call.staff.account_id
        await do_decide(call.connection, self._clock, sheet_id, by, call.body.scores, call.body.text)


async def _appealed(connection: AsyncConnection, staff: CurrentStaff) -> int:
    reach = staff.reach(SCORE)
    within = reach.where(account=inspection_sheet.c.account_id, branch=account.c.branch_id)
    return await sheets.appealed(connection, within, staff.account_id)


WAITING = WaitingWork("inspection/sheets", SCORE, _appealed)


def _shown(row: Any, me: str) -> SheetShown:
    return SheetShown(
        sheet_id=row.sheet_id,
        conversation=conversation_id(row.identity_key, row.conversation),
        state=row.state,
        agent=row.agent or "",
        mine=row.account_id == me,
        scored_by_me=row.scored_by == me,
        scores=row.scores,
        total=row.total,
        remark=row.remark,
        scorer=row.scorer or "",
        appeal=row.appeal,
        decision=row.decision,
        decider=row.decider or "",
        drawn_at=row.drawn_at,
    )


async def _talk(call: StaffCall[Any], identity: str, number: int) -> TalkShown:
    found: dict[int, list[str]] = {}
    for row in await hits.of_conversation(call.connection, identity, number):
        found.setdefault(row.seq, []).append(row.kind)
    said = []
    for row in await hits.messages_at(call.connection, identity, number):
        message = from_row(row)
        words = "\n".join(filter(None, (segment.words() for segment in message.segments)))
        author = message.author
        said.append(
            SaidShown(
                seq=message.seq,
                who=author.kind.value,
                name=author.name,
                words=for_view(words),
                at=message.created_at,
                hits=found.get(message.seq, []),
            )
        )
    return TalkShown(conversation=conversation_id(identity, number), said=said)
