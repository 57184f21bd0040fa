"""Markdown: articles one below the other, each a head in YAML between lines of `---` and its answer."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from hub.errors import BadInput
from kb.exchange.columns import KNOWN, NAMES, Cells, Row, RowFault
from kb.exchange.tables import MOST_ROWS

BORDER = "---"
_BORDER = re.compile(r"^---[ \t]*$", re.MULTILINE)
_ESCAPED = re.compile(r"^\\(\\*---[ \t]*)$", re.MULTILINE)
_TO_ESCAPE = re.compile(r"^(\\*---[ \t]*)$", re.MULTILINE)
_LISTS = ("questions", "channels", "links", "audiences", "regions", "segments")


def write(articles: Iterable[Cells]) -> bytes:
    """A file with every article; a field that is empty is left out."""
    return "\n".join(_article(cells) for cells in articles).encode()


def read(data: bytes) -> list[Row]:
    """The articles of a file, numbered from 1; raises `BadInput` for one that is none."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadInput("the file is not UTF-8") from None
    before, *parts = _BORDER.split(text)
    if before.strip() or not parts or len(parts) % 2:
        raise BadInput(f"each article begins with its head between two lines of {BORDER}")
    if len(parts) // 2 > MOST_ROWS:
        raise BadInput(f"a file has at most {MOST_ROWS} articles")
    return [_row(place // 2 + 1, parts[place], parts[place + 1]) for place in range(0, len(parts), 2)]


def _article(cells: Cells) -> str:
    head = {
        column: (cells[column].splitlines() if column in ("questions", "links") else cells[column])
        for column in NAMES
        if column != "answer" and cells[column]
    }
    answer = _TO_ESCAPE.sub(r"\\\1", cells["answer"])
    return f"{BORDER}\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=False)}{BORDER}\n{answer}\n"


def _row(number: int, head: str, answer: str) -> Row:
    faults: list[RowFault] = []
    cells: dict[str, str] = {}
    for name, value in _head(head, faults).items():
        column = KNOWN.get(str(name), "")
        if not column or column == "answer":
            faults.append(RowFault("", "unknown_column", str(name)[:40]))
        else:
            cells[column] = _cell(column, value, faults)
    cells["answer"] = _ESCAPED.sub(r"\1", answer.strip("\n"))
    return Row(number, cells, tuple(faults))


def _head(text: str, faults: list[RowFault]) -> Mapping[Any, Any]:
    """The head; aliases are refused, as a short text could stand for an endless one by them."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise yaml.YAMLError("aliases")
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    faults.append(RowFault("", "bad_head"))
    return {}


def _cell(column: str, value: Any, faults: list[RowFault]) -> str:
    if isinstance(value, list) and column in _LISTS:
        return "\n".join(_cell(column, each, faults) for each in value)
    if value is None:
        return ""
    if isinstance(value, str | int | float | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    faults.append(RowFault(column, "bad_value"))
    return ""
