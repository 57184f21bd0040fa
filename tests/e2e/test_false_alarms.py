"""Plain questions to the real product are not treated as urgent (`yuanqiao ask --set`)."""

import json
import os
import subprocess
import sys
from pathlib import Path

from hub.settings import ROOT
from kb.measuring.queries import read_queries
from tests.support.product import Product
from yuanqiao.asking.cases import matches

QUESTIONS = ROOT / "tests" / "knowledge" / "questions.jsonl"

EMERGENCIES = (
    "*-card-loss-report",
    "*-card-fraud",
    "security-phone-lost",
    "security-scam-transfer",
    "security-code-leak",
    "security-fraud-call",
    "security-screen-share",
    "security-unknown-debit",
)
"""Who is led to one of these may really be in need: help at once is no false alarm there."""

MOST = 1
EVERY = 3
"""One of so many questions is asked here; `yuanqiao ask --set` on the whole file asks all."""


def test_at_most_one_plain_question_in_a_hundred_is_a_false_alarm(product: Product, tmp_path: Path) -> None:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines(keepends=True)[::EVERY]
    some = tmp_path / QUESTIONS.name
    some.write_text("".join(lines), encoding="utf-8")
    machine = {name: value for name, value in os.environ.items() if not name.startswith("YUANQIAO_")}
    command = [str(Path(sys.executable).with_name("yuanqiao")), "ask", "--set", str(some)]
    command += ["--url", product.proxy.url, "--visitors", "8", "--json"]
    settings = {"YUANQIAO_VAR_DIR": str(product.var_dir)}
    ran = subprocess.run(
        command, env=machine | settings, cwd=product.var_dir, capture_output=True, check=False, timeout=600
    )
    assert ran.returncode == 0, ran.stderr.decode()
    found = json.loads(ran.stdout)
    questions = read_queries(some)
    assert found["messages"]["n"] == len(questions) == 100
    alarms = [questions[int(id_.rpartition("-")[2]) - 1] for id_ in found["false_alarms"]]
    false = [each for each in alarms if not any(matches(id_, EMERGENCIES) for id_ in each.right)]
    for each in false:
        print(f"  {each.text}: {', '.join(each.right)}")
    print(found["messages"], f"{len(alarms)} helped at once, {len(false)} of them for nothing")
    assert len(false) <= MOST
