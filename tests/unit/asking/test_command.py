"""`yuanqiao ask` with what it cannot use: one sentence each, and nothing is asked."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.errors import YuanqiaoError
from tests.support.ports import free_port
from yuanqiao.cli.main import yuanqiao

GOOD = json.dumps({"query": "卡丢了怎么办", "gold": ["card-loss"]})


@pytest.mark.parametrize(
    ("queries", "words"),
    [
        (b'{"query": "\xff"}', "UTF-8"),
        (b"\n", "no question"),
        (b"{", "line 1"),
        (GOOD.encode() + b'\n{"gold": []}', "line 2"),
        (b'{"query": "x"}', "no right article"),
        (GOOD.encode(), "no hub answers"),
    ],
)
def test_a_file_that_cannot_be_asked_is_one_sentence(
    queries: bytes, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANQIAO_VAR_DIR", str(tmp_path))
    (tmp_path / "q.jsonl").write_bytes(queries)
    url = f"http://127.0.0.1:{free_port()}"
    result = CliRunner().invoke(yuanqiao, ["ask", "--queries", str(tmp_path / "q.jsonl"), "--url", url])
    assert result.exit_code != 0
    assert isinstance(result.exception, YuanqiaoError)
    assert words in result.exception.detail
    assert "\n" not in result.exception.detail


@pytest.mark.parametrize(
    ("arguments", "words"),
    [([], "what shall be asked"), (["卡丢了", "--url", "here"], "no address of a hub")],
)
def test_what_is_missing_is_said(arguments: list[str], words: str) -> None:
    result = CliRunner().invoke(yuanqiao, ["ask", *arguments])
    assert isinstance(result.exception, YuanqiaoError)
    assert words in result.exception.detail


def test_a_set_for_a_hub_that_is_not_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANQIAO_VAR_DIR", str(tmp_path))
    case = {"id": "m-1", "kind": "loss", "say": "卡丢了", "want": {"accept": ["freeze"]}}
    (tmp_path / "set.jsonl").write_text(json.dumps(case), "utf-8")
    url = f"http://127.0.0.1:{free_port()}"
    result = CliRunner().invoke(yuanqiao, ["ask", "--set", str(tmp_path / "set.jsonl"), "--url", url])
    assert isinstance(result.exception, YuanqiaoError)
    assert result.exception.detail.startswith("no hub answers")
