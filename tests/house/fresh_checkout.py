"""A fresh checkout in a folder of its own, and stand-ins for what the bootstrap finds on PATH."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_S = 60.0
Done = subprocess.CompletedProcess[str]

UV = """#!/bin/sh
# Stands in for uv: writes its arguments down and makes environments of links.
[ "$1" = --version ] && { echo "uv ${UV_STANDS_FOR:-0.13.9}"; exit 0; }
echo "$*" >> "$CALLS"
case "$1" in
sync)
    project=; while [ $# -gt 0 ]; do [ "$1" = --project ] && project=$2; shift; done
    if [ -n "$UV_SYNC_SAYS" ]; then echo "$UV_SYNC_SAYS"; exit 1; fi
    [ -n "$UV_SYNC_HANGS" ] && { echo $$ > "$UV_SYNC_HANGS"; exec sleep 600; }
    mkdir -p "$project/.venv/bin"; ln -sf "$STAND_IN_PYTHON" "$project/.venv/bin/python" ;;
*) echo "no network"; exit 1 ;;
esac
"""

# Stands in for an environment's Python, or for a Python 3.10 that runs.
PYTHON = """#!/bin/sh
case "$*" in *version_info*) echo 3.10; exit 0 ;; esac
echo "python $*" >> "$CALLS"
case "$*" in *--check*) exit "${MODEL_STALE:-0}" ;; esac
"""

FAILING = "#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n"


class Checkout:
    """The files that the bootstrap reads, a PATH of its own and an empty home."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.bin = folder / "bin"
        self.home = folder / "home"
        self.calls = folder / "calls"
        for place in (self.root, self.bin, self.home):
            place.mkdir()
        shutil.copytree(ROOT / "scripts", self.root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / ".ci", self.root / ".ci")
        shutil.copy(ROOT / "Makefile", self.root)
        for project in (".", "actions", "bot"):
            (self.root / project).mkdir(exist_ok=True)
            (self.root / project / "pyproject.toml").write_text("")
            (self.root / project / "uv.lock").write_text("version = 1\n")
        for tool in ("sh", "awk", "mkdir", "ln", "sleep", "dirname"):
            self.link(tool, shutil.which(tool) or f"/bin/{tool}")

    def link(self, name: str, target: str) -> None:
        """Puts a program of this machine on the PATH."""
        (self.bin / name).symlink_to(target)

    def put(self, name: str, script: str, *, folder: Path | None = None) -> Path:
        """Puts a stand-in on the PATH, or into another folder."""
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script)
        path.chmod(0o755)
        return path

    def environment(self, **more: str) -> dict[str, str]:
        """Nothing of this machine's but the stand-ins."""
        fixed = {"PATH": str(self.bin), "HOME": str(self.home), "CALLS": str(self.calls)}
        return fixed | {"STAND_IN_PYTHON": str(self.home / "python")} | more

    def bootstrap(self, command: str, *, python: str = sys.executable, **more: str) -> Done:
        """Runs `bootstrap.py` to its end."""
        return self.run([python, "scripts/bootstrap.py", command], **more)

    def run(self, command: list[str], **more: str) -> Done:
        """Runs a program in the checkout."""
        return subprocess.run(
            command,
            cwd=self.root,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )

    def called(self, word: str) -> list[str]:
        """The calls of stand-ins that hold this word."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [line for line in lines if word in line]


def python_without(folder: Path, *modules: str) -> str:
    """A Python in which these modules cannot be imported, as Debian's without python3-venv."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=LIMIT_S)
    (site,) = folder.glob("lib/python3.*/site-packages")
    # not sitecustomize.py: Debian has its own, which hides this one
    (site / "without.pth").write_text(f"import sys; sys.modules.update(dict.fromkeys({modules!r}))\n")
    return os.fspath(folder / "bin" / "python3")
