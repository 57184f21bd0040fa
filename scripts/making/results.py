"""What the suites took and left out, read from the JUnit files that pytest wrote."""

import json
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from xml.etree import ElementTree  # our own files, written a moment ago

from making import suites
from making.places import ROOT, var_dir
from making.stages import StageResult

SAID_LENGTH = 160
OF_GROUP = re.compile(r"^\s+\|\s+((?:\w+\.)*\w*(?:Error|Warning|Exception): .+)$", re.MULTILINE)


@dataclass
class Count:
    """One suite: its tests, those that failed or were skipped, and what they took, start-ups included."""

    tests: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)


def folder() -> Path:
    """Where reports lie."""
    return var_dir() / "test"


def begin() -> None:
    """Makes the folder and removes the reports of the run before."""
    folder().mkdir(parents=True, exist_ok=True)
    for report in folder().glob("*.xml"):
        report.unlink()


def tell(done: Sequence[StageResult]) -> dict[str, Count]:
    """Prints and writes down what each suite took; then what was skipped, and why."""
    counts = read(done)
    print(f"\n━━━ suites\n{table(counts)}")
    for line in skips(counts):
        print(line)
    print(f"written to {write(counts, done)}", flush=True)
    return counts


def read(done: Iterable[StageResult]) -> dict[str, Count]:
    """The counts by suite; of a stage that tells no tests, only its time."""
    found: dict[str, Count] = {}
    whose = cache(lambda classname: suites.suite_of(_path(classname)))
    for stage, seconds in ((one.stage, one.seconds) for one in done):
        if stage.report is not None and stage.report.is_file():
            for case in ElementTree.parse(stage.report).iter("testcase"):  # noqa: S314 - pytest wrote it
                suite = stage.suite or whose(case.get("classname", ""))
                _add(found.setdefault(suite, Count()), case)
        elif stage.suite:
            found.setdefault(stage.suite, Count()).seconds += seconds
    return found


def _path(classname: str) -> str:
    """The file of a test: its class name is the module's, with a class behind it where there is one."""
    words = classname.split(".")
    for end in range(len(words), 0, -1):
        path = "/".join(words[:end]) + ".py"
        if (ROOT / path).is_file():
            return path
    return "/".join(words)


def _add(count: Count, case: ElementTree.Element) -> None:
    count.tests += 1
    count.seconds += float(case.get("time", "0"))
    count.failed += case.find("failure") is not None or case.find("error") is not None
    skipped = case.find("skipped")
    if skipped is not None and skipped.get("type") != "pytest.xfail":
        count.skipped += 1
        reason = skipped.get("message", "")
        count.reasons[reason] = count.reasons.get(reason, 0) + 1


def table(counts: dict[str, Count]) -> str:
    """One line a suite, the longest first; the minutes are those of one core."""
    lines = [f"{'suite':<14} {'tests':>6} {'failed':>6} {'skipped':>7} {'minutes':>8}"]
    for name, count in sorted(counts.items(), key=lambda item: -item[1].seconds):
        minutes = f"{count.seconds / 60:.1f}"
        lines.append(f"{name:<14} {count.tests:>6} {count.failed:>6} {count.skipped:>7} {minutes:>8}")
    return "\n".join(lines)


def skips(counts: dict[str, Count]) -> list[str]:
    """What was skipped and why, a line for each reason and suite."""
    return [
        f"skipped in {name}: {number} × {reason}"
        for name, count in sorted(counts.items())
        for reason, number in sorted(count.reasons.items())
    ]


def failures(done: Iterable[StageResult]) -> list[str]:
    """The tests that failed, a line each with what the error said first: the end of a log is what is kept."""
    lines = []
    for report in (one.stage.report for one in done):
        if report is None or not report.is_file():
            continue
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it
            fault = case.find("failure") if case.find("error") is None else case.find("error")
            if fault is not None:
                said = " ".join(fault.get("message", "").split())[:SAID_LENGTH]
                lines.append(f"{_path(case.get('classname', ''))}::{case.get('name', '')}: {said}")
                lines += [f"  within: {each[:SAID_LENGTH]}" for each in _within(fault.text or "")]
    return lines


def _within(text: str) -> list[str]:
    """What a group of exceptions holds, each once: its own message says only how many they are."""
    return list(dict.fromkeys(match[1] for match in OF_GROUP.finditer(text)))


def write(counts: dict[str, Count], done: Sequence[StageResult]) -> Path:
    """Writes `var/test/suites.json`: suites and stages with their seconds, and when that was."""
    content = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "suites": {name: asdict(count) for name, count in counts.items()},
        "stages": [
            {"title": one.stage.title, "outcome": one.outcome, "seconds": round(one.seconds, 1)}
            for one in done
        ],
    }
    path = folder() / "suites.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path
