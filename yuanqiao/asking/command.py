"""The command that asks a running hub as its customers do, and says what they were shown."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

import click

from connectors.webchat.translate import CHANNEL
from hub.clock import SystemClock
from hub.errors import BadInput, Unavailable
from hub.messages import (
    Card,
    Choice,
    Choices,
    File,
    Image,
    Link,
    Location,
    Notice,
    Segment,
    Text,
    Trigger,
    Video,
    Voice,
)
from hub.settings import ROOT, Settings
from hub.store.database import Database
from hub.terminal.progress import progress
from hub.terminal.tables import print_table
from kb.answer import Answerer, open_answerer, open_judge
from kb.formats import Batch, read
from kb.measuring.live import LiveQuestion, LiveReport, evaluated, report
from kb.measuring.queries import Query, read_queries
from kb.measuring.scratch import scratch
from kb.measuring.shown import of_reply
from yuanqiao.asking.set_command import ask_set
from yuanqiao.asking.traces import meaning, read_traces, what_came_between
from yuanqiao.asking.visitor import HeardAnswer, Visitor, ask_all

NOT_HERE = (
    "the hub at {url} does not use the database of these settings: which intents took questions, where "
    "options lead and what the knowledge base alone decides is not known; --knowledge names its articles"
)

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("question", required=False)
@click.option("--queries", type=_FILE, help="Questions with `gold`, a list of article ids.")
@click.option("--out-of-scope", type=_FILE, help="Questions that no article answers.")
@click.option(
    "--set",
    "sets",
    type=_FILE,
    multiple=True,
    help="Messages and conversations with what is wanted of each; may be given again.",
)
@click.option(
    "--bursts",
    type=click.IntRange(0, 100_000),
    default=0,
    help="Of a set, only what is sent several at once: so often, in every order, 0 to 100 ms apart.",
)
@click.option("--all", "everything", is_flag=True, help="Of a set, also the transcripts that are good.")
@click.option("--url", help="The hub as browsers reach it; without it, the one of the settings.")
@click.option(
    "--knowledge",
    type=click.Path(exists=True, path_type=Path),
    help="The hub's articles, as `kb load` takes them, where its database is not that of the settings.",
)
@click.option(
    "--visitors", type=click.IntRange(1, 60), default=4, show_default=True, help="Who ask at a time."
)
@click.option(
    "--patience", type=click.FloatRange(1), default=60.0, show_default=True, help="Seconds to wait."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def ask(
    question: str | None,
    queries: Path | None,
    out_of_scope: Path | None,
    sets: tuple[Path, ...],
    bursts: int,
    everything: bool,
    url: str | None,
    knowledge: Path | None,
    visitors: int,
    patience: float,
    as_json: bool,
) -> None:
    """Ask a running hub through the web chat: one QUESTION, or a file of them, counting what was shown."""
    settings = Settings()
    url = url or settings.own_origins[0]
    if question is not None:
        asyncio.run(_ask_one(url, question, patience))
        return
    if sets:
        ask_set(
            url,
            sets,
            knowledge or ROOT / "kb" / "demo",
            customers=visitors,
            patience_s=patience,
            bursts=bursts,
            as_json=as_json,
            everything=everything,
        )
        return
    if queries is None:
        raise BadInput("what shall be asked? Name a question, or a file of them with --queries or --set")
    asked = _questions(queries, out_of_scope)
    batch = read(knowledge) if knowledge else None
    with progress("asking", len(asked)) as step:
        texts = [query.text for query, _ in asked]
        heard = asyncio.run(ask_all(url, texts, visitors=visitors, patience_s=patience, progress=step))
    with progress("comparing", len(asked)) as step:
        found = asyncio.run(_compare(settings, url, asked, heard, batch, step))
    _print(found, as_json)


def _questions(queries: Path, out_of_scope: Path | None) -> list[tuple[Query, bool]]:
    inside = read_queries(queries)
    if not inside:
        raise BadInput(f"{queries.name}: there is no question in it")
    for query in inside:
        if not query.right:
            raise BadInput(f"{queries.name}: no right article is named for “{query.text}”")
    outside = read_queries(out_of_scope) if out_of_scope else []
    return [*((query, False) for query in inside), *((query, True) for query in outside)]


async def _compare(
    settings: Settings,
    url: str,
    asked: Sequence[tuple[Query, bool]],
    heard: Sequence[HeardAnswer],
    batch: Batch | None,
    step: Callable[[], None],
) -> LiveReport:
    database = Database(settings.database, read_only=True)
    try:
        traces = await read_traces(database, heard)
    finally:
        await database.close()
    shown = [
        LiveQuestion(
            query,
            outside,
            of_reply(each.segments, meaning(trace, batch)),
            each.ms,
            what_came_between(query.text, each, trace),
            each.refused,
            each.late,
        )
        for (query, outside), each, trace in zip(asked, heard, traces, strict=True)
    ]
    if batch is None and not any(traces):
        return report(shown, None, NOT_HERE.format(url=url))
    try:
        async with _knowledge_base(settings, batch) as answerer:
            return report(shown, await evaluated(answerer, shown, channel=CHANNEL, progress=step))
    except Unavailable as error:
        return report(shown, None, f"the knowledge base alone cannot be asked here: {error.detail}")


@asynccontextmanager
async def _knowledge_base(settings: Settings, batch: Batch | None) -> AsyncIterator[Answerer]:
    if batch is not None:
        zone = ZoneInfo(settings.time_zone)
        async with scratch(
            batch, judge=open_judge(settings), clock=SystemClock(), time_zone=zone
        ) as answerer:
            yield answerer
        return
    answerer = open_answerer(settings)
    try:
        yield answerer
    finally:
        await answerer.close()


async def _ask_one(url: str, question: str, patience_s: float) -> None:
    visitor = Visitor(url, patience_s=patience_s)
    heard = await visitor.ask(question)
    await visitor.leave()
    if heard.refusal:
        raise Unavailable(f"the hub at {url} gave no answer: {heard.refusal}")
    for segment in heard.segments:
        for line in (segment.words(), *_beside(segment)):
            click.echo(line)


def _beside(segment: Segment) -> list[str]:
    """What a customer sees of a segment beside its words."""
    match segment:
        case Text():
            source = segment.source
            return [f"来源：《{source.title}》，{source.effective_from.isoformat()} 起生效"] if source else []
        case Choices():
            return [f"  [{option.label}]" for option in segment.options]
        case Card():
            return [f"  [{action.label}]" for action in segment.actions]
        case Link():
            return [f"  {segment.url}"]
        case Choice() | Notice() | Image() | File() | Voice() | Video() | Location() | Trigger():
            return []
        case _:
            assert_never(segment)


def _print(found: LiveReport, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found.flat(), ensure_ascii=False))
        return
    alone = asdict(found.evaluated) if found.evaluated else {}
    counts: list[list[object]] = [
        [name, figure, alone.get(name, "–")] for name, figure in asdict(found.shown).items()
    ]
    counts.append(["late", found.late, "–"])
    counts.append(["refused for a while", found.refused, "–"])
    counts.append(["lost points", "–" if found.lost_points is None else found.lost_points, ""])
    print_table(["what", "shown to customers", "kb evaluate"], counts)
    if found.note:
        click.echo(found.note)
    if found.differences:
        print_table(
            ["question", "expected", "shown", "effect", "reason"],
            [
                [
                    each.question,
                    f"{each.expected}: {', '.join(each.expected_articles)}",
                    f"{each.shown}: {', '.join(each.shown_articles)}",
                    each.effect,
                    each.reason,
                ]
                for each in found.differences
            ],
        )
