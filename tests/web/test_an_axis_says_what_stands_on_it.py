"""The marks of a chart's value axis are round, and each is what is written beside it."""

from __future__ import annotations

import pytest

from tovholder.web.lines import _ticks


@pytest.mark.parametrize(
    ("low", "high", "finest", "expected"),
    [
        (5, 7, 1, [5, 6, 7]),  # and not 5, 5.5 (told as 6), 6, 6.5, 7
        (0, 12, 1, [0, 5, 10, 15]),  # nor 2.5 as 2
        (1.3, 1.5, 0.1, [1.3, 1.4, 1.5]),
        (600, 1040, 1, [600, 700, 800, 900, 1000, 1100]),
        (7, 7, 1, [6, 7, 8]),
        (0, 0, 0.1, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_no_mark_stands_for_another_than_it_says(low: float, high: float, finest: float, expected: list[float]) -> None:
    assert _ticks(low, high, 5, finest) == pytest.approx(expected)


def test_a_line_of_nearly_nothing_has_an_axis() -> None:
    assert _ticks(1.00001, 1.00002, 5, 0.1) == pytest.approx([1.0, 1.1])
