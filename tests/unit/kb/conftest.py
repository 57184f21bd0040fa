"""A knowledge base of its own for each test: tables, files to load, an index and an answerer."""

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from hub.store.database import Database
from hub.store.metadata import metadata
from kb import index, load
from kb.answer import Answerer
from kb.load import LoadReport
from kb.search.embedded import EmbeddedSearch
from kb.store import schema, schema_studio, schema_synonyms
from tests.unit.kb.clock import StillClock

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
"""Noon on 1 March 2026 in Shanghai."""

TABLES = [
    schema.article,
    schema.article_version,
    schema.value,
    schema.gap,
    schema.media,
    schema.index_change,
    schema.answered,
    schema_studio.value_draft,
    schema_studio.category_name,
    schema_studio.category,
    schema_studio.strict_category,
    schema_synonyms.synonyms_version,
    schema_synonyms.synonyms_draft,
]

REPLACEMENT = {"name": "card.replacement", "kind": "fee", "value": "10", "valid_from": date(2026, 1, 1)}


def article(article_id: str = "card-loss", **fields: Any) -> dict[str, Any]:
    """An article of the YAML form, complete but for what is given."""
    usual = {
        "title": "银行卡丢失怎么挂失",
        "questions": ["卡丢了怎么办", "银行卡不见了怎么挂失", "挂失银行卡", "丢卡了要先做什么"],
        "answer": "请马上挂失。补卡收取 {{fee:card.replacement}}。",
        "effective_from": date(2026, 1, 1),
    }
    return {"id": article_id} | usual | fields


@dataclass
class Bank:
    """A knowledge base under test."""

    database: Database
    folder: Path
    clock: StillClock
    answerer: Answerer

    @property
    def index_dir(self) -> Path:
        """Where the index lies."""
        return self.folder / "index"

    async def load(
        self, articles: Iterable[dict[str, Any]] = (), values: Iterable[dict[str, Any]] = (REPLACEMENT,)
    ) -> LoadReport:
        """Writes the files and loads them."""
        files = self.folder / "files"
        (files / "articles").mkdir(parents=True, exist_ok=True)
        dump = lambda content: yaml.safe_dump(content, allow_unicode=True)  # noqa: E731
        (files / "values.yml").write_text(dump(list(values)), "utf-8")
        listed = list(articles)
        if listed:
            content = dump({"topic": "cards", "articles": listed})
            (files / "articles" / "cards.yml").write_text(content, "utf-8")
        return await load.load(self.database, files, now=self.clock.now(), approved_by="test")

    async def load_lines(self, lines: Iterable[dict[str, Any]], *, check_numbers: bool = True) -> LoadReport:
        """Writes a JSON Lines file and loads it."""
        path = self.folder / "kb.jsonl"
        path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
        return await load.load(
            self.database, path, now=self.clock.now(), approved_by="test", check_numbers=check_numbers
        )

    async def rebuild(self) -> None:
        """Builds the index as of the clock's day."""
        await index.rebuild(self.database, self.index_dir, today=self.clock.now().date())


@pytest.fixture
async def bank(database_url: str, tmp_path: Path) -> AsyncIterator[Bank]:
    """An empty knowledge base, once on each database."""
    database = Database(database_url)
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all, tables=TABLES)
    clock = StillClock(NOON)
    answerer = Answerer(
        database, EmbeddedSearch(tmp_path / "index"), clock, time_zone=ZoneInfo("Asia/Shanghai")
    )
    yield Bank(database, tmp_path, clock, answerer)
    await answerer.close()
