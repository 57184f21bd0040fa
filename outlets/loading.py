"""Brings outlets in from a file: `docs/outlets.md` shows its form."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import SetupError
from hub.staff.four_eyes import By
from outlets.content import OutletContent
from outlets.outlets import do_approve, do_create, do_write
from outlets.store import outlets as store

FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many outlets of a file were new, changed, and as they are already."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def read_file(path: Path) -> dict[str, OutletContent]:
    """The outlets of a file by id; raises `SetupError`, which names every outlet that is not of the form."""
    try:
        described = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SetupError(f"{path.name}: cannot be read: {error}") from None
    if not isinstance(described, dict) or not all(isinstance(each, dict) for each in described.values()):
        raise SetupError(f"{path.name}: it has to name outlets, each with its fields below it")
    found: dict[str, OutletContent] = {}
    faults: list[str] = []
    for name, fields in described.items():
        try:
            found[str(name)] = OutletContent.model_validate(_expanded(fields))
        except ValidationError as error:
            first = error.errors()[0]
            faults.append(f"{name}: {'.'.join(map(str, first['loc'])) or 'form'}: {first['msg']}")
    if faults:
        raise SetupError(f"{path.name}: nothing was loaded:\n" + "\n".join(faults[:FAULTS_SHOWN]))
    return found


async def do_load(
    connection: AsyncConnection,
    described: dict[str, OutletContent],
    *,
    written_by: str,
    approved_by: str,
    now: datetime,
) -> Loaded:
    """Writes what is new or another; with `approved_by` it is approved, and what is there stays as it is."""
    new = changed = unchanged = 0
    for outlet_id, content in described.items():
        versions = await store.versions(connection, outlet_id)
        if versions and (approved_by or OutletContent.model_validate(versions[0].content) == content):
            unchanged += 1
            continue
        by = By(written_by, now)
        if versions:
            await do_write(connection, outlet_id, content, by)
            changed += 1
            continue
        await do_create(connection, outlet_id, content, by)
        if approved_by:
            await do_approve(connection, outlet_id, 1, By(approved_by, now))
        new += 1
    return Loaded(new, changed, unchanged)


def _expanded(fields: dict[str, Any]) -> dict[str, Any]:
    """Hours may stand as `09:00-17:00, 18:00-20:00`, empty for closed."""
    expanded = dict(fields)
    if isinstance(fields.get("weekly"), list):
        expanded["weekly"] = [_spans(each) for each in fields["weekly"]]
    if isinstance(fields.get("holidays"), list):
        expanded["holidays"] = [
            each | {"spans": _spans(each.get("spans", ""))} if isinstance(each, dict) else each
            for each in fields["holidays"]
        ]
    return expanded


def _spans(day: Any) -> Any:
    if not isinstance(day, str):
        return day
    spans = []
    for each in filter(None, (part.strip() for part in day.split(","))):
        opens, _, closes = each.partition("-")
        spans.append({"opens": opens.strip(), "closes": closes.strip()})
    return spans
