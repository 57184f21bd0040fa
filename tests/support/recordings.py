"""A sealed recording in the database, of a call that never was."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ids import identity_key
from hub.store.staff import accounts
from tests.support.staff import Served
from video.flows import keeping
from video.store import calls, cases, recordings
from video.store.calls import CallKey
from video.web.scripts import EXAMPLE

PROOF = {"provider": "某行核身", "reference": "R-1", "score": 97, "face_score": 91, "document_by": "ocr"}
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("consent", {"answer": "同意"}),
    ("identity", PROOF),
    ("own_will", {"answer": "是"}),
    ("fees", {}),
    ("understood", {"answer": "已了解"}),
)


async def add_recording(
    connection: AsyncConnection,
    key: CallKey,
    account_id: str,
    agent_name: str,
    now: datetime,
    *,
    script: str = "card_interview",
    lacks: tuple[str, ...] = (),
) -> str:
    """Adds the call, its flow with the steps that were taken, and the recording; gives its name."""
    name = hashlib.sha256(key.id.encode()).hexdigest()[:32]
    began, ended = now - timedelta(minutes=2), now - timedelta(minutes=1)
    await calls.add(
        connection,
        key,
        state="ended",
        started_by="agent",
        customer_here=False,
        agent_here=False,
        round=2,
        version=1,
        account_id=account_id,
        agent_name=agent_name,
        created_at=began,
        joined_at=began,
        ended_at=ended,
        ended_why="agent",
        recorded="on",
        recording=name,
    )
    await cases.add(
        connection,
        key,
        script=script,
        script_version=1,
        account_id=account_id,
        state="done",
        opened_at=began,
        done_at=ended,
    )
    for place, (step, detail) in enumerate(STEPS, 1):
        at_ms = 1500 + 5000 * place
        await cases.add_step(
            connection, key, place=place, step=step, result="done", at_ms=at_ms, detail=detail
        )
    await recordings.add(
        connection,
        key,
        recording=name,
        state="sealed",
        agreed_at=began,
        began_at=began,
        ended_at=ended,
        sealed_at=now,
        happened=[{"at_ms": 20_000, "kind": "lost", "detail": {"side": "customer"}}],
        lacks=list(lacks),
    )
    return name


async def make_recording(served: Served, branch: str) -> str:
    """A sealed recording that somebody of a branch made."""
    async with served.staff.database.write() as connection:
        who = await accounts.by_login(connection, f"object.{branch}")
        assert who is not None
        key = CallKey(identity_key("webchat", "default", f"recorded-{branch}"), 1, 1)
        now = served.staff.clock.now()
        # The matrix looks for this mark of the foreign branch in every answer.
        name = "西区坐席" if branch == "west" else "坐席"
        return await add_recording(connection, key, who.account_id, name, now)


async def make_script(served: Served, branch: str) -> str:
    """A draft of a script; scripts are the house's, as roles are."""
    by = keeping.By(f"author-{branch}", served.staff.clock.now())
    async with served.staff.database.write() as connection:
        await keeping.do_write(connection, f"flow_{branch}", 0, EXAMPLE, by)
    return f"flow_{branch}"
