"""Commands on understanding: measure the bot's pipeline on labelled utterances."""

import json
from pathlib import Path

import click

from hub.errors import BadInput
from hub.logs import configure_logging
from hub.terminal.progress import progress
from hub.terminal.tables import print_table
from yuanqiao.nlu_evaluation import FEWEST_FOLDS, cross_validated, held_out
from yuanqiao.nlu_figures import HeardUtterance, confusions, figures
from yuanqiao.nlu_lines import read_labelled

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_FOLDS = 20
MOST_CONFUSIONS = 20


@click.group()
def nlu() -> None:
    """Understanding: how well the bot tells intents apart."""


@nlu.command("evaluate")
@click.option("--train", required=True, type=FILE, help="Labelled utterances to learn from.")
@click.option("--test", type=FILE, help="Labelled utterances to be understood.")
@click.option(
    "--folds", type=click.IntRange(FEWEST_FOLDS, MOST_FOLDS), help="Instead: cross-validate on --train."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
@click.option(
    "--plot",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for pictures: confusions.png, thresholds.png.",
)
def evaluate_command(
    train: Path, test: Path | None, folds: int | None, as_json: bool, plot: Path | None
) -> None:
    """Train config.yml's pipeline on labelled utterances and tell how well it understands others.

    A file is csv with the columns text and category, or JSON lines with text, intent and perhaps domain.
    """
    configure_logging("nlu", "error")
    if (test is None) == (folds is None):
        raise BadInput("say either --test FILE or --folds N")
    heard = _heard(train, test, folds)
    if plot:
        from yuanqiao.nlu_plots import draw  # noqa: PLC0415 (matplotlib, only where pictures are wanted)

        draw(heard, plot)
    if as_json:
        click.echo(json.dumps(figures(heard), ensure_ascii=False))
    else:
        _print(heard)


def _heard(train: Path, test: Path | None, folds: int | None) -> list[HeardUtterance]:
    lines = read_labelled(train)
    if test:
        return held_out(lines, read_labelled(test))
    assert folds is not None  # noqa: S101 (checked above; for the type checker)
    with progress("folds", folds) as done:
        return cross_validated(lines, folds, done)


def _print(heard: list[HeardUtterance]) -> None:
    found = figures(heard)
    rows = [[name, f"{f1:.3f}", found["thresholds"][name]] for name, f1 in found["f1"].items()]
    print_table(["intent", "F1", "threshold for 95 % precision"], rows)
    wrong = [list(map(str, each)) for each in confusions(heard)[:MOST_CONFUSIONS]]
    if wrong:
        print_table(["wanted", "understood", "times"], wrong, title="taken for another")
    click.echo(
        f"{found['n']} utterances, accuracy {found['accuracy']:.4f}, macro F1 {found['macro_f1']:.4f}, "
        f"{found['ms_per_parse']:.2f} ms a parse (median)"
    )
