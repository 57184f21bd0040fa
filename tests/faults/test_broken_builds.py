"""What a broken build puts in place is called as the original is: else all breaks, and checks see that."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.faults import broken
from tests.faults.broken import Change, check_call

FOLDER = Path(broken.__file__).parent
BUILDS = sorted(each.stem for each in FOLDER.glob("*.py") if "\nCHANGES = " in each.read_text())


@pytest.mark.parametrize("build", BUILDS)
def test_what_it_puts_in_place_is_called_in_the_same_way(build: str) -> None:
    changes: tuple[Change, ...] = import_module(f"tests.faults.broken.{build}").CHANGES
    for where, name, new in changes:
        check_call(getattr(where, name), new)


def test_there_are_builds() -> None:
    assert len(BUILDS) > 14


def of_two(first: int, second: int, *, third: int = 0) -> None: ...


def of_one(first: int) -> None: ...


def of_all(*args: Any, **more: Any) -> None: ...


def test_more_may_be_taken() -> None:
    check_call(of_two, of_all)


@pytest.mark.parametrize(("old", "new"), [(of_two, of_one), (of_one, of_two)])
def test_what_cannot_be_called_so_is_told(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    with pytest.raises(TypeError):
        check_call(old, new)
