"""What `yuanqiao nlu evaluate` reads and how it judges, without a bot."""

from collections import Counter
from pathlib import Path

import pytest

from hub.errors import BadInput
from yuanqiao.nlu_evaluation import folded
from yuanqiao.nlu_figures import HeardUtterance, confusions, figures, threshold_of
from yuanqiao.nlu_lines import Labelled, read_labelled
from yuanqiao.nlu_plots import draw

PNG = b"\x89PNG\r\n\x1a\n"

HEARD = [
    HeardUtterance("balance", "balance", 0.9, 1.0),
    HeardUtterance("balance", "balance", 0.8, 2.0),
    HeardUtterance("balance", "card", 0.4, 3.0),
    HeardUtterance("card", "card", 0.7, 4.0),
]


def test_both_forms_of_file_are_read(tmp_path: Path) -> None:
    table, lines = tmp_path / "a.csv", tmp_path / "b.jsonl"
    table.write_text('text,category\n"Where, please?",branch\n查余额,balance\n', "utf-8-sig")
    lines.write_text(
        '{"text": "打开地图", "domain": "app", "intent": "LAUNCH"}\n\n'
        '{"text": "讲故事", "domain": "story", "intent": null}\n',
        "utf-8",
    )
    assert read_labelled(table) == [Labelled("Where, please?", "branch"), Labelled("查余额", "balance")]
    assert read_labelled(lines) == [Labelled("打开地图", "app.LAUNCH"), Labelled("讲故事", "story.none")]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.csv", "text,label\nx,y\n", None),
        ("a.csv", "text,category\nx,y\n ,y\n", 3),
        ("a.csv", "text,category\nx,\n", 2),
        ("a.csv", "text,category\n", None),
        ("a.jsonl", '{"text": "x", "intent": "y"}\nno\n', 2),
        ("a.jsonl", "[1]\n", 1),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(
    tmp_path: Path, name: str, content: str, line: int | None
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(BadInput) as refused:
        read_labelled(tmp_path / name)
    assert refused.value.fields.get("line") == line


def test_figures_of_a_table_worked_by_hand() -> None:
    found = figures(HEARD)
    assert (found["n"], found["accuracy"], found["ms_per_parse"]) == (4, 0.75, 2.5)
    assert found["f1"] == {"balance": 0.8, "card": 0.6667}
    assert confusions(HEARD) == [("balance", "card", 1)]


def test_a_threshold_keeps_what_is_right_and_is_none_where_nothing_is() -> None:
    assert threshold_of("card", HEARD) == 0.7
    assert threshold_of("balance", HEARD) == 0.8
    assert threshold_of("fraud", HEARD) is None


def test_each_line_is_tested_once_and_every_fold_has_each_intent() -> None:
    lines = [Labelled(f"{intent} {n}", intent) for intent in ("a", "b", "c") for n in range(10)]
    dealt = folded(lines, 5)
    assert sorted(place for fold in dealt for place in fold) == list(range(30))
    for fold in dealt:
        assert Counter(lines[place].intent for place in fold) == {"a": 2, "b": 2, "c": 2}


def test_pictures_are_drawn(tmp_path: Path) -> None:
    paths = draw(HEARD, tmp_path / "pictures")
    assert {path.name for path in paths} == {"confusions.png", "thresholds.png"}
    assert all(path.read_bytes().startswith(PNG) for path in paths)
