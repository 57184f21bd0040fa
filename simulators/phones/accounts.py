"""Reads the accounts that the supervisor made for the phones, with their secrets."""

from pathlib import Path
from typing import Any

import yaml

Accounts = dict[str, list[dict[str, Any]]]


def read_accounts(path: Path) -> Accounts:
    """The accounts by channel; a value `file:NAME` is the content of that file beside them."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {
        channel: [{key: _resolved(value, path.parent) for key, value in each.items()} for each in accounts]
        for channel, accounts in listed.items()
    }


def _resolved(value: Any, folder: Path) -> Any:
    if isinstance(value, str) and value.startswith("file:"):
        return (folder / value.removeprefix("file:")).read_text(encoding="utf-8").strip()
    return value
