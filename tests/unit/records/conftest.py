"""A house with two customers, and everything of theirs that lies in files."""

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Image, Media, Text
from hub.settings import Settings
from hub.store import contacts, media
from hub.store.contacts import HandleKey
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.store.schema import identity
from tests.support.clock import HandClock
from tests.support.history import Past, make_past
from tests.unit.hub.conftest import database, migrated_url, postgres_url

__all__ = ["database", "migrated_url", "postgres_url"]

FEW = 20
KEYS = read_data_keys(new_data_keys("k1"))


@dataclass
class Archive:
    """The house's database and files, with what was put into them."""

    database: Database
    settings: Settings
    clock: HandClock

    async def customer(self, name: str, pictures: list[bytes], messages: int = FEW) -> Past:
        """Somebody with messages, pictures, gaps, a login, an upload and lines in the log."""
        past = await make_past(self.database, self.clock, f"visitor-of-{name}", f"{name}的问题")
        said = [past.message(seq, Text(text=f"{name}说{seq:04d}{name}")) for seq in range(3, messages + 1)]
        shown = [
            past.message(messages + 1 + at, Image(media=self._put(each))) for at, each in enumerate(pictures)
        ]
        await past.keep(*said, *shown)
        now = self.clock.now()
        async with self.database.write() as connection:
            for each in pictures:
                row = {"media_id": _id(each), "mime": "image/png", "bytes": len(each), "created_at": now}
                await media.add(connection, **row)
                await media.allow(connection, past.key, _id(each), f"{name}.png", now)
            contact_id = await contact_of(connection, past.key)
            login = HandleKey("bank_customer", "bank", hashlib.sha256(name.encode()).hexdigest())
            value = KEYS.encrypt(name, "contact_handle:bank")
            await contacts.give_handle(connection, login, contact_id, value, now)
        self._write(f"uploads/{past.key}.0f0e.data", name.encode() * 100)
        line = f'{{"event":"inbox.accepted","identity":"{past.key}","reason":"visitor-of-{name}"}}\n'
        self._write("log/hub-1.jsonl", line.encode() * 20)
        await past.close()
        return past

    def _put(self, data: bytes) -> Media:
        name = _id(data)
        self._write(f"media/{name[:2]}/{name[2:4]}/{name}", data, anew=True)
        return Media(id=name, mime="image/png", bytes=len(data), name="bild.png")

    def _write(self, name: str, data: bytes, *, anew: bool = False) -> None:
        path = self.settings.var_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb" if anew else "ab") as file:
            file.write(data)

    def files(self) -> dict[str, bytes]:
        """Every file of the house."""
        folder = self.settings.var_dir
        return {
            str(each.relative_to(folder)): each.read_bytes() for each in folder.glob("**/*") if each.is_file()
        }


async def contact_of(connection: AsyncConnection, key: str) -> str:
    """The contact that an identity belongs to."""
    query = select(identity.c.contact_id).where(identity.c.identity_key == key)
    return str((await connection.execute(query)).scalar_one())


def _id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def picture(seed: int) -> bytes:
    """Bytes that nobody else has."""
    return random.Random(seed).randbytes(3000)


@pytest.fixture
def archive(database: Database, migrated_url: str, tmp_path: Path) -> Archive:
    """A house in a folder; on SQLite its database lies there, too."""
    settings = Settings(_env_file=None, var_dir=tmp_path, database_url=migrated_url)  # type: ignore[call-arg]
    return Archive(database, settings, HandClock())
