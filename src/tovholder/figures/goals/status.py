"""Where a series stands against a goal in its own latest month."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tovholder.figures.goals.goal import Direction, Goal, Worked, worked
from tovholder.figures.published.catalogue import Break
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Series
from tovholder.figures.words import Words


class Sign(StrEnum):
    """How it stands, in a word and a shape: colour alone says nothing to one man in twelve."""

    REACHED = "reached"
    MISSED = "missed"
    ON_PATH = "on_path"
    OFF_PATH = "off_path"
    FOLLOWED = "followed"
    NOT_DECIDED = "not_decided"
    NO_BASELINE = "no_baseline"
    NO_DATA = "no_data"
    BROKEN = "broken"

    @property
    def words(self) -> Words:
        return _SIGNS[self][0]

    @property
    def shape(self) -> str:
        """`check`, `cross`, `up`, `down`, `eye`, `open` or `gap`."""
        return _SIGNS[self][1]


_SIGNS = {
    Sign.REACHED: (Words("Nået", "Reached"), "check"),
    Sign.MISSED: (Words("Ikke nået", "Not reached"), "cross"),
    Sign.ON_PATH: (Words("På vej", "On the way"), "up"),
    Sign.OFF_PATH: (Words("Bagud", "Behind"), "down"),
    Sign.FOLLOWED: (Words("Følges", "Followed"), "eye"),
    Sign.NOT_DECIDED: (Words("Mål ikke fastsat", "Target not decided"), "open"),
    Sign.NO_BASELINE: (Words("Udgangspunkt mangler", "Baseline missing"), "gap"),
    Sign.NO_DATA: (Words("Ingen tal", "No figures"), "gap"),
    Sign.BROKEN: (Words("Databrud", "Data break"), "gap"),
}


@dataclass(frozen=True)
class Status:
    """`needed` is the level that the path has in the latest month: a straight line from the baseline to the target.
    `holds`: the baseline kept within the target already, so that the path needed is the target itself.

    `change` and `percent` are since the baseline; both are None across a break, which is never bridged.
    """

    sign: Sign
    goal: Worked
    baseline: float | None
    month: Month | None = None
    value: float | None = None
    needed: float | None = None
    change: float | None = None
    percent: float | None = None
    left: float | None = None  #: what is still missing to the target; negative or zero when it is reached
    broken: Break | None = None
    holds: bool = False


def status(goal: Goal, series: Series, *, baseline: float | None = None, until: Month | None = None) -> Status:
    """Where a goal stands by the figures up to a month. `baseline` is the figure that was decided on, where the series
    does not reach back to it or was revised since; otherwise it is looked up."""
    known = series.until(until) if until is not None else series
    if baseline is None and goal.baseline is not None:
        baseline = known.at(goal.baseline)
    found = worked(goal, baseline, counts=series.indicator.unit.counts)
    latest = known.latest()
    if latest is None:
        return Status(Sign.NO_DATA, found, baseline)
    month, value = latest
    broken = _between(series, goal, month)
    change = value - baseline if baseline is not None and broken is None else None
    percent = 100 * change / baseline if change is not None and baseline else None
    needed = None if broken else needed_at(goal, found, baseline, month)
    left = None if found.level is None else _short(goal, value, found.level)
    return Status(
        _sign(goal, found, month, value, needed, broken, counts=series.indicator.unit.counts),
        found,
        baseline,
        month,
        value,
        needed,
        change,
        percent,
        left,
        broken,
        holds=_holds(goal, found, baseline),
    )


def needed_at(goal: Goal, found: Worked, baseline: float | None, month: Month) -> float | None:
    """The level of the straight line from the baseline to the target in a month; None where there is no line. A limit
    that the baseline keeps within is the limit all the way: nobody has to go through what lies between."""
    if found.level is None or baseline is None or goal.baseline is None or goal.target is None:
        return None
    if _holds(goal, found, baseline):
        return found.level
    share = month.since(goal.baseline) / goal.target.since(goal.baseline)
    return baseline + min(max(share, 0.0), 1.0) * (found.level - baseline)


def _holds(goal: Goal, found: Worked, baseline: float | None) -> bool:
    return found.level is not None and baseline is not None and _short(goal, baseline, found.level) <= 0


def _between(series: Series, goal: Goal, month: Month) -> Break | None:
    if goal.baseline is None or series.indicator.comparable(goal.baseline, month):
        return None
    return series.indicator.last_break(month)


def _short(goal: Goal, value: float, level: float) -> float:
    return value - level if goal.direction is Direction.AT_MOST else level - value


def _sign(
    goal: Goal,
    found: Worked,
    month: Month,
    value: float,
    needed: float | None,
    broken: Break | None,
    *,
    counts: bool,
) -> Sign:
    if goal.direction is Direction.FOLLOWED:
        return Sign.FOLLOWED
    if not goal.is_decided:
        return Sign.NOT_DECIDED
    if broken is not None:
        return Sign.BROKEN
    if found.level is None:
        return Sign.NO_BASELINE
    assert goal.target is not None
    reached = _short(goal, value, found.level) <= 0
    if month >= goal.target:
        return Sign.REACHED if reached else Sign.MISSED
    if needed is None:  # a level without a baseline has no path: it is held or it is not
        return Sign.ON_PATH if reached else Sign.OFF_PATH
    # As people read them, in whole people or tenths of a per cent: nobody is behind by less than that.
    here, there = (value, round(needed)) if counts else (round(value, 1), round(needed, 1))
    return Sign.ON_PATH if _short(goal, here, there) <= 0 else Sign.OFF_PATH
