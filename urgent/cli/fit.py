"""The command that fits the model, and tells what rules and model find of the examples kept apart."""

from collections.abc import Sequence
from pathlib import Path

import click

from urgent.examples import NONE, AlarmExample, article_examples, own_examples
from urgent.model import MODEL, model
from urgent.recognise import KINDS, kinds_in

LEAST = 0.5
"""So sure the model has to be: of the examples kept apart, none of the everyday ones is more."""


@click.command("urgent-fit")
@click.argument("articles", type=click.Path(exists=True, file_okay=False, path_type=Path))
def fit_model(articles: Path) -> None:
    """Fit the urgent layer's model anew; the questions of the ARTICLES folder are examples beside its own."""
    from urgent.fitting import as_text, fit  # noqa: PLC0415  (scikit-learn is only there for measuring)

    own = own_examples()
    known = [each for each in own if not each.held_out]
    MODEL.write_text(as_text(fit([*known, *article_examples(articles)], least=LEAST)), "utf-8")
    model.cache_clear()
    kinds_in.cache_clear()
    for line in measured([each for each in own if each.held_out]):
        click.echo(line)


def measured(examples: Sequence[AlarmExample]) -> list[str]:
    """By kind how many were found, and how many of what is no alarm were taken for one."""
    lines = []
    for kind in (*KINDS, NONE):
        of_kind = [each for each in examples if each.kind == kind]
        found = [each for each in of_kind if kinds_in(each.words)]
        right = [each for each in found if kinds_in(each.words)[0] == kind]
        lines.append(
            f"{kind}: {len(of_kind)} examples, {len(found)} taken for alarms, {len(right)} for this kind"
        )
    return lines
