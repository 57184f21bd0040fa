"""What keeps rows from running is said before the first one runs, and so is a share that is none."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.__main__ import _faults_of, _options, main
from tests.faults.rows import ROWS
from tests.house.tree import ROOT


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


@pytest.mark.parametrize(
    ("row", "database", "words", "faults"),
    [
        ("A1", "sqlite", [], 200),
        ("A1", "postgres", ["--share=0.1"], 10),
        ("C2", "sqlite", ["--share", "0.01"], 1),
        ("A1", "sqlite", ["--faults", "3"], 3),
    ],
)
def test_a_share_of_a_rows_faults_is_never_none(
    row: str, database: str, words: list[str], faults: int
) -> None:
    assert _faults_of(ROWS[row], database, _options([row, *words])) == faults


@pytest.mark.parametrize(
    "words", [["--share=0"], ["--share=1.1"], ["--share=0.1", "--faults=3"], ["--faults=0"]]
)
def test_what_is_no_share_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as told:
        main(["A1", *words])
    assert told.value.code == 2


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], ["tests.faults"]),
        (["ROW=A1", "SHARE=0.1"], ["tests.faults", "--share=0.1", "A1"]),
        (["ROW=A1 A2"], ["tests.faults", "A1", "A2"]),
    ],
)
def test_make_hands_row_and_share_on(words: list[str], wanted: list[str]) -> None:
    told = subprocess.run(
        ["make", "-n", "faults", *words], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert told.splitlines()[-1].split()[-len(wanted) :] == wanted
