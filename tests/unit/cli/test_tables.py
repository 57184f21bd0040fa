"""A table shows what others wrote: no markup in it is read, and no character steers the terminal."""

import pytest

from hub.terminal.tables import WIDE, print_table


def test_what_others_wrote_stands_there_as_they_wrote_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = "[red]不对[/] [/b] :smile:"
    print_table(["question", "times"], [[words, 3]], title="of [/b]")
    title, *_, row, _end = capsys.readouterr().out.splitlines()
    assert title.strip() == "of [/b]"
    assert [cell.strip() for cell in row.strip("│").split("│")] == [words, "3"]


def test_nothing_in_a_cell_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["question"], [["卡\x1b[2J丢\x07了\u202e吗"]])
    assert "卡 [2J丢 了 吗" in capsys.readouterr().out


def test_where_nobody_looks_no_cell_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    long = "x" * (WIDE - 10)
    print_table(["question"], [[long]])
    assert long in capsys.readouterr().out
