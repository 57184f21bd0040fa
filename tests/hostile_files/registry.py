"""Where the makers of hostile files are listed."""

from collections.abc import Callable
from dataclasses import dataclass

MARK = b"yuanqiao_hostile"
"""Stands in everything that could act or tell on somebody: no file that is kept may hold it."""

SCRIPT = b"window.%b=1;alert('%b');(window.opener||parent).postMessage('%b','*')" % (MARK, MARK, MARK)
HTML = b"<!doctype html><html><body><script>%b</script></body></html>" % SCRIPT

Maker = Callable[[], bytes]


@dataclass(frozen=True)
class Hostile:
    """A file: what it is, under which name it comes, and by which code it is refused; None: made harmless."""

    what: str
    name: str
    refused: str | None
    make: Maker


_FOUND: list[Hostile] = []


def hostile(what: str, *, name: str, refused: str | None = None) -> Callable[[Maker], Maker]:
    """Lists the function that makes a file."""

    def listed(make: Maker) -> Maker:
        _FOUND.append(Hostile(what, name, refused, make))
        return make

    return listed


def listed(what: str, content: bytes, *, name: str, refused: str | None) -> None:
    """Lists a file of which there is not much to make."""
    _FOUND.append(Hostile(what, name, refused, lambda: content))


def registered() -> list[Hostile]:
    """Every file that is listed."""
    return list(_FOUND)
