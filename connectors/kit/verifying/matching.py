"""Compares what the code read or wrote with what a case says."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_SHOWN = 80


def as_json(value: Any) -> str:
    """A value as JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:
    """A value without what readers of XML disagree about: types of numbers, spaces round words, emptiness."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return value.strip()
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()} or ""
        case Sequence():
            listed = [plain(each) for each in value]
            return listed[0] if len(listed) == 1 else listed
    return str(value)


def difference(read: Any, wanted: Any, place: str = "") -> str:
    """Where what was read is not what is wanted, of which more may have been read; empty where nowhere."""
    read, wanted = plain(read), plain(wanted)
    if isinstance(wanted, dict) and isinstance(read, dict):
        return next(filter(None, (_at(read, wanted, name, place) for name in wanted)), "")
    if isinstance(wanted, list) and isinstance(read, list) and len(wanted) == len(read):
        pairs = enumerate(zip(read, wanted, strict=True))
        return next(filter(None, (difference(a, b, f"{place}.{n}") for n, (a, b) in pairs)), "")
    return "" if read == wanted else f"{place or 'it'} is {_short(read)} and not {_short(wanted)}"


def _at(read: Mapping[str, Any], wanted: Mapping[str, Any], name: str, place: str) -> str:
    below = f"{place}.{name}".lstrip(".")
    if name in read:
        return difference(read[name], wanted[name], below)
    if "." in name:  # a path
        head, _, rest = name.partition(".")
        return difference(read.get(head), {rest: wanted[name]}, head)
    return "" if wanted[name] in ("", {}) else f"{below} was not read"


class Shape:
    """What of a request may be otherwise than in the case; places are names joined by dots, without numbers.

    `free`: whose values are the code's own; `own`: what only the code sends; `optional`: what the provider
    lets one leave out, and the code does. A place stands for all that is below it.
    """

    def __init__(
        self, *, free: Sequence[str] = (), own: Sequence[str] = (), optional: Sequence[str] = ()
    ) -> None:
        self._free, self._own, self._optional = free, own, optional
        self.unsent: list[str] = []

    def difference(self, sent: Any, wanted: Any, place: str = "") -> str:
        """Where a request is otherwise, empty where nowhere; what it leaves out is in `unsent` then."""
        if isinstance(sent, dict) and isinstance(wanted, dict):
            return self._of_objects(sent, wanted, place)
        if isinstance(sent, list) and isinstance(wanted, list):
            if len(sent) != len(wanted):
                return f"{place or 'it'} has {len(sent)} items and not {len(wanted)}"
            found = (self.difference(a, b, place) for a, b in zip(sent, wanted, strict=True))
            return next(filter(None, found), "")
        if _kind(sent) is not _kind(wanted):
            return f"{place or 'it'} is of type {type(sent).__name__} and not {type(wanted).__name__}"
        if sent != wanted and not _in(place, self._free):
            return f"{place or 'it'} is {_short(sent)} and not {_short(wanted)}"
        return ""

    def _of_objects(self, sent: Mapping[str, Any], wanted: Mapping[str, Any], place: str) -> str:
        for name in wanted.keys() - sent.keys():
            below = f"{place}.{name}".lstrip(".")
            if not _in(below, self._optional):
                self.unsent.append(below)
        for name, value in sent.items():
            below = f"{place}.{name}".lstrip(".")
            if name not in wanted:
                if not _in(below, self._own):
                    return f"{below} is sent, and the provider knows none"
                continue
            found = self.difference(value, wanted[name], below)
            if found:
                return found
        return ""


def _kind(value: Any) -> type:
    """The type of a value in JSON, which has one for all numbers."""
    return float if isinstance(value, int) and not isinstance(value, bool) else type(value)


def _in(place: str, places: Sequence[str]) -> bool:
    return any(place == each or place.startswith(f"{each}.") for each in places)


def _short(value: Any) -> str:
    said = as_json(value)
    return said if len(said) <= LONGEST_SHOWN else f"{said[:LONGEST_SHOWN]}…"
