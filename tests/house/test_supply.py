"""What the house is made of: fetched by hash, told in lists, and its known weaknesses written down."""

import datetime
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from hub.settings import ROOT

LOCKED = {
    name: ROOT / folder / "uv.lock" for name, folder in (("hub", "."), ("bot", "bot"), ("actions", "actions"))
}
WRITE = "from making import sbom\nfor path in sbom.write(): print(path)"


def locked(name: str) -> dict[str, dict[str, Any]]:
    found = tomllib.loads(LOCKED[name].read_text("utf-8"))["package"]
    return {package["name"]: package for package in found}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What `make sbom` writes."""
    env = os.environ | {"YUANQIAO_VAR_DIR": str(tmp_path_factory.mktemp("var"))}
    command = [sys.executable, "-c", WRITE]
    done = subprocess.run(command, cwd=ROOT / "scripts", env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    paths = [Path(line) for line in done.stdout.splitlines()]
    return {path.name.removesuffix(".cdx.json"): json.loads(path.read_text("utf-8")) for path in paths}


def test_uv_is_fetched_by_version_and_hash() -> None:
    text = (ROOT / "scripts/making/uv.txt").read_text("utf-8")
    code = (ROOT / "scripts/making/uv.py").read_text("utf-8")
    pinned = re.search(r'^PINNED = "(.+)"$', code, re.MULTILINE)
    assert pinned
    assert re.findall(r"^uv==(\S+) ", text, re.MULTILINE) == [pinned[1]]
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= 5


@pytest.mark.parametrize("name", LOCKED)
def test_every_locked_package_has_a_hash(name: str) -> None:
    fetched = {key: package for key, package in locked(name).items() if "registry" in package["source"]}
    assert len(fetched) > 20
    files = [
        (key, file)
        for key, p in fetched.items()
        for file in [*p.get("wheels", []), *filter(None, [p.get("sdist")])]
    ]
    assert [key for key, file in files if not file.get("hash", "").startswith("sha256:")] == []
    assert {key for key, _ in files} == set(fetched)


def test_no_package_of_the_front_end_runs_a_script_of_its_own() -> None:
    packages = json.loads((ROOT / "web/package-lock.json").read_text("utf-8"))["packages"]
    outside = {name: p for name, p in packages.items() if "node_modules/" in name and not p.get("link")}
    assert len(outside) > 20
    assert [name for name, package in outside.items() if "integrity" not in package] == []
    needs_script = {name for name, package in outside.items() if package.get("hasInstallScript")}
    assert {name for name in needs_script if not outside[name].get("optional")} == set()
    assert '"--ignore-scripts"' in (ROOT / "scripts/making/frontend.py").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("hub", "sanic", "pytest"),
        ("bot", "rasa", "pytest"),
        ("actions", "rasa-sdk", "pytest"),
        ("web", "lit", "vite"),
    ],
)
def test_the_lists_name_what_runs_and_not_what_tests(
    lists: dict[str, dict[str, Any]], name: str, inside: str, outside: str
) -> None:
    told = lists[name]
    assert told["bomFormat"] == "CycloneDX"
    names = {component["name"] for component in told["components"]}
    assert inside in names
    assert outside not in names


def test_every_known_weakness_is_one_of_what_is_installed() -> None:
    told = yaml.safe_load((ROOT / "bot/weaknesses.yml").read_text("utf-8"))
    assert isinstance(told["collected_on"], datetime.date)
    assert told["weaknesses"]
    packages = locked("bot")
    for each in told["weaknesses"]:
        assert set(each) == {"package", "affected", "advisories", "what", "why_not_here"}
        assert all(
            re.fullmatch(r"CVE-\d{4}-\d{4,}|GHSA(-[a-z0-9]{4}){3}", name) for name in each["advisories"]
        )
        version = packages[each["package"]]["version"]
        assert version in SpecifierSet(each["affected"]), f"{each['package']} {version}: take it off the list"


def test_what_rasa_pins_to_old_versions_was_looked_at() -> None:
    """The list was read for these very versions: whoever changes one reads it again."""
    told = yaml.safe_load((ROOT / "bot/weaknesses.yml").read_text("utf-8"))
    read_for = told["read_for"]
    packages = locked("bot")
    assert len(read_for) > 15
    assert {name: packages[name]["version"] for name in read_for} == read_for
    assert {each["package"] for each in told["weaknesses"]} <= set(read_for)
