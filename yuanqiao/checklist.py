"""What a folder needs before it is a channel: docs/add-a-channel.md, run by `yuanqiao channels check`."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hub.errors import SetupError
from yuanqiao.channels import ChannelManifest, read_manifest

FEWEST_PAYLOADS = 5
FEWEST_WORDS = 40

FILES = ("__init__.py", "webhook.py", "translate.py", "send.py")

MAY_KNOW = (
    "hub.accounts",
    "hub.compact_json",
    "hub.errors",
    "hub.messages",
    "hub.ports",
    "hub.remote",
    "hub.settings",
    "connectors.kit",
)
"""The vocabulary and what connectors share; of the house nothing else."""

HOUSE = (
    "hub",
    "kb",
    "handoff",
    "supervision",
    "urgent",
    "push",
    "mail",
    "actions",
    "bot",
    "bank",
    "simulators",
    "yuanqiao",
    "connectors",
    "tests",
)

IMPURE = ("asyncio", "aiohttp", "sanic", "socket", "requests", "httpx", "sqlalchemy", "time", "random", "os")
"""What a translation has no need of: it is tried on recorded payloads, and the same in gives the same out."""


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One line of the checklist: what is asked, and what is missing (nothing, where it is met)."""

    asked: str
    missing: str = ""

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def check_channel(folder: Path) -> list[ChecklistLine]:
    """Every line of the checklist for the channel in a folder; never raises for what it finds there."""
    try:
        manifest = read_manifest(folder / "manifest.yml")
    except SetupError as error:
        return [ChecklistLine("a manifest", error.detail)]
    return [
        ChecklistLine("a manifest"),
        *(ChecklistLine(asked, check(folder, manifest)) for asked, check in _CHECKS),
    ]


def _files(folder: Path, _manifest: ChannelManifest) -> str:
    missing = [name for name in FILES if not (folder / name).is_file()]
    return f"{', '.join(missing)} is not there" if missing else ""


def _entry(folder: Path, manifest: ChannelManifest) -> str:
    module, _, function = manifest.entry.partition(":")
    path = folder.joinpath(*module.split(".")[2:]).with_suffix(".py")
    if not path.is_file():
        return f"{manifest.entry} names a file that is not there"
    found = [each for each in _tree(path).body if isinstance(each, ast.FunctionDef) and each.name == function]
    return "" if found else f"{path.name} has no function {function}"


def _pure(folder: Path, _manifest: ChannelManifest) -> str:
    path = folder / "translate.py"
    if not path.is_file():
        return "there is no translate.py"
    used = sorted({name.split(".")[0] for name, _ in _imports(path)} & set(IMPURE))
    calls = [
        each.func.id
        for each in ast.walk(_tree(path))
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "open"
    ]
    return f"it uses {', '.join([*used, *calls])}" if used or calls else ""


def _arrows(folder: Path, manifest: ChannelManifest) -> str:
    own = f"connectors.{manifest.name}"
    strange = [
        f"{path.name}:{line} imports {name}"
        for path in sorted(folder.rglob("*.py"))
        for name, line in _imports(path)
        if name.split(".")[0] in HOUSE
        and not any(name == known or name.startswith(f"{known}.") for known in (own, *MAY_KNOW))
    ]
    return "; ".join(strange)


def _page(folder: Path, manifest: ChannelManifest) -> str:
    page = manifest.page_in(folder)
    if not page.is_file():
        return f"{page.name} is not there"
    words = page.read_text(encoding="utf-8").split()
    return "" if len(words) >= FEWEST_WORDS else f"{page.name} says next to nothing ({len(words)} words)"


def _payloads(folder: Path, manifest: ChannelManifest) -> str:
    place = manifest.payloads_in(folder)
    count = sum(1 for path in place.rglob("*") if path.is_file()) if place.is_dir() else 0
    return "" if count >= FEWEST_PAYLOADS else f"{place.name}/ holds {count}, and {FEWEST_PAYLOADS} are asked"


def _documented(folder: Path, _manifest: ChannelManifest) -> str:
    silent = [
        f"{path.name}:{each.lineno} {each.name}"
        for path in sorted(folder.glob("*.py"))
        for each in _public(_tree(path))
        if ast.get_docstring(each) is None
    ]
    return "; ".join(silent)


_CHECKS: tuple[tuple[str, Callable[[Path, ChannelManifest], str]], ...] = (
    ("webhook, translate and send in files of their own", _files),
    ("the entry that the manifest names", _entry),
    ("a translation that is a pure function", _pure),
    ("no knowledge of the house but the vocabulary and the kit", _arrows),
    ("a page for whoever runs it", _page),
    ("recorded payloads", _payloads),
    ("a sentence for each public function", _documented),
)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for each in ast.walk(_tree(path)):
        if isinstance(each, ast.Import):
            yield from ((alias.name, each.lineno) for alias in each.names)
        elif isinstance(each, ast.ImportFrom) and each.module:
            yield each.module, each.lineno


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for each in tree.body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and each.name[0] != "_":
            yield each
