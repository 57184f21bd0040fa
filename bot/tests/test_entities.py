"""Entities by rules and look-up: what is in a message is found, and no more."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.components.business_entities import find_entities
from bot.components.entities.numerals import number_of

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "held_out_entities.yml").read_text("utf-8")
)
LEAST_F1 = 0.95


def _found(text: str) -> set[tuple[str, str]]:
    return {(each.entity, each.value) for each in find_entities(text)}


def test_entities_of_held_out_messages_are_found_and_no_others() -> None:
    counts: Counter[str] = Counter()
    wrong = []
    for case in CASES:
        wanted = {(name, str(value)) for name, value in case.items() if name != "text"}
        found = _found(case["text"])
        counts.update(right=len(wanted & found), wanted=len(wanted), found=len(found))
        wrong += [(case["text"], wanted, found)] if wanted != found else []
    f1 = 2 * counts["right"] / (counts["wanted"] + counts["found"])
    print(f"\nentities: F1 {f1:.3f} of {counts['wanted']}; wrong: {wrong}")
    assert counts["wanted"] >= 60
    assert f1 >= LEAST_F1


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("三千五", 3500),
        ("两万三", 23000),
        ("一百零五", 105),
        ("十五", 15),
        ("二十", 20),
        ("1.5万", 15000),
        ("3万5", 35000),
        ("一亿二千万", 120_000_000),
        ("叁仟伍佰", 3500),
        ("12,000", 12000),
        ("2w", 20000),
        ("一二〇", 120),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, number: int) -> None:
    assert number_of(written) == number


@pytest.mark.parametrize("text", ["", "啊", "1.2.3.4", "万" * 5000, "9" * 5000, "\u0660", "٣٤"])
def test_what_is_no_number_does_no_harm(text: str) -> None:
    assert all(each.length for each in find_entities(text))
