"""The texts of an answer on which rules about words must hold, whatever its form does between them."""

import re
from collections.abc import Iterator, Sequence

from hub.messages.blocks import Table
from kb.numbers import PLACEHOLDER
from kb.rich.parts import Part, line_words, lines, words

_UNIT = re.compile(r"[（(]([^）)]*)[）)]")


def told(parts: Sequence[Part]) -> list[str]:
    """Each line as it reads, each cell behind the name of its column, each run of words by itself."""
    cells = [cell for part in parts if isinstance(part, Table) for cell in _cells(part)]
    return [*lines(parts), *cells, *words(parts)]


def _cells(table: Table) -> Iterator[str]:
    """“手续费（元）” over “10” reads “手续费：10元”."""
    for row in table.rows:
        for head, cell in zip(map(line_words, table.head), map(line_words, row), strict=True):
            unit = "" if PLACEHOLDER.search(cell) else "".join(_UNIT.findall(head))
            yield f"{_UNIT.sub('', head)}：{cell}{unit}"
