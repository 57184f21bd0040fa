"""Scripts as they apply now: those that people keep in the desk, else those of the files."""

from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, NotFound
from video.flows.script import Script, read_script
from video.flows.shelf import all_scripts, script_bytes
from video.store import scripts


@lru_cache(maxsize=256)
def _read(body: str) -> Script:
    return read_script(body.encode())


async def scripts_now(connection: AsyncConnection) -> dict[str, Script]:
    """Every script in its newest version, by name."""
    kept = {row.script: _read(row.body) for row in await scripts.newest(connection)}
    return {**all_scripts(), **kept}


async def script_now(connection: AsyncConnection, name: str) -> Script:
    """A script in its newest version; raises `NotFound`."""
    found = (await scripts_now(connection)).get(name)
    if found is None:
        raise NotFound("there is no such script")
    return found


async def script_in(connection: AsyncConnection, name: str, version: int) -> Script:
    """A script in a version; raises `NotFound`, `BadInput` where that version is there no more."""
    return _read((await script_bytes_in(connection, name, version)).decode())


async def script_bytes_in(connection: AsyncConnection, name: str, version: int) -> bytes:
    """The bytes of a version, as they are sealed; raises as `script_in`."""
    body = await scripts.version_of(connection, name, version)
    if body is not None:
        return body.encode()
    if name not in all_scripts():
        raise BadInput("the script is there no more")
    return script_bytes(name, version)
