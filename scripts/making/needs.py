"""Finds what the tests need beyond Python (browser, servers, FUSE, fonts) and names what is missing."""

import os
import shutil
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from making import elasticsearch
from making.shell import ask

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class FoundTools:
    """Where things are; None (or False) where they are not. `…_lacks`: the remedy, or nothing."""

    browser: str | None
    postgres_bin: Path | None
    redis: str | None
    janus: str | None
    coturn: str | None
    fuse_lacks: str
    elasticsearch_lacks: str
    chinese_fonts: bool

    def missing(self) -> list[str]:
        """One sentence for each missing thing, with the command that installs it."""
        sentences = (
            (self.browser, "Chromium is missing, browser tests are skipped", apt("chromium")),
            (self.postgres_bin, "PostgreSQL is missing, its tests are skipped", apt("postgresql")),
            (self.redis, "Redis is missing, its tests are skipped", apt("redis-server")),
            (
                self.janus,
                "Janus or FFmpeg is missing, tests of recorded calls are skipped",
                apt("janus janus-tools ffmpeg"),
            ),
            (self.coturn, "coturn is missing, tests of the relay are skipped", apt("coturn")),
            (
                not self.elasticsearch_lacks,
                "Java or Maven is missing, tests of Elasticsearch are skipped",
                self.elasticsearch_lacks,
            ),
            (not self.fuse_lacks, "FUSE is missing, tests of failing disks are skipped", self.fuse_lacks),
            (self.chinese_fonts, "no Chinese font, screenshots show boxes", apt("fonts-noto-cjk")),
        )
        return [f"{text}: {remedy}" for found, text, remedy in sentences if not found]


def look() -> FoundTools:
    """Looks on PATH and where Debian puts things."""
    return FoundTools(
        browser=next(filter(None, map(shutil.which, BROWSERS)), None),
        postgres_bin=_postgres_bin(),
        redis=shutil.which("redis-server"),
        janus=_janus(),
        coturn=shutil.which("turnserver"),
        fuse_lacks=_what_fuse_lacks(),
        elasticsearch_lacks=elasticsearch.missing(),
        chinese_fonts=bool(ask(["fc-list", ":lang=zh", "family"])),
    )


def apt(package: str) -> str:
    """The command that installs Debian packages."""
    return f"apt-get install {package}"


def _janus() -> str | None:
    programs = [shutil.which(name) for name in ("janus", "janus-pp-rec", "ffprobe")]
    return programs[0] if all(programs) else None


def _what_fuse_lacks() -> str:
    if not Path("/dev/fuse").exists():
        return "modprobe fuse"
    if shutil.which("fusermount3") is None or find_library("fuse3") is None:
        return apt("fuse3")
    return ""


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
