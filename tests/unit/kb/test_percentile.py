"""A percentile is a value that was seen, whatever the order in which the values came."""

from kb.measuring.percentile import percentile


def test_a_percentile_is_a_value_that_was_seen() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.95, 0.99, 1.0)] == [1, 51, 96, 100, 100]
    assert percentile([3.0], 0.99) == 3.0


def test_of_nothing_it_is_nought() -> None:
    assert percentile([], 0.5) == 0.0
