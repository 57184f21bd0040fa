"""The Makefile, what CI runs, and the plugin by which a skip fails there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.fresh_checkout import ROOT, Checkout

SKIPS = """
import pytest
def test_passes(): pass
@pytest.mark.xfail(reason="known", strict=True)
def test_expected_to_fail(): assert False
"""


def test_make_alone_lists_every_target_with_a_line_of_its_own() -> None:
    env = {"PATH": os.environ["PATH"]}  # without what an outer make left there
    listed = subprocess.run(
        [_tool("make")], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    ).stdout
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    targets = phony[1].split()
    assert {"setup", "run", "test", "lint", "train", "build"} <= set(targets)
    assert [line.split()[1] for line in listed.splitlines()] == targets
    assert all(len(line.split(maxsplit=2)) == 3 for line in listed.splitlines())


def test_every_target_that_the_bootstrap_knows_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text()
    commands = re.findall(r'^    "(\w+)": _', (ROOT / "scripts/making/commands.py").read_text(), re.MULTILINE)
    assert len(commands) == 9
    for command in commands:
        assert re.search(rf"scripts/bootstrap\.py {command}( \$\(PART\))?\n", makefile)


@pytest.mark.parametrize("installed", [True, False])
def test_ci_installs_what_is_missing_and_runs_the_tests(tmp_path: Path, installed: bool) -> None:
    checkout = Checkout(tmp_path)
    checkout.link("bash", _tool("bash"))
    checkout.link("python3", sys.executable)
    checkout.put("dpkg-query", f"#!/bin/sh\n{'echo installed' if installed else 'exit 1'}\n")
    checkout.put("apt-get", '#!/bin/sh\necho "apt-get $*" >> "$CALLS"\n')
    checkout.put("service", '#!/bin/sh\necho "service $*" >> "$CALLS"\nexit 1\n')
    checkout.put("make", '#!/bin/sh\necho "make $* CI=$CI" >> "$CALLS"\n')
    done = checkout.run(["bash", ".ci/run"])
    assert done.returncode == 0, done.stderr
    assert checkout.called("make test") == ["make test CI=true"]
    (*_, wanted) = checkout.called("apt-get") or [""]
    needed = {"chromium", "clamav-daemon", "fonts-noto-cjk", "fuse3", "postgresql", "redis-server"}
    assert needed & set(wanted.split()) == (set() if installed else needed)
    assert checkout.called("service") == (
        [] if installed else ["service redis-server stop", "service janus stop", "service nginx stop"]
    )


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ("", 0),
        ("def test_skips(): pytest.skip('no browser')", 1),
        ("@pytest.mark.skip(reason='no browser')\ndef test_skips(): pass", 1),
        ("pytest.importorskip('no_browser', reason='no browser')", 2),
    ],
)
def test_in_ci_a_skip_is_a_failure(tmp_path: Path, extra: str, status: int) -> None:
    (tmp_path / "test_it.py").write_text(SKIPS + extra)
    command = [sys.executable, "-m", "pytest", "-p", "no_skips", "-c", "/dev/null", "--rootdir", "."]
    env = {"PYTHONPATH": str(ROOT / "tests" / "plugins"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout
    assert ("no browser" in done.stdout) == (status != 0)


def _tool(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is needed"
    return found
