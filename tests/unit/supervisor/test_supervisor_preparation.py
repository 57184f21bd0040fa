"""What is checked and made before anything starts: ports, disk, secrets, and what each process is given."""

import json
import os
import socket
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from hub.errors import SetupError
from hub.settings import Settings
from hub.store.encrypted import new_data_keys, read_data_keys
from tests.support.ports import free_port
from yuanqiao.supervisor import keys, plan, preflight, run
from yuanqiao.supervisor.plan import Process, StartPlan

DATA_KEYS = new_data_keys("own")
SECRETS = (
    "key-bot",
    "key-actions",
    "key-turn",
    "key-visitor",
    "key-media",
    "key-ingress",
    "key-data",
    "key-bank",
    "key-step-up",
    "key-login",
)
PORTS = (
    "port",
    "media_port",
    "staff_port",
    "ingress_port",
    "bank_site_port",
    "phones_port",
    "bot_port",
    "actions_port",
)


def settings(folder: Path, **given: object) -> Settings:
    ports = {name: free_port() for name in PORTS}
    return Settings(_env_file=None, var_dir=folder, **(ports | given))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PORTS)
def test_a_taken_port_is_one_sentence_and_nothing_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(settings(tmp_path, **{name: port})) == 1
    said = capsys.readouterr().out
    assert (
        said
        == f"run     │ Port {port} is taken by another program: stop it, or set YUANQIAO_{name.upper()}.\n"
    )


def test_two_parts_on_one_port_are_refused(tmp_path: Path) -> None:
    port = free_port()
    with pytest.raises(SetupError, match="YUANQIAO_PORT and YUANQIAO_BOT_PORT are both"):
        preflight.check_ports(settings(tmp_path, port=port, bot_port=port))


def test_free_ports_pass(tmp_path: Path) -> None:
    preflight.check_ports(settings(tmp_path))


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    assert run(settings(tmp_path / "var")) == 1
    said = capsys.readouterr().out
    assert "cannot be written" in said
    assert said.count("\n") == 1


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 199_000_000}))
    with pytest.raises(SetupError, match="Only 199 MB are free"):
        preflight.check_var(tmp_path)


def test_a_second_supervisor_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    refused = pytest.raises(SetupError, match=f"Process {os.getpid()} already runs")
    with preflight.only_one(tmp_path), refused, preflight.only_one(tmp_path):
        pass
    with preflight.only_one(tmp_path):
        pass


def test_a_missing_environment_names_the_command() -> None:
    missing = StartPlan(early=(Process("bot", ("/nonexistent/python", "-m", "bot"), {}),), tasks=(), late=())
    with pytest.raises(
        SetupError, match="/nonexistent/python is missing, which runs the bot: run `make setup`"
    ):
        preflight.check_programs(missing)


def test_what_browsers_hold_outlives_a_restart_and_the_other_secrets_do_not(tmp_path: Path) -> None:
    first, second = keys.prepare(settings(tmp_path)), keys.prepare(settings(tmp_path))
    assert (first.visitor, first.media) == (second.visitor, second.media)
    assert first.visitor != first.media
    assert len({first.bot, first.actions, first.turn, second.bot, second.actions, second.turn}) == 6
    assert stat.S_IMODE((tmp_path / keys.FILE).stat().st_mode) == 0o600


def test_secrets_that_the_user_set_win(tmp_path: Path) -> None:
    kept = {"visitor_secret": SecretStr("v" * 64), "media_secret": SecretStr("m" * 64)}
    kept |= {"data_keys": SecretStr(DATA_KEYS)}
    given = settings(tmp_path, **kept, bot_secret=SecretStr("b" * 64))
    made = keys.prepare(given)
    assert (made.visitor, made.media, made.bot, made.data) == ("v" * 64, "m" * 64, "b" * 64, DATA_KEYS)
    assert not (tmp_path / keys.FILE).exists()


def test_what_is_missing_is_added_once_to_a_file_that_is_older(tmp_path: Path) -> None:
    path = tmp_path / keys.FILE
    path.write_text(json.dumps({"visitor_secret": "v" * 64}))
    first, second = keys.prepare(settings(tmp_path)), keys.prepare(settings(tmp_path))
    assert first.visitor == second.visitor == "v" * 64
    assert (first.media, first.data) == (second.media, second.data)
    assert read_data_keys(first.data).first == keys.FIRST_KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_secrets_of_accounts_are_given_to_the_hub_and_the_ingress_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = tmp_path / "accounts.yml"
    accounts.write_text(
        "wechat:\n  - name: a\n    secret: env:YUANQIAO_OF_RETAIL_SECRET\n  - token: env:OF_WEALTH\n"
    )
    for name in ("YUANQIAO_OF_RETAIL_SECRET", "OF_WEALTH", "YUANQIAO_DATA_KEYS"):
        monkeypatch.setenv(name, f"value of {name}")
    given = settings(tmp_path, accounts_file=accounts)
    held = {
        process.name: {value for value in process.env.values() if value.startswith("value of")}
        for process in plan.make(given, keys.prepare(settings(tmp_path, data_keys=SecretStr(DATA_KEYS)))).all
    }
    of_accounts = {"value of YUANQIAO_OF_RETAIL_SECRET", "value of OF_WEALTH"}
    assert held.pop("hub") == held.pop("ingress") == of_accounts
    assert set(map(len, held.values())) == {0}
    assert len(held) == 4


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"visitor_secret": ""}', '{"visitor_secret": 5}'])
def test_a_damaged_secrets_file_is_refused_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / keys.FILE
    path.write_text(content)
    with pytest.raises(SetupError, match=r"secrets\.json"):
        keys.prepare(settings(tmp_path))
    assert path.read_text() == content


