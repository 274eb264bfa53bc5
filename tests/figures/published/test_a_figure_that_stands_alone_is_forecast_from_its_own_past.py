"""Our own and entered figures have no other municipality to learn from: their own past says how wrong a forecast is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tovholder.figures.published import read
from tovholder.figures.published.catalogue import Break, Indicator, Unit
from tovholder.figures.published.forecast import MONTHS_ALONE, forecast, standing_alone, tried, why_none
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Panel, Series
from tovholder.figures.words import Words

FIRST = Month.of(2021, 1)
_NOTHING = Words("", "")
WITHOUT_BREAK = Indicator("own", _NOTHING, _NOTHING, Unit.PERSONS, "")


def alone(*values: float | None, indicator: Indicator = WITHOUT_BREAK) -> Panel:
    return standing_alone(Series(indicator, "", FIRST, values))


def wave(months: int) -> list[float]:
    """Up in winter and down in summer, and a little higher each year."""
    return [100 + 20 * np.cos(2 * np.pi * month / 12) + month // 12 + month % 3 for month in range(months)]


def test_no_figure_has_no_forecast_and_nothing_to_explain() -> None:
    for panel in (alone(), alone(None, None)):
        assert forecast(panel, "", 6) == []
        assert why_none(panel, "") is None


def test_too_short_a_past_says_how_many_months_it_takes() -> None:
    panel = alone(*wave(MONTHS_ALONE - 1))
    assert forecast(panel, "", 6) == []
    why = why_none(panel, "")
    assert why is not None
    assert why.en == "No forecast: it takes figures of 25 months in a row, and there are 24."
    assert "25 måneder" in why.da


def test_a_figure_each_quarter_is_no_month_in_a_row() -> None:
    panel = alone(*(value if place % 3 == 0 else None for place, value in enumerate(wave(61))))
    why = why_none(panel, "")
    assert forecast(panel, "", 6) == []
    assert why is not None
    assert "there are 1." in why.en


def test_months_before_a_break_do_not_count() -> None:
    broken = Indicator("own", _NOTHING, _NOTHING, Unit.PERSONS, "", breaks=(Break(FIRST + 20, _NOTHING),))
    panel = alone(*wave(30), indicator=broken)
    why = why_none(panel, "")
    assert forecast(panel, "", 6) == []
    assert why is not None
    assert why.en.endswith("there are 10 since the break in the data.")


def test_only_months_that_were_tried_often_enough_are_forecast() -> None:
    lengths = {months: len(forecast(alone(*wave(months)), "", 6)) for months in (25, 27, 30, 60)}
    assert lengths == {25: 1, 27: 3, 30: 6, 60: 6}
    for point in forecast(alone(*wave(30)), "", 6):
        assert point.errors >= 12
        assert point.low is not None
        assert point.high is not None
        assert point.past_error is not None
        assert point.low <= point.value <= point.high


def test_a_share_is_never_above_a_hundred() -> None:
    share = Indicator("own", _NOTHING, _NOTHING, Unit.PERCENT, "")
    values = [min(100.0, 60 + 1.3 * month + month % 5) for month in range(36)]
    points = forecast(alone(*values, indicator=share), "", 6)
    assert points
    assert all(point.value <= 100 and (point.high or 0) <= 100 for point in points)


def test_one_series_does_not_push_out_what_all_municipalities_share() -> None:
    from tovholder.figures.published import learned

    before = learned._shared.cache_info().currsize
    forecast(alone(*wave(60)), "", 6)
    assert learned._shared.cache_info().currsize == before


@pytest.mark.parametrize("ahead", [1, 3, 6])
def test_on_real_figures_taken_alone_it_errs_less_and_the_band_holds_eight_of_ten(data: Path, ahead: int) -> None:
    published = read.read(data / "jobindsats" / "kommuner.csv.gz")
    held: list[bool] = []
    ratios = []
    for panel in published.panels.values():
        ours, others = [], []
        for area in panel.areas[1::7]:
            past = tried(standing_alone(panel.of(area)), ahead)
            shown = ~np.isnan(past.low + past.actual)
            held += ((past.actual >= past.low) & (past.actual <= past.high))[shown].tolist()
            known = shown & ~np.isnan(past.last_month)
            ours += np.abs(past.chosen - past.actual)[known].tolist()
            others += np.abs(past.last_month - past.actual)[known].tolist()
        if others:
            ratios.append(sum(ours) / sum(others))
    assert np.mean(held) > 0.78
    assert np.mean(ratios) < 1
