"""`/staff/webhooks`: programs of the bank that are told what happens, and what became of each event."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from hub.errors import Conflict, NotAllowed
from hub.ids import conversation_id
from hub.ports import Clock
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.staff.reach import ObjectPlace
from hub.store.encrypted import DataKeys
from integrations.events import KINDS
from integrations.hooks import LONGEST_URL, make
from integrations.rights import CHANGE, READ, WEBHOOK
from integrations.store import webhooks
from integrations.web.keys import check_person

MOST = 200

State = Literal["waiting", "sent", "failed"]


class NewWebhook(StaffModel):
    """Where a program is told, and of which kinds of events; none: of all."""

    url: Annotated[str, Field(min_length=1, max_length=LONGEST_URL, examples=["https://bank.example/told"])]
    kinds: Annotated[list[str], Field(max_length=len(KINDS), default_factory=list)]


class WebhookMade(StaffModel):
    """A webhook with the secret that signs, which nobody sees again."""

    hook_id: str
    secret: str


class WebhookShown(StaffModel):
    """A webhook, and how many of its events are in each state."""

    hook_id: str
    url: str
    kinds: list[str]
    created_at: datetime
    waiting: int
    sent: int
    failed: int


class WebhooksShown(StaffModel):
    """The webhooks that have not ended, the oldest first; `kinds`: those that there are."""

    kinds: list[str]
    webhooks: list[WebhookShown]


class EventShown(StaffModel):
    """One event; `code`: why it was not taken, empty where it was."""

    conversation: str
    number: int
    kind: str
    state: State
    tries: int
    code: str
    created_at: datetime


class EventsShown(StaffModel):
    """The newest events of a webhook."""

    events: list[EventShown]


class WebhookReplay(StaffModel):
    """Since when events are sent once more; `failed`: those alone that were given up."""

    since: Annotated[AwareDatetime, Field(examples=["2026-11-28T00:00:00+08:00"])]
    failed: bool = False


class WebhooksReplayed(StaffModel):
    """How many are sent again."""

    count: int


class WebhookRoutes:
    """The routes' handlers; `data_keys` None: there is nothing to keep secrets with."""

    def __init__(self, clock: Clock, data_keys: DataKeys | None) -> None:
        self._clock = clock
        self._keys = data_keys

    def routes(self) -> tuple[StaffRoute, ...]:
        """All of them."""
        one, about = "/staff/webhooks/<hook_id>", {"hook_id": WEBHOOK}
        return (
            StaffRoute("GET", "/staff/webhooks", right=READ, answer=WebhooksShown, handle=self.list),
            StaffRoute(
                "POST",
                "/staff/webhooks",
                right=CHANGE,
                body=NewWebhook,
                answer=WebhookMade,
                handle=self.add,
                audit="webhook.added",
            ),
            StaffRoute(
                "GET", f"{one}/events", right=READ, about=about, answer=EventsShown, handle=self.events
            ),
            StaffRoute(
                "POST",
                f"{one}/replay",
                right=CHANGE,
                about=about,
                body=WebhookReplay,
                answer=WebhooksReplayed,
                handle=self.replay,
                audit="webhook.replayed",
            ),
            StaffRoute(
                "POST",
                f"{one}/end",
                right=CHANGE,
                about=about,
                handle=self.end,
                audit="webhook.ended",
            ),
        )

    async def list(self, call: StaffCall[Any]) -> WebhooksShown:
        """The webhooks, which are the whole house's: nobody with a narrower right sees any."""
        rows = []
        if await call.reach.covers(call.connection, ObjectPlace()):
            rows = list(await webhooks.listed(call.connection))
        counts = await webhooks.counted(call.connection)
        return WebhooksShown(
            kinds=list(KINDS),
            webhooks=[
                WebhookShown(
                    hook_id=row.hook_id,
                    url=row.url,
                    kinds=row.kinds,
                    created_at=row.created_at,
                    waiting=counts.get((row.hook_id, "waiting"), 0),
                    sent=counts.get((row.hook_id, "sent"), 0),
                    failed=counts.get((row.hook_id, "failed"), 0),
                )
                for row in rows
            ],
        )

    async def add(self, call: StaffCall[NewWebhook]) -> WebhookMade:
        """A new webhook; a program adds none. Raises `Conflict` where there are no data keys."""
        check_person(call)
        if not await call.reach.covers(call.connection, ObjectPlace()):
            raise NotAllowed("webhooks are the whole house's")
        if self._keys is None:
            raise Conflict("YUANQIAO_DATA_KEYS is empty: there is nothing to keep a secret with")
        made = await make(call.connection, self._clock, self._keys, call.body.url, call.body.kinds)
        call.note(webhook=made[0])
        return WebhookMade(hook_id=made[0], secret=made[1])

    async def events(self, call: StaffCall[Any]) -> EventsShown:
        """What became of the newest events."""
        rows = await webhooks.newest(call.connection, call.args["hook_id"], MOST)
        return EventsShown(
            events=[
                EventShown(
                    conversation=conversation_id(row.identity_key, row.conversation),
                    number=row.number,
                    kind=row.kind,
                    state=row.state,
                    tries=row.tries,
                    code=row.code,
                    created_at=row.created_at,
                )
                for row in rows
            ]
        )

    async def replay(self, call: StaffCall[WebhookReplay]) -> WebhooksReplayed:
        """Sends events once more, each with its former id."""
        hook_id, body = call.args["hook_id"], call.body
        count = await webhooks.again(
            call.connection, hook_id, body.since, self._clock.now(), failed=body.failed
        )
        call.note(count=count)
        return WebhooksReplayed(count=count)

    async def end(self, call: StaffCall[Any]) -> None:
        """Ends a webhook; what waits for it is forgotten."""
        await webhooks.end(call.connection, call.args["hook_id"], self._clock.now())
