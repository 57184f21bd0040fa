"""The pictures in the documents: there, small, taken by the command, and shown somewhere."""

import re

from hub.settings import ROOT
from tests.e2e.screenshots import FOLDER, MOST_BYTES, scenes

PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = re.compile(r"images/([\w.-]+\.png)")


def test_pictures_are_those_that_the_command_takes() -> None:
    files = {path.name for path in FOLDER.glob("webchat-*.png")}
    assert files == {f"{name}.png" for name in scenes()}
    assert len(files) >= 8


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("webchat-*.png")}
    assert {name for name, size in sizes.items() if size >= MOST_BYTES} == set()
    assert sizes


def test_every_picture_is_shown_and_every_shown_one_is_there() -> None:
    shown = {name for page in PAGES for name in SHOWN.findall(page.read_text(encoding="utf-8"))}
    assert {name for name in shown if not (FOLDER / name).is_file()} == set()
    assert {path.name for path in FOLDER.glob("webchat-*.png")} <= shown
