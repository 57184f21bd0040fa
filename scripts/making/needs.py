"""Finds what the tests need beyond Python: a browser, PostgreSQL, Redis, fonts; names what is missing."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from making.shell import ask

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Found:
    """Where things are; None where they are not."""

    browser: str | None
    postgres_bin: Path | None
    redis: str | None
    chinese_fonts: bool

    def missing(self) -> list[str]:
        """One sentence for each missing thing, with the command that installs it."""
        sentences = (
            (self.browser, "Chromium is missing, browser tests are skipped", "chromium"),
            (self.postgres_bin, "PostgreSQL is missing, its tests are skipped", "postgresql"),
            (self.redis, "Redis is missing, its tests are skipped", "redis-server"),
            (self.chinese_fonts, "no Chinese font, screenshots show boxes", "fonts-noto-cjk"),
        )
        return [f"{text}: apt-get install {package}" for found, text, package in sentences if not found]


def look() -> Found:
    """Looks on PATH and where Debian puts things."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    return Found(
        browser, _postgres_bin(), shutil.which("redis-server"), bool(ask(["fc-list", ":lang=zh", "family"]))
    )


def _postgres_bin() -> Path | None:
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: _major(at.parent.name), reverse=True
    )
    for folder in [*folders, *debian]:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    return None


def _major(version: str) -> int:
    return int(version) if version.isdigit() else 0
