"""The phones' accounts are made once, for channels that have none of the bank's."""

import stat
from pathlib import Path

import yaml

from hub.settings import Settings
from simulators.phones.accounts import read_accounts
from yuanqiao.channels import read_channel_accounts, read_manifests
from yuanqiao.supervisor import keys, phones, plan


def settings(folder: Path, **given: object) -> Settings:
    given = {"accounts_file": folder / "accounts.yml", "phones_port": 18085} | given
    return Settings(_env_file=None, var_dir=folder, **given)  # type: ignore[arg-type]


def test_the_hub_and_the_simulator_read_the_same_accounts(tmp_path: Path) -> None:
    (tmp_path / "accounts.yml").touch()
    file = phones.prepare(settings(tmp_path))
    assert file is not None
    (seen,) = read_accounts(file)["wechat"]
    (account,) = read_channel_accounts(settings(tmp_path, phones_file=str(file)), read_manifests())["wechat"]
    given = account.model_dump()
    assert seen["api"] == given["api"] == "http://127.0.0.1:18085/weixin"
    for name in ("secret", "token", "encoding_aes_key"):
        assert seen[name] == given[name].get_secret_value()
        assert seen[name] not in file.read_text()
        assert stat.S_IMODE((tmp_path / "phones" / f"wechat-phone-{name}").stat().st_mode) == 0o600
    assert len(seen["encoding_aes_key"]) == 43


def test_what_is_no_word_stays_as_it_is(tmp_path: Path) -> None:
    file = phones.prepare(settings(tmp_path))
    assert file is not None
    (seen,) = read_accounts(file)["wecom"]
    assert (seen["agent_id"], seen["scenes"]["branch-12"]) == (1000003, "greet")


def test_they_outlive_a_restart(tmp_path: Path) -> None:
    first, second = (phones.prepare(settings(tmp_path)) for _ in range(2))
    assert first is not None
    assert second is not None
    assert read_accounts(first) == read_accounts(second)


def test_where_the_bank_has_an_account_there_is_no_phone(tmp_path: Path) -> None:
    (tmp_path / "accounts.yml").write_text("wechat:\n  - name: retail\n")
    file = phones.prepare(settings(tmp_path))
    assert file is not None
    assert "wechat" not in yaml.safe_load(file.read_text())


def test_there_are_none_where_they_are_not_wanted(tmp_path: Path) -> None:
    assert phones.prepare(settings(tmp_path, phones=False)) is None
    assert not (tmp_path / "phones").exists()


def test_who_needs_the_phones_accounts_is_told_where_they_are_and_nobody_else(tmp_path: Path) -> None:
    given = settings(tmp_path)
    file = phones.prepare(given)
    assert file is not None
    planned = plan.make(given, keys.prepare(given), file)
    told = {each.name for each in planned.all if each.env["YUANQIAO_PHONES_FILE"] == str(file)}
    assert told == {"hub", "ingress", "phones"}
    assert "phones" not in {each.name for each in plan.make(given, keys.prepare(given)).all}
