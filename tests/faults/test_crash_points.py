"""The list of crash points is the code's own."""

import ast
from collections import Counter

from hub.crash_points import CRASH_POINTS
from tests.house.tree import ROOT


def test_every_point_of_the_list_stands_in_the_code_once_and_no_other() -> None:
    found: Counter[str] = Counter()
    for file in sorted((ROOT / "hub").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "crash_here":
                (name,) = node.args
                assert isinstance(name, ast.Constant), f"{file}: a crash point has a fixed name"
                found[str(name.value)] += 1
    assert found == Counter(CRASH_POINTS)
