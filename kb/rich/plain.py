"""An answer in plain words, for channels without form; nothing that the form says is missing."""

from collections.abc import Sequence

from hub.messages.blocks import Items, Line, Paragraph, Table
from kb.rich.parts import ImagePart, Part


def plain(parts: Sequence[Part]) -> str:
    """One line for each paragraph, item, row of a table and image."""
    return "\n".join(line for part in parts for line in _lines(part))


def _lines(part: Part) -> list[str]:
    match part:
        case Paragraph():
            return [_words(part.spans)]
        case Items():
            lines = [_words(item) for item in part.items]
            if part.ordered:
                return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
            return [f"• {line}" for line in lines]
        case Table():
            head = [_words(cell) for cell in part.head]
            return [_row(head, [_words(cell) for cell in row]) for row in part.rows]
        case ImagePart():
            return [f"（图：{part.alt}）"]


def _row(head: Sequence[str], cells: Sequence[str]) -> str:
    """“列名：值；列名：值。”; a first column without a name names the row: “行名，列名：值。”"""
    told = [f"{name}：{cell}" if name else cell for name, cell in zip(head, cells, strict=True) if cell]
    row = "；".join(told)
    if len(told) > 1 and cells[0] and not head[0]:
        row = f"{told[0]}，{'；'.join(told[1:])}"
    return row if row.endswith("。") else f"{row}。"


def _words(line: Line) -> str:
    """Words, and behind those of a link its address, in spaces so that it can be tapped."""
    told = ""
    for place, span in enumerate(line):
        told += span.text
        ends = place + 1 == len(line) or line[place + 1].url != span.url
        if span.url and ends and span.text != span.url:
            told += f" {span.url}"
        if span.url and ends and place + 1 < len(line):
            told += " "
    return told
