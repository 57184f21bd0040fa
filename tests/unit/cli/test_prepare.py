"""`yuanqiao prepare` with and without the demo bank."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from yuanqiao.cli.main import yuanqiao


def prepared(folder: Path, monkeypatch: pytest.MonkeyPatch, demo_bank: str) -> str:
    """What `prepare` says on an empty folder."""
    monkeypatch.setenv("YUANQIAO_VAR_DIR", str(folder))
    monkeypatch.delenv("YUANQIAO_DATABASE_URL", raising=False)
    monkeypatch.setenv("YUANQIAO_DEMO_BANK", demo_bank)
    result = CliRunner().invoke(yuanqiao, ["prepare"])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_demo_bank_is_loaded_unless_a_setting_says_no(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = prepared(tmp_path / "bare", monkeypatch, "false")
    assert "schema" in bare
    assert "articles" not in bare
    assert not (tmp_path / "bare" / "index").exists()
    assert "articles: " in prepared(tmp_path / "demo", monkeypatch, "true")
    assert (tmp_path / "demo" / "index" / "current.json").exists()