def test_each_process_is_given_its_own_secrets_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANQIAO_TURN_SECRET", "set by the user, and long enough")
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", "postgresql+asyncpg://me:password@db/x")
    monkeypatch.setenv("YUANQIAO_REDIS_URL", "redis://:of-redis@cache/0")
    made = keys.Keys(
        bot="key-bot",
        actions="key-actions",
        turn="key-turn",
        visitor="key-visitor",
        media="key-media",
        ingress="key-ingress",
        data="key-data",
        bank="key-bank",
        step_up="key-step-up",
        demo_login="key-login",
    )
    url, redis = "postgresql+asyncpg://me:password@db/x", SecretStr("redis://:of-redis@cache/0")
    given = settings(tmp_path, database_url=url, redis_url=redis)
    held = {
        process.name: {
            secret
            for secret in (*SECRETS, "password", "of-redis", "set by the user, and long enough")
            if any(secret in value for value in process.env.values())
        }
        for process in plan.make(given, made).all
    }
    assert held == {
        "bot": {"key-bot", "key-actions"},
        "bank": {"key-login"},
        "prepare": {"password"},
        "actions": {"key-actions", "key-turn", "password"},
        "hub": {
            "key-bot",
            "key-turn",
            "key-visitor",
            "key-media",
            "key-ingress",
            "key-data",
            "key-step-up",
            "key-login",
            "password",
            "of-redis",
        },
        "ingress": {"key-ingress", "key-data"},
    }


def test_no_secret_stands_on_a_command_line(tmp_path: Path) -> None:
    given = settings(tmp_path)
    made = keys.prepare(given)
    words = [word for process in plan.make(given, made).all for word in process.command]
    assert words
    assert not {made.bot, made.actions, made.turn, made.visitor, made.media} & set(words)


def test_every_process_hears_the_settings(tmp_path: Path) -> None:
    given = settings(tmp_path, bank_name="测试银行")
    for process in plan.make(given, keys.prepare(given)).all:
        assert process.env["YUANQIAO_BOT_PORT"] == str(given.bot_port)
        assert process.env["YUANQIAO_BANK_NAME"] == "测试银行"
        assert process.env["YUANQIAO_VAR_DIR"] == str(tmp_path)
        assert process.env["PATH"] == os.environ["PATH"]


def test_settings_that_are_not_set_are_none_for_every_process_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings(tmp_path, kb_max_unfounded=0.06)
    (hub,) = (each for each in plan.make(given, keys.prepare(given)).all if each.name == "hub")
    for name, value in hub.env.items():
        monkeypatch.setenv(name, value)
    heard = Settings(_env_file=None)  # type: ignore[call-arg]
    assert (heard.kb_max_wrong, heard.kb_max_unfounded) == (None, 0.06)


def test_every_setting_that_is_a_secret_is_kept_from_who_needs_it_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine's own value of a secret reaches nobody to whom it is not given."""
    names = [name for name, field in Settings.model_fields.items() if field.annotation is SecretStr]
    assert len(names) >= 8
    values = {name: SecretStr(f"value-of-{name}-" + "x" * 32) for name in names} | {
        "data_keys": SecretStr(DATA_KEYS)
    }
    for name, value in values.items():
        monkeypatch.setenv(f"YUANQIAO_{name.upper()}", value.get_secret_value())
    held = {
        process.name: {n for n in names if values[n].get_secret_value() in process.env.values()}
        for process in plan.make(settings(tmp_path, **values), keys.prepare(settings(tmp_path, **values))).all
    }
    assert held["bank"] == set()
    assert "bank_login_key" in held.pop("hub")
    assert held.pop("ingress") == {"ingress_secret", "data_keys"}
    assert not any("bank_login_key" in known or "data_keys" in known for known in held.values())


def test_the_demo_bank_and_the_hub_share_a_secret_that_no_other_has(tmp_path: Path) -> None:
    given = settings(tmp_path)
    made = keys.prepare(given)
    processes = {each.name: each.env for each in plan.make(given, made, tmp_path / "accounts.yml").all}
    assert {name for name, env in processes.items() if made.bank in env.values()} == {"hub", "phones"}
    assert processes["hub"]["YUANQIAO_BANK_URL"] == f"http://127.0.0.1:{given.phones_port}/bank"
    assert processes["hub"]["YUANQIAO_STEP_UP_SMS_ACCOUNT"] == "phone-gateway"
    assert processes["actions"]["YUANQIAO_BANK_URL"] == processes["hub"]["YUANQIAO_BANK_URL"]


def test_where_there_is_no_bank_the_actions_know_of_none(tmp_path: Path) -> None:
    given = settings(tmp_path)
    processes = {each.name: each.env for each in plan.make(given, keys.prepare(given)).all}
    assert not processes["actions"]["YUANQIAO_BANK_URL"]


def test_a_bank_that_the_settings_name_is_not_replaced_by_the_demo_bank(tmp_path: Path) -> None:
    secret = SecretStr("of-the-banks-own-systems" + "x" * 32)
    given = settings(tmp_path, bank_url="https://core.bank.example", bank_secret=secret)
    processes = {
        each.name: each.env for each in plan.make(given, keys.prepare(given), tmp_path / "accounts.yml").all
    }
    assert processes["hub"]["YUANQIAO_BANK_URL"] == "https://core.bank.example"
    assert processes["hub"]["YUANQIAO_BANK_SECRET"] == secret.get_secret_value()
    assert secret.get_secret_value() not in processes["phones"].values()
