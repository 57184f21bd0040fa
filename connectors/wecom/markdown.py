"""Rich answers in the few marks of Markdown that WeCom shows (path/90236 markdown消息); pure functions."""

import re

from hub.messages import Block, Figure, Items, Paragraph, Span, Table, Text
from hub.messages.blocks import Line

MARKS = re.compile(r"[*`<>\[\]#]")
"""What would be taken for form. WeCom knows no way to write them as themselves: wide ones look alike."""

WIDE = str.maketrans("*`<>[]#", "＊｀＜＞［］＃")


def markdown_of(segment: Text) -> str:
    """The answer's blocks, and below them which approved article they come from."""
    parts = [_block(each) for each in segment.blocks]
    if segment.source is not None:
        since = segment.source.effective_from
        title = _words(segment.source.title)
        parts.append(f"> 依据：{title}，{since.year} 年 {since.month} 月 {since.day} 日起")
    return "\n\n".join(filter(None, parts))


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _line(block.spans)
        case Items():
            marks = (f"{number}. " if block.ordered else "• " for number in range(1, len(block.items) + 1))
            return "\n".join(f"{mark}{_line(item)}" for mark, item in zip(marks, block.items, strict=True))
        case Table():
            head = [_plain_line(each) for each in block.head]
            return "\n\n".join(_row(head, row) for row in block.rows)
        case Figure():
            return _words(f"[图片] {block.alt}")


def _row(head: list[str], row: tuple[Line, ...]) -> str:
    """A row of a table, which WeCom has no place for: each cell under the name of its column."""
    return "\n".join(f"> {name}：{_line(cell)}" for name, cell in zip(head, row, strict=True))


def _line(spans: Line) -> str:
    return "".join(_span(each) for each in spans)


def _span(span: Span) -> str:
    words = _words(span.text)
    if span.url is not None and not re.search(r"[()\s]", span.url):
        return f"[{words}]({span.url})"
    return f"**{words}**" if span.strong else words


def _plain_line(spans: Line) -> str:
    return "".join(_words(each.text) for each in spans)


def _words(text: str) -> str:
    return MARKS.sub(lambda mark: mark[0].translate(WIDE), text)
