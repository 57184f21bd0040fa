"""What keeps rows from running is said before the first one runs."""

import shutil
from pathlib import Path

import pytest

from tests.faults.__main__ import main


def test_a_row_that_cannot_run_here_is_named_before_any_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    older = tmp_path / "A1.json"
    older.write_text("{}")
    assert main(["A1", "A3", "--database", "sqlite", "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "apt-get install fuse3" in said or "modprobe fuse" in said
    assert older.read_text() == "{}"


def test_no_row_at_all_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["A3", "--database", "postgres", "--out", str(tmp_path)]) == 2
    assert "none of these rows" in capsys.readouterr().err
