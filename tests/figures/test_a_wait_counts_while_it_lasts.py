"""The days within which a share has got what they wait for."""

from __future__ import annotations

import pytest

from tovholder.figures.survival import days_until


@pytest.mark.parametrize(
    ("waits", "share", "days"),
    [
        ([], 0.5, None),
        ([(7, False)], 0.5, None),
        ([(7, True)], 0.5, 7),
        ([(10, True), (20, True)], 0.5, 10),
        ([(10, True), (20, True), (30, True)], 0.8, 30),
        # Those who gave up on a day still waited on it: of three on day 5, one got it.
        ([(5, True), (5, False), (5, False)], 0.5, None),
        # Worked by hand: 6 of 7 left after day 6 (3 events, 1 censored of 21; Freireich 1963, first steps).
        ([(6, True)] * 3 + [(6, False)] + [(7, True)] + [(40, False)] * 16, 0.14, 6),
    ],
)
def test_the_day_is_the_one_on_which_the_share_is_reached(
    waits: list[tuple[int, bool]], share: float, days: int | None
) -> None:
    assert days_until(waits, share) == days


def test_who_still_waits_makes_it_longer() -> None:
    ended = [(days, True) for days in range(1, 101)]
    assert days_until(ended, 0.5) == 50
    longer = days_until([*ended, *[(200, False)] * 50], 0.5)
    assert longer is not None
    assert longer > 50
