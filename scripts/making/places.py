"""Where things lie, and which settings of the house the bootstrap has to know before it exists."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def setting(name: str, default: str) -> str:
    """The value of `YUANQIAO_<name>`: the environment, else `.env`, else `default`."""
    key = f"YUANQIAO_{name}"
    if key in os.environ:
        return os.environ[key]
    env_file = ROOT / ".env"
    if env_file.is_file():
        for line in env_file.read_text("utf-8").splitlines():
            written, equals, value = line.partition("=")
            if equals and written.strip().removeprefix("export ").strip().upper() == key:
                return value.strip().strip("\"'")
    return default


def var_dir() -> Path:
    """Where data, models and logs go: the same place as `hub.settings` says."""
    return ROOT / setting("VAR_DIR", "var")
