"""Questions to measure with: JSON Lines of `query` and `gold`."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.errors import BadInput
from kb.formats import Batch


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the ids of the articles that answer it; none for a question from elsewhere."""

    text: str
    right: frozenset[str]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    query: str = Field(min_length=1)
    gold: list[str] = []


def read_queries(path: Path) -> list[Query]:
    """Reads a file of one JSON object a line; raises `BadInput` with the number of a line that is none."""
    found = []
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name}: no text in UTF-8 that can be read") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = _Line.model_validate_json(line)
        except ValidationError as error:
            raise BadInput(f"{path.name}: line {number}: neither a query nor its gold") from error
        found.append(Query(item.query, frozenset(item.gold)))
    return found


def hidden_sample(batch: Batch, fraction: float, seed: int) -> frozenset[str]:
    """A fraction of the article ids, drawn at random; the same for the same seed."""
    ids = sorted({draft.article_id for _, draft in batch.articles})
    return frozenset(random.Random(seed).sample(ids, round(fraction * len(ids))))  # noqa: S311  (no secret)


def split(queries: Iterable[Query], hidden: frozenset[str]) -> tuple[list[Query], list[Query]]:
    """Those that keep a right article, and those that lose every one because it is hidden."""
    keep: list[Query] = []
    lose: list[Query] = []
    for query in queries:
        (lose if query.right and query.right <= hidden else keep).append(query)
    return keep, lose


def require_articles(queries: Sequence[Query], batch: Batch) -> None:
    """Raises `BadInput` where a question has no right article, or one that does not exist."""
    ids = {draft.article_id for _, draft in batch.articles}
    for query in queries:
        if not query.right & ids:
            raise BadInput(f"no article of the knowledge base is right for “{query.text}”")
