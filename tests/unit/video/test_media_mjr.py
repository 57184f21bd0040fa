"""What a recorder's file holds is read from its packets, also where the writer was killed."""

import json
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.errors import BadInput
from video.media.mjr import read_mjr
from video.media.parts import _parts

BEGAN = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
BEGAN_US = int(BEGAN.timestamp()) * 1_000_000


def _mjr(times: list[int], *, began_us: int = BEGAN_US, medium: str = "v") -> bytes:
    header = json.dumps({"t": medium, "c": "vp8", "s": began_us, "u": began_us}).encode()
    packets = b"".join(struct.pack("!4sIH", b"MEET", at, 20) + bytes(20) for at in times)
    return b"MJR00002" + struct.pack("!H", len(header)) + header + packets


def _write(folder: Path, data: bytes) -> Path:
    path = folder / "customer-video-1.mjr"
    path.write_bytes(data)
    return path


def test_stretches_are_parted_where_packets_are_missing(tmp_path: Path) -> None:
    held = read_mjr(_write(tmp_path, _mjr([0, 400, 1400, 9000, 9500])))
    assert held is not None
    assert (held.medium, held.codec, held.began_us, held.whole) == ("video", "vp8", BEGAN_US, True)
    assert held.stretches == ((0, 1400), (9000, 9500))


def test_a_file_cut_anywhere_holds_its_whole_packets(tmp_path: Path) -> None:
    data = _mjr([0, 20, 40])
    packet = 30
    body = len(data) - 3 * packet
    for length in range(len(data)):
        held = read_mjr(_write(tmp_path, data[:length]))
        packets = max(0, length - body) // packet
        if packets == 0:
            assert held is None
            continue
        assert held is not None
        assert held.stretches == ((0, 20 * (packets - 1)),)
        assert held.whole is ((length - body) % packet == 0)


def test_what_follows_packets_and_is_none_ends_the_recording(tmp_path: Path) -> None:
    held = read_mjr(_write(tmp_path, _mjr([0, 20]) + b"x" * 40))
    assert held is not None
    assert (held.stretches, held.whole) == (((0, 20),), False)


@pytest.mark.parametrize(
    "data",
    [
        b"MEETECHO" + bytes(40),
        b"MJR00002\x00\x02{]",
        b"MJR00002\x00\x02[]",
        _mjr([0], medium="d"),
        _mjr([0], began_us=-1),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInput):
        read_mjr(_write(tmp_path, data))


def test_parts_are_counted_from_the_beginning_of_the_call(tmp_path: Path) -> None:
    path = _write(tmp_path, _mjr([0, 900, 8000, 8100], began_us=BEGAN_US + 2_500_000))
    held = read_mjr(path)
    assert held is not None
    parts = list(_parts(path, held, "customer", BEGAN))
    assert [(part.begins_ms, part.ends_ms) for part in parts] == [(2500, 3400), (10_500, 10_600)]
    assert {part.size for part in parts} == {path.stat().st_size}
    late = list(_parts(path, held, "customer", BEGAN + timedelta(seconds=3)))
    assert (late[0].begins_ms, late[0].ends_ms) == (0, 400)
