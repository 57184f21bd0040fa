"""The figures of one part: flat JSON, with the machine, the commit and the time they are of."""

import json
import os
import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from hub.settings import ROOT
from tests.bench.figures import ends_in_unit
from tests.faults.result import commit_of_the_checkout

FOLDER = ROOT / "var" / "bench"
QUICK_FOLDER = FOLDER / "quick"
ABOUT = ("part", "machine", "commit", "at", "load_average", "settings")
"""What a result holds besides figures."""

Figures = dict[str, float]


def write_result(folder: Path, part: str, settings: str, figures: Mapping[str, float], load: str) -> Path:
    """Writes `PART.json`; raises `ValueError` for a figure whose name tells no unit."""
    nameless = [name for name in figures if not ends_in_unit(name)]
    if nameless:
        raise ValueError(f"these figures name no unit: {', '.join(nameless)}")
    about = {
        "part": part,
        "machine": machine(),
        "commit": commit_of_the_checkout(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_average": load,
        "settings": settings,
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{part}.json"
    file.write_text(json.dumps({**about, **figures}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return file


def read_results(folder: Path) -> dict[str, dict[str, str | float]]:
    """Every result that lies in a folder, by part."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))}


def machine() -> str:
    """Processor, cores, memory, system and Python, in one line."""
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    processor = found[1] if found else platform.machine()
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return (
        f"{os.cpu_count()} cores of {processor}, {pages / 2**30:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def load_average() -> str:
    """What kept the machine busy before a part began: the load of 1, 5 and 15 minutes."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())
