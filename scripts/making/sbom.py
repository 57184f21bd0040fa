"""Writes the lists of what the house is made of (software bills of materials), one for each lock file."""

import subprocess
from pathlib import Path

from making import frontend, uv
from making.environments import ACTIONS, BOT, HUB
from making.failure import CannotGoOnError
from making.places import ROOT, var_dir
from making.shell import clean_environment

PROJECTS = {"hub": HUB, "actions": ACTIONS, "bot": BOT}


def write() -> list[Path]:
    """One CycloneDX file for each environment and one for the front end, without what only tests need."""
    folder = var_dir() / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    program = uv.find()
    if program is None:
        raise CannotGoOnError("uv is missing: run `make setup` first.")
    told = {name: _of_python(program, environment.project) for name, environment in PROJECTS.items()}
    told["web"] = _of_web()
    for name, text in told.items():
        (folder / f"{name}.cdx.json").write_text(text, "utf-8")
    return [folder / f"{name}.cdx.json" for name in told]


def _of_python(program: str, project: Path) -> str:
    extras = ["--all-extras", "--no-dev", "--preview-features", "sbom-export"]
    command = [program, "export", "--frozen", "--project", str(project), "--format", "cyclonedx1.5", *extras]
    return _printed(command, ROOT, clean_environment())


def _of_web() -> str:
    command = frontend.npm("sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--omit", "dev")
    return _printed(command, frontend.WEB, frontend.node_environment())


def _printed(command: list[str], folder: Path, env: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotGoOnError(f"{' '.join(command[:2])} could not tell the packages: {done.stderr.strip()}")
    return done.stdout
