"""Runs recorded cases of providers through the connectors: `yuanqiao channels verify` (docs/verify.md)."""

import importlib
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from connectors.kit.opening import Kit
from connectors.kit.verifying import Bench, Case, CaseResult, CaseVerdict, Verify, running_vendor, worst
from hub.clock import SystemClock
from hub.errors import BadInput
from hub.media.addresses import MediaAddresses
from hub.media.folder import MediaFolder
from hub.media.inspector import Inspector
from hub.media.store import StoredMedia
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.store.metadata import metadata
from yuanqiao.channels import read_manifests

UNKNOWN = CaseVerdict(CaseResult.SKIPPED, "unknown kind")
BYTES_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class VerifiedCase:
    """The verdict on one case of a file."""

    file: str
    id: str
    kind: str
    verdict: CaseVerdict


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; raises `BadInput` for what is no such file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read") from error
    except ValueError as error:
        raise BadInput(f"{path} is not JSON in UTF-8") from error
    cases = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(cases, list) or not all(isinstance(each, dict) for each in cases):
        raise BadInput(f"{path} has no list of cases")
    return cases


async def verify_files(paths: Sequence[Path], done: Callable[[], None]) -> list[VerifiedCase]:
    """The verdict on every case of these files, in their order; raises `BadInput` for what is no such file.

    `done`: is told after each case.
    """
    files = [(path, read_cases(path)) for path in paths]
    verifications = open_verifications()
    told = []
    async with open_bench() as bench:
        for path, cases in files:
            for case in cases:
                kind = str(case.get("kind", ""))
                verdict = await _verdict(verifications, bench, kind, case)
                told.append(VerifiedCase(str(path), str(case.get("id", "")), kind, verdict))
                done()
    return told


async def _verdict(verifications: Sequence[Verify], bench: Bench, kind: str, case: Case) -> CaseVerdict:
    said = [await _one(verify, bench, kind, case) for verify in verifications]
    return worst(said) or UNKNOWN


async def _one(verify: Verify, bench: Bench, kind: str, case: Case) -> CaseVerdict | None:
    try:
        return await verify(bench, kind, case)
    except Exception as error:  # noqa: BLE001  (a case on which the code breaks is what is looked for here)
        return CaseVerdict(CaseResult.FAILED, f"it broke: {type(error).__name__}: {error}"[:200])


def open_verifications() -> list[Verify]:
    """What each connector hands up in its manifest's line `verify`."""
    found = []
    for manifest in read_manifests():
        if manifest.verify:
            module, _, name = manifest.verify.partition(":")
            found.append(cast("Verify", getattr(importlib.import_module(module), name)))
    return found


@asynccontextmanager
async def open_bench() -> AsyncIterator[Bench]:
    """A bench with a database and a folder of media that are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yuanqiao-verify-") as place:
        folder, clock = Path(place), SystemClock()
        database = Database(f"sqlite+aiosqlite:///{folder / 'verify.db'}")
        try:
            async with database.write() as connection:
                await connection.run_sync(metadata.create_all)
            media = StoredMedia(
                database,
                clock,
                MediaFolder(folder / "media"),
                MediaAddresses("verify", "http://127.0.0.1", clock),
                Inspector(bytes_limit=BYTES_LIMIT),
            )
            kit = Kit(database, read_data_keys(new_data_keys("verify")), clock, "verify")
            async with running_vendor() as vendor:
                yield Bench(kit, media, vendor)
        finally:
            await database.close()


def to_report(told: Sequence[VerifiedCase]) -> dict[str, Any]:
    """One object: per file and kind the ids of each result, with a reason where there is one; and sums."""
    files: dict[str, Any] = {}
    for each in told:
        results = files.setdefault(each.file, {}).setdefault(
            each.kind, {result.value: [] for result in CaseResult}
        )
        entry = {"id": each.id} | ({"reason": each.verdict.reason} if each.verdict.reason else {})
        results[each.verdict.result.value].append(entry)
    return {"totals": totals(told), "files": files}


def totals(told: Sequence[VerifiedCase]) -> dict[str, int]:
    """How many cases there were, and how many of each result."""
    counted = {result.value: 0 for result in CaseResult}
    for each in told:
        counted[each.verdict.result.value] += 1
    return {"cases": len(told)} | counted
