"""`python -m tests.support.media_origin FOLDER PORT`: the media's own origin, with hostile files it takes.

Writes their kinds and addresses to FOLDER/addresses.json and serves until it is told to stop.
"""

import asyncio
import json
import sys
from pathlib import Path

from pydantic import SecretStr

from connectors.webchat.uploads import KINDS
from hub.clock import SystemClock
from hub.media.store import StoredMedia, open_media
from hub.serving import serve
from hub.settings import Settings
from hub.store.database import Database
from hub.store.migrate import migrate
from hub.web.edge.door import Door
from hub.web.media import make_media_server
from tests.hostile_files import Hostile, every

KEY = "0" * 24


async def _keep_every(store: StoredMedia, database: Database, folder: Path) -> dict[str, tuple[str, str]]:
    """The hostile files that are made harmless: kind and address, by what they are.

    Many are the same file once they are: each is there once.
    """
    await migrate(database)

    async def keep(number: int, hostile: Hostile) -> tuple[str, str]:
        source = folder / f"source-{number}"
        source.write_bytes(hostile.make())
        media = await store.keep(source, identity=KEY, name=hostile.name, kinds=frozenset(KINDS))
        return media.mime, store.address(media, KEY)

    taken = [hostile for hostile in every() if hostile.refused is None]
    kept = await asyncio.gather(*(keep(number, hostile) for number, hostile in enumerate(taken)))
    await database.close()
    once = {found: hostile.what for hostile, found in zip(taken, kept, strict=True)}
    return {what: found for found, what in once.items()}


def main(folder: Path, port: int) -> None:
    """Keeps and serves."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        var_dir=folder,
        media_port=port,
        media_secret=SecretStr("media-secret-of-the-tests-long-enough"),
    )
    database = Database(settings.database)
    store = open_media(settings, database, SystemClock())
    kept = asyncio.run(_keep_every(store, database, folder))
    fresh = folder / "addresses.new"
    fresh.write_text(json.dumps(kept), encoding="utf-8")
    fresh.rename(folder / "addresses.json")
    served = open_media(settings, Database(settings.database), SystemClock())
    serve(make_media_server(served, Door(most=1000, per_address=1000)), settings.host, port, grace_s=1.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
