"""Whoever names a page can open it: no file names a `*.md` that the project does not have."""

import re
from pathlib import Path

from tests.house.tree import ROOT, tracked

PAGE = re.compile(
    r"(?<![\w./*{<-])((?:\.{1,2}/)*[A-Za-z0-9][\w.-]*(?:/[\w.-]+)*\.md)\b(?![\w/(]|\.\w|`?\]\()"
)
"""A page by its name or path; not `*.md`, no attribute or call in code, not the words of a link."""

JOINED = re.compile(r'"\s*/\s*"')
"""How Python writes the slash of a path."""


def _named(text: str) -> list[str]:
    return PAGE.findall(JOINED.sub("/", text))


def _missing(file: Path) -> list[str]:
    """The pages that a file names and that are neither below the root nor below its own folder."""
    named = set(_named(file.read_text(encoding="utf-8")))
    return sorted(page for page in named if not any((at / page).is_file() for at in (ROOT, file.parent)))


def _texts() -> list[Path]:
    return [
        file
        for file in tracked()
        if file.name not in {"uv.lock", "package-lock.json"} and b"\0" not in file.read_bytes()[:8000]
    ]


def test_every_page_that_is_named_is_there() -> None:
    missing, named = {}, 0
    for file in _texts():
        path = str(file.relative_to(ROOT))
        if file == Path(__file__):
            continue
        named += len(_named(file.read_text(encoding="utf-8")))
        if pages := _missing(file):
            missing[path] = pages
    assert named > 120
    assert not missing


def test_the_pattern_finds_pages_and_no_code() -> None:
    for planted in (
        "(design.md §3.4)",
        "see docs/nowhere.md.",
        "[x](../nowhere.md)",
        "`a/b-c.md`",
        "x.md, y",
    ):
        assert _named(planted), planted
    for fine in (
        "docs/*.md",
        "state.md.inline",
        "NNNN-*.md",
        "page.mdx",
        "parser.md(text)",
        "[it.md](#here)",
    ):
        assert not _named(fine), fine
