"""The process as the supervisor sees it: what it needs, when it is ready, how it ends."""

import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from actions.tests.bank import make_bank
from actions.tests.conftest import ROOT, environment, launch, start, until_ready, until_said
from tests.support.ports import free_port


def run(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a server that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "actions.serve"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_wrong_setting_is_one_sentence(tmp_path: Path) -> None:
    ended = run(environment(tmp_path, free_port(), YUANQIAO_TURN_SECRET="short"))
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "YUANQIAO_TURN_SECRET" in ended.stderr


@pytest.mark.parametrize("name", ["YUANQIAO_ACTIONS_SECRET", "YUANQIAO_TURN_SECRET"])
def test_without_a_secret_it_does_not_start(tmp_path: Path, name: str) -> None:
    ended = run(environment(tmp_path, free_port(), **{name: ""}))
    assert ended.returncode == 1
    assert ended.stderr.startswith(name)
    assert len(ended.stderr.splitlines()) == 1


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        ended = run(environment(tmp_path, port))
    assert ended.returncode == 1
    assert str(port) in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_it_stops_cleanly_and_listens_on_loopback_only(tmp_path: Path) -> None:
    make_bank(tmp_path)
    server = start(tmp_path, tmp_path / "log")
    port = int(server.address.rsplit(":", 1)[1])
    # Another address of the loopback network shows whether it listens everywhere.
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.2", port)) != 0
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=15) == 0
    assert "Traceback" not in server.log.read_text()


def test_told_to_stop_at_its_first_answer_it_stops(tmp_path: Path) -> None:
    """The server serves before it has finished starting: a signal at that moment must not be lost."""
    make_bank(tmp_path)
    for _ in range(5):
        server = start(tmp_path, tmp_path / "log")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=15) == 0


def test_it_is_warm_before_it_is_ready(tmp_path: Path) -> None:
    make_bank(tmp_path)
    server = start(tmp_path, tmp_path / "log")
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=15) == 0
    assert "server.warm" in server.log.read_text(), "nobody has asked anything"


def test_started_before_its_index_it_says_so_and_is_ready_later(tmp_path: Path) -> None:
    make_bank(tmp_path)
    index, later = tmp_path / "index" / "current.json", tmp_path / "later.json"
    index.rename(later)
    server = launch(tmp_path, tmp_path / "log")
    until_said(server, "server.cold")
    later.rename(index)
    until_ready(server)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=15) == 0


def test_without_an_index_it_is_not_ready_and_says_why(tmp_path: Path) -> None:
    make_bank(tmp_path)
    server = start(tmp_path, tmp_path / "log")
    try:
        (tmp_path / "index" / "current.json").unlink()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(server.address + "/health", timeout=2)  # noqa: S310  (our own server)
        with refused.value as error:
            assert error.code == 503
            assert b"there is no search index" in error.read()
    finally:
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=15)
