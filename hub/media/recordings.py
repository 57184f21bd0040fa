"""Voice and video: looked at from outside and kept as they came, since none is played by the hub.

They are served as their own kind with `nosniff` and a sandbox, so what else may be in them cannot act.
"""

from pathlib import Path

from hub.errors import MediaBroken

_BOXES = frozenset((b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"moof", b"mfra"))
_BOXES_MORE = frozenset((b"sidx", b"pdin", b"styp", b"ssix", b"prft", b"emsg"))
_BOXES_LIMIT = 10_000


def check_recording(source: Path, mime: str) -> None:
    """Raises `MediaBroken` where the file is not laid out as its kind is."""
    size = source.stat().st_size
    if mime in ("audio/mp4", "video/mp4"):
        _check_boxes(source, size)
    elif mime == "audio/wav":
        with source.open("rb") as file:
            told = int.from_bytes(file.read(8)[4:], "little") + 8
        # A writer that was stopped, or that streams, leaves the length open.
        if told > size and told != 0xFFFFFFFF + 8:
            raise MediaBroken("the recording ends too early")


def _check_boxes(source: Path, size: int) -> None:
    """ISO/IEC 14496-12, 4.2: boxes fill the file without a gap, and one of them is `moov`."""
    seen, at = set(), 0
    with source.open("rb") as file:
        for _ in range(_BOXES_LIMIT):
            if at == size:
                break
            file.seek(at)
            head = file.read(16)
            length, kind = int.from_bytes(head[:4], "big"), head[4:8]
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            elif length == 0:
                length = size - at
            if kind not in _BOXES | _BOXES_MORE or length < 8 or at + length > size:
                raise MediaBroken("the recording is not laid out as MP4")
            seen.add(kind)
            at += length
    if at != size or not seen & {b"moov", b"moof"}:
        raise MediaBroken("the recording has no tracks")
