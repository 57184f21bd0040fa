"""`/staff/utterances`: what the bot was unsure of, and what people say that it is."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput
from hub.ports import Clock
from hub.staff import Kind, Names, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute
from navigation.intents import intents, is_intent
from navigation.store import utterances as store

LABEL = "utterances.label"
UTTERANCE_RIGHTS = (
    Right(
        LABEL,
        "标注机器人没有把握的话",
        "Label what the bot was unsure of",
        given={"editor": Scope.ALL, "supervisor": Scope.ALL},
    ),
)
PAGE = 50


async def place_of(connection: AsyncConnection, utterance_id: str) -> ObjectPlace | None:
    """What the bot learns from is the house's."""
    return ObjectPlace() if await store.one(connection, utterance_id) is not None else None


UTTERANCE_KIND = Kind("utterance", place_of)


class UtterancesWanted(StaffModel):
    """In which state, and heard before when (for the next page)."""

    state: Literal["open", "labelled", "dropped"] = "open"
    before: AwareDatetime | None = None


class Likely(StaffModel):
    """An intent that the bot thought of."""

    name: str
    confidence: float


class UtteranceShown(StaffModel):
    """Masked words; `label` is empty where nobody has said what they are, or they are nothing."""

    utterance_id: str
    text: str
    channel: str
    heard_at: datetime
    intents: list[Likely]
    state: Literal["open", "labelled", "dropped"]
    label: str


class IntentShown(StaffModel):
    """What an utterance may be, with an example."""

    name: str
    example: str


class UtterancesShown(StaffModel):
    """The newest first; `waiting` and `labelled`: how many there are."""

    utterances: list[UtteranceShown]
    intents: list[IntentShown]
    waiting: int
    labelled: int


class LabelBody(StaffModel):
    """What an utterance is: an intent, or nothing that the bot should learn from (empty)."""

    utterance_id: Annotated[str, Names("utterance"), Field(max_length=40)]
    label: str = Field(max_length=64, examples=["check_balance"])


class UtteranceRoutes:
    """The routes' handlers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> tuple[StaffRoute, ...]:
        """Both."""
        return (
            StaffRoute(
                "GET",
                "/staff/utterances",
                right=LABEL,
                query=UtterancesWanted,
                answer=UtterancesShown,
                handle=self.list,
            ),
            StaffRoute(
                "POST",
                "/staff/utterances/label",
                right=LABEL,
                body=LabelBody,
                handle=self.label,
                audit="utterance.labelled",
            ),
        )

    async def list(self, call: StaffCall[Any]) -> UtterancesShown:
        """A page of them, and what they may be."""
        wanted: UtterancesWanted = call.query
        rows = await store.in_state(call.connection, wanted.state, PAGE, wanted.before)
        return UtterancesShown(
            utterances=[_shown(row) for row in rows],
            intents=[IntentShown(name=each.name, example=each.example) for each in intents()],
            waiting=await store.count(call.connection, store.OPEN),
            labelled=await store.count(call.connection, store.LABELLED),
        )

    async def label(self, call: StaffCall[LabelBody]) -> None:
        """Says what one is; a later word counts. Raises `BadInput` for an intent that there is not."""
        label = call.body.label
        if label and not is_intent(label):
            raise BadInput("the bot has no such intent", label=label)
        await store.change(
            call.connection,
            call.body.utterance_id,
            state=store.LABELLED if label else store.DROPPED,
            label=label,
            labelled_by=call.staff.account_id,
            labelled_at=self._clock.now(),
        )
        call.note(utterance=call.body.utterance_id, label=label)


def _shown(row: Any) -> UtteranceShown:
    return UtteranceShown(
        utterance_id=row.utterance_id,
        text=row.text,
        channel=row.channel,
        heard_at=row.heard_at,
        intents=[Likely(**each) for each in row.intents],
        state=row.state,
        label=row.label,
    )
