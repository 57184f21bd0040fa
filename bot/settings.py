"""The settings of the bot's process, read from the environment (prefix `YUANQIAO_`)."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import CannotStart

BAD_SETTING = 2
"""Exit code for a setting that cannot be used."""


LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True)
class BotSettings:
    """What serving needs to know; times are in seconds."""

    port: int
    secret: str
    actions_url: str
    actions_secret: str
    action_deadline_s: float
    models_dir: Path
    log_level: str
    host: str = "127.0.0.1"


def read_settings(environment: Mapping[str, str]) -> BotSettings:
    """Reads and checks the settings; raises `CannotStart` with a sentence that names the bad one."""
    host = environment.get("YUANQIAO_BOT_HOST") or BotSettings.host
    if host != BotSettings.host:
        raise CannotStart("YUANQIAO_BOT_HOST: the bot listens on 127.0.0.1 and nowhere else.", BAD_SETTING)
    secret = environment.get("YUANQIAO_BOT_SECRET", "")
    if not secret:
        raise CannotStart("YUANQIAO_BOT_SECRET is not set: the bot serves signed calls only.", BAD_SETTING)
    return BotSettings(
        port=int(_number(environment, "YUANQIAO_BOT_PORT", 8082, most=65535)),
        secret=secret,
        actions_url=_actions_url(environment),
        actions_secret=environment.get("YUANQIAO_ACTIONS_SECRET", ""),
        action_deadline_s=_number(environment, "YUANQIAO_ACTION_DEADLINE_S", 10.0, most=60),
        models_dir=Path(environment.get("YUANQIAO_MODELS_DIR") or "var/models"),
        log_level=_log_level(environment),
    )


def _log_level(environment: Mapping[str, str]) -> str:
    level = environment.get("YUANQIAO_LOG_LEVEL") or "info"
    if level.lower() not in LOG_LEVELS:
        raise CannotStart(f"YUANQIAO_LOG_LEVEL is {level!r}: one of {', '.join(LOG_LEVELS)}.", BAD_SETTING)
    return level.upper()


def _number(environment: Mapping[str, str], name: str, default: float, most: float) -> float:
    text = environment.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= most:
        raise CannotStart(f"{name} is {text!r}: a number above 0 and up to {most:g} is needed.", BAD_SETTING)
    return value


def _actions_url(environment: Mapping[str, str]) -> str:
    """The address of Rasa's action call; only this machine or a private network is allowed."""
    port = int(_number(environment, "YUANQIAO_ACTIONS_PORT", 8083, most=65535))
    url = environment.get("YUANQIAO_ACTIONS_URL") or f"http://127.0.0.1:{port}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or not _is_near(parts.hostname):
        raise CannotStart(
            "YUANQIAO_ACTIONS_URL must be an http address on this machine or in a private network.",
            BAD_SETTING,
        )
    return url if parts.path.strip("/") else f"{url.rstrip('/')}/webhook"


def _is_near(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"
