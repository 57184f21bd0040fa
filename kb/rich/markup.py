"""The parser of answers: CommonMark and tables by markdown-it-py, and what is different in an answer.

- `{{kind:name}}` is one thing, whatever stands in it.
- `**` is strong whatever stands beside it: CommonMark's rule asks for spaces, which Chinese does not have.
- A list, a table and words may follow each other without an empty line.
- No word disappears: there are no link definitions, and a bad address is kept to be refused.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from kb.numbers import PLACEHOLDER

_ITEM = re.compile(r" {0,3}(?:\d{1,9}[.)]|[-*+])\s")


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802  (the library's name)
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


def make_parser() -> MarkdownIt:
    """A parser that turns everything it knows into tokens, also what answers may not hold."""
    parser = _Parser("commonmark").enable("table").disable(["reference", "text_join"])
    parser.inline.ruler.before("emphasis", "bold", _strong)
    parser.inline.ruler.before("text", "placeholder", _placeholder)
    return parser


def separate(markdown: str) -> str:
    """Puts an empty line between words, lists and tables; an indented line goes on with its item."""
    lines: list[str] = []
    before = ""
    for line in markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        kind = _kind(line)
        if before and kind not in {"", "indented", before}:
            lines.append("")
        lines.append(line.rstrip())
        before = before if kind == "indented" else kind
    return "\n".join(lines)


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if _ITEM.match(line):
        return "item"
    if line.lstrip().startswith("|"):
        return "row"
    return "indented" if line[0] in " \t" else "words"


def _placeholder(state: StateInline, silent: bool) -> bool:
    found = PLACEHOLDER.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("placeholder", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _strong(state: StateInline, silent: bool) -> bool:
    first, last = state.pos + 2, state.posMax
    if not state.src.startswith("**", state.pos):
        return False
    end = state.src.find("**", first, last)
    inner = state.src[first:end] if end >= 0 else ""
    if not inner or inner != inner.strip() or inner.startswith("*"):
        return False
    if not silent:
        state.pos, state.posMax = first, end
        state.push("strong_open", "strong", 1).markup = "**"
        state.md.inline.tokenize(state)
        state.push("strong_close", "strong", -1).markup = "**"
    state.pos, state.posMax = end + 2, last
    return True
