"""The newest picture of each side: none is no fault, whatever the programs leave behind."""

from pathlib import Path

import pytest

from video.media import frames


def program(folder: Path, name: str, script: str) -> None:
    """A program of that name, found before any other."""
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o700)


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both sides' pictures under way, and programs that take them out."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    program(programs, frames.PROGRAM, 'cp "$1" "$2"')
    program(
        programs,
        "ffmpeg",
        'for last; do :; done; grep -q whole "$8" && printf "%s" "$(cat "$8")" > "$last"; exit 0',
    )
    for side in frames.SIDES:
        (tmp_path / f"{side}-1-video.mjr").write_bytes(b"whole")
    return tmp_path


async def test_each_side_has_its_newest(recording: Path) -> None:
    assert await frames.newest_frames(recording) == {"customer": b"whole", "agent": b"whole"}


async def test_a_side_that_has_just_begun_is_left_out(recording: Path) -> None:
    (recording / "agent-1-video.mjr").write_bytes(b"begun")
    assert await frames.newest_frames(recording) == {"customer": b"whole"}


async def test_a_disk_that_is_full_is_no_fault(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(frames.shutil, "copyfile", full)
    assert await frames.newest_frames(recording) == {}
