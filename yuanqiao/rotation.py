"""Rotation of data keys: one is added, used, everything is renewed with it, and the one before is retired.

The keys stand in the setting `YUANQIAO_DATA_KEYS`, or, under `yuanqiao run`, in the var folder. They protect
every encrypted column, and what an ingress has on its disk.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from hub.errors import BadInput, Conflict
from hub.ports import Clock
from hub.registry import register_as
from hub.registry.liveness import DEAD_AFTER_S
from hub.registry.this_process import has_ended
from hub.settings import Settings
from hub.staff.audit import TERMINAL, Audit
from hub.store import processes
from hub.store.database import Database
from hub.store.encrypted import KEY_ID, DataKeys, new_data_keys, read_data_keys
from hub.store.renewal import protected
from ingress.records import key_ids
from yuanqiao.backup.places import files_of
from yuanqiao.supervisor import keys

SPOOL = "ingress"


@dataclass(frozen=True, slots=True)
class DataKeyRing:
    """The data keys of this house: opened, and as parts of the setting; the first writes.

    `is_given`: a setting gives them, so that people write it, and not the house.
    """

    opened: DataKeys
    parts: tuple[str, ...] = field(repr=False)
    is_given: bool

    @property
    def ids(self) -> list[str]:
        """The keys' ids, in their order."""
        return [_id_of(part) for part in self.parts]


def key_ring(settings: Settings) -> DataKeyRing:
    """The keys as they stand now; under `yuanqiao run` a first one is made. Raises `SetupError`."""
    setting = keys.data_keys(settings)
    parts = tuple(part.strip() for part in setting.split(",") if part.strip())
    return DataKeyRing(read_data_keys(setting), parts, bool(settings.data_keys.get_secret_value()))


async def count_protected(settings: Settings, database: Database) -> Mapping[str, Mapping[str, int]]:
    """How many values each key protects, by where: columns, and files of an ingress of this machine."""
    counted = {key_id: dict(where) for key_id, where in (await protected(database)).items()}
    for key_id, number in _in_spools(settings).items():
        counted.setdefault(key_id, {})[SPOOL] = number
    return counted


async def keys_of_hubs(database: Database, clock: Clock) -> dict[str, list[str]]:
    """The ids of the keys of each running hub, the one that writes first; none where it does not say."""
    asking = register_as("terminal", "")
    lately = clock.now() - timedelta(seconds=DEAD_AFTER_S)
    async with database.read() as connection:
        rows = await processes.everyone(connection)
    return {
        row.name: row.data_keys.split(",") if row.data_keys else []
        for row in rows
        if row.heartbeat_at >= lately and not has_ended(asking, row.machine, row.pid, row.pid_started)
    }


async def do_add(
    settings: Settings, database: Database, clock: Clock, key_id: str, cipher: str
) -> str | None:
    """Adds a key that all read with and nobody writes with yet. Raises `BadInput`, `Conflict`.

    Its part of the setting, where a setting gives the keys and somebody has to write it there; else None.
    """
    ring = key_ring(settings)
    if not KEY_ID.fullmatch(key_id):
        raise BadInput("the id of a key has 1 to 32 small letters, digits, - and _")
    if key_id in ring.ids:
        raise Conflict(f"there is a key {key_id} already")
    part = new_data_keys(key_id, cipher)
    await _audit(database, clock, "data_key.added", key_id)
    if ring.is_given:
        return part
    keys.keep_data_keys(settings, ",".join((*ring.parts, part)))
    return None


async def do_use(settings: Settings, database: Database, clock: Clock, key_id: str) -> bool:
    """Has a key write from the next start on. False where people have to say so.

    Raises `BadInput`, and `Conflict` while a hub runs that could not read what it writes.
    """
    ring = key_ring(settings)
    part = _part(ring, key_id)
    lacking = [name for name, ids in (await keys_of_hubs(database, clock)).items() if key_id not in ids]
    if lacking:
        raise Conflict(f"{key_id} is not known to {', '.join(lacking)} yet: start what lacks it anew first")
    if ring.is_given:
        return ring.ids[0] == key_id
    await _audit(database, clock, "data_key.used", key_id)
    keys.keep_data_keys(settings, ",".join((part, *(each for each in ring.parts if each != part))))
    return True


async def do_retire(settings: Settings, database: Database, clock: Clock, key_id: str) -> bool:
    """Takes away a key that nothing needs. Raises `BadInput`, `Conflict`. False where people have to."""
    ring = key_ring(settings)
    part = _part(ring, key_id)
    if ring.ids[0] == key_id:
        raise Conflict(f"{key_id} writes: `yuanqiao data-keys use` another one first")
    needed = (await count_protected(settings, database)).get(key_id, {})
    if needed:
        raise Conflict(f"{key_id} still protects {where(needed)}: `yuanqiao data-keys renew` comes first")
    writing = [name for name, ids in (await keys_of_hubs(database, clock)).items() if ids[:1] == [key_id]]
    if writing:
        raise Conflict(f"{', '.join(writing)} still writes with {key_id}: start what does so anew first")
    await _audit(database, clock, "data_key.retired", key_id)
    if ring.is_given:
        return False
    keys.keep_data_keys(settings, ",".join(each for each in ring.parts if each != part))
    return True


async def note_renewed(database: Database, clock: Clock, key_id: str, count: int) -> None:
    """Has the audit know that everything was sealed anew with a key."""
    await _audit(database, clock, "data_key.renewed", key_id, count=count)


def where(counted: Mapping[str, int]) -> str:
    """Places with their numbers, for people."""
    return ", ".join(f"{place} {number}" for place, number in sorted(counted.items()))


async def _audit(database: Database, clock: Clock, action: str, key_id: str, *, count: int = 0) -> None:
    async with database.write() as connection:
        await Audit(clock).append(
            connection, action, actor=TERMINAL, object_kind="data_key", object_id=key_id, count=count
        )


def _in_spools(settings: Settings) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in files_of(settings.ingress_folder):
        if path.suffix in (".spool", ".broken") or path.name == "refused":
            with path.open("rb") as file:
                found.update(key_ids(file))
    return found


def _part(ring: DataKeyRing, key_id: str) -> str:
    for part in ring.parts:
        if _id_of(part) == key_id:
            return part
    raise BadInput(f"there is no key {key_id[:40]!r}: there are {', '.join(ring.ids)}")


def _id_of(part: str) -> str:
    return part.partition(":")[0]
