"""Reads a Markdown answer into parts, or says what in it no answer may hold."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from markdown_it.rules_block.table import escapedSplit
from markdown_it.tree import SyntaxTreeNode
from pydantic import ValidationError

from hub.messages.blocks import BLOCKS_LIMIT, Items, Line, Paragraph, Table
from kb.rich.inline import line_of, refused
from kb.rich.markup import make_parser, separate
from kb.rich.parts import ImagePart, Part, Unreadable

KEPT = 1024
"""Answers whose parts are kept, because parsing is most of the time of an answer."""

_SOURCE = re.compile(r"media/[0-9A-Za-z][0-9A-Za-z_.-]*|media:[0-9a-f]{64}\.(?:png|jpg|webp)")
_PARSER = make_parser()


@lru_cache(maxsize=KEPT)
def parse(markdown: str) -> tuple[Part, ...]:
    """The parts of an answer, placeholders still in them; raises `Unreadable`."""
    source = separate(markdown)
    rows = source.split("\n")
    try:
        parts = [
            part for node in SyntaxTreeNode(_PARSER.parse(source)).children for part in _parts(node, rows)
        ]
    except ValidationError as error:
        first = error.errors()[0]
        raise Unreadable(f"{error.title}: {first['msg']}") from error
    if not 1 <= len(parts) <= BLOCKS_LIMIT:
        raise Unreadable(f"an answer has 1 to {BLOCKS_LIMIT} parts, not {len(parts)}")
    return tuple(parts)


def _parts(node: SyntaxTreeNode, rows: Sequence[str]) -> Iterator[Part]:
    match node.type:
        case "paragraph":
            yield from _paragraph(node.children[0])
        case "bullet_list" | "ordered_list":
            yield _items(node)
        case "table":
            yield _table(node, rows)
        case _:
            raise refused(node)


def _paragraph(inline: SyntaxTreeNode) -> Iterator[Part]:
    """Words and images; an image stands in a line of its own."""
    lines = [
        list(nodes)
        for is_break, nodes in groupby(inline.children, lambda node: node.type == "softbreak")
        if not is_break
    ]
    for are_pictures, group in groupby(lines, _is_picture):
        if are_pictures:
            yield from (_picture(node) for nodes in group for node in nodes if node.type == "image")
        else:
            spans = line_of(list(group))
            if not spans:
                raise Unreadable("a paragraph without words")
            yield Paragraph(spans=spans)


def _is_picture(nodes: Sequence[SyntaxTreeNode]) -> bool:
    telling = [node for node in nodes if node.type != "text" or node.content.strip()]
    return bool(telling) and all(node.type == "image" for node in telling)


def _picture(node: SyntaxTreeNode) -> ImagePart:
    source = str(node.attrs.get("src", ""))
    alt = "".join(span.text for span in line_of([node.children])).strip()
    if not _SOURCE.fullmatch(source):
        raise Unreadable(f"image “{source}”: an image is a file in media/, named in letters and digits")
    if not alt or len(alt) > 500:
        raise Unreadable(f"image {source}: its words, ![…], say in at most 500 characters what it shows")
    if "title" in node.attrs:
        raise Unreadable(f"image {source}: a title nobody would see")
    return ImagePart(source, alt)


def _items(node: SyntaxTreeNode) -> Items:
    items = node.children
    if node.type == "ordered_list":
        _check_numbers([int(item.info) for item in items])
    return Items(ordered=node.type == "ordered_list", items=tuple(_item(item) for item in items))


def _check_numbers(numbers: Sequence[int]) -> None:
    counted = list(range(1, len(numbers) + 1))
    if list(numbers) != counted and set(numbers) != {1}:
        raise Unreadable(f"the steps of a list are numbered 1, 2, 3, not {', '.join(map(str, numbers))}")


def _item(node: SyntaxTreeNode) -> Line:
    if [child.type for child in node.children] != ["paragraph"]:
        inner = next((child for child in node.children if child.type != "paragraph"), None)
        raise refused(inner, "in a list") if inner else Unreadable("an item of a list is one paragraph")
    return line_of([node.children[0].children[0].children])


def _table(node: SyntaxTreeNode, rows: Sequence[str]) -> Table:
    first, end = node.map or (0, 0)
    columns = len(node.children[0].children[0].children)
    for row in rows[first:end]:
        _check_row(row, columns)
    head, *body = [
        tuple(line_of([cell.children[0].children]) for cell in line.children)
        for section in node.children
        for line in section.children
    ]
    # In plain words a table is its cells: a column of none would not be told.
    if not body or not all(any(row[column] for row in body) for column in range(columns)):
        raise Unreadable(f"table “{rows[first]}”: there is nothing under a name")
    return Table(head=head, rows=tuple(body))


def _check_row(row: str, columns: int) -> None:
    """Markdown drops cells too many and takes any line behind a table for a row: here neither."""
    cells = escapedSplit(row.strip())
    if cells[0] or cells[-1]:
        raise Unreadable(f"table row “{row}”: each row of a table begins and ends with |")
    if len(cells) - 2 != columns:
        raise Unreadable(f"table row “{row}”: {len(cells) - 2} cells under {columns} columns")
