"""What former versions of the vocabulary stored is read as it was, and written as it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from hub.compact_json import write_json
from hub.messages import SCHEMA_VERSION, Message
from hub.settings import ROOT
from hub.store import messages
from hub.store.database import Database
from tests.unit.messages.examples import SEGMENT

STORED = Path(__file__).parent / "stored"
"""The column `message.segments` of each former version, a row a line, as that version's code wrote it."""

VERSION_1 = (STORED / "version-1.jsonl").read_text(encoding="utf-8").splitlines()
KEY = "0" * 24


def test_every_former_version_has_its_rows_and_its_schema() -> None:
    former = range(1, SCHEMA_VERSION)
    assert len(former) > 0
    for version in former:
        assert (STORED / f"version-{version}.jsonl").stat().st_size > 0
        schema = json.loads((ROOT / "docs" / "schema" / f"message-{version}.json").read_text("utf-8"))
        assert schema["title"].endswith(f"version {version}")


def test_the_rows_of_version_1_hold_all_that_it_knew() -> None:
    rows = json.loads(f"[{','.join(VERSION_1)}]")
    schema = json.loads((ROOT / "docs" / "schema" / "message-1.json").read_text("utf-8"))
    defined = schema["properties"]["message"]["$defs"]
    known = {
        words["properties"]["type"]["const"]
        for words in defined.values()
        if "type" in words.get("properties", {})
    }
    assert {"text", "choices", "choice", "link", "notice", "paragraph", "items", "table", "image"} == known
    assert set(_tags(rows)) == known
    assert {each["code"] for row in rows for each in row if each["type"] == "notice"} == set(
        defined["NoticeCode"]["enum"]
    )


def _tags(words: Any) -> list[str]:
    if isinstance(words, list):
        return [tag for each in words for tag in _tags(each)]
    if isinstance(words, dict):
        own = [words["type"]] if "type" in words else []
        return own + [tag for each in words.values() for tag in _tags(each)]
    return []


@pytest.mark.parametrize("row", VERSION_1)
def test_a_row_of_version_1_is_read_and_written_as_it_was(row: str) -> None:
    segments = tuple(SEGMENT.validate_python(words) for words in json.loads(row))
    assert segments
    assert write_json(segments) == row


async def test_the_store_reads_the_rows_of_version_1(database: Database) -> None:
    insert = text(
        "INSERT INTO message (identity_key, conversation, seq, direction, author_kind, author_name, "
        "segments, correlation_id, status, created_at) "
        "VALUES (:key, 1, :seq, 'out', 'bot', '', :segments, 'c', 'sent', CURRENT_TIMESTAMP)"
    )
    async with database.write() as connection:
        for seq, row in enumerate(VERSION_1, start=1):
            await connection.execute(insert, {"key": KEY, "seq": seq, "segments": row})
    async with database.read() as connection:
        read: list[Message] = await messages.behind(connection, KEY, place=(0, 0), limit=100)
    assert [write_json(message.segments) for message in read] == VERSION_1
