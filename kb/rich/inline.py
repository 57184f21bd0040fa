"""Reads the words of one line: strong ones, links, placeholders; anything else is refused by name."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.tree import SyntaxTreeNode

from hub.messages.blocks import WEB_ADDRESS, Line, Span
from kb.rich.parts import Unreadable

_NAMES = {
    "blockquote": "a quotation",
    "bullet_list": "a list",
    "code_block": "code (a line indented by four spaces)",
    "code_inline": "code",
    "em": "emphasis with one mark (strong words are **so**)",
    "fence": "code",
    "hardbreak": "a forced line break",
    "heading": "a heading",
    "hr": "a rule",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image among words (it stands in a line of its own)",
    "ordered_list": "a list",
    "table": "a table",
    "text_special": "an HTML entity",
}


class _Style(NamedTuple):
    strong: bool = False
    url: str | None = None


def refused(node: SyntaxTreeNode, where: str = "in an answer") -> Unreadable:
    """The error that says what a node is, and how it begins."""
    inner = (each for each in node.walk() if not each.is_root and each.content)
    shown = node.attrs.get("src") or next((each.content for each in inner), "")
    return Unreadable(f"{_NAMES.get(node.type, node.type)} {where}: “{str(shown)[:40]}”")


def line_of(lines: Sequence[Sequence[SyntaxTreeNode]]) -> Line:
    """The spans of inline nodes; words of two source lines join, without a space in Chinese."""
    spans: list[tuple[_Style, str]] = []
    broken = False
    for number, nodes in enumerate(lines):
        broken = broken or number > 0
        for style, text in _pieces(nodes, _Style()):
            if text == "\n":
                broken = True
                continue
            joined = f" {text}" if broken and spans and _wants_space(spans[-1][1], text) else text
            broken = False
            if spans and spans[-1][0] == style:
                joined = spans.pop()[1] + joined
            spans.append((style, joined))
    return tuple(Span(text=text, strong=style.strong, url=style.url) for style, text in spans)


def _pieces(nodes: Sequence[SyntaxTreeNode], style: _Style) -> Iterator[tuple[_Style, str]]:
    for node in nodes:
        match node.type:
            case "text" | "placeholder":
                if node.content:
                    yield style, node.content
            case "text_special" if node.info == "escape":
                yield style, node.content
            case "softbreak":
                yield style, "\n"
            case "strong":
                yield from _pieces(node.children, style._replace(strong=True))
            case "link":
                yield from _link(node, style)
            case _:
                raise refused(node)


def _link(node: SyntaxTreeNode, style: _Style) -> Iterator[tuple[_Style, str]]:
    url = str(node.attrs.get("href", ""))
    if not re.fullmatch(WEB_ADDRESS, url) or "{{" in url:
        raise Unreadable(f"link “{url}”: an address begins with http:// or https:// and holds no value")
    if "title" in node.attrs:
        raise Unreadable(f"link {url}: a title nobody would see")
    pieces = list(_pieces(node.children, style._replace(url=url)))
    if not "".join(text for _, text in pieces).strip():
        raise Unreadable(f"link {url}: it has no words")
    yield from pieces


def _wants_space(before: str, after: str) -> bool:
    return not any(unicodedata.east_asian_width(each) in "WFA" for each in (before[-1], after[0]))
