"""Trains the bot's model when what it is made of has changed; `bot.train` itself judges by content."""

from pathlib import Path

from making.environments import BOT
from making.places import ROOT, setting, var_dir
from making.shell import Shell, ask, clean_environment


def folder() -> Path:
    """Where models lie."""
    return ROOT / setting("MODELS_DIR", str(var_dir() / "models"))


def is_trained() -> bool:
    """Whether a model made from the present inputs lies there."""
    return ask(_command("--check"), env=_environment()) is not None


def train(shell: Shell) -> None:
    """Trains; raises `CannotGoOnError` where the training fails."""
    shell.run(_command(), failed="The bot's model could not be trained", env=_environment())


def _command(*more: str) -> list[str]:
    return [str(BOT.python), "-m", "bot.train", "--out", str(folder()), *more]


def _environment() -> dict[str, str]:
    return clean_environment() | {"PYTHONUNBUFFERED": "1"}
