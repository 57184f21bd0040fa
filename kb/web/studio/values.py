"""`/staff/kb/values`: the figures that answers name, by product and attribute, for whom and from when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from hub.ports import Clock
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.staff.four_eyes import By
from kb.model import Value, ValueKind, Version
from kb.numbers import NAME, placeholders
from kb.store import articles as article_store
from kb.store import values as store
from kb.studio import values
from kb.studio.values import PendingValue, ValueStage, stage_of
from kb.values import DEFAULT_UNITS, written
from kb.web.studio.rights import EDIT, READ, REVIEW

MOST = 500
"""Values that are listed at once; the words narrow them down."""

Day = Annotated[date, Field(examples=["2026-01-01"])]
For = Annotated[str, Field(max_length=64, pattern=r"^[0-9A-Za-z_.-]*$")]


class ValueQuery(StaffModel):
    """Which values: those whose name, figure, region or segment has these words."""

    words: str = Field(default="", max_length=128)


class NewValue(StaffModel):
    """A value; an empty region or segment is everybody's, no unit the usual one of its kind."""

    name: str = Field(max_length=128, pattern=f"^{NAME}$", examples=["card.debit.replacement"])
    kind: ValueKind = Field(examples=["fee"])
    value: str = Field(min_length=1, max_length=500, examples=["10"])
    unit: str | None = Field(default=None, max_length=32)
    region: For = ""
    segment: For = ""
    valid_from: Day
    valid_to: date | None = None


class LiteralFigure(StaffModel):
    """A literal figure of an answer that is to be named instead; `product`: what it is a figure of."""

    answer: str = Field(max_length=20_000, examples=["补卡收取 10 元。"])
    figure: str = Field(min_length=1, max_length=100, examples=["10 元"])
    product: str = Field(max_length=128, examples=["card-loss"])
    valid_from: Day


class ValueShown(StaffModel):
    """One value; `stage`: waiting, coming, running, replaced, over; `value_id` of those that wait alone.

    `articles`: how many published ones name it. `own`: who asks has written it, and cannot approve it.
    """

    value_id: str = ""
    name: str
    kind: str
    value: str
    unit: str
    written: str
    region: str
    segment: str
    valid_from: date
    valid_to: date | None
    stage: ValueStage
    articles: int = 0
    own: bool = False


class ValuesShown(StaffModel):
    """Values by name, those that wait in front; `more`: there are others."""

    values: list[ValueShown]
    more: bool


class Named(StaffModel):
    """The value that waits, and the answer that names it."""

    value: ValueShown
    answer: str


ABOUT = {"value_id": "value"}
PATH = "/staff/kb/values"
ONE = f"{PATH}/<value_id>"


class ValueRoutes:
    """What is done with values at the desk."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute("GET", PATH, right=READ, query=ValueQuery, answer=ValuesShown, handle=self.show),
            StaffRoute(
                "POST",
                PATH,
                right=EDIT,
                body=NewValue,
                answer=ValueShown,
                handle=self.write,
                audit="value.written",
            ),
            StaffRoute(
                "POST",
                f"{PATH}/from-figure",
                right=EDIT,
                body=LiteralFigure,
                answer=Named,
                handle=self.from_figure,
                audit="value.written",
            ),
            StaffRoute(
                "POST",
                f"{ONE}/approve",
                right=REVIEW,
                about=ABOUT,
                answer=ValueShown,
                handle=self.approve,
                audit="value.approved",
            ),
            StaffRoute(
                "POST", f"{ONE}/drop", right=EDIT, about=ABOUT, handle=self.drop, audit="value.dropped"
            ),
        )

    async def show(self, call: StaffCall[Any]) -> ValuesShown:
        """The values."""
        wanted: ValueQuery = call.query
        stored = await store.all_values(call.connection)
        used = _named_in(await article_store.all_latest_versions(call.connection))
        of_name: dict[str, list[Value]] = {}
        for each in stored:
            of_name.setdefault(each.name, []).append(each)
        shown = [self._waiting(each, call) for each in await values.waiting(call.connection)]
        shown += [
            _shown(each, stage_of(each, of_name[each.name], self._today()), articles=used[each.name])
            for each in stored
        ]
        words = wanted.words.casefold().strip()
        found = [each for each in shown if words in _words_of(each)]
        return ValuesShown(values=found[:MOST], more=len(found) > MOST)

    async def write(self, call: StaffCall[NewValue]) -> ValueShown:
        """Hands in a value, which waits for somebody else's approval."""
        body = call.body
        unit = DEFAULT_UNITS.get(body.kind, "") if body.unit is None else body.unit
        days, scope = (body.valid_from, body.valid_to), (body.region, body.segment)
        value = Value(body.name, body.kind, body.value, unit, *days, *scope)
        return self._noted(await values.write(call.connection, value, self._by(call)), call)

    async def from_figure(self, call: StaffCall[LiteralFigure]) -> Named:
        """Turns a literal figure into a value that waits."""
        body = call.body
        handed_in, answer = await values.from_literal(
            call.connection,
            body.answer,
            body.figure,
            product=body.product,
            valid_from=body.valid_from,
            by=self._by(call),
        )
        return Named(value=self._noted(handed_in, call), answer=answer)

    async def approve(self, call: StaffCall[Any]) -> ValueShown:
        """Puts a value in force."""
        value = await values.approve(call.connection, call.args["value_id"], self._by(call))
        call.note(name=value.name, value=written(value))
        others = await store.values_named(call.connection, [value.name])
        return _shown(value, stage_of(value, others, self._today()))

    async def drop(self, call: StaffCall[Any]) -> None:
        """Takes back a value that waits."""
        value = await values.drop(call.connection, call.args["value_id"])
        call.note(name=value.name)

    def _noted(self, handed_in: PendingValue, call: StaffCall[Any]) -> ValueShown:
        call.note(name=handed_in.value.name, value=written(handed_in.value))
        return self._waiting(handed_in, call)

    def _waiting(self, each: PendingValue, call: StaffCall[Any]) -> ValueShown:
        own = each.written_by == call.staff.account_id
        return _shown(each.value, ValueStage.WAITING, value_id=each.value_id, own=own)

    def _by(self, call: StaffCall[Any]) -> By:
        return By(call.staff.account_id, self._clock.now())

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def _named_in(versions: Mapping[str, Version]) -> Counter[str]:
    """How many articles name each value."""
    counts: Counter[str] = Counter()
    for version in versions.values():
        counts.update({placeholder.name for placeholder in placeholders(version.answer)})
    return counts


def _words_of(each: ValueShown) -> str:
    return f"{each.name} {each.written} {each.region} {each.segment}".casefold()


def _shown(
    value: Value, stage: ValueStage, *, value_id: str = "", articles: int = 0, own: bool = False
) -> ValueShown:
    return ValueShown(
        value_id=value_id,
        name=value.name,
        kind=value.kind.value,
        value=value.value,
        unit=value.unit,
        written=written(value),
        region=value.region,
        segment=value.segment,
        valid_from=value.valid_from,
        valid_to=value.valid_to,
        stage=stage,
        articles=articles,
        own=own,
    )
