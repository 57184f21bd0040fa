"""Reads labelled utterances: csv with `text,category`, or JSON lines with `text`, `intent`, and a domain."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.errors import BadInput

LONGEST_TEXT = 4000
MOST_LINES = 200_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """One utterance and what it means."""

    text: str
    intent: str


def read_labelled(path: Path) -> list[Labelled]:
    """All utterances of a file, in order; raises `BadInput`, which names the first line that is not right.

    A domain is put before its intent (`app.LAUNCH`): two domains may have an intent of the same name.
    """
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8 text", file=path.name) from error
    rows = _json_rows(content, path) if path.suffix in {".jsonl", ".json"} else _csv_rows(content, path)
    found = [_labelled(row, place, path) for place, row in rows]
    if not found:
        raise BadInput(f"{path} has no utterances", file=path.name)
    if len(found) > MOST_LINES:
        raise BadInput(f"{path} has more than {MOST_LINES} utterances", file=path.name)
    return found


def _json_rows(content: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{path} line {number} is not JSON", file=path.name, line=number) from error
        yield number, row if isinstance(row, dict) else {}


def _csv_rows(content: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(content.splitlines(keepends=True))
    if not {"text", "category"} <= set(reader.fieldnames or ()):
        raise BadInput(f"{path} has no columns text and category", file=path.name)
    for row in reader:
        yield reader.line_num, {"text": row["text"], "intent": row["category"]}


def _labelled(row: dict[str, Any], number: int, path: Path) -> Labelled:
    text, intent, domain = row.get("text"), row.get("intent"), row.get("domain")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
        raise BadInput(f"{path} line {number} has no text", file=path.name, line=number)
    if not isinstance(intent, str) or not intent.strip():
        if not isinstance(domain, str):
            raise BadInput(f"{path} line {number} has no intent", file=path.name, line=number)
        intent = "none"
    named = f"{domain}.{intent}" if isinstance(domain, str) and domain else intent
    return Labelled(text, named.strip())
