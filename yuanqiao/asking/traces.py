"""What a hub stored about questions that were asked through it: the turn, its intent, what options mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.webchat.translate import ACCOUNT, CHANNEL
from hub.errors import StoreUnavailable
from hub.ids import identity_key
from hub.messages import Option
from hub.store import messages, turns
from hub.store.database import Database
from kb.formats import Batch
from kb.measuring.shown import Meaning
from yuanqiao.asking.visitor import HeardAnswer

ASK = "ask"
"""The intent that asks the knowledge base; every other one takes a question away from it."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One turn: the intent that was acted on with its probability, and the articles that options lead to."""

    intent: str
    confidence: float
    error_code: str
    leads_to: Mapping[str, str]


async def read_traces(database: Database, heard: Sequence[HeardAnswer]) -> list[Trace | None]:
    """The trace of each question; None for one that this database does not hold."""
    if not _is_there(database):
        return [None] * len(heard)
    try:
        return [await _trace(database, each) for each in heard]
    except StoreUnavailable:  # another database, or none of ours
        return [None] * len(heard)


def meaning(trace: Trace | None, batch: Batch | None) -> Meaning:
    """Where options lead: what the hub stored knows best, else the titles tell."""
    if trace is not None:
        return lambda option: [trace.leads_to[option.id]] if option.id in trace.leads_to else []
    if batch is None:
        return lambda option: None

    def by_title(option: Option) -> list[str]:
        return [draft.article_id for _, draft in batch.articles if draft.title == option.label]

    return by_title


def what_came_between(words: str, heard: HeardAnswer, trace: Trace | None) -> str:
    """Why the knowledge base was not asked in time in the customer's own words; empty where it was."""
    if heard.refusal:
        return heard.refusal
    if trace is None:
        return "not known: the turn is not in the database of these settings"
    if trace.error_code:
        return f"the turn failed: {trace.error_code}"
    if trace.intent != ASK:
        return f"the intent {trace.intent} ({trace.confidence:.2f}) took the question"
    if heard.stored != words:
        return "the hub stored other words: a secret was taken out"
    return "the answer came late" if heard.late else ""


async def _trace(database: Database, heard: HeardAnswer) -> Trace | None:
    key = identity_key(CHANNEL, ACCOUNT, heard.visitor)
    async with database.read() as connection:
        row = await turns.of_message(connection, key, heard.conversation, heard.seq)
        if row is None:
            return None
        picks = await messages.picks_of(connection, key, heard.conversation, heard.answer_seq)
    intent: dict[str, Any] = (row.intents or [{}])[0]
    return Trace(
        intent=str(intent.get("name", "")),
        confidence=float(intent.get("confidence", 0)),
        error_code=(row.error_code or "") if row.state == "failed" else "",
        leads_to={
            option: str(pick["entities"]["article_id"])
            for option, pick in picks.items()
            if "article_id" in pick.get("entities", {})
        },
    )


def _is_there(database: Database) -> bool:
    """Whether looking would not make an empty SQLite file where there is none."""
    return not database.is_sqlite or Path(database.url.database or "").is_file()
