"""`/staff/reports`: the figures of a span, the conversations behind each, and files of them."""

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from hub.errors import BadInput
from hub.parts import PartContext
from hub.privacy import for_view
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.store import messages
from supervision.reports.counting import FIGURES, ReportFacts, ReportGrouping, ReportLine
from supervision.reports.reading import Reports
from supervision.reports.tables import make_file
from supervision.rights import REPORT
from supervision.store.facts import TimeSpan

LONGEST = timedelta(days=93)
MOST_SHOWN = 200
FIRST_WORDS = 80

SINCE, UNTIL = "2026-11-28T00:00:00+08:00", "2026-11-29T00:00:00+08:00"


class ReportQuery(StaffModel):
    """Which report of which span; times name their zone."""

    by: Annotated[ReportGrouping, Field(examples=["agent"])]
    since: Annotated[AwareDatetime, Field(examples=[SINCE])]
    until: Annotated[AwareDatetime, Field(examples=[UNTIL])]

    def span(self) -> TimeSpan:
        """The span; raises `BadInput` for one that is empty or longer than three months."""
        if not timedelta(0) < self.until - self.since <= LONGEST:
            raise BadInput("a report is of one to 93 days")
        return TimeSpan(self.since, self.until)


class AskedBehind(ReportQuery):
    """One figure of a line; an empty key: of the whole."""

    key: Annotated[str, Field(max_length=64)] = ""
    figure: Annotated[str, Field(max_length=20, examples=["handled"])]


class AskedFile(ReportQuery):
    """A file of the report, in a language."""

    form: Annotated[Literal["csv", "xlsx"], Field(examples=["csv"])]
    language: Literal["zh", "en"] = "zh"


class LineShown(StaffModel):
    """One line; `name`: of the agent or queue, else the key itself."""

    key: str
    name: str
    figures: dict[str, float | int | None]


class ReportShown(StaffModel):
    """The lines, and everything in one."""

    lines: list[LineShown]
    whole: LineShown


class Behind(StaffModel):
    """One conversation behind a figure; `words`: the customer's first ones, personal data masked.

    `task`: by which it is read along, where a person was asked for.
    """

    conversation: str
    task: str | None
    customer: str
    began_at: datetime | None
    words: str


class BehindShown(StaffModel):
    """The conversations behind a figure, and how many there are: at most 200 are shown."""

    total: int
    conversations: list[Behind]


class FileShown(StaffModel):
    """A file for the browser to keep; `content` in Base64."""

    name: str
    mime: str
    content: str


def routes(context: PartContext, reports: Reports) -> Sequence[StaffRoute]:
    """The routes of one hub process."""

    async def report(call: StaffCall[Any]) -> ReportShown:
        """The figures of a span."""
        asked: ReportQuery = call.query
        facts, names = await reports.facts(call.reach, asked.span(), asked.by)
        return _shown(facts, names, asked.by)

    async def behind(call: StaffCall[Any]) -> BehindShown:
        """The conversations from which a figure was counted."""
        asked: AskedBehind = call.query
        if asked.figure not in FIGURES:
            raise BadInput("there is no such figure")
        facts, _ = await reports.facts(call.reach, asked.span(), asked.by)
        lines = {each.key: each for each in facts.lines(asked.by)} if asked.key else {"": facts.whole()}
        line = lines.get(asked.key)
        places = [] if line is None else line.places(asked.figure)
        async with context.database.read_aside() as connection:
            turns = {each.place: each.turn for each in facts.requests}
            found = [await _behind(connection, place, turns.get(place)) for place in places[:MOST_SHOWN]]
        return BehindShown(total=len(places), conversations=found)

    async def file(call: StaffCall[Any]) -> FileShown:
        """The report as a file; who took one away stands in the audit."""
        asked: AskedFile = call.query
        facts, names = await reports.facts(call.reach, asked.span(), asked.by)
        made = make_file(facts, names, asked.by, asked.span(), asked.form, asked.language)
        content = base64.b64encode(made.content).decode()
        return FileShown(name=made.name, mime=made.mime, content=content)

    return (
        StaffRoute(
            "GET",
            "/staff/reports",
            right=REPORT,
            query=ReportQuery,
            answer=ReportShown,
            handle=report,
            transaction=False,
        ),
        StaffRoute(
            "GET",
            "/staff/reports/conversations",
            right=REPORT,
            query=AskedBehind,
            answer=BehindShown,
            handle=behind,
            transaction=False,
            audit="report.opened",
        ),
        StaffRoute(
            "GET",
            "/staff/reports/file",
            right=REPORT,
            query=AskedFile,
            answer=FileShown,
            handle=file,
            transaction=False,
            audit="report.exported",
        ),
    )


def _shown(facts: ReportFacts, names: dict[str, str], by: ReportGrouping) -> ReportShown:
    lines = [_line(each, names.get(each.key, each.key)) for each in facts.lines(by)]
    return ReportShown(lines=lines, whole=_line(facts.whole(), ""))


def _line(line: ReportLine, name: str) -> LineShown:
    return LineShown(key=line.key, name=name, figures=line.figures())


async def _behind(connection: Any, place: tuple[str, int], turn: int | None) -> Behind:
    identity, number = place
    said = await messages.incoming(connection, identity, number, after=0, limit=1)
    words = " ".join(part.words() for each in said for part in each.segments)
    return Behind(
        conversation=f"{identity}.{number}",
        task=None if turn is None else f"{identity}.{number}.{turn}",
        customer=identity[:6].upper(),
        began_at=said[0].created_at if said else None,
        words=for_view(words)[:FIRST_WORDS],
    )
