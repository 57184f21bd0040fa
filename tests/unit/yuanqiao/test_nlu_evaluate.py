"""`yuanqiao nlu evaluate` with the bot's own pipeline, trained on a few lines in the bot's environment."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.errors import BadInput
from tests.support.logging import own_logging
from yuanqiao.cli.nlu import nlu
from yuanqiao.nlu_evaluation import BOT_PYTHON

__all__ = ["own_logging"]

pytestmark = pytest.mark.usefixtures("own_logging")

TRAIN = {
    "weather": ["will it rain tomorrow", "is it sunny today", "how cold is it", "weather for the weekend"],
    "music": ["play a song", "play some music", "put on a record by bach", "turn the music up"],
    "balance": ["查一下余额", "我卡里还有多少钱", "账户余额是多少", "看看还剩多少钱"],
}
TEST = {"weather": ["will it be cold tomorrow"], "music": ["play a record"], "balance": ["账户里还有多少钱"]}


def _write(path: Path, texts_of: dict[str, list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "category"])
        writer.writerows([text, category] for category, texts in texts_of.items() for text in texts)
    return path


@pytest.mark.skipif(not BOT_PYTHON.exists(), reason="the bot's environment is missing: run `make setup`")
def test_a_pipeline_learns_any_labels_and_tells_one_json_object(tmp_path: Path) -> None:
    train, test = _write(tmp_path / "train.csv", TRAIN), _write(tmp_path / "test.csv", TEST)
    ran = CliRunner().invoke(nlu, ["evaluate", "--train", str(train), "--test", str(test), "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert told["n"] == 3
    assert told["accuracy"] == 1.0
    assert told["f1"] == {"balance": 1.0, "music": 1.0, "weather": 1.0}
    assert told["ms_per_parse"] > 0


@pytest.mark.parametrize("more", [[], ["--test", "{file}", "--folds", "5"]])
def test_either_a_test_file_or_folds_are_needed(tmp_path: Path, more: list[str]) -> None:
    file = str(_write(tmp_path / "train.csv", TRAIN))
    given = [each.format(file=file) for each in more]
    ran = CliRunner().invoke(nlu, ["evaluate", "--train", file, *given])
    assert isinstance(ran.exception, BadInput)
