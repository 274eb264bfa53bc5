"""A municipality's way is seen beside the country's, the region's and others': over the same months, the same areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tovholder.figures.goals.compare import path
from tovholder.figures.published.catalogue import BY_ID, Break
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Panel
from tovholder.figures.words import Words

JAN = Month.of(2026, 1)
NAN = np.nan
COUNTS = Panel(BY_ID["unemployment.total"], ("101", "147", "173"), JAN, np.array(
    [[100.0, 110, 120], [50, NAN, 40], [200, 190, 180]]))  # fmt: skip
SHARES = Panel(BY_ID["unemployment.totalRate"], ("101", "147", "173"), JAN, np.array(
    [[4.0, 4, 4], [3, 3, 2], [9, 9, 9]]))  # fmt: skip


def test_a_month_that_is_not_there_gives_no_path() -> None:
    assert path(COUNTS, ["101"], JAN + -1, JAN).values == ()
    assert path(COUNTS, ["101"], JAN, JAN + 3).values == ()
    assert path(COUNTS, ["999"], JAN, JAN + 1).left_out == ("999",)


def test_a_break_is_not_bridged() -> None:
    broken = replace(BY_ID["unemployment.total"], breaks=(Break(JAN + 1, Words("ny", "new")),))
    panel = replace(COUNTS, indicator=broken)
    assert path(panel, ["101"], JAN, JAN + 2).values == ()
    assert path(panel, ["101"], JAN + 1, JAN + 2).values == (110, 120)


def test_who_lacks_a_month_is_left_out_of_all_of_them() -> None:
    found = path(COUNTS, ["101", "147", "173"], JAN, JAN + 2)
    assert (found.values, found.used, found.left_out) == ((300, 300, 300), ("101", "173"), ("147",))
    assert (found.change, found.percent) == (0, 0)


def test_of_shares_it_is_the_middle_one() -> None:
    found = path(SHARES, ["101", "147", "173"], JAN, JAN + 2)
    assert found.values == (4, 4, 4)


def test_a_path_can_be_followed_from_another_start() -> None:
    assert path(COUNTS, ["173"], JAN, JAN + 2).scaled(1000) == pytest.approx((1000, 950, 900))
    nothing = replace(COUNTS, values=np.zeros((3, 3)))
    assert path(nothing, ["173"], JAN, JAN + 2).scaled(1000) == ()
    assert path(nothing, ["173"], JAN, JAN + 2).percent is None
