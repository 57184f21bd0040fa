"""`make test PART=…`: every test belongs to a suite, and what a suite took and left out is told."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house.fresh_checkout import ROOT, Checkout
from tests.house.tree import tracked
from tests.support.processes import runs

TESTS = """
import pytest
def test_passes(): pass
def test_skips(): pytest.skip("no such server: apt-get install it")
@pytest.mark.xfail(reason="known", strict=True)
def test_expected_to_fail(): assert False
"""
ALONE = "import pytest\n@pytest.mark.alone\ndef test_watches_the_clock(): assert {holds}\n"

RUN = """
from making import results, stages, testing
results.begin()
done = stages.run(testing.stages({part!r}))
results.tell(done)
raise SystemExit(stages.summarise(done, results.failures(done)))
"""

LANES = """
import signal, sys
from making import stages
signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))

def stage(name, code):
    return stages.RunStage(name, [sys.executable, "-c", code])
"""
BOTH_WAIT = (
    LANES
    + """
def meet(me, other):
    return stage(me, f"import pathlib, time; pathlib.Path('{me}').touch()\\n"
        f"while not pathlib.Path('{other}').exists(): time.sleep(.01)")

second = [meet("b", "a"), stage("c", "print('said'); raise SystemExit(3)")]
raise SystemExit(stages.summarise(stages.run([stages.SideBySide([meet("a", "b")], second)])))
"""
)
"""Two stages of which neither ends before the other has begun, and one that fails."""

BOTH_SLEEP = (
    LANES
    + """
code = "import os, pathlib, time; pathlib.Path(str(os.getpid())).touch(); time.sleep(600)"
stages.run([stages.SideBySide([stage("a", code)], [stage("b", code), stage("c", code)])])
"""
)
"""Each leaves a file named after its process id in the checkout, where stages run."""


def _python(code: str, checkout: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    # Without CI's rule that nothing may be skipped: a skipped test is one of the cases here.
    env = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout / "scripts",
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    (made.root / ".venv").symlink_to(Path(sys.executable).parent.parent)
    for folder in ("kb", "hub"):
        (made.root / "tests/unit" / folder).mkdir(parents=True)
    (made.root / "tests/unit/kb/test_some.py").write_text(TESTS)
    (made.root / "tests/unit/hub/test_other.py").write_text("def test_fails(): assert False\n")
    return made


def test_every_test_file_belongs_to_a_suite() -> None:
    files = [str(f.relative_to(ROOT)) for f in tracked(".py") if f.name.startswith("test_")]
    assert len(files) > 100
    told = _python(f"from making import suites\nfor f in {files}: print(suites.suite_of(f), f)").stdout
    of = {file: suite for suite, file in (line.split() for line in told.splitlines())}
    assert set(of) == set(files)
    assert not [file for file, suite in of.items() if suite == "others"]
    assert of["tests/unit/kb/test_index.py"] == of["tests/knowledge/test_questions.py"] == "kb"
    assert of["tests/unit/test_logs.py"] == "hub"
    assert of["tests/unit/test_bank_site.py"] == "simulators"


def test_the_suites_are_listed_and_a_wrong_name_lists_them(checkout: Checkout) -> None:
    listed = checkout.run([sys.executable, "scripts/bootstrap.py", "test", "help"])
    assert listed.returncode == 0
    assert {"kb", "hub"} == {line.split()[0] for line in listed.stdout.splitlines()}
    wrong = checkout.run([sys.executable, "scripts/bootstrap.py", "test", "kbb"])
    assert wrong.returncode == 2
    assert listed.stdout.strip() in wrong.stderr
    assert not checkout.calls.exists()


def test_in_ci_what_is_missing_is_told_before_anything_runs(checkout: Checkout) -> None:
    told = checkout.bootstrap("test", CI="true")
    assert told.returncode == 2
    assert "apt-get install chromium" in told.stderr
    assert "apt-get install redis-server" in told.stderr
    assert "apt-get install fuse3" in told.stderr or "modprobe fuse" in told.stderr
    assert told.stdout == ""


def test_a_suite_runs_alone_and_tells_what_it_took_and_left_out(checkout: Checkout) -> None:
    (checkout.root / "tests/unit/kb/test_timed.py").write_text(ALONE.format(holds=True))
    done = _python(RUN.format(part="kb"), checkout.root)
    assert done.returncode == 0, done.stdout
    assert "skipped in kb: 1 × no such server: apt-get install it" in done.stdout
    told = json.loads((checkout.root / "var/test/suites.json").read_text())
    assert set(told["suites"]) == {"kb"}
    counts = told["suites"]["kb"]
    assert (counts["tests"], counts["failed"], counts["skipped"]) == (4, 0, 1)
    assert counts["seconds"] > 0
    assert [stage["outcome"] for stage in told["stages"]] == ["passed", "passed"]


def test_a_test_that_fails_alone_fails_the_run(checkout: Checkout) -> None:
    (checkout.root / "tests/unit/kb/test_timed.py").write_text(ALONE.format(holds=False))
    done = _python(RUN.format(part="kb"), checkout.root)
    assert done.returncode == 1
    assert "failed: tests that run alone" in done.stdout


def test_what_a_group_of_exceptions_holds_is_told(checkout: Checkout) -> None:
    (checkout.root / "tests/unit/kb/test_some.py").write_text(
        "def test_of_a_group(): raise ExceptionGroup('several', [ValueError('one'), OSError('another')])\n"
    )
    done = _python(RUN.format(part="kb"), checkout.root)
    assert done.returncode == 1
    assert "within: ValueError: one" in done.stdout
    assert "within: OSError: another" in done.stdout


def test_a_suite_without_timed_tests_passes_on_the_others(checkout: Checkout) -> None:
    done = _python(RUN.format(part="hub"), checkout.root)
    assert done.returncode == 1
    assert "failed: tests on all cores" in done.stdout
    assert "failed: tests/unit/hub/test_other.py::test_fails: assert False" in done.stdout
    assert "nothing to run" in done.stdout


def test_two_lanes_run_side_by_side_and_both_count(checkout: Checkout) -> None:
    done = _python(BOTH_WAIT, checkout.root)
    assert done.returncode == 1, "one failed"
    assert "failed: c" in done.stdout
    heads = [line for line in done.stdout.splitlines() if line.startswith("━━━")]
    assert [head.split()[1].rstrip(":") for head in heads] == ["a", "a", "b", "b", "c", "c", "summary"]
    assert done.stdout.index("━━━ c") < done.stdout.index("said") < done.stdout.index("━━━ c: FAILED")


def test_who_interrupts_ends_both_lanes(checkout: Checkout) -> None:
    process = subprocess.Popen([sys.executable, "-c", BOTH_SLEEP], cwd=checkout.root / "scripts")
    deadline = time.monotonic() + 60
    while len(started := _process_ids(checkout.root)) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.terminate()
    assert process.wait(60) == 128 + signal.SIGTERM
    assert not [pid for pid in started if runs(pid)]
    assert len(_process_ids(checkout.root)) == 2, "the third was not begun"


def _process_ids(folder: Path) -> list[int]:
    return [int(file.name) for file in folder.iterdir() if file.name.isdecimal()]
