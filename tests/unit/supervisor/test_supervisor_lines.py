"""What the operator sees of a log line, and what the log file keeps of it."""

import errno
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqiao.supervisor import lines, logfile
from yuanqiao.supervisor.console import Console
from yuanqiao.supervisor.lines import Renderer, Splitter


def shown(line: str) -> str:
    record = lines.record(line)
    assert record is not None
    stream = io.StringIO()
    Console(stream).show("bot", record)
    return stream.getvalue()


def test_a_json_line_is_shown_for_people_behind_its_name() -> None:
    at = "2026-11-01T08:00:05Z"
    text = shown(json.dumps({"event": "answered", "level": "info", "time": at, "process": "bot", "turn": 7}))
    assert re.match(r"bot     │ \d\d:\d\d:05 ", text)
    assert "answered turn=7" in text
    assert "process" not in text
    assert "\x1b" not in text


def test_a_plain_line_is_kept_as_an_event() -> None:
    record = lines.record("Rasa server is up")
    assert record is not None
    assert record["event"] == "Rasa server is up"
    assert shown("Rasa server is up").rstrip().endswith("Rasa server is up")
    assert lines.record("  ") is None


def test_json_that_is_no_record_is_a_plain_line() -> None:
    record = lines.record('{"no": "event"}')
    assert record is not None
    assert record["event"] == '{"no": "event"}'


def test_a_traceback_is_shown_on_lines_of_its_own() -> None:
    line = json.dumps(
        {"event": "turn failed", "level": "error", "exception": "Traceback\n  here\nValueError: x"}
    )
    text = shown(line)
    assert [row.partition("│ ")[2] for row in text.splitlines()[1:]] == [
        "Traceback",
        "  here",
        "ValueError: x",
    ]


@given(st.text(), st.text())
def test_no_text_can_steer_the_terminal(event: str, value: str) -> None:
    record = {"event": event, "level": "info", "key": value, value: event, "exception": value}
    for line in Renderer(colour=False).lines(record):
        assert not any((ord(char) < 32 and char != "\t") or 127 <= ord(char) < 160 for char in line)


@given(st.binary(max_size=2000), st.integers(min_value=1, max_value=50))
def test_lines_do_not_depend_on_how_the_bytes_come(data: bytes, size: int) -> None:
    whole = Splitter()
    expected = [*whole.feed(data), *whole.finish()]
    cut = Splitter()
    got = [line for at in range(0, len(data), size) for line in cut.feed(data[at : at + size])]
    assert [*got, *cut.finish()] == expected


def test_a_line_without_end_is_cut_and_not_collected() -> None:
    splitter = Splitter()
    got = [line for _ in range(40) for line in splitter.feed(b"x" * 10_000)]
    assert got
    assert max(map(len, got)) <= lines.LONGEST
    assert sum(map(len, [*got, *splitter.finish()])) == 400_000


def test_the_log_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logfile, "BYTES", 2_000)
    log = logfile.LogFile(tmp_path / "bot.jsonl")
    for number in range(500):
        log.write({"event": "x" * 50, "number": number})
    log.close()
    files = sorted(tmp_path.glob("bot.jsonl*"))
    assert len(files) == 1 + logfile.OLD_FILES
    assert sum(file.stat().st_size for file in files) <= 2_000 * (1 + logfile.OLD_FILES)
    newest = json.loads((tmp_path / "bot.jsonl").read_text("utf-8").splitlines()[-1])
    assert newest["number"] == 499


def test_a_full_disk_is_remembered_and_ends_nothing(tmp_path: Path) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    log = logfile.LogFile(tmp_path / "bot.jsonl")
    on_disk = log.stream
    log.stream = Full()  # type: ignore[assignment]
    log.write({"event": "lost"})
    assert isinstance(log.broken, OSError)
    log.stream = on_disk
    log.write({"event": "room again"})
    assert log.broken is None
    log.close()
    assert (tmp_path / "bot.jsonl").read_text() == '{"event": "room again"}\n'


def test_a_closed_terminal_silences_the_console_only() -> None:
    class Gone(io.StringIO):
        tries = 0

        def write(self, _: str) -> int:
            self.tries += 1
            raise BrokenPipeError

    gone = Gone()
    console = Console(gone)
    console.say("nobody hears this")
    console.say("nor this")
    assert gone.tries == 1
