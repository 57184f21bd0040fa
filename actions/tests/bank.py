"""A small bank for the tests: its articles, its database and index, and calls as rasa 3.6 makes them."""

import asyncio
import hashlib
import hmac
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hub.store.database import Database
from hub.store.metadata import metadata
from kb import index, load
from kb.store import schema, schema_choices  # noqa: F401  (define the tables)

CONVERSATION = "0123456789abcdef01234567.1"
ACTIONS_SECRET = "the secret between the bot and the actions"
TURN_SECRET = "the secret between the hub and the actions"

VALUES = """
- {name: card.replacement, kind: fee, value: "10", unit: 元, valid_from: 2026-01-01}
- {name: card.replacement, kind: fee, value: "3", unit: 元, valid_from: 2026-01-01, segment: private}
- {name: card.replacement, kind: fee, value: "5", unit: 元, valid_from: 2026-01-01, region: "310000"}
- {name: savings.demand, kind: rate, value: "0.05", valid_from: 2026-01-01, valid_to: 2026-06-30}
"""

ARTICLES = """
topic: cards
articles:
  - id: card-loss
    title: 银行卡丢失怎么挂失
    questions: [卡丢了怎么办, 银行卡不见了怎么挂失, 挂失银行卡, 丢卡了要先做什么]
    answer: |
      请**马上**在手机银行挂失。补办新卡收取工本费 {{fee:card.replacement}}。
    effective_from: 2026-01-01
    links: [{title: 挂失办理, url: "https://bank.example/loss"}]
  - id: debit-password
    title: 借记卡密码忘了怎么重置
    questions: [借记卡密码忘记了, 借记卡密码怎么改, 借记卡重置密码, 借记卡密码锁了]
    answer: 请到网点重置借记卡密码。
    effective_from: 2026-01-01
  - id: credit-password
    title: 信用卡密码忘了怎么重置
    questions: [信用卡密码忘记了, 信用卡密码怎么改, 信用卡重置密码, 信用卡密码锁了]
    answer: 请在手机银行重置信用卡密码。
    effective_from: 2026-01-01
  - id: demand-rate
    title: 活期存款利率是多少
    questions: [活期利率多少, 活期存款利息怎么算, 活期存款年利率, 活期一年多少利息]
    answer: 活期存款年利率为 {{rate:savings.demand}}。
    effective_from: 2026-01-01
"""


def make_bank(var_dir: Path) -> None:
    """Writes database and index under the folder."""
    files = var_dir / "bank"
    (files / "articles").mkdir(parents=True)
    (files / "values.yml").write_text(VALUES, "utf-8")
    (files / "articles" / "cards.yml").write_text(ARTICLES, "utf-8")
    asyncio.run(_fill(var_dir, files))


async def _fill(var_dir: Path, files: Path) -> None:
    database = Database(f"sqlite:///{var_dir / 'yuanqiao.db'}")
    try:
        async with database.write() as connection:
            await connection.run_sync(metadata.create_all)
        await load.load(database, files, now=datetime.now(UTC), approved_by="test")
        await index.rebuild(database, var_dir / "index", today=date(2026, 3, 1))
    finally:
        await database.close()


def token(*, turn: int = 7, expires_in: float = 30, secret: str = TURN_SECRET, facts: str = "{}") -> str:
    """A turn token as docs/bot-protocol.md words it, written out here on purpose."""
    expiry = int(time.time() + expires_in)
    digest = hashlib.sha256(facts.encode()).hexdigest()
    words = f"v2\n{expiry}\n{CONVERSATION}\n{turn}\n{digest}".encode()
    return f"v2.{expiry}.{hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()}"


def action_call(
    action: str,
    text: str,
    *,
    entities: dict[str, str] | None = None,
    at: str = "2026-03-01T02:00:00+00:00",
    **metadata: Any,
) -> dict[str, Any]:
    """An action call in the form of rasa 3.6.21, the domain left out."""
    given = {"token": token(), "correlation_id": "c0ffee", "turn": 7, "channel": "webchat", "at": at}
    found = [{"entity": name, "value": value} for name, value in (entities or {}).items()]
    return {
        "version": "3.6.21",
        "next_action": action,
        "sender_id": CONVERSATION,
        "tracker": {
            "sender_id": CONVERSATION,
            "slots": {"session_started_metadata": None},
            "latest_message": {
                "intent": {"name": "ask", "confidence": 0.9},
                "entities": found,
                "text": text,
                "message_id": "m1",
                "metadata": given | metadata,
                "intent_ranking": [{"name": "ask", "confidence": 0.9}],
            },
            "latest_event_time": 1.0,
            "followup_action": None,
            "paused": False,
            "events": [{"event": "action", "name": "action_session_start", "timestamp": 0.5}],
            "latest_input_channel": "yuanqiao",
            "active_loop": {},
            "latest_action": {"action_name": "action_listen"},
            "latest_action_name": "action_listen",
        },
    }
