"""The forecast of a published series: never across a break, and no better than its own past."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tovholder.figures.published import forecast as forecasts
from tovholder.figures.published import read
from tovholder.figures.published.alike import BY_ID as CRITERIA
from tovholder.figures.published.alike import most_alike
from tovholder.figures.published.catalogue import BY_ID, Break
from tovholder.figures.published.forecast import Tried, forecast, tried
from tovholder.figures.published.learned import past
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Panel
from tovholder.figures.words import Words

UNEMPLOYED = BY_ID["unemployment.total"]
FIRST = Month.of(2020, 1)


def panel(values: np.ndarray, break_at: int | None = None) -> Panel:
    breaks = () if break_at is None else (Break(FIRST + break_at, Words("ny", "new")),)
    codes = tuple(f"{number:03}" for number in range(len(values)))
    return Panel(replace(UNEMPLOYED, breaks=breaks), codes, FIRST, values.astype(float))


def seasonal(areas: int = 20, months: int = 60) -> np.ndarray:
    """Each area has its own level; all rise in winter by the same part of it."""
    levels = np.linspace(200, 2000, areas)[:, None]
    return levels * (1 + 0.2 * np.cos(2 * np.pi * np.arange(months) / 12))[None, :]


def test_an_area_without_figures_has_no_forecast() -> None:
    assert forecast(panel(np.full((3, 40), np.nan)), "000", 3) == []
    assert forecast(panel(seasonal()), "999", 3) == []


def test_too_short_a_past_is_the_last_month_without_a_band() -> None:
    [point] = forecast(panel(seasonal(months=10)), "000", 1)
    assert (point.part, point.low, point.high, point.errors) == (0.0, None, None, 0)
    assert point.value == pytest.approx(seasonal(months=10)[0, -1])


def test_what_comes_back_every_year_is_forecast_exactly() -> None:
    values = seasonal()
    points = forecast(panel(values[:, :-6]), "007", 6)
    assert [point.value for point in points] == pytest.approx(values[7, -6:])
    assert {point.part for point in points} == {1.0}


def test_what_never_comes_back_is_forecast_as_the_last_month() -> None:
    walk = 1000 + np.random.default_rng(1).normal(0, 20, (40, 72)).cumsum(axis=1)
    assert forecast(panel(walk), "000", 1)[0].part <= 0.25


def test_a_missing_month_a_year_ago_leaves_the_last_month() -> None:
    values = seasonal()
    values[3, -12] = np.nan
    assert forecast(panel(values), "003", 1)[0].value == pytest.approx(values[3, -1])


def test_a_break_is_never_bridged() -> None:
    values = seasonal()
    values[:, 54:] += 5000  # counted in another way from month 54 on
    points = forecast(panel(values, break_at=54), "000", 3)
    assert [point.value for point in points] == pytest.approx([values[0, -1]] * 3)
    shown = tried(panel(values, break_at=54), 3)
    assert np.isnan(shown.chosen[:, 54:57]).all()
    assert np.nanmax(np.abs(shown.chosen[:, 57:] - values[:, 57:])) < 2000


def test_each_past_forecast_knows_only_what_was_known_then() -> None:
    values = seasonal() + np.random.default_rng(2).normal(0, 10, (20, 60))
    later = values.copy()
    later[:, 50:] *= 3
    before, after = (tried(panel(one), 3) for one in (values, later))
    for name in ("chosen", "low", "high", "last_month", "last_year"):
        np.testing.assert_array_equal(getattr(before, name)[:, :50], getattr(after, name)[:, :50])


def test_the_last_forecast_of_the_past_is_the_one_that_would_have_been_shown() -> None:
    values = seasonal() + np.random.default_rng(3).normal(0, 10, (20, 60))
    past = tried(panel(values), 3)
    shown = forecast(panel(values[:, :-3]), "005", 3)[2]
    assert (past.chosen[5, -1], past.low[5, -1], past.high[5, -1]) == pytest.approx(
        (shown.value, shown.low, shown.high)
    )


def test_numbers_of_people_are_not_negative() -> None:
    values = np.linspace(60, 1, 60)[None, :].repeat(20, axis=0)
    assert all(point.value >= 0 and (point.low or 0) >= 0 for point in forecast(panel(values), "000", 6))


@pytest.mark.parametrize("ahead", [1, 3, 6])
def test_on_real_figures_it_errs_less_than_the_last_month_and_the_last_year(data: Path, ahead: int) -> None:
    published = read.read(data / "jobindsats" / "kommuner.csv.gz")
    past = tried(published.panels["unemployment.total"], ahead)
    known = ~np.isnan(past.chosen + past.last_month + past.last_year)
    method, month, year = (
        np.abs(one - past.actual)[known].mean() for one in (past.chosen, past.last_month, past.last_year)
    )
    assert method < month
    assert method < year


@pytest.mark.parametrize("ahead", [1, 3, 6])
def test_on_real_figures_the_band_holds_what_it_says(data: Path, ahead: int) -> None:
    published = read.read(data / "jobindsats" / "kommuner.csv.gz")
    held = {name: inside(tried(panel, ahead)) for name, panel in published.panels.items()}
    assert 0.8 <= sum(held.values()) / len(held) < 0.85
    assert min(held.values()) > 0.74, held
    assert max(held.values()) < 0.9, held


def inside(past: Tried) -> float:
    """The share of bands that held what came."""
    banded = ~np.isnan(past.low + past.actual)
    return float(((past.actual >= past.low) & (past.actual <= past.high))[banded].mean())


def test_a_band_that_held_too_little_is_drawn_wider() -> None:
    """In one month all municipalities err alike, so that their errors are fewer than they look."""
    chance = np.random.default_rng(4)
    together = 1000 + (chance.normal(0, 2, (40, 120)) + chance.normal(0, 20, 120)).cumsum(axis=1)
    one = panel(together)
    shown = tried(one, 6)
    known = past(one, 6)
    plain_low, plain_high = (np.full(together.shape, np.nan) for _ in range(2))
    for target in range(40, 120):
        errors = known.errors[known.parts[target - 6]][:, : target - 5]
        ends = np.nanquantile(errors, (0.1, 0.9))
        plain_low[:, target], plain_high[:, target] = (
            shown.chosen[:, target] + end * known.usual[:, target - 6] for end in ends
        )
    plain = replace(shown, low=plain_low, high=plain_high)
    assert inside(plain) < inside(shown)
    assert inside(shown) > 0.74


def test_all_areas_of_a_panel_share_what_was_learned() -> None:
    values = seasonal() + np.random.default_rng(5).normal(0, 10, (20, 60))
    one = panel(values)
    assert past(one, 3) is past(one, 3)
    assert past(panel(values), 3) is not past(one, 3)


def test_the_method_is_told_in_words() -> None:
    assert forecasts.METHOD.to("da", part="½").startswith("Seneste tal plus ½")


def test_municipalities_are_alike_by_criteria_that_one_can_change(data: Path) -> None:
    published = read.read(data / "jobindsats" / "kommuner.csv.gz")
    by_all = most_alike(published, "173")
    by_size = most_alike(published, "173", [CRITERIA["size"]])
    assert len(by_all) == len(by_size) == 5
    assert [one.area for one in by_all] != [one.area for one in by_size]
    assert sorted(one.distance for one in by_all) == [one.distance for one in by_all]
    sizes = [one.values[0] for one in by_size]
    own = 857 / 0.029
    assert all(0.5 < size * 100 / own < 2 for size in sizes)
    assert most_alike(published, "173", []) == []
    assert most_alike(published, "000") == []
    assert {one.area for one in most_alike(published, "173", region=True)} <= {
        "147",
        *(f"{n}" for n in range(101, 401)),
    }
