"""The arrows of the house hold, and each contract catches a planted violation."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT, copy_of_packages

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS: dict[str, dict[str, Any]] = {contract["id"]: contract for contract in CONFIG["contracts"]}

PLANTED = [
    ("hub-layers", "hub/messages/planted.py", "import hub.inbox"),
    ("hub-layers", "hub/store/planted.py", "import hub.conversation.turn"),
    ("hub-layers", "hub/outbox/planted.py", "import hub.process"),
    ("hub-layers", "hub/errors_planted.py", ""),  # a module without a place
    ("house-layers", "hub/outbox/planted.py", "import yuanqiao.hub"),
    ("house-layers", "hub/store/planted.py", "import kb.answer"),
    ("house-layers", "hub/web/planted.py", "import connectors.webchat.send"),
    ("house-layers", "hub/conversation/planted.py", "import handoff.tasks"),
    ("house-layers", "kb/planted.py", "import yuanqiao.hub"),
    ("house-layers", "kb/store/planted.py", "import handoff.tasks"),
    ("house-layers", "handoff/planted.py", "import yuanqiao.cli"),
    ("house-layers", "handoff/planted.py", "import connectors.webchat.send"),
    ("connectors-know-the-vocabulary", "connectors/webchat/planted.py", "from hub.store import messages"),
    ("parts-without-knowledge", "connectors/webchat/planted.py", "import kb.answer"),
    ("connectors-know-the-vocabulary", "connectors/webchat/planted.py", "import hub.store.encrypted"),
    ("connectors-know-the-vocabulary", "connectors/kit/planted.py", "from hub.store import messages"),
    ("connectors-know-the-vocabulary", "connectors/kit/store/planted.py", "import hub.store.schema"),
    ("connectors-apart", "connectors/kit/planted.py", "import connectors.webchat.translate"),
    ("connectors-apart", "connectors/planted/translate.py", "import connectors.webchat.translate"),
    ("parts-without-knowledge", "handoff/planted.py", "import kb.articles"),
    ("house-layers", "handoff/planted.py", "import supervision.board"),
    ("house-layers", "supervision/planted.py", "import yuanqiao.hub"),
    ("house-layers", "alerts/planted.py", "import supervision.board"),
    ("parts-without-knowledge", "urgent/planted.py", "import kb.text"),
    ("parts-without-knowledge", "push/planted.py", "import kb.text"),
    ("parts-without-knowledge", "mail/planted.py", "import kb.text"),
    ("house-layers", "mail/planted.py", "import handoff.tasks"),
    ("parts-without-knowledge", "bank/planted.py", "import kb.text"),
    ("parts-without-knowledge", "stepup/planted.py", "import kb.text"),
    ("parts-without-knowledge", "cases/planted.py", "import kb.text"),
    ("parts-without-knowledge", "video/planted.py", "import kb.text"),
    ("house-layers", "video/planted.py", "import handoff.tasks"),
    ("parts-without-knowledge", "records/planted.py", "import kb.text"),
    ("parts-without-knowledge", "inspection/planted.py", "import kb.text"),
    ("parts-without-knowledge", "outreach/planted.py", "import kb.text"),
    ("house-layers", "inspection/planted.py", "import handoff.tasks"),
    ("parts-without-knowledge", "navigation/planted.py", "import kb.text"),
    ("parts-without-knowledge", "outlets/planted.py", "import kb.text"),
    ("house-layers", "navigation/planted.py", "import handoff.tasks"),
    ("house-layers", "outreach/planted.py", "import bank.client"),
    ("parts-without-knowledge", "diversion/planted.py", "import kb.text"),
    ("house-layers", "diversion/planted.py", "import handoff.tasks"),
    ("parts-without-knowledge", "integrations/planted.py", "import kb.text"),
    ("house-layers", "integrations/planted.py", "import handoff.tasks"),
    ("house-layers", "records/planted.py", "import handoff.tasks"),
    ("house-layers", "urgent/planted.py", "import handoff.tasks"),
    ("house-layers", "bank/planted.py", "import stepup.checks"),
    ("house-layers", "stepup/planted.py", "import bank.client"),
    ("house-layers", "cases/planted.py", "import handoff.tasks"),
    ("house-layers", "hub/conversation/planted.py", "import urgent.triage"),
    ("actions-read", "actions/planted.py", "import hub.store.database"),
    ("house-layers", "actions/planted.py", "import connectors.webchat"),
    ("simulators-outside", "simulators/planted.py", "import connectors.webchat.translate"),
    ("simulators-outside", "simulators/planted.py", "import hub.settings"),
    ("simulators-outside", "simulators/bank/planted.py", "import bank.signing"),
    ("bot-alone", "bot/planted.py", "import hub.messages"),
    ("nothing-needs-tests", "kb/planted.py", "import simulators"),
    ("nothing-needs-tests", "hub/planted_support.py", "import tests.support"),
]


# As wide as the longest name of a contract: what is wrapped is not found.
WIDE = {"COLUMNS": "200"}

Said = tuple[int, str]
"""An exit code of lint-imports, and what it printed."""


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    environment = {**os.environ, "PYTHONPATH": str(folder), **WIDE}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    copy_of_packages(folder, tuple(CONFIG["root_packages"]))
    return folder


def _own(number: int) -> Path:
    """Where a violation is planted: under a name that no other has."""
    path = Path(PLANTED[number][1])
    return path.with_stem(f"{path.stem}_{number}")


def _plant(folder: Path, number: int) -> list[str]:
    """Plants a violation; gives the modules that are new."""
    path, new = folder / _own(number), []
    if not path.parent.exists():
        path.parent.mkdir()
        new.append(path.parent)
        (path.parent / "__init__.py").touch()
    path.write_text(f"{PLANTED[number][2]}\n", encoding="utf-8")
    return [".".join(each.relative_to(folder).with_suffix("").parts) for each in (*new, path)]


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    """What is said to each planted violation alone, and at last to none."""
    folder = tmp_path_factory.mktemp("planted")
    copy_of_packages(folder, tuple(CONFIG["root_packages"]))
    planted = [(contract, _plant(folder, number)) for number, (contract, _, _) in enumerate(PLANTED)]
    result = subprocess.run(
        [sys.executable, "-m", "tests.house.lint_each"],
        input=json.dumps(planted),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), **WIDE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return [(code, said) for code, said in json.loads(result.stdout)]


def test_every_contract_holds() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in result.stdout


def test_every_contract_has_a_planted_violation() -> None:
    assert len(CONTRACTS) >= 9
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)


def test_the_copy_is_clean_before_anything_is_planted(copied: Path) -> None:
    result = _lint(copied)
    assert result.returncode == 0, result.stdout


def test_nothing_is_found_where_all_that_is_planted_is_left_out(linted: list[Said]) -> None:
    """Else a violation could be caught for what another one did."""
    code, said = linted[-1]
    assert code == 0, said
    assert f"{len(CONTRACTS)} kept, 0 broken" in said


@pytest.mark.parametrize("number", range(len(PLANTED)), ids=["-".join(planted) for planted in PLANTED])
def test_a_planted_violation_is_caught(linted: list[Said], number: int) -> None:
    contract = PLANTED[number][0]
    code, said = linted[number]
    assert code == 1, said
    assert f"{CONTRACTS[contract]['name']} BROKEN" in said
    assert _own(number).stem in said
    assert "0 kept, 1 broken" in said
