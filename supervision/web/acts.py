"""`/staff/supervision/tasks/<task_id>/…`: what supervisors do with a conversation; each is in the audit."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from handoff.agents import Agents
from handoff.setup import ID
from handoff.web.frames import UUID, read_task
from hub.parts import PartContext
from hub.staff import Names, StaffCall, StaffModel, StaffRoute
from supervision.acting import Helping, Taking
from supervision.closing import ClosingCause, SupervisorClosing
from supervision.conference import Conference
from supervision.placing import Goal, Placing
from supervision.rights import HELP, LEAD, SUPERVISED

Words = Annotated[str, Field(min_length=1, max_length=2000, repr=False, examples=["请先核实身份"])]
Wish = Annotated[str, Field(pattern=UUID, examples=["11111111-2222-4333-8444-555555555555"])]
"""By which words that are sent again are known."""


class SpokenWords(StaffModel):
    """What is whispered or said."""

    text: Words
    wish: Wish


class ToAgent(StaffModel):
    """The agent who is to have it, and why."""

    account_id: Annotated[str, Names("account"), Field(max_length=64)]
    note: Words
    wish: Annotated[str, Field(pattern=UUID, examples=["11111111-2222-4333-8444-666666666666"])]


class ToQueue(StaffModel):
    """The queue that is to have it, and why."""

    queue: Annotated[str, Field(pattern=ID, examples=["general"])]
    note: Words
    wish: Annotated[str, Field(pattern=UUID, examples=["11111111-2222-4333-8444-777777777777"])]


class Ended(StaffModel):
    """Why a conversation is ended at once; `note`: for the staff alone."""

    cause: Annotated[ClosingCause, Field(examples=["abuse"])]
    note: Words
    wish: Annotated[str, Field(pattern=UUID, examples=["11111111-2222-4333-8444-888888888888"])]


def routes(context: PartContext) -> Sequence[StaffRoute]:
    """The routes of one hub process."""
    clock, conversations = context.clock, context.conversations
    helping, taking = Helping(conversations, clock), Taking(conversations, clock)
    conference = Conference(conversations, clock)
    closing = SupervisorClosing(conversations, clock, context.settings.bank_hotline)
    placing = Placing(conversations, clock, Agents(conversations, clock))

    async def whisper(call: StaffCall[SpokenWords]) -> None:
        """Tells the agent something that the customer never gets."""
        key = read_task(call.args["task_id"])
        await helping.do_whisper(call.connection, call.staff, key, call.body.text, call.body.wish)

    async def join(call: StaffCall[SpokenWords]) -> None:
        """Says something to customer and agent."""
        key = read_task(call.args["task_id"])
        await helping.do_join(call.connection, call.staff, key, call.body.text, call.body.wish)

    async def take_over(call: StaffCall[Any]) -> None:
        """Serves the customer from now on."""
        await taking.do_take_over(call.connection, call.staff, read_task(call.args["task_id"]))

    async def to_agent(call: StaffCall[ToAgent]) -> None:
        """Gives a request to an agent within reach."""
        key, goal = read_task(call.args["task_id"]), Goal(account_id=call.body.account_id)
        await placing.do_place(call.connection, call.staff, key, goal, call.body.note, call.body.wish)

    async def to_queue(call: StaffCall[ToQueue]) -> None:
        """Has a request wait in a queue."""
        key, goal = read_task(call.args["task_id"]), Goal(queue_id=call.body.queue)
        await placing.do_place(call.connection, call.staff, key, goal, call.body.note, call.body.wish)
        call.note(queue=call.body.queue)

    async def enter(call: StaffCall[Any]) -> None:
        """Takes part in the conversation, and the customer knows."""
        await conference.do_enter(call.connection, call.staff, read_task(call.args["task_id"]))

    async def leave(call: StaffCall[Any]) -> None:
        """Takes part no more."""
        await conference.do_leave(call.connection, call.staff, read_task(call.args["task_id"]))

    async def close(call: StaffCall[Ended]) -> None:
        """Ends the conversation at once, for a reason."""
        key, body = read_task(call.args["task_id"]), call.body
        await closing.do_close(call.connection, call.staff, key, body.cause, body.note, body.wish)
        call.note(cause=body.cause)

    about, below = {"task_id": SUPERVISED}, "/staff/supervision/tasks/<task_id>"

    def act(path: str, right: str, handle: Any, audit: str, body: Any = None) -> StaffRoute:
        more = {"body": body} if body is not None else {}
        return StaffRoute(
            "POST", f"{below}/{path}", right=right, about=about, handle=handle, audit=audit, **more
        )

    return (
        act("whisper", HELP, whisper, "conversation.whispered", SpokenWords),
        act("join", HELP, join, "conversation.joined", SpokenWords),
        act("enter", HELP, enter, "conversation.entered"),
        act("leave", HELP, leave, "conversation.left"),
        act("close", LEAD, close, "conversation.force_closed", Ended),
        act("take-over", LEAD, take_over, "conversation.taken_over"),
        act("agent", LEAD, to_agent, "conversation.reassigned", ToAgent),
        act("queue", LEAD, to_queue, "conversation.requeued", ToQueue),
    )
