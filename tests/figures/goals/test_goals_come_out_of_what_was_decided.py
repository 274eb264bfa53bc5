"""Goals: the nine of Lyngby-Taarbæk come out of their inputs, and what does not fit together is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from tovholder.figures.goals.goal import Direction, Faulty, Goal, worked
from tovholder.figures.goals.status import Sign, needed_at, status
from tovholder.figures.published.catalogue import BY_ID, Break, Indicator
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Series
from tovholder.figures.words import Words

DEC_2013, JAN_2014, OCT_2014, DEC_2015 = Month.of(2013, 12), Month.of(2014, 1), Month.of(2014, 10), Month.of(2015, 12)
AT_MOST, AT_LEAST = Direction.AT_MOST, Direction.AT_LEAST
UNEMPLOYED = BY_ID["unemployment.total"]
SHARE = BY_ID["activation.degree"]


@dataclass(frozen=True)
class Said:
    """A row of the plan for 2015: the baseline's figure, the per cent and the heads as they are written."""

    baseline: float
    percent: float
    persons: float
    level: float
    agrees: bool
    since: Month = DEC_2013


# Lyngby-Taarbæk, "Mål i Beskæftigelsesplan 2015", pages 16-18 of the committee's papers of 24 February 2015.
LYNGBY = {
    "1 under 30 on public support": Said(535, -20, -107, 428, True),
    "2 on support over 12 months": Said(492, -5, -29, 463, False, JAN_2014),
    "3 new disability pensions": Said(42, 2, 1, 43, True),
    "4 on flex-job unemployment benefit": Said(91, -25, -23, 68, True),
    "5 long-term unemployed": Said(146, -30, -44, 102, True),
    "6 on cash or education benefit": Said(813, -16, -130, 683, True),
    "7 unemployed academics": Said(243, -11, -34, 209, False),
}


def goal_of(said: Said) -> Goal:
    return Goal(AT_MOST, said.since, DEC_2015, percent=said.percent, persons=said.persons, level=said.level)


@pytest.mark.parametrize(("goal", "code"), [
    ({"baseline": DEC_2015, "target": DEC_2013, "percent": -5}, "target_before_baseline"),
    ({"baseline": DEC_2015, "target": DEC_2015, "percent": -5}, "target_before_baseline"),
    ({"target": DEC_2015, "percent": -5}, "change_without_baseline"),
    ({"target": DEC_2015, "persons": -5}, "change_without_baseline"),
    ({"baseline": DEC_2013, "level": 5}, "nothing_to_reach"),
])  # fmt: skip
def test_a_goal_that_cannot_be_is_refused(goal: dict, code: str) -> None:
    with pytest.raises(Faulty) as refused:
        Goal(AT_MOST, **goal)
    assert refused.value.code == code


@pytest.mark.requirement("L1")
@pytest.mark.parametrize("said", LYNGBY.values(), ids=LYNGBY)
def test_the_goals_of_lyngby_taarbaek_come_out_of_their_inputs(said: Said) -> None:
    found = worked(goal_of(said), said.baseline)
    assert (found.level, found.change, found.agrees) == (said.level, said.persons, said.agrees)
    only_persons = worked(replace(goal_of(said), percent=None, level=None), said.baseline)
    assert only_persons.level == said.level
    only_percent = worked(replace(goal_of(said), persons=None, level=None), said.baseline)
    assert (only_percent.level == said.level) == said.agrees


@pytest.mark.requirement("L1")
def test_a_per_cent_and_a_head_count_that_disagree_are_both_shown() -> None:
    said = LYNGBY["2 on support over 12 months"]
    told = {one.way: one for one in worked(goal_of(said), said.baseline).told}
    assert (told["percent"].level, told["persons"].level) == (467, 463)
    assert told["persons"].percent == pytest.approx(-5.9, abs=0.05)
    seven = LYNGBY["7 unemployed academics"]
    assert {one.way: one for one in worked(goal_of(seven), 243).told}["persons"].percent == pytest.approx(
        -14.0, abs=0.05
    )


@pytest.mark.requirement("L1")
def test_a_goal_whose_baseline_is_missing_says_so_and_invents_nothing() -> None:
    cooperation = Goal(AT_LEAST, DEC_2013, DEC_2015)
    assert not cooperation.is_decided
    assert status(cooperation, Series(SHARE, "173", DEC_2013, (40.0,))).sign is Sign.NOT_DECIDED
    counted_from_nothing = Goal(AT_MOST, DEC_2013, DEC_2015, percent=-5)
    found = status(counted_from_nothing, Series(UNEMPLOYED, "173", JAN_2014, (500.0,)))
    assert (found.sign, found.goal.level) == (Sign.NO_BASELINE, None)


@pytest.mark.requirement("L1")
def test_a_level_without_a_change_is_held_or_not() -> None:
    company_based = Goal(AT_LEAST, OCT_2014, DEC_2015, level=65)
    series = Series(SHARE, "173", OCT_2014, (60.0, 61.0))
    found = status(company_based, series)
    assert (found.sign, found.left) == (Sign.ON_PATH, 4.0)
    assert found.needed == pytest.approx(60 + 5 / 14)
    without = status(Goal(AT_LEAST, target=DEC_2015, level=65), series)
    assert (without.sign, without.needed) == (Sign.OFF_PATH, None)


@pytest.mark.requirement("L1")
def test_a_sub_goal_that_is_only_followed_is_never_missed() -> None:
    found = status(
        Goal(Direction.FOLLOWED, Month.of(2014, 11)), Series(UNEMPLOYED, "173", Month.of(2014, 11), (47.0, 60.0))
    )
    assert (found.sign, found.value, found.change) == (Sign.FOLLOWED, 60.0, 13.0)


