"""What every change brings: its folder on the page of the architecture, and its Debian packages in CI."""

import re
import tomllib

from tests.house.tree import ROOT, tracked

PAGE = ROOT / "docs" / "architecture.md"
CI = ROOT / ".ci" / "run"
INSTALL = re.compile(r"apt-get install ((?:(?!-)[a-z0-9][a-z0-9.+-]* ?)+)")
PYTHON = {"python3", "python3-venv", "python3-pip"}
"""What the starting script finds out by itself, in whichever Python there is."""


def _page() -> str:
    return PAGE.read_text(encoding="utf-8")


def _folders() -> set[str]:
    """Top-level folders, connectors and packages of the hub, as git has them."""
    folders = set()
    for file in tracked():
        parts = file.relative_to(ROOT).parts
        if len(parts) > 1 and not parts[0].startswith("."):
            folders.add(f"{parts[0]}/")
        if len(parts) > 2 and parts[0] in {"hub", "connectors"}:
            folders.add(f"{parts[0]}/{parts[1]}/")
    return folders


def test_every_folder_is_on_the_page_of_the_architecture() -> None:
    folders = _folders()
    assert folders >= {"hub/", "kb/", "yuanqiao/", "web/", "hub/store/", "connectors/webchat/"}
    assert len(folders) > 18
    assert not sorted(folder for folder in folders if f"`{folder}`" not in _page())


def test_every_folder_on_the_page_is_there() -> None:
    rows = re.findall(r"^\| `([\w/]+/)` \|", _page(), re.MULTILINE)
    assert len(rows) > 18
    assert not sorted(folder for folder in rows if folder not in _folders())


def test_every_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:[\w.]+/)+[\w.]+\.\w+)`", _page()))
    assert len(named) > 10
    assert not sorted(name for name in named if not (ROOT / name).is_file())


def test_the_floors_on_the_page_are_those_of_the_contracts() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contracts = {contract["id"]: contract for contract in config["contracts"]}
    assert len(contracts) >= 9
    assert not sorted(name for name in contracts if f"`{name}`" not in _page())
    layers = {name: contract["layers"] for name, contract in contracts.items() if "layers" in contract}
    assert set(layers) == {"house-layers", "hub-layers"}
    for name, floors in layers.items():
        block = re.search(rf"^`{name}`[^\n]*:\n\n```\n(.+?)\n```$", _page(), re.MULTILINE | re.DOTALL)
        assert block is not None, name
        assert block[1].splitlines() == floors


def test_every_debian_package_that_tests_look_for_is_installed_by_ci() -> None:
    wanted: dict[str, str] = {}
    for file in tracked(".py"):
        path = file.relative_to(ROOT)
        if path.parts[0] in {"tests", "scripts"} and path.parts[:2] != ("tests", "house"):
            for found in INSTALL.findall(file.read_text(encoding="utf-8")):
                wanted |= {package: str(path) for package in found.split()}
    assert set(wanted) >= {"postgresql", "fuse3", "chromium"}
    listed = re.search(r"^for package in (.+); do$", CI.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed is not None
    installed = {*listed[1].split(), *PYTHON}
    assert {package: path for package, path in wanted.items() if package not in installed} == {}


def test_the_pattern_reads_packages_and_no_options() -> None:
    assert INSTALL.findall("run `apt-get install fuse3`, or") == ["fuse3"]
    assert INSTALL.findall('"apt-get install chromium fonts-noto-cjk"') == ["chromium fonts-noto-cjk"]
    assert INSTALL.findall("apt-get install --yes x") == []
