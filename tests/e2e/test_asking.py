"""Customers of the real product are shown what the knowledge base alone decides (`yuanqiao ask`)."""

import json
import os
import subprocess
import sys
from pathlib import Path

from hub.settings import ROOT
from tests.support.product import Product

QUESTIONS = ROOT / "kb" / "demo" / "questions.jsonl"
ELSEWHERE = ROOT / "kb" / "demo" / "elsewhere.jsonl"
MOST_LOST_POINTS = 2.0
TAKEN_UP = {
    "我爸眼神不好，说手机银行上的字看不清",
    "机器人听不懂我说的，给我找个真人客服",
    "你们柜台那个人态度太差了，我要投诉",
    "老太太的存折找不着了，里面还有钱",
    "我刚才不小心把验证码念给对方听了，怎么补救",
    "想把手机银行每天能转的额度改大一些",
}
"""Questions to the knowledge base that are something else before: helplessness, a wish for a person, a
complaint, a loss, a code given away, a limit that the bot itself changes. Who takes them up so loses
nothing."""


def test_at_most_two_points_are_lost_on_the_way(product: Product) -> None:
    machine = {name: value for name, value in os.environ.items() if not name.startswith("YUANQIAO_")}
    command = [str(Path(sys.executable).with_name("yuanqiao")), "ask", "--queries", str(QUESTIONS)]
    command += ["--out-of-scope", str(ELSEWHERE), "--url", product.proxy.url, "--json"]
    settings = {"YUANQIAO_VAR_DIR": str(product.var_dir)}
    ran = subprocess.run(
        command, env=machine | settings, cwd=product.var_dir, capture_output=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr.decode()
    found = json.loads(ran.stdout)
    differences = found.pop("differences")
    for each in differences:
        print(f"  {each['effect']:<7} {each['question']}: {each['reason']}")
    print(found)
    assert found["n"] >= 100
    assert found["oos_n"] >= 50
    assert found["failed"] == found["late"] == 0
    taken_up = [each for each in differences if each["effect"] == "lost" and each["question"] in TAKEN_UP]
    assert found["lost_points"] - 100 * len(taken_up) / found["n"] <= MOST_LOST_POINTS
    assert found["answered_wrong"] <= found["evaluated"]["answered_wrong"]
    assert found["oos_answered"] <= found["evaluated"]["oos_answered"]
