"""Sources are small, name no path of somebody's machine, and every dependency says what it is for."""

import re
import tomllib
from pathlib import Path
from typing import Any

from tests.house.tree import ROOT, tracked

MOST_LINES = 400
SOURCES = (".py", ".ts", ".css", ".html", ".sh")
LOCK_FILES = {"uv.lock", "package-lock.json"}

MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|work|home/(?!\$)[a-z][\w-]*|Users/[A-Za-z][\w-]*)/")
"""A home or working folder; `/tmp`, `/usr` and the like are the same everywhere."""


def test_no_source_file_is_long() -> None:
    files = [file for file in tracked(*SOURCES) if file.name not in LOCK_FILES]
    assert len(files) > 80
    assert {file.suffix for file in files} >= {".py", ".ts"}
    lengths = {file.relative_to(ROOT): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert not {str(file): lines for file, lines in lengths.items() if lines > MOST_LINES}


def test_no_tracked_file_names_a_path_of_a_machine() -> None:
    found = []
    looked_at = 0
    for file in tracked():
        if file == Path(__file__):
            continue
        content = file.read_bytes()
        if b"\0" in content[:8000]:
            continue
        looked_at += 1
        found += [f"{file.relative_to(ROOT)}: {hit}" for hit in MACHINE_PATH.findall(content.decode())]
    assert looked_at > 120
    assert not found


def test_the_path_pattern_finds_paths() -> None:
    for planted in ('"/root/.cache"', "cd /work/main", "file:///home/zhang/x", "/Users/Li/x"):
        assert MACHINE_PATH.search(planted), planted
    for fine in ("https://a.example/work/b", "src/root/x", "~/work/", "/usr/lib/x", "web/root/"):
        assert not MACHINE_PATH.search(fine), fine


def test_every_dependency_says_what_it_is_for() -> None:
    manifests = [file for file in tracked(".toml") if file.name == "pyproject.toml"]
    assert len(manifests) >= 3
    bare: list[str] = []
    for manifest in manifests:
        text = manifest.read_text(encoding="utf-8")
        wanted = _requirements(tomllib.loads(text))
        explained = _explained_lines(text)
        assert wanted, manifest
        bare += [f"{manifest.relative_to(ROOT)}: {each}" for each in wanted if each not in explained]
    assert not bare


def _requirements(manifest: dict[str, Any]) -> list[str]:
    project = manifest.get("project", {})
    lists = [
        project.get("dependencies", []),
        *project.get("optional-dependencies", {}).values(),
        *manifest.get("dependency-groups", {}).values(),
    ]
    return [each for one in lists for each in one if isinstance(each, str)]


def _explained_lines(text: str) -> set[str]:
    """Requirements whose line ends in a comment, or stands right under one that is theirs alone."""
    explained = set()
    above = ""
    for line in text.splitlines():
        match = re.match(r'\s*(?:\w+\s*=\s*\[\s*)?"([^"]+)"\s*,?\s*\]?(.*)$', line)
        if match and (re.match(r"\s*#\s*\S{3}", match[2]) or above.lstrip().startswith("#")):
            explained.add(match[1])
        above = line
    return explained
