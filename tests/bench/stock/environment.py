"""Makes the stock server's environment from its own lock file, and trains its model when due."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from hub.settings import ROOT
from tests.bench.processes import Program
from tests.bench.result import FOLDER
from tests.bench.steps import Steps

HERE = Path(__file__).parent
STOCK = FOLDER / "stock"
PROJECT = STOCK / "project"
MODELS = STOCK / "models"
VENV = STOCK / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALL_S, TRAIN_S = 60.0, 600.0
ENV = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("YUANQIAO_", "UV_"))},
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore",
}
ENV.pop("PYTHONDONTWRITEBYTECODE", None)  # without compiled files Rasa takes five seconds longer to start


def install(steps: Steps) -> None:
    """Brings the environment to what the lock file says; needs `make setup` before (uv, a Python 3.10)."""
    content = _digest([HERE / "pyproject.toml", HERE / "uv.lock"])
    stamp = VENV / ".made-from"
    if stamp.is_file() and stamp.read_text("utf-8") == content:
        return
    command = [_uv(), "sync", "--frozen", "--project", str(HERE)]
    # The interpreter of the bot's environment is a Python 3.10 that works.
    command += ["--python", str((ROOT / "bot/.venv/bin/python").resolve())]
    with steps.timed("installing Rasa with TensorFlow", INSTALL_S):
        _run("uv", command, ENV | {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_NO_PROGRESS": "1"}, HERE)
    stamp.write_text(content, "utf-8")


def trained_model(made_of: Sequence[Path], steps: Steps) -> Path:
    """The model of these files, trained now where there is none yet."""
    model = MODELS / f"{_digest([*made_of, HERE / 'uv.lock'])}.tar.gz"
    if not model.is_file():
        command = [str(VENV / "bin" / "rasa"), "train", "--augmentation", "0", "--out", str(MODELS)]
        with steps.timed("training, once", TRAIN_S):
            _run("train", [*command, "--fixed-model-name", "new"], ENV, PROJECT)
        (MODELS / "new.tar.gz").replace(model)
    return model


def _run(name: str, command: Sequence[str], env: dict[str, str], cwd: Path) -> None:
    STOCK.mkdir(parents=True, exist_ok=True)
    program = Program(name, command, env, cwd, STOCK / f"{name}.log")
    try:
        program.wait()
    finally:
        program.stop()


def _uv() -> str:
    for candidate in (ROOT / ".uv/bin/uv", ROOT / ".uv/packages/bin/uv"):
        if candidate.exists():
            return str(candidate)
    return shutil.which("uv") or "uv"


def _digest(files: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\0".encode() + file.read_bytes())
    return total.hexdigest()
