"""The figures of all parts as one table: a row for each figure, a column for each part."""

from collections.abc import Mapping

from rich.table import Table

from tests.bench.result import ABOUT


def table_of(results: Mapping[str, Mapping[str, str | float]]) -> Table:
    """Figures that several parts share stand beside each other, in the order in which they were first met."""
    table = Table(title="What was measured")
    table.add_column("figure")
    for part in results:
        table.add_column(part, justify="right")
    for name in dict.fromkeys(name for result in results.values() for name in result if name not in ABOUT):
        table.add_row(name, *(_cell(result.get(name)) for result in results.values()))
    return table


def _cell(value: str | float | None) -> str:
    return "" if value is None else f"{value:,}"
