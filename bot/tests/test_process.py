"""The real process: it starts, answers, logs without customers' words, and ends as it should."""

import asyncio
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.errors import CannotStart
from bot.inputs import ROOT, read_current
from bot.model import load_current
from bot.tests.conftest import ACTIONS_SECRET, SECRET, Hub
from bot.tests.fake_actions import FakeActions

READY_WITHIN_S = 60
WORDS = "我的卡号后四位一二三四怎么挂失"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def environment(models: Path, **changes: str | None) -> dict[str, str]:
    """The settings of a bot's process; None takes one away."""
    settings = {
        "YUANQIAO_BOT_PORT": str(free_port()),
        "YUANQIAO_BOT_SECRET": SECRET,
        "YUANQIAO_ACTIONS_SECRET": ACTIONS_SECRET,
        "YUANQIAO_MODELS_DIR": str(models),
        **changes,
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("YUANQIAO_")}
    return {**inherited, **{name: value for name, value in settings.items() if value is not None}}


def run_to_the_end(settings: dict[str, str]) -> tuple[int, str]:
    """Starts a bot that cannot serve; its exit code and what it said."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot.serve"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        timeout=READY_WITHIN_S,
        check=False,
    )
    return ended.returncode, ended.stderr


@contextmanager
def running(settings: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A bot's process, which never outlives the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.serve"], cwd=ROOT, env=settings, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"YUANQIAO_BOT_SECRET": None}, "YUANQIAO_BOT_SECRET"),
        ({"YUANQIAO_BOT_HOST": "0.0.0.0"}, "127.0.0.1"),
        ({"YUANQIAO_BOT_HOST": "::"}, "127.0.0.1"),
        ({"YUANQIAO_BOT_PORT": "many"}, "YUANQIAO_BOT_PORT"),
        ({"YUANQIAO_LOG_LEVEL": "loud"}, "YUANQIAO_LOG_LEVEL"),
        ({"YUANQIAO_ACTION_DEADLINE_S": "-1"}, "YUANQIAO_ACTION_DEADLINE_S"),
        ({"YUANQIAO_ACTIONS_URL": "http://93.184.216.34/webhook"}, "YUANQIAO_ACTIONS_URL"),
        ({"YUANQIAO_ACTIONS_URL": "file:///etc/passwd"}, "YUANQIAO_ACTIONS_URL"),
    ],
)
def test_a_bad_setting_is_one_sentence(tmp_path: Path, changes: dict[str, str | None], word: str) -> None:
    code, said = run_to_the_end(environment(tmp_path, **changes))
    assert code == 2
    assert word in said
    assert len(said.splitlines()) == 1


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = run_to_the_end(environment(tmp_path, YUANQIAO_BOT_PORT=str(taken.getsockname()[1])))
    assert (code, len(said.splitlines())) == (2, 1)
    assert "YUANQIAO_BOT_PORT" in said


@pytest.mark.parametrize("fault", ["missing", "no current.json", "altered", "not a model", "another folder"])
def test_a_model_that_cannot_be_used_is_one_sentence(models_dir: Path, tmp_path: Path, fault: str) -> None:
    models = tmp_path / "models"
    shutil.copytree(models_dir, models)
    stored = read_current(models)
    assert stored is not None
    path = models / stored.model
    if fault == "missing":
        path.unlink()
    elif fault == "no current.json":
        (models / "current.json").unlink()
    elif fault == "altered":
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif fault == "not a model":
        path.write_bytes(b"this is no archive")
        digest = hashlib.sha256(b"this is no archive").hexdigest()
        entry = {"model": stored.model, "sha256": digest, "inputs": stored.inputs}
        (models / "current.json").write_text(json.dumps(entry))
    else:
        entry = {"model": f"../models/{stored.model}", "sha256": stored.sha256, "inputs": stored.inputs}
        (models / "current.json").write_text(json.dumps(entry))
    code, said = run_to_the_end(environment(models))
    assert code == 3
    assert "bot.train" in said
    assert ("SHA-256" in said) == (fault == "altered")
    assert len(said.splitlines()) == 1
    # The process looks before it imports Rasa; whoever loads a model looks, too.
    with pytest.raises(CannotStart) as refused:
        load_current(models)
    assert (refused.value.exit_code, f"{refused.value.sentence}\n") == (code, said)


async def _until_ready(url: str) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < deadline:
            try:
                async with session.get(f"{url}/health") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
    raise AssertionError("the bot was not ready in time")


async def test_it_answers_logs_without_words_and_stops_at_once(
    models_dir: Path, actions: FakeActions
) -> None:
    settings = environment(models_dir, YUANQIAO_ACTIONS_URL=actions.url)
    url = f"http://127.0.0.1:{settings['YUANQIAO_BOT_PORT']}"
    started = time.monotonic()
    with running(settings) as process:
        await _until_ready(url)
        ready_s = time.monotonic() - started
        async with aiohttp.ClientSession() as session:
            hub = Hub(url, session)
            assert (await hub.ask(WORDS))[0] == 200
            actions.status = 500
            assert (await hub.ask(WORDS, conversation="key.2"))[0] == 502
            assert (await hub.ask(WORDS, turn=0))[0] == 400
        memory_mb = resident_mb(process.pid)
        assert listening_addresses(process.pid) == {"0100007F"}
        process.send_signal(signal.SIGTERM)
        stopping = time.monotonic()
        code = await asyncio.get_running_loop().run_in_executor(None, process.wait)
        stopped_s = time.monotonic() - stopping
        said = process.stderr.read() if process.stderr else ""
    print(f"\nready after {ready_s:.1f} s, {memory_mb} MB, stopped after {stopped_s:.2f} s")
    assert code == 0
    assert stopped_s < 2
    assert "一二三四" not in said
    lines = [json.loads(line) for line in said.splitlines()]
    turns = [line for line in lines if line["event"] == "turn"]
    assert [turn["code"] for turn in turns] == ["done", "action_failed", "bad_request"]
    assert (turns[0]["correlation_id"], turns[0]["conversation"], turns[0]["turn"]) == ("trail-1", "key.1", 1)
    assert turns[0]["ms"]["total"] > 0


async def test_a_turn_under_way_does_not_hold_up_the_end(models_dir: Path, actions: FakeActions) -> None:
    settings = environment(models_dir, YUANQIAO_ACTIONS_URL=actions.url)
    url = f"http://127.0.0.1:{settings['YUANQIAO_BOT_PORT']}"
    actions.delay_s = 30
    with running(settings) as process:
        await _until_ready(url)
        async with aiohttp.ClientSession() as session:
            under_way = asyncio.ensure_future(Hub(url, session).ask("怎么挂失", deadline_s=20.0))
            await actions.called()
            process.send_signal(signal.SIGTERM)
            stopping = time.monotonic()
            code = await asyncio.get_running_loop().run_in_executor(None, process.wait)
            assert time.monotonic() - stopping < 2
            assert code == 0
            with pytest.raises(aiohttp.ClientError):
                await under_way


def resident_mb(pid: int) -> int:
    """Resident memory of a process in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 // 2**20


def listening_addresses(pid: int) -> set[str]:
    """The local addresses (hex, as the kernel writes them) that a process listens on, IPv4 and IPv6."""
    inodes = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                found.add(fields[1].partition(":")[0])
    return found
