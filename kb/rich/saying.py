"""An answer as it is said on a day: in plain words and, where it has a form, in blocks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages.blocks import Block, Figure, Paragraph, Span
from kb.model import ANYBODY, AnswerFormat, Reader, Value, Version
from kb.numbers import Placeholder, replace_placeholders
from kb.rich.parse import parse
from kb.rich.parts import STORED, ImagePart, Part, pictures, with_words, words
from kb.rich.plain import plain
from kb.store import media as media_store
from kb.values import figures

MEDIA_PATH = "/kb/media/"

Figures = Mapping[Placeholder, str]
Size = tuple[int, int]

_BLOCKS: TypeAdapter[tuple[Block, ...]] = TypeAdapter(tuple[Block, ...])


class SaidAnswer(NamedTuple):
    """What a customer is told; `blocks` is empty where the answer has no form."""

    text: str
    blocks: tuple[Block, ...] = ()
    values_from: date | None = None
    """When the youngest of the values in it began; `None` where it names none."""


async def say(
    connection: AsyncConnection,
    version: Version,
    day: date,
    reader: Reader = ANYBODY,
    instead: Sequence[Value] = (),
) -> SaidAnswer | None:
    """The answer with the reader's values of the day in it; `None` where one of them has none on that day.

    `instead`: values that are taken as if they were in force.
    Values are filled in behind the parsing, so that nothing in a value is ever markup.
    """
    if version.answer_format is AnswerFormat.PLAIN:
        filled = await figures(connection, [version.answer], day, reader, instead)
        if filled.missing:
            return None
        text = replace_placeholders(version.answer, filled.known.__getitem__)
        return SaidAnswer(text, values_from=filled.since)
    parts = parse(version.answer)
    filled = await figures(connection, words(parts), day, reader, instead)
    if filled.missing:
        return None
    names = [_name(picture) for picture in pictures(parts)]
    sizes = await media_store.sizes(connection, names) if names else {}
    return tell(parts, filled.known, sizes)._replace(values_from=filled.since)


async def missing_values(
    connection: AsyncConnection,
    version: Version,
    day: date,
    reader: Reader = ANYBODY,
    instead: Sequence[Value] = (),
) -> tuple[Placeholder, ...]:
    """The values that the answer names and that are none of the reader's on the day."""
    formed = version.answer_format is AnswerFormat.MARKDOWN
    texts = words(parse(version.answer)) if formed else [version.answer]
    return (await figures(connection, texts, day, reader, instead)).missing


def tell(parts: Sequence[Part], known: Figures, sizes: Mapping[str, Size]) -> SaidAnswer:
    """The parts with figures in them; `sizes` of the stored pictures, by name."""
    filled = with_words(parts, lambda text: replace_placeholders(text, known.__getitem__))
    return SaidAnswer(plain(filled), _blocks(filled, sizes))


def _blocks(parts: Sequence[Part], sizes: Mapping[str, Size]) -> tuple[Block, ...]:
    """The blocks; none where values made them larger than a message may be: the plain words remain."""
    try:
        blocks = [_figure(part, sizes) if isinstance(part, ImagePart) else part for part in parts]
        return _BLOCKS.validate_python([block.model_dump() for block in blocks])
    except ValidationError:
        return ()


def _figure(picture: ImagePart, sizes: Mapping[str, Size]) -> Figure | Paragraph:
    if _name(picture) not in sizes:  # its words are better than a broken image
        return Paragraph(spans=(Span(text=plain([picture])),))
    width, height = sizes[_name(picture)]
    return Figure(url=MEDIA_PATH + _name(picture), alt=picture.alt, width=width, height=height)


def _name(picture: ImagePart) -> str:
    return picture.source.removeprefix(STORED)
