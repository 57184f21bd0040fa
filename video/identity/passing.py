"""Brings a customer's picture to the agent's socket, which alone holds it, until the step is done.

The line between processes takes 64 kB at a time, so it goes in parts; what gets lost is taken again.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from video.calls.rooms import Frame
from video.identity.card import CardRead
from video.identity.limits import PICTURE_BYTES

KIND = "picture_part"
PART_BYTES = 45_000
PARTS_LIMIT = PICTURE_BYTES // PART_BYTES + 1


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """The customer's picture of their card (JPEG), at which step it was taken, and what was read in it."""

    step: str
    jpeg: bytes = field(repr=False)
    card: CardRead

    @property
    def sha256(self) -> str:
        """Of the picture, in hex."""
        return hashlib.sha256(self.jpeg).hexdigest()


def parts_of(taken: TakenPicture) -> Iterator[Frame]:
    """The frames in which it goes to the agent's side; the last one brings what was read."""
    name, size = taken.sha256, len(taken.jpeg)
    starts = range(0, size, PART_BYTES)
    for place, start in enumerate(starts):
        data = base64.b64encode(taken.jpeg[start : start + PART_BYTES]).decode()
        part: Frame = {"type": KIND, "picture": name, "place": place, "of": len(starts), "data": data}
        yield part | ({"step": taken.step, "card": asdict(taken.card)} if place == len(starts) - 1 else {})


class CustomerPictures:
    """What came to one agent's socket: the newest picture of each call."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Frame]] = {}
        self._taken: dict[str, TakenPicture] = {}

    def hear(self, call: str, part: Frame) -> TakenPicture | None:
        """Takes a part; the picture, once it is whole. One that lacks a part is never told."""
        parts = self._parts.setdefault(call, [])
        if part["place"] == 0:
            parts.clear()
        if len(parts) >= PARTS_LIMIT or part["place"] != len(parts):
            return None
        parts.append(part)
        if len(parts) < part["of"]:
            return None
        del self._parts[call]
        taken = _whole(parts)
        if taken is not None:
            self._taken[call] = taken
        return taken

    def at(self, call: str, step: str) -> TakenPicture | None:
        """The newest picture of a call, where it was taken at this step."""
        taken = self._taken.get(call)
        return taken if taken is not None and taken.step == step else None

    def forget(self, call: str) -> None:
        """The step is done, or the call is over."""
        self._taken.pop(call, None)
        self._parts.pop(call, None)


def _whole(parts: list[dict[str, Any]]) -> TakenPicture | None:
    last = parts[-1]
    try:
        jpeg = b"".join(base64.b64decode(part["data"], validate=True) for part in parts)
    except binascii.Error:
        return None
    taken = TakenPicture(last["step"], jpeg, CardRead(**last["card"]))
    return taken if all(part["picture"] == taken.sha256 for part in parts) else None
