"""A kind of segment that a `match` forgets fails the type check: each ends with `assert_never`."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from hub import messages
from tests.house.tree import ROOT

PARTS = (
    "hub",
    "kb",
    "handoff",
    "supervision",
    "urgent",
    "push",
    "mail",
    "bank",
    "stepup",
    "outreach",
    "cases",
    "video",
    "connectors",
    "actions",
    "simulators",
    "yuanqiao",
)
KINDS = {kind.__name__ for kind in get_args(get_args(messages.Segment)[0])}
ARRIVAL = ROOT / "hub" / "messages" / "arrival.py"


def _matches(tree: ast.Module) -> Iterator[ast.Match]:
    """The matches that tell kinds of segments apart."""
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hub.messages")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Match):
            patterns = [each for case in node.cases for each in ast.walk(case.pattern)]
            names = {ast.unparse(each.cls) for each in patterns if isinstance(each, ast.MatchClass)}
            if names & imported & KINDS:
                yield node


def _is_whole(match: ast.Match) -> bool:
    last = match.cases[-1]
    return ast.unparse(last.pattern) == "_" and "assert_never(" in ast.unparse(last.body[-1])


def test_every_match_of_segments_ends_with_assert_never() -> None:
    found = {
        str(path.relative_to(ROOT)): [_is_whole(match) for match in matches]
        for part in PARTS
        for path in (ROOT / part).rglob("*.py")
        if not {".venv", "tests"} & set(path.parts)
        for matches in [list(_matches(ast.parse(path.read_text(encoding="utf-8"))))]
        if matches
    }
    assert {"hub/messages/arrival.py", "hub/conversation/replies.py", "kb/measuring/shown.py"} <= set(found)
    assert [path for path, whole in found.items() if not all(whole)] == []


def test_a_forgotten_kind_fails_the_type_check(tmp_path: Path) -> None:
    source = ARRIVAL.read_text(encoding="utf-8")
    forgotten = ("Video", "Location", "Trigger")
    copies = {kind: source.replace(f" | {kind}()", "") for kind in forgotten}
    assert all(copy != source for copy in copies.values())
    for kind, copy in {"whole": source, **copies}.items():
        (tmp_path / f"{kind}.py").write_text(copy, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "--no-error-summary"]
    checked = subprocess.run(
        [*mypy, "--cache-dir", str(tmp_path / "cache"), *map(str, sorted(tmp_path.glob("*.py")))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = checked.stdout.splitlines()
    assert (checked.returncode, len(told)) == (1, len(forgotten)), checked.stdout + checked.stderr
    for kind in forgotten:
        said = f'error: Argument 1 to "assert_never" has incompatible type "{kind}"; expected "Never"'
        assert any(Path(line.partition(":")[0]).stem == kind and said in line for line in told), told
