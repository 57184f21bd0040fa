"""How channels are found: a folder with a manifest is one, and a broken manifest is named."""

from pathlib import Path

import pytest

import connectors
from hub.errors import SetupError
from yuanqiao.channels import read_manifests

GOOD = "name: {name}\ntitle: T\nentry: connectors.{name}.channel:open_channel\n"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Channels are looked for in this folder alone."""
    monkeypatch.setattr(connectors, "__path__", [str(tmp_path)])
    return tmp_path


def write(folder: Path, name: str, text: str | bytes) -> None:
    (folder / name).mkdir()
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / name / "manifest.yml").write_bytes(raw)


def test_the_manifests_of_the_house_are_read() -> None:
    assert "webchat" in [manifest.name for manifest in read_manifests()]


def test_manifests_are_read_in_order(elsewhere: Path) -> None:
    for name in ("sms", "alpha"):
        write(elsewhere, name, GOOD.format(name=name))
    (elsewhere / "no_channel").mkdir()
    assert [manifest.name for manifest in read_manifests()] == ["alpha", "sms"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a list",
        "name: [",
        "name: x\ntitle: T",
        GOOD.format(name="x") + "surprise: 1\n",
        GOOD.format(name="x").replace("connectors.", "os."),
        GOOD.format(name="x").replace("name: x", "name: X Y"),
        GOOD.format(name="another"),
        b"name: \xff\xfe",
    ],
)
def test_a_broken_manifest_is_named_in_one_sentence(elsewhere: Path, text: str | bytes) -> None:
    write(elsewhere, "x", text)
    with pytest.raises(SetupError) as error:
        read_manifests()
    assert "x/manifest.yml" in error.value.detail
    assert "\n" not in error.value.detail
