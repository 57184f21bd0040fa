"""Which processes make up the house, and what each one is given."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import SecretStr

from hub.accounts.references import variables_named_in
from hub.settings import ROOT, Settings
from yuanqiao.supervisor.keys import Keys

PREFIX = "YUANQIAO_"
DEMO_ISSUER = "yuanqiao-demo-bank"
"""Who signs logins where no bank's key is set: the invented bank."""

CONFIDENTIAL = (
    *("_SECRET", "_PASSWORD", "_DATABASE_URL", "_REDIS_URL"),
    *("_DATA_KEYS", "_LOGIN_KEY", "_VECTORS_KEY"),
)


@dataclass(frozen=True, slots=True)
class Process:
    """A program to start: its short name, command line and whole environment."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    cwd: Path = ROOT


@dataclass(frozen=True, slots=True)
class StartPlan:
    """What to start: `early` at once, then `tasks` to their end one by one, then `late`."""

    early: tuple[Process, ...]
    tasks: tuple[Process, ...]
    late: tuple[Process, ...]

    @property
    def all(self) -> tuple[Process, ...]:
        """Every process, in order of start."""
        return (*self.early, *self.tasks, *self.late)


def make(settings: Settings, keys: Keys, phones: Path | None = None) -> StartPlan:
    """The plan of `yuanqiao run`; no process gets a secret that it does not need.

    `phones`: the file of the phones' accounts, None where there are no phones.

    The bot takes longest and needs no database, so it starts while the database is brought up to date.
    """
    tools = Path(sys.executable).parent
    yuanqiao = str(tools / "yuanqiao")
    store = {"DATABASE_URL": settings.database}
    redis = {"REDIS_URL": settings.redis_url.get_secret_value()}
    search = {
        "ELASTICSEARCH_PASSWORD": settings.elasticsearch_password.get_secret_value(),
        "KB_VECTORS_KEY": settings.kb_vectors_key.get_secret_value(),
    }
    bot = {"BOT_SECRET": keys.bot, "ACTIONS_SECRET": keys.actions}
    actions = store | search | {"ACTIONS_SECRET": keys.actions, "TURN_SECRET": keys.turn}
    hub = store | redis | search | {"BOT_SECRET": keys.bot, "TURN_SECRET": keys.turn}
    hub |= {"VISITOR_SECRET": keys.visitor, "MEDIA_SECRET": keys.media, "DATA_KEYS": keys.data}
    demo_login = (
        {"BANK_LOGIN_KEY": keys.demo_login, "BANK_LOGIN_ISSUER": DEMO_ISSUER} if keys.demo_login else {}
    )
    hub |= demo_login or {"BANK_LOGIN_KEY": settings.bank_login_key.get_secret_value()}
    ingress = {"INGRESS_SECRET": keys.ingress, "DATA_KEYS": keys.data}
    hub |= {"INGRESS_SECRET": keys.ingress}
    hub |= {
        name.upper(): getattr(settings, name).get_secret_value()
        for name in ("staff_oidc_secret", "mail_password", "push_secret")
    }
    of_bank = _of_bank(settings, keys, demo=phones is not None)
    hub |= of_bank
    # Whether there is a bank, so that no dialogue begins where there is none; they cannot sign a call.
    actions |= {"BANK_URL": of_bank.get("BANK_URL", settings.bank_url)}
    of_accounts = _of_accounts(settings)
    of_phones = {} if phones is None else {"PHONES_FILE": str(phones)}
    demo_bank = of_phones | ({} if settings.bank_url else {"BANK_SECRET": keys.bank})
    hub |= of_phones
    ingress |= of_phones

    def process(name: str, *command: str, **given: str) -> Process:
        env = _environment(settings, given)
        return Process(name, command, {key: value for key, value in env.items() if key not in of_accounts})

    def knows_accounts(process: Process) -> Process:
        return replace(process, env={**process.env, **of_accounts})

    of_channels = process("phones", sys.executable, "-m", "simulators.phones", **demo_bank)
    return StartPlan(
        early=(
            process("bot", str(ROOT / "bot/.venv/bin/python"), "-m", "bot.serve", **bot),
            process("bank", sys.executable, "-m", "simulators.bank_site", **demo_login),
            *([of_channels] if phones else []),
        ),
        tasks=(process("prepare", yuanqiao, "prepare", **store),),
        late=(
            process("actions", str(ROOT / "actions/.venv/bin/python"), "-m", "actions.serve", **actions),
            knows_accounts(process("hub", yuanqiao, "hub", **hub)),
            knows_accounts(process("ingress", yuanqiao, "ingress", **ingress)),
        ),
    )


DEMO_BANK = "bank"
DEMO_SMS_ACCOUNT = "phone-gateway"
"""Where the phones serve the demo bank, and the account that reaches their owners by text message."""


def _of_bank(settings: Settings, keys: Keys, *, demo: bool) -> dict[str, str]:
    """The bank that the settings name, or else the demo bank on the phones."""
    given = {"STEP_UP_SECRET": keys.step_up}
    if settings.bank_url:
        return given | {"BANK_SECRET": settings.bank_secret.get_secret_value()}
    if not demo:
        return given
    url = f"http://127.0.0.1:{settings.phones_port}/{DEMO_BANK}"
    account = settings.step_up_sms_account or DEMO_SMS_ACCOUNT
    return given | {"BANK_URL": url, "BANK_SECRET": keys.bank, "STEP_UP_SMS_ACCOUNT": account}


def _environment(settings: Settings, given: Mapping[str, str]) -> dict[str, str]:
    """The machine's environment, the settings that are no secrets, and what was given."""
    machine = {key: value for key, value in os.environ.items() if not _is_confidential(key.upper())}
    machine.pop("PYTHONDONTWRITEBYTECODE", None)  # the bot would compile Rasa anew at every start (5 s)
    models = (
        {}
        if f"{PREFIX}MODELS_DIR" in machine
        else {"MODELS_DIR": str(settings.var_dir.absolute() / "models")}
    )
    ours = {PREFIX + name: value for name, value in (_plain(settings) | models).items()}
    extra = {PREFIX + name: value for name, value in given.items()}
    return machine | ours | {"PYTHONUNBUFFERED": "1"} | extra


def _is_confidential(key: str) -> bool:
    return key.startswith(PREFIX) and key.endswith(CONFIDENTIAL)


def _of_accounts(settings: Settings) -> dict[str, str]:
    """The variables that hold secrets of channels' accounts: for the hub alone."""
    try:
        text = settings.accounts_file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}  # there is none, or the hub says what is wrong with it
    return {name: os.environ[name] for name in variables_named_in(text) if name in os.environ}


def _plain(settings: Settings) -> dict[str, str]:
    values = {name: getattr(settings, name) for name in type(settings).model_fields}
    values["var_dir"] = settings.var_dir.absolute()
    values["accounts_file"] = settings.accounts_file.absolute()
    del values["database_url"]  # may hold a password; given to those that need it
    return {
        name.upper(): str(value)
        for name, value in values.items()
        if value is not None and not isinstance(value, SecretStr)
    }
