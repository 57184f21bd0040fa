"""A customer with a past: words, answers, tasks and gaps, written as the house writes them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from handoff.store import notes, reservations, tasks
from hub.ids import identity_key
from hub.messages import Author, AuthorKind, Direction, Message, Segment, Source, Status, Text
from hub.ports import Address, Clock
from hub.staff.audit import Audit
from hub.store import conversations, identities, messages
from hub.store.database import Database
from hub.store.schema import turn
from kb import gaps
from kb.articles import publish
from kb.model import ArticleDraft, Value, ValueKind
from kb.store.articles import next_change
from kb.store.values import save_value

TITLE = "跨行转账手续费"
ARTICLE = "transfer-fee"


@dataclass
class Past:
    """One customer of the web chat and what is written down of them."""

    database: Database
    clock: Clock
    external_id: str

    @property
    def key(self) -> str:
        """The identity's key."""
        return identity_key("webchat", "default", self.external_id)

    async def begin(self, number: int = 1) -> None:
        """Opens a conversation."""
        now = self.clock.now()
        async with self.database.write() as connection:
            address = Address("webchat", "default", self.external_id)
            await identities.ensure(connection, self.key, address, now)
            await identities.set_last_conversation(connection, self.key, number)
            await conversations.open_new(connection, self.key, number, now)

    def message(self, seq: int, *segments: Segment, answer: bool = False, number: int = 1) -> Message:
        """The customer's words, or an answer."""
        return Message(
            identity=self.key,
            conversation=number,
            seq=seq,
            direction=Direction.OUT if answer else Direction.IN,
            author=Author(kind=AuthorKind.BOT if answer else AuthorKind.CUSTOMER),
            segments=segments,
            correlation_id=f"{self.key[:12]}-{number}-{seq}",
            created_at=self.clock.now() + timedelta(seconds=seq),
            status=Status.SENT if answer else Status.ACCEPTED,
            provider_id=f"{self.external_id}-{number}-{seq}",
        )

    async def keep(self, *made: Message) -> None:
        """Stores messages of one conversation, in their order."""
        async with self.database.write() as connection:
            for each in made:
                await messages.add(connection, each)
            last = made[-1]
            await conversations.change(connection, self.key, last.conversation, last_seq=last.seq)

    async def close(self, number: int = 1) -> None:
        """Closes a conversation now."""
        async with self.database.write() as connection:
            now = self.clock.now()
            await conversations.change(connection, self.key, number, closed_at=now, closed_by="idle")

    async def served(self, words: str, number: int = 1) -> None:
        """A turn, a gap, a task with its agent and a note, an entry of the audit; `words` stand in all."""
        now = self.clock.now()
        of = {"identity_key": self.key, "conversation": number, "turn": 1}
        async with self.database.write() as connection:
            await connection.execute(insert(turn).values(**of, **_turn(words), opened_at=now))
            await gaps.record(
                connection,
                identity=self.key,
                conversation=number,
                turn=1,
                question=words,
                best_article_id=None,
                best_score=None,
                now=now,
            )
            asked = {"kind": "person", "medium": "chat", "reason": words, "state": "assigned"}
            await tasks.add_if_absent(connection, **of, **asked, created_at=now)
            await reservations.add(
                connection,
                reservation_id=f"{self.key}{number}",
                account_id="agent-7",
                state="accepted",
                why={"idle_s": 12},
                created_at=now,
                **of,
            )
            await notes.add(connection, self.key, number, **_note(self.key, number, words), created_at=now)
            await Audit(self.clock).append(
                connection,
                "task.taken",
                actor="agent-7",
                object_kind="task",
                object_id=f"{self.key}.{number}.1",
            )


def _turn(words: str) -> dict[str, Any]:
    return {
        "state": "answered",
        "first_seq": 1,
        "last_seq": 1,
        "asks": 1,
        "failures": 0,
        "correlation_id": "seeded",
        "intents": [{"name": "ask"}],
        "events": [{"text": words}],
        "bot_state": {"slots": {"last": words}},
    }


def _note(key: str, number: int, words: str) -> dict[str, Any]:
    wish = f"{key}{number}"[:36]
    return {
        "seq": 1,
        "wish_id": wish,
        "account_id": "agent-7",
        "author_name": "王",
        "text": words,
    }


async def publish_article(database: Database, clock: Clock) -> Source:
    """An approved article with a figure in its answer."""
    draft = ArticleDraft(ARTICLE, "转账", TITLE, (TITLE,), "手续费为 {{fee:transfer}}。", date(2026, 1, 1))
    now = clock.now()
    async with database.write() as connection:
        change = await next_change(connection, now)
        await publish(connection, draft, latest=None, approved_by="editor-2", now=now, change=change)
        await save_value(connection, Value("transfer", ValueKind.FEE, "5", "元", date(2026, 1, 1), None))
    return Source(article_id=ARTICLE, version=1, title=TITLE, effective_from=date(2026, 1, 1))


async def make_past(database: Database, clock: Clock, external_id: str, words: str) -> Past:
    """A conversation with one question, its answer with a source, and a person who serves."""
    past = Past(database, clock, external_id)
    await past.begin()
    source = Source(article_id=ARTICLE, version=1, title=TITLE, effective_from=date(2026, 1, 1))
    answer = past.message(2, Text(text="手续费为 5 元。", source=source), answer=True)
    await past.keep(past.message(1, Text(text=words)), answer)
    await past.served(words)
    return past
