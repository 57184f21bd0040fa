"""Commands that measure the knowledge base, and fit its decision to what was measured."""

import asyncio
import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from hub.clock import SystemClock
from hub.errors import SetupError
from hub.settings import Settings
from hub.terminal.progress import progress
from hub.terminal.tables import print_table
from kb.answer import open_judge, open_risks
from kb.calibration import Risks
from kb.formats import Batch, read
from kb.measuring.evaluate import measure
from kb.measuring.examples import ExampleQuestion, Examples, texts_of
from kb.measuring.queries import hidden_sample, read_queries, require_articles, split
from kb.measuring.scratch import scratch
from kb.search.meaning import Meaning
from kb.search.port import ELASTICSEARCH, EMBEDDED

_FILE = click.Path(exists=True, path_type=Path)
_knowledge = click.option("--knowledge", type=_FILE, required=True, help="Articles, as `kb load` takes them.")
_outside = click.option("--out-of-scope", type=_FILE, help="Questions that no article answers.")


@click.command()
@_knowledge
@click.option(
    "--queries",
    type=_FILE,
    multiple=True,
    help="Questions with `gold`, a list of article ids; may be repeated.",
)
@_outside
@click.option(
    "--similar-questions",
    is_flag=True,
    help="Learn from each similar question, too, asked while it is taken away; always so without --queries.",
)
@click.option("--meaning", "by_meaning", is_flag=True, help="Compare by meaning, too, on scales learnt here.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the calibration goes.")
@click.option("--plot", type=click.Path(path_type=Path), help="Where a picture of it goes (png or svg).")
def calibrate(
    knowledge: Path,
    queries: tuple[Path, ...],
    out_of_scope: Path | None,
    similar_questions: bool,
    by_meaning: bool,
    out: Path,
    plot: Path | None,
) -> None:
    """Fit the decision to a knowledge base: how likely is the first article right?"""
    fit = _by_name("kb.measuring.fit")
    batch = read(knowledge)
    asked = [query for path in queries for query in read_queries(path)]
    require_articles(asked, batch)
    outside = read_queries(out_of_scope) if out_of_scope else []
    examples = Examples(batch, asked, outside, similar=similar_questions or not asked)
    settings = Settings()
    meaning = _learn(batch, settings) if by_meaning else None
    fitted = fit.Fitted(_collect(examples, ZoneInfo(settings.time_zone), meaning), meaning)
    risks = open_risks(settings, fitted.calibration)
    replace(fitted.calibration, risks=risks).save(out)
    if plot:
        _by_name("kb.measuring.plot").draw(fitted, risks, plot)
    _print_fitted(fitted, risks)


@click.command()
@_knowledge
@click.option("--queries", type=_FILE, required=True, help="Questions with `gold`, a list of article ids.")
@_outside
@click.option("--hide-fraction", type=click.FloatRange(0, 0.9), default=0.0, help="Articles to hide.")
@click.option("--seed", type=int, default=0, help="Which articles are hidden.")
@click.option("--calibration", "calibration_file", type=_FILE, help="One that `kb calibrate` wrote.")
@click.option(
    "--backend",
    type=click.Choice([EMBEDDED, ELASTICSEARCH]),
    default=EMBEDDED,
    show_default=True,
    help="What searches; Elasticsearch is compared with the other.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def evaluate(
    knowledge: Path,
    queries: Path,
    out_of_scope: Path | None,
    hide_fraction: float,
    seed: int,
    calibration_file: Path | None,
    backend: str,
    as_json: bool,
) -> None:
    """Ask every question of a knowledge base of its own, and count what came."""
    batch = read(knowledge)
    hidden = hidden_sample(batch, hide_fraction, seed)
    asked = read_queries(queries)
    require_articles(asked, batch)
    inside, lost = split(asked, hidden)
    outside = read_queries(out_of_scope) if out_of_scope else []
    settings = Settings()
    if calibration_file:
        settings = settings.model_copy(update={"kb_calibration": str(calibration_file)})
    judge = open_judge(settings)
    zone = ZoneInfo(settings.time_zone)

    open_bank = partial(scratch, batch, without=hidden, judge=judge, clock=SystemClock(), time_zone=zone)

    async def go(step: Callable[[], None]) -> dict[str, Any]:
        if backend == ELASTICSEARCH:
            on_elasticsearch = _by_name("kb.measuring.on_elasticsearch")
            figures: dict[str, Any] = await on_elasticsearch.measure_both(
                open_bank, settings, inside, hidden=lost, outside=outside, progress=step
            )
            return figures
        async with open_bank() as bank:
            return asdict(await measure(bank, inside, hidden=lost, outside=outside, progress=step))

    with progress(f"asking ({backend})", len(inside) + len(lost) + len(outside)) as step:
        found = asyncio.run(go(step))
    _print_measured(found, as_json)


def _collect(
    examples: Examples, time_zone: ZoneInfo, meaning: Meaning | None = None
) -> list[ExampleQuestion]:
    with progress("asking", len(examples)) as step:
        return asyncio.run(examples.collect(SystemClock(), time_zone, step, meaning=meaning))


def _learn(batch: Batch, settings: Settings) -> Meaning:
    encoder = _by_name("kb.search.encoders").open_encoder(settings)
    found: Meaning = _by_name("kb.search.sentences").learn(texts_of(batch), encoder)
    return found


def _by_name(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise SetupError(
            f"{error.name} is not installed: uv sync --extra server --extra measure --extra meaning"
        ) from error


def _print_fitted(fitted: Any, risks: Risks) -> None:
    chosen = fitted.calibration.thresholds(risks)
    reached = [point for point in fitted.calibration.points if point.threshold == chosen.answer]
    click.echo(f"examples: {len(fitted.examples)}, AUROC on unseen ones {fitted.auroc:.3f}")
    if not reached:
        click.echo("at these risks nothing is answered directly")
    for point in reached:
        click.echo(
            f"answers from {point.threshold:.2f} on: {point.answered:.1%} answered directly, of these"
            f" {point.wrong:.1%} wrong; article hidden, yet answered {point.hidden:.1%};"
            f" from elsewhere {point.outside:.1%}"
        )


def _print_measured(found: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found))
        return
    print_table(["what", "figure"], found.items())
