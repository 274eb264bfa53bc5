"""What a goal says, what follows from it, and where what it says does not fit together.

A goal is told in up to three ways: a change in per cent, a change in heads, a level. Plans often say two of them
("a fall of 5 per cent, or 29 persons"), and they do not always agree. Nothing is corrected: the disagreement is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tovholder.figures.published.months import Month
from tovholder.figures.words import Words


class Direction(StrEnum):
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    FOLLOWED = "followed"  #: only looked at: there is no target to reach

    @property
    def words(self) -> Words:
        return _DIRECTIONS[self]


_DIRECTIONS = {
    Direction.AT_MOST: Words("højst", "at most"),
    Direction.AT_LEAST: Words("mindst", "at least"),
    Direction.FOLLOWED: Words("følges", "followed"),
}


class Faulty(ValueError):
    """A goal that cannot be. `code` says why, for whoever tells it."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"{code}: {PROBLEMS[code].en}")


PROBLEMS = {
    "target_before_baseline": Words(
        "Målets måned ligger ikke efter udgangspunktets.", "The goal's month does not lie after the baseline's."
    ),
    "change_without_baseline": Words(
        "En ændring kræver en måned at regne fra.", "A change needs a month to be counted from."
    ),
    "nothing_to_reach": Words(
        "Et mål, der skal nås, kræver en måned at nå det i.",
        "A goal that is to be reached needs a month to reach it in.",
    ),
}


@dataclass(frozen=True)
class Goal:
    """What was decided. Changes have a sign: a fall of 20 per cent is -20.

    Without percent, persons and level the target is not decided yet. Raises Faulty.
    """

    direction: Direction
    baseline: Month | None = None
    target: Month | None = None
    percent: float | None = None
    persons: float | None = None
    level: float | None = None

    def __post_init__(self) -> None:
        if self.baseline is not None and self.target is not None and self.target <= self.baseline:
            raise Faulty("target_before_baseline")
        if self.baseline is None and (self.percent is not None or self.persons is not None):
            raise Faulty("change_without_baseline")
        if self.direction is not Direction.FOLLOWED and self.target is None:
            raise Faulty("nothing_to_reach")

    @property
    def is_decided(self) -> bool:
        """Whether it says what is to be reached."""
        told = (self.percent, self.persons, self.level)
        return self.direction is not Direction.FOLLOWED and any(one is not None for one in told)


@dataclass(frozen=True)
class Told:
    """One way in which a goal is told, and what follows from it with a baseline. Whole persons are rounded."""

    way: str  #: `level`, `persons` or `percent`
    level: float
    change: float | None
    percent: float | None


@dataclass(frozen=True)
class Worked:
    """A goal with its baseline's figure: the level to reach, and every way it was told.

    `level` is None when the target is not decided, or the baseline's figure that it is counted from is missing.
    """

    level: float | None
    change: float | None
    percent: float | None
    told: tuple[Told, ...]

    @property
    def agrees(self) -> bool:
        """Whether all ways mean the same when they are rounded as plans round them: whole persons, whole per cent."""
        return all(_same(one, other) for one in self.told for other in self.told)


def worked(goal: Goal, baseline: float | None, *, counts: bool = True) -> Worked:
    """What a goal means. `counts`: the figure counts people, and a level is a whole number.

    A level that was decided stands above a number of persons, and that above a per cent: it is what a plan names last.
    """
    levels: list[tuple[str, float]] = []
    if goal.level is not None:
        levels.append(("level", goal.level))
    if baseline is not None and goal.persons is not None:
        levels.append(("persons", baseline + goal.persons))
    if baseline is not None and goal.percent is not None:
        exact = baseline * (1 + goal.percent / 100)
        levels.append(("percent", float(round(exact)) if counts else exact))
    told = tuple(_told(way, level, baseline) for way, level in levels)
    if not told or goal.direction is Direction.FOLLOWED:
        return Worked(None, None, None, told)
    return Worked(told[0].level, told[0].change, told[0].percent, told)


def _told(way: str, level: float, baseline: float | None) -> Told:
    change = None if baseline is None else level - baseline
    return Told(way, level, change, 100 * change / baseline if change is not None and baseline else None)


def _same(one: Told, other: Told) -> bool:
    """The same level, or the same whole per cent: "25 per cent, 23 persons" of 91 is rounded, and agrees."""
    if abs(one.level - other.level) < 0.5:
        return True
    if one.percent is None or other.percent is None:
        return False
    return round(one.percent) == round(other.percent)
