"""One noun, one meaning: a public class of the house has its name alone, and no record stands twice.

Where two parts use one word, each says of what it is: `CallState` and `AlarmState`, not `State` twice.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.house.tree import ROOT, tracked

AT_BOTH_ENDS = "a word of docs/bot-protocol.md: bot and hub share no code, so each end has its own"
REPEATED = {
    "BadSignature": AT_BOTH_ENDS,
    "HistoryNeeded": AT_BOTH_ENDS,
    "PastTurn": AT_BOTH_ENDS,
    "PickInput": AT_BOTH_ENDS,
    "TextInput": AT_BOTH_ENDS,
    "TooLarge": AT_BOTH_ENDS,
}
"""Names that stand twice, and why they may."""

APART = "a connector knows the vocabulary of the hub alone"
ALIKE = {
    frozenset({"AccountKey", "Lane"}): APART,
    frozenset({"MessagePlace", "WholePlace"}): APART,
    frozenset({"ProviderResponse", "Response"}): "the way in and the connectors do not know each other",
    frozenset({"KfSendRight", "SendRight"}): "one counts by itself, of the other there are several",
}
"""Records with the same fields that are two all the same, and why."""


class Defined(NamedTuple):
    """A public class: where it stands, and the fields that it has where it is a record."""

    name: str
    path: str
    fields: frozenset[tuple[str, str]]


def _packages() -> dict[str, str]:
    """The sources of the house, by path: whatever can be imported and is no test."""
    files = (file.relative_to(ROOT) for file in tracked(".py"))
    ours = [path for path in files if len(path.parts) > 1 and "tests" not in path.parts]
    return {str(path): (ROOT / path).read_text(encoding="utf-8") for path in ours}


@cache
def _house() -> list[Defined]:
    return _classes(_packages())


def _classes(sources: Mapping[str, str]) -> list[Defined]:
    return [
        Defined(node.name, path, _fields(node))
        for path, text in sources.items()
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


def _fields(node: ast.ClassDef) -> frozenset[tuple[str, str]]:
    """Names and types of a dataclass's or a named tuple's fields; models of requests have none here."""
    made = {ast.unparse(each).split("(")[0] for each in (*node.decorator_list, *node.bases)}
    if not made & {"dataclass", "NamedTuple"}:
        return frozenset()
    listed = (each for each in node.body if isinstance(each, ast.AnnAssign))
    return frozenset((ast.unparse(each.target), ast.unparse(each.annotation)) for each in listed)


def _names_that_stand_twice(classes: Iterable[Defined]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in classes:
        found[each.name].append(each.path)
    return {name: paths for name, paths in found.items() if len(paths) > 1}


def _records_that_stand_twice(classes: Iterable[Defined]) -> list[frozenset[str]]:
    found: dict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
    for each in classes:
        if len(each.fields) > 1:
            found[each.fields].append(each.name)
    return [frozenset(names) for names in found.values() if len(names) > 1]


def test_all_packages_are_read() -> None:
    folders = {Path(path).parts[0] for path in _packages()}
    assert folders >= {
        "hub",
        "kb",
        "handoff",
        "connectors",
        "actions",
        "bot",
        "simulators",
        "yuanqiao",
        "scripts",
    }
    assert len(_house()) > 1000


def test_every_public_class_has_its_name_alone() -> None:
    twice = _names_that_stand_twice(_house())
    assert {name: paths for name, paths in twice.items() if name not in REPEATED} == {}
    assert sorted(REPEATED.keys() - twice.keys()) == [], "stand once by now: take them off"


def test_no_record_stands_twice_under_two_names() -> None:
    alike = _records_that_stand_twice(_house())
    assert [sorted(names) for names in alike if names not in ALIKE] == []
    assert [sorted(names) for names in ALIKE if names not in alike] == [], "alike no longer: take them off"


def test_a_second_class_of_the_same_name_and_a_second_record_are_found() -> None:
    record = "@dataclass(frozen=True)\nclass {}:\n    who: str\n    at: datetime\n"
    classes = _classes(
        {"one/a.py": record.format("By"), "two/b.py": record.format("Actor") + "class By: ...\n"}
    )
    assert _names_that_stand_twice(classes) == {"By": ["one/a.py", "two/b.py"]}
    assert _records_that_stand_twice(classes) == [frozenset({"By", "Actor"})]
