"""Reads evaluation data that lies beside the project and never in it."""

import json

import pytest

from bot.inputs import ROOT

FOLDER = ROOT.parent / "shared" / "data" / "kb"
FILES = ("webank_faq/queries_dev.jsonl", "esun_faq/queries_dev.jsonl", "oos/oos_dev.jsonl")


def shared_queries() -> list[str]:
    """Questions of bank customers and others; skips the test where the folder is absent."""
    if not FOLDER.is_dir():
        pytest.skip("evaluation data absent: ../shared/data")
    lines = [line for name in FILES for line in (FOLDER / name).read_text("utf-8").splitlines()]
    return [json.loads(line)["query"] for line in lines]
