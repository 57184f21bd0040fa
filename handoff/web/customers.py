"""`/staff/tasks/<task_id>/…`: the customer's panel, and what is masked shown for a reason."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import customers, reservations, satisfaction
from handoff.store.reservations import TaskKey
from handoff.web.frames import read_task
from handoff.web.showing import Frame, message_shown
from hub.errors import BadInput, NotFound
from hub.messages.secrets import remove_secrets
from hub.parts import PartContext
from hub.privacy import for_view
from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute
from hub.store import contacts as stored_contacts
from hub.store import messages

SERVE, REVEAL = "conversations.serve", "conversations.reveal"
RIGHTS = (
    Right(
        REVEAL,
        "查看未脱敏内容",
        "See what is masked",
        {"agent": Scope.OWN, "supervisor": Scope.OWN},
    ),
)
SHOWN_OF_PAST = 200

Tag = Annotated[str, Field(min_length=1, max_length=30, examples=["老客户"])]


class Past(StaffModel):
    """One conversation of the customer, on whichever channel."""

    past: str
    channel: str
    opened_at: datetime
    closed_at: datetime | None
    disposition: str | None
    summary: str | None
    score: int | None


class OpenRequestShown(StaffModel):
    """Something that the customer waits for; `number` names it to people."""

    number: str
    kind: str
    state: str
    channel: str
    reason: str
    since: datetime


class CustomerShown(StaffModel):
    """What the desk shows of a customer."""

    tags: list[str]
    past: list[Past]
    requests: list[OpenRequestShown]


class TagBody(StaffModel):
    """A tag to be put on, or taken off."""

    tag: Tag
    on: bool = True


class Which(StaffModel):
    """A message of the conversation."""

    conversation: int = Field(ge=1, le=999_999_999, examples=[1])
    seq: int = Field(ge=1, le=999_999_999, examples=[1])


class Revealed(StaffModel):
    """The words of a message as they are stored: without secrets, but not masked."""

    texts: list[str]


class PastWhich(StaffModel):
    """A conversation of the same customer, as the list named it; none: the task's own."""

    past: str = Field(default="", max_length=64, pattern=r"^([0-9A-Za-z]{1,32}\.[0-9]{1,9})?$")


class PastShown(StaffModel):
    """What was said in it, personal data masked."""

    messages: list[dict[str, Any]]


async def _place(connection: AsyncConnection, task_id: str) -> ObjectPlace | None:
    try:
        key = read_task(task_id)
    except BadInput:
        return None
    row = await reservations.owner_of(connection, key)
    return None if row is None else ObjectPlace(account_id=row.account_id)


KINDS = (Kind("task", _place),)


async def _family(connection: AsyncConnection, key: TaskKey) -> tuple[str, list[str]]:
    contact = await customers.contact_of(connection, key.identity)
    return contact, await stored_contacts.family(connection, contact)


async def show_customer(call: StaffCall[Any]) -> CustomerShown:
    """Tags, past conversations on all channels, open requests."""
    connection, key = call.connection, read_task(call.args["task_id"])
    contact, family = await _family(connection, key)
    channels = await customers.channels_of(connection, contact)
    scores = await satisfaction.of_identities(connection, list(channels))
    rows = await customers.past(connection, list(channels))
    newest = {(row.identity_key, row.conversation): row for row in reversed(rows)}
    newest.pop((key.identity, key.conversation), None)
    requests = await customers.open_requests(connection, list(channels))
    return CustomerShown(
        tags=await customers.tags(connection, family),
        past=[_past(row, channels, scores) for row in reversed(newest.values())],
        requests=[
            _request(row, channels)
            for row in requests
            if (row.identity_key, row.conversation, row.turn) != key or row.kind != "person"
        ],
    )


def _past(row: Any, channels: dict[str, str], scores: dict[tuple[str, int], int]) -> Past:
    return Past(
        past=f"{row.identity_key}.{row.conversation}",
        channel=channels[row.identity_key],
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        disposition=row.disposition,
        summary=for_view(row.summary) if row.summary else None,
        score=scores.get((row.identity_key, row.conversation)),
    )


def _request(row: Any, channels: dict[str, str]) -> OpenRequestShown:
    return OpenRequestShown(
        number=f"{row.identity_key[:6].upper()}-{row.conversation}-{row.turn}",
        kind=row.kind,
        state=row.state,
        channel=channels[row.identity_key],
        reason=for_view(row.reason),
        since=row.created_at,
    )


async def show_past(call: StaffCall[Any]) -> PastShown:
    """What was said in another conversation of the same customer."""
    connection, key = call.connection, read_task(call.args["task_id"])
    named: str = call.query.past if call.query is not None else ""
    identity, _, number = (named or f"{key.identity}.{key.conversation}").partition(".")
    contact, _ = await _family(connection, key)
    if identity not in await customers.channels_of(connection, contact):
        raise NotFound("the customer has no such conversation")
    said = await messages.newest(connection, identity, int(number), limit=SHOWN_OF_PAST)
    shown: list[Frame] = [message_shown(each) for each in reversed(said) if not each.is_note]
    return PastShown(messages=shown)


async def reveal(call: StaffCall[Which]) -> Revealed:
    """The words of one message, not masked; who looked at which stands in the audit."""
    key, which = read_task(call.args["task_id"]), call.body
    found = await messages.before(
        call.connection, key.identity, place=(which.conversation, which.seq + 1), limit=1
    )
    if not found or (found[0].conversation, found[0].seq) != (which.conversation, which.seq):
        raise NotFound("there is no such message")
    call.note(conversation=which.conversation, seq=which.seq)
    return Revealed(texts=[remove_secrets(each.words()).text for each in found[0].segments])


def routes(context: PartContext) -> tuple[StaffRoute, ...]:
    """The routes; `context` has the clock."""

    async def tag(call: StaffCall[TagBody]) -> CustomerShown:
        """Puts a tag on the customer, or takes it off."""
        connection = call.connection
        contact, family = await _family(connection, read_task(call.args["task_id"]))
        if call.body.on:
            await customers.add_tag(
                connection, contact, call.body.tag, call.staff.account_id, context.clock.now()
            )
        else:
            await customers.remove_tag(connection, family, call.body.tag)
        call.note(contact=contact, on=call.body.on)
        return await show_customer(call)

    about, below = {"task_id": "task"}, "/staff/tasks/<task_id>"
    return (
        StaffRoute(
            "GET", f"{below}/customer", right=SERVE, about=about, answer=CustomerShown, handle=show_customer
        ),
        StaffRoute(
            "GET",
            f"{below}/past",
            right=SERVE,
            about=about,
            query=PastWhich,
            answer=PastShown,
            handle=show_past,
        ),
        StaffRoute(
            "POST",
            f"{below}/tags",
            right=SERVE,
            about=about,
            body=TagBody,
            answer=CustomerShown,
            handle=tag,
            audit="contact.tagged",
        ),
        StaffRoute(
            "POST",
            f"{below}/reveal",
            right=REVEAL,
            about=about,
            body=Which,
            answer=Revealed,
            handle=reveal,
            audit="message.revealed",
        ),
    )
