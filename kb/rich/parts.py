"""Defines what an answer is made of before values are filled in: blocks, pictures not yet measured."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from hub.errors import BadInput
from hub.messages.blocks import Items, Line, Paragraph, Table

STORED = "media:"
"""How a stored answer names a picture: this, and its name."""


@dataclass(frozen=True, slots=True)
class ImagePart:
    """An image: `source` is a file, `media/card.png`, or what is stored, `media:<sha256>.png`."""

    source: str
    alt: str


Part = Paragraph | Items | Table | ImagePart


class Unreadable(BadInput):
    """An answer that is not of the subset of Markdown that answers are written in."""

    code = "unreadable"


def pictures(parts: Sequence[Part]) -> list[ImagePart]:
    """The images, in order."""
    return [part for part in parts if isinstance(part, ImagePart)]


def words(parts: Sequence[Part]) -> Iterator[str]:
    """Every run of words in one style, and what images are said to show."""
    for part in parts:
        if isinstance(part, ImagePart):
            yield part.alt
        else:
            yield from (span.text for line in lines_of(part) for span in line)


def lines(parts: Sequence[Part]) -> list[str]:
    """The words of each paragraph, item and cell, and what images are said to show; no addresses."""
    told = []
    for part in parts:
        found = [part.alt] if isinstance(part, ImagePart) else [line_words(line) for line in lines_of(part)]
        told += found
    return told


def line_words(line: Line) -> str:
    """The words of one line, whatever their styles."""
    return "".join(span.text for span in line)


def with_words(parts: Sequence[Part], change: Callable[[str], str]) -> tuple[Part, ...]:
    """The same parts with every run of words changed; limits of length are not checked again."""
    return tuple(_with_words(part, change) for part in parts)


def lines_of(part: Paragraph | Items | Table) -> Iterator[Line]:
    """Each paragraph, item or cell."""
    match part:
        case Paragraph():
            yield part.spans
        case Items():
            yield from part.items
        case Table():
            yield from part.head
            for row in part.rows:
                yield from row


def _with_words(part: Part, change: Callable[[str], str]) -> Part:
    def changed(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(
            tuple(span.model_copy(update={"text": change(span.text)}) for span in line) for line in lines
        )

    match part:
        case ImagePart():
            return replace(part, alt=change(part.alt))
        case Paragraph():
            return part.model_copy(update={"spans": changed([part.spans])[0]})
        case Items():
            return part.model_copy(update={"items": changed(part.items)})
        case Table():
            rows = tuple(changed(row) for row in part.rows)
            return part.model_copy(update={"head": changed(part.head), "rows": rows})
