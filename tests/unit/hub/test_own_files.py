"""What is written is the owner's alone, whatever the umask, and what was not is mended at the start."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from hub.own_files import mend
from hub.settings import ROOT


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_an_older_folder_is_mended_whole(tmp_path: Path) -> None:
    var, elsewhere = tmp_path / "var", tmp_path / "elsewhere"
    (var / "log" / "old").mkdir(parents=True)
    for path in (var, var / "log", var / "log" / "old"):
        path.chmod(0o777)
    files = [var / "yuanqiao.db", var / "log" / "hub.jsonl", var / "log" / "old" / "tool"]
    for path, rights in zip(files, (0o644, 0o666, 0o755), strict=True):
        path.write_text("x")
        path.chmod(rights)
    elsewhere.write_text("x")
    elsewhere.chmod(0o644)
    (var / "link").symlink_to(elsewhere)
    assert mend(var) == 6
    assert {mode(path) for path in (var, var / "log", var / "log" / "old")} == {0o700}
    assert [mode(path) for path in files] == [0o600, 0o600, 0o700]
    assert mode(elsewhere) == 0o644, "what a link leads to is not ours to change"
    assert mend(var) == 0


def test_a_folder_that_is_not_there_is_made_for_the_owner(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        mend(tmp_path / "var")
    finally:
        os.umask(umask)
    assert mode(tmp_path / "var") == 0o700


def test_commands_write_for_the_owner_whatever_the_umask(tmp_path: Path) -> None:
    var = tmp_path / "var"
    subprocess.run(
        [sys.executable, "-c", "from yuanqiao.cli import main; main()", "migrate"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "YUANQIAO_VAR_DIR": str(var)},
        cwd=tmp_path,
        umask=0,
        check=True,
        capture_output=True,
    )
    written = [var, *var.rglob("*")]
    assert var / "yuanqiao.db" in written
    assert {mode(path) for path in written if path.is_dir()} == {0o700}
    assert {mode(path) for path in written if path.is_file()} == {0o600}