@pytest.mark.requirement("L2")
def test_the_status_is_of_the_goals_own_latest_month() -> None:
    goal = Goal(AT_MOST, DEC_2013, DEC_2015, percent=-20)
    late = Series(UNEMPLOYED, "173", DEC_2013, (500.0, *[None] * 8, 440.0, 430.0, None, None))
    found = status(goal, late)
    assert (found.month, found.value, found.needed) == (OCT_2014, 430.0, pytest.approx(500 - 100 * 10 / 24))
    assert (found.sign, found.change, found.percent) == (Sign.ON_PATH, -70.0, -14.0)
    earlier = status(goal, late, until=Month.of(2014, 9))
    assert (earlier.month, earlier.value) == (Month.of(2014, 9), 440.0)


@pytest.mark.parametrize(("value", "sign"), [(400.0, Sign.REACHED), (401.0, Sign.MISSED)])
def test_in_the_goals_month_it_is_reached_or_not(value: float, sign: Sign) -> None:
    series = Series(UNEMPLOYED, "173", DEC_2013, (500.0, *[450.0] * 23, value))
    assert status(Goal(AT_MOST, DEC_2013, DEC_2015, percent=-20), series).sign is sign


def test_no_figures_are_no_status() -> None:
    found = status(Goal(AT_MOST, DEC_2013, DEC_2015, percent=-20), Series(UNEMPLOYED, "173", DEC_2013, (None, None)))
    assert (found.sign, found.value, found.month) == (Sign.NO_DATA, None, None)


@pytest.mark.requirement("L2")
def test_a_break_between_the_baseline_and_now_is_never_bridged() -> None:
    broken = replace(UNEMPLOYED, breaks=(Break(Month.of(2014, 3), Words("ny", "new")),))
    found = status(
        Goal(AT_MOST, DEC_2013, DEC_2015, percent=-20), Series(broken, "173", DEC_2013, (500.0, 490.0, 480.0, 700.0))
    )
    assert (found.sign, found.value) == (Sign.BROKEN, 700.0)
    assert (found.change, found.percent, found.needed) == (None, None, None)
    assert found.broken is not None


def test_the_figure_that_was_decided_on_stands_when_the_series_was_revised() -> None:
    series = Series(UNEMPLOYED, "173", DEC_2013, (510.0, 505.0))
    assert status(Goal(AT_MOST, DEC_2013, DEC_2015, percent=-20), series, baseline=500.0).goal.level == 400.0


def test_the_path_is_a_straight_line_and_ends_at_the_target() -> None:
    goal = Goal(AT_MOST, DEC_2013, DEC_2015, level=400)
    found = worked(goal, 500)
    assert [needed_at(goal, found, 500, DEC_2013 + step) for step in (0, 12, 24, 36)] == [500, 450, 400, 400]


@pytest.mark.parametrize(("indicator", "baseline", "value", "level", "sign"), [
    # The path is at 22.6 after six of twelve months, and is told as 23; at 1.36, told as 1.4.
    (UNEMPLOYED, 25.2, 23.0, 20, Sign.ON_PATH), (UNEMPLOYED, 25.2, 24.0, 20, Sign.OFF_PATH),
    (SHARE, 1.42, 1.4, 1.3, Sign.ON_PATH), (SHARE, 1.42, 1.5, 1.3, Sign.OFF_PATH),
])  # fmt: skip
def test_a_sign_does_not_contradict_the_digits_beside_it(
    indicator: Indicator, baseline: float, value: float, level: float, sign: Sign
) -> None:
    series = Series(indicator, "173", DEC_2013, (baseline, None, None, None, None, None, value))
    goal = Goal(AT_MOST, DEC_2013, Month.of(2014, 12), level=level)
    assert status(goal, series).sign is sign


@pytest.mark.parametrize(
    ("direction", "level", "latest", "sign"),
    [
        (Direction.AT_MOST, 43.0, 42.9, Sign.ON_PATH),
        (Direction.AT_MOST, 43.0, 43.1, Sign.OFF_PATH),
        (Direction.AT_LEAST, 41.0, 41.1, Sign.ON_PATH),
        (Direction.AT_LEAST, 41.0, 40.9, Sign.OFF_PATH),
    ],
)
def test_a_limit_that_the_baseline_keeps_within_is_to_be_kept_and_no_more(
    direction: Direction, level: float, latest: float, sign: Sign
) -> None:
    """New disability pensions of Lyngby-Taarbæk: at most 43 from 42. With 42.9 on the way nobody is behind."""
    goal = Goal(direction, DEC_2013, DEC_2015, level=level)
    found = status(goal, Series(UNEMPLOYED, "173", DEC_2013, (42.0, latest)))
    assert (found.sign, found.needed, found.holds) == (sign, level, True)


@pytest.mark.requirement("H2")
def test_the_goals_of_halsnaes_can_be_said_as_they_are_written() -> None:
    fewer_long_courses = Goal(AT_MOST, Month.of(2017, 12), Month.of(2019, 12), percent=-10)
    more_activity = Goal(AT_LEAST, Month.of(2018, 6), Month.of(2019, 12), level=90)
    assert worked(fewer_long_courses, 200).level == 180
    assert worked(more_activity, 71.5, counts=False).level == 90


def test_every_sign_has_a_word_and_a_shape_of_its_own_kind() -> None:
    assert all(sign.words.da and sign.shape for sign in Sign)
    assert Sign.ON_PATH.shape != Sign.OFF_PATH.shape
    assert Sign.REACHED.shape != Sign.MISSED.shape
