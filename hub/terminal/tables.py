"""Tables on a terminal: what customers and other programs said stands there as they said it."""

from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

LIST_LIMIT = 200
"""Most rows of what waits for somebody."""

WIDE = 200
"""Columns where nobody looks: in a file or a pipe no cell needs to be broken."""


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """Prints rows of cells; markup in them is shown, and nothing in them steers the terminal."""
    table = Table(*columns, title=as_said(title) if title else None)
    for row in rows:
        table.add_row(*(as_said(str(cell)) for cell in row))
    Console(width=None if Console().is_terminal else WIDE).print(table)


def as_said(words: str) -> Text:
    """Words without markup, and with nothing that steers a terminal."""
    return Text("".join(char if char.isprintable() or char == "\n" else " " for char in words))


def print_list(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints what waits for somebody, or says that nothing does."""
    if rows:
        print_table(columns, rows)
    else:
        click.echo("nothing waits")
