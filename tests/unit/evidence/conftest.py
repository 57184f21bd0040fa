"""A database of each kind, and a packed conversation."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hub.store.database import Database
from tests.support.clock import HandClock
from tests.support.history import Past, make_past, publish_article
from tests.unit.hub.conftest import database, migrated_url, postgres_url
from tests.unit.video.sealed import media, recorded
from video.recording.seal import do_seal
from yuanqiao.evidence.packing import pack
from yuanqiao.evidence.reading import ConversationKey

__all__ = ["database", "migrated_url", "postgres_url"]

ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Case:
    """A packed conversation, whose it is, and the keys."""

    past: Past
    data: bytes
    private: Ed25519PrivateKey

    @property
    def public(self) -> Ed25519PublicKey:
        """What checks it."""
        return self.private.public_key()


@pytest.fixture
async def case(database: Database, tmp_path: Path) -> Case:
    """A conversation with an answer, a person, and one sealed recording."""
    clock = HandClock()
    await publish_article(database, clock)
    past = await make_past(database, clock, "visitor-1", "转账到别的银行收多少钱？")
    await make_past(database, clock, "visitor-2", "别人的话")
    key = Ed25519PrivateKey.generate()
    seal_one(tmp_path / "recordings" / "one", f"{past.key}.1.1", key)
    seal_one(tmp_path / "recordings" / "other", f"{past.key}.2.1", key)
    data = await pack(
        database, clock, ConversationKey(past.key, 1), key, zone=ZONE, recordings=tmp_path / "recordings"
    )
    return Case(past, data, key)


def seal_one(folder: Path, call: str, key: Ed25519PrivateKey) -> None:
    """Writes a sealed recording of a call."""
    folder.mkdir(parents=True)
    files = media()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    do_seal(folder, replace(recorded(files), call=call), key)
