"""A whole run has each flow test on one database, `make test PART=flow` on both."""

import subprocess
import sys

from tests.house.fresh_checkout import ROOT

FILE = "tests/flow/test_turns.py"


def collected(*options: str) -> list[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", FILE, *options]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [line for line in told.splitlines() if line.startswith(FILE)]


def test_by_turns_each_flow_test_runs_once_and_both_databases_have_some() -> None:
    both, by_turns = collected(), collected("--databases=by-turns")
    assert len(both) == 2 * len(by_turns) > 10
    assert set(by_turns) < set(both)
    bare = [test.replace("sqlite", "").replace("postgres", "") for test in by_turns]
    assert len(set(bare)) == len(bare)
    kinds = ["sqlite" in test for test in by_turns]
    assert True in kinds
    assert False in kinds


def test_whole_runs_are_by_turns_and_those_of_a_part_are_not() -> None:
    code = (
        "from making import testing\nfor part in ('', 'flow'): print('by-turns' in str(testing.stages(part)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "scripts", capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True", "False"]
