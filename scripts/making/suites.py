"""The test suites: one for each part of the house, and one for each way of testing it whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from making.failure import CannotGoOnError
from making.places import ROOT

UNIT = ROOT / "tests" / "unit"

PLACES = {
    "house": ["tests/house"],
    "hub": ["tests/unit/hub", "tests/unit/messages", "tests/unit/test_*.py"],
    "kb": ["tests/unit/kb", "tests/knowledge"],
    "connectors": ["tests/unit/connectors", "tests/contract"],
    "yuanqiao": ["tests/unit/yuanqiao", "tests/unit/asking", "tests/unit/cli", "tests/unit/supervisor"],
    "simulators": ["tests/unit/simulators", "tests/unit/test_bank_site.py", "tests/unit/test_demo_bank.py"],
    "flow": ["tests/flow"],
    "e2e": ["tests/e2e"],
    "faults": ["tests/faults"],
    "bot": ["bot/tests"],
    "actions": ["actions/tests"],
    "web": ["web/[!n]*/tests/browser"],  # not node_modules
}
"""Where the tests of a suite lie; a folder below `tests/unit` that is not here is a suite by itself."""

ABOUT = {
    "hub": "the spine: messages, store, inbox, conversation, engine, outbox, logs",
    "kb": "the knowledge base, and how well it answers",
    "connectors": "the channels (connectors/webchat for one)",
    "yuanqiao": "the top floor: commands, supervisor, asking a running hub",
    "house": "what holds for the whole repository: settings documented, import contracts, make itself",
    "flow": "a message through all hops in one process, on SQLite and PostgreSQL (in a whole run by turns)",
    "e2e": "the whole house and Chromium",
    "faults": "a short row of each kind of fault; the long ones are `make faults`",
    "web": "the front end: its units, and its pages in Chromium",
    "simulators": "the demo bank and its site",
    "bot": "the Rasa side, in its own environment",
    "actions": "the custom actions, in their own environment",
}


@dataclass(frozen=True)
class Suite:
    """One suite; `paths` are folders and files relative to the root."""

    name: str
    paths: tuple[str, ...]

    @property
    def about(self) -> str:
        """What it is, in a line."""
        return ABOUT.get(self.name) or f"unit tests: {', '.join(self.paths)}"


def every() -> list[Suite]:
    """All suites that have tests."""
    known = {pattern for patterns in PLACES.values() for pattern in patterns}
    more = {name: [place] for name, place in _unit_folders() if place not in known}
    found = {name: _paths(patterns) for name, patterns in (PLACES | more).items()}
    taken = set(found["simulators"])
    found["hub"] = [path for path in found["hub"] if path not in taken]
    return [Suite(name, tuple(paths)) for name, paths in found.items() if paths]


def _unit_folders() -> Iterator[tuple[str, str]]:
    for folder in sorted(UNIT.glob("*/")):
        if any(folder.rglob("test_*.py")):
            yield folder.name, _relative(folder)


def _paths(patterns: Iterable[str]) -> list[str]:
    return [_relative(found) for pattern in patterns for found in sorted(ROOT.glob(pattern))]


def chosen(part: str) -> Suite:
    """The suite of this name, or a folder in one ("connectors/webchat"); else an error that lists all."""
    name, _, inside = part.strip("/").partition("/")
    for suite in every():
        if suite.name == name:
            inner = [f"{path}/{inside}".rstrip("/") for path in suite.paths]
            inner = [path for path in inner if (ROOT / path).exists()]
            if inner:
                return Suite(part, tuple(inner))
    raise CannotGoOnError(f"There is no suite {part!r}; PART is one of these:\n{listing()}")


def listing() -> str:
    """The names, one a line."""
    return "\n".join(f"  {suite.name:<12} {suite.about}" for suite in every())


def suite_of(path: str) -> str:
    """The name of the suite that a test file belongs to; `path` is relative to the root."""
    for suite in every():
        if any(path == place or path.startswith(place + "/") for place in suite.paths):
            return suite.name
    return "others"


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
