"""The checklist of a channel: the house's own pass it, and each line catches what it asks for."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from yuanqiao.channels import channel_folders
from yuanqiao.checklist import FEWEST_PAYLOADS, check_channel
from yuanqiao.cli.main import yuanqiao

SOURCE = '"""{}."""\n'
SPOILED: dict[str, Callable[[Path], object]] = {
    "a manifest": lambda folder: (folder / "manifest.yml").write_text("name: another"),
    "webhook, translate and send in files of their own": lambda folder: (folder / "send.py").unlink(),
    "the entry that the manifest names": lambda folder: (folder / "channel.py").write_text(SOURCE),
    "a translation that is a pure function": lambda folder: (folder / "translate.py").write_text(
        "import aiohttp\n"
    ),
    "no knowledge of the house but the vocabulary and the kit": lambda folder: (
        folder / "send.py"
    ).write_text("from hub.store import messages\n"),
    "a page for whoever runs it": lambda folder: (folder / "README.md").write_text("Soon."),
    "recorded payloads": lambda folder: shutil.rmtree(folder / "payloads"),
    "a sentence for each public function": lambda folder: (folder / "send.py").write_text(
        "def send() -> None: ...\n"
    ),
}


@pytest.fixture
def channel(tmp_path: Path) -> Path:
    """A folder that meets every line."""
    folder = tmp_path / "pigeon"
    (folder / "payloads").mkdir(parents=True)
    for name in ("__init__", "webhook", "translate", "send"):
        (folder / f"{name}.py").write_text(SOURCE.format(name))
    (folder / "channel.py").write_text('def open_channel() -> None:\n    """Opens it."""\n')
    (folder / "manifest.yml").write_text(
        "name: pigeon\ntitle: Pigeons\nentry: connectors.pigeon.channel:open_channel\n"
    )
    (folder / "README.md").write_text("Pigeons carry letters. " * 20)
    for number in range(FEWEST_PAYLOADS):
        (folder / "payloads" / f"{number}.json").write_text("{}")
    return folder


@pytest.mark.parametrize("folder", channel_folders(), ids=lambda folder: folder.name)
def test_every_channel_of_the_house_passes(folder: Path) -> None:
    assert [finding for finding in check_channel(folder) if not finding.met] == []


def test_a_whole_folder_passes(channel: Path) -> None:
    found = check_channel(channel)
    assert {finding.asked for finding in found} == set(SPOILED)
    assert [finding for finding in found if not finding.met] == []


@pytest.mark.parametrize("asked", SPOILED)
def test_each_line_catches_what_it_asks_for(channel: Path, asked: str) -> None:
    SPOILED[asked](channel)
    missing = [finding.asked for finding in check_channel(channel) if not finding.met]
    assert asked in missing


def test_the_command_prints_the_list_and_says_by_its_status_how_it_went() -> None:
    done = CliRunner().invoke(yuanqiao, ["channels", "check", "webchat"])
    assert (done.exit_code, "recorded payloads" in done.output) == (0, True)
    assert CliRunner().invoke(yuanqiao, ["channels", "check", "pigeon"]).exit_code == 1
