"""How channels are found and given their accounts; a broken manifest is named."""

import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

import connectors
from hub.errors import BadAccounts, SetupError
from tests.unit.connectors.webchat.desk import Desk
from yuanqiao.channels import open_channels, read_channel_accounts, read_manifests
from yuanqiao.cli.accounts import accounts as accounts_command

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


TOY = """
from typing import ClassVar

from hub.accounts import Account, Secret


class ToyAccount(Account):
    key: Secret


def open_channel(context):
    return tuple(context.accounts)
"""

MODEL = "account: connectors.toy.channel:ToyAccount\n"


@pytest.fixture
def toy(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A channel that needs accounts, and hands back those that it was given."""
    write(elsewhere, "toy", GOOD.format(name="toy") + MODEL)
    (elsewhere / "toy" / "__init__.py").touch()
    (elsewhere / "toy" / "channel.py").write_text(TOY)
    for module in ("connectors.toy", "connectors.toy.channel"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setenv("KEY_OF_THE_TOY", "s3cret")
    return elsewhere


def opened(accounts: Path) -> dict[str, Any]:
    context = Desk(accounts_file=accounts).context
    return open_channels(context)


def test_a_channel_is_given_its_accounts(toy: Path) -> None:
    accounts = toy / "accounts.yml"
    accounts.write_text(
        "toy:\n  - name: one\n    key: env:KEY_OF_THE_TOY\n  - name: two\n    key: file:key\n"
    )
    (toy / "key").write_text("another\n")
    found = opened(accounts)["toy"]
    assert [(each.name, each.key.get_secret_value()) for each in found] == [
        ("one", "s3cret"),
        ("two", "another"),
    ]


def test_a_channel_without_the_accounts_that_it_needs_is_not_opened_and_that_is_said(toy: Path) -> None:
    accounts = toy / "accounts.yml"
    accounts.touch()
    with capture_logs() as lines:
        assert opened(accounts) == {}
    assert [(line["event"], line["channel"]) for line in lines] == [("channel.not_opened", "toy")]


def test_the_file_has_to_be_where_a_setting_says_that_it_is(toy: Path) -> None:
    with pytest.raises(BadAccounts, match="cannot be read"):
        opened(toy / "missing.yml")


def test_the_web_chat_has_an_account_without_any_file(tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.yml"
    accounts.touch()
    settings = Desk(accounts_file=accounts).context.settings
    found = read_channel_accounts(settings, read_manifests())
    assert [each.name for each in found["webchat"]] == ["default"]


def test_accounts_check_shows_the_accounts_and_no_secret(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = toy / "accounts.yml"
    accounts.write_text("toy:\n  - name: one\n    key: env:KEY_OF_THE_TOY\n")
    monkeypatch.setenv("YUANQIAO_ACCOUNTS_FILE", str(accounts))
    result = CliRunner().invoke(accounts_command, ["check"])
    assert result.exit_code == 0
    assert "key=(secret, read)" in result.output
    assert "s3cret" not in result.output
    accounts.write_text("toy:\n  - name: one\n    key: s3cret\n")
    result = CliRunner().invoke(accounts_command, ["check"])
    assert isinstance(result.exception, BadAccounts)
    assert "accounts.yml:3:" in result.exception.detail
    assert "s3cret" not in result.exception.detail
