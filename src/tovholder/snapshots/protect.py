"""Small groups: what a table may say to somebody who may not see the cases behind it.

A cell with fewer than five citizens is hidden, and so is a share of which fewer than five are on one side. Where
parts add up to a whole, one hidden part could be reckoned from the others; so another is hidden beside it, the
smallest, until what is hidden in each line adds up to five at least, and until nothing of it follows from several
lines together (`figures/suppression.py`). A 0 is told: nobody is behind it.

Cells of units whose cases somebody may see are told as they are. They protect nothing, because whoever sees them can
take them off: of the other cells only the citizens of other units count, and one's own are never hidden beside another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tovholder.figures import suppression
from tovholder.figures.facts import Shape
from tovholder.figures.suppression import SMALLEST, Sum
from tovholder.snapshots.grid import ALL, Cell
from tovholder.snapshots.question import WITHIN, Question

#: With more cells hidden than this, each line protects itself and what follows from several together is not sought:
#: it would take minutes, in a table that nobody reads.
MOST_SOUGHT = 400

#: Where a cell is: the value of each breakdown (ALL: all together), the number of its time (ALL: the whole period), and
#: 0 or 1 for which of the two periods it is of.
Place = tuple[Any, ...]


@dataclass(frozen=True)
class Sight:
    """Of which units somebody may see the cases: by the keys that the snapshot gives them."""

    units: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Raw:
    """A cell as it was computed. `others`: how many citizens of units that are not one's own are behind it, for
    somebody who has units of their own."""

    cell: Cell
    row: Mapping[str, Any]
    others: float | None = None

    @property
    def persons(self) -> float:
        """How many citizens could be told apart: of a share, those on the smaller of its two sides."""
        sides = [self.row[name] for name in ("persons_in", "persons_out") if self.row[name]]
        least: float = min([self.row["persons"] or 0.0, *sides])
        return least if self.others is None else min(least, self.others)


def protected(raw: Mapping[Place, Raw], question: Question, sight: Sight) -> dict[Place, Cell]:
    """The cells as somebody with this sight may read them."""
    own = {place for place in raw if _is_own(place, question, sight)}
    hidden = {place for place, one in raw.items() if place not in own and 0 < one.persons < SMALLEST}
    if question.figure.is_additive:
        lines = [line for line in _lines(raw, question) if len(line) > 1]
        values = {place: one.persons for place, one in raw.items() if place not in own}
        sums = [*_sums(lines, own)]
        while more := _beside(lines, raw, own, hidden) or _following(values, sums, hidden):
            hidden |= more
    return {place: _hidden(one.cell) if place in hidden else one.cell for place, one in raw.items()}


def _hidden(cell: Cell) -> Cell:
    return replace(cell, state="hidden", value=None, text="", facts=None)


def _is_own(place: Place, question: Question, sight: Sight) -> bool:
    """Whether all that is counted in a cell is of units whose cases the person may see."""
    said = [*zip(question.by, place, strict=False), *([question.within] if question.within else [])]
    return any(name in WITHIN and value in sight.units for name, value in said if value is not ALL)


def _lines(raw: Mapping[Place, Raw], question: Question) -> Iterable[list[Place]]:
    """Cells of which one is the sum of the others: along each breakdown, and along time where days add up."""
    along = list(range(len(question.by)))
    if question.grain != "whole" and question.figure.facts.shape is not Shape.STANDING:
        along.append(len(question.by))
    lines: dict[Place, list[Place]] = defaultdict(list)
    for place in raw:
        for axis in along:
            lines[(axis, *place[:axis], *place[axis + 1 :])].append(place)
    return lines.values()


def _following(values: Mapping[Place, float], sums: list[Sum], hidden: set[Place]) -> set[Place]:
    """What has to be hidden besides, because something hidden follows from several lines together."""
    if not hidden or len(hidden) > MOST_SOUGHT:
        return set()
    return suppression.hidden(values, sums, not_shown=hidden) - hidden


def _sums(lines: Iterable[list[Place]], own: set[Place]) -> Iterable[Sum]:
    """What is known to add up, when one's own part is taken off."""
    for line in lines:
        # Of a line, one cell alone has ALL where the others have a value.
        (whole,) = [place for place in line if _alls(place) == max(map(_alls, line))]
        parts = tuple(place for place in line if place is not whole and place not in own)
        if whole not in own and parts:
            yield Sum(whole, parts)


def _alls(place: Place) -> int:
    return sum(part is ALL for part in place)


def _beside(lines: list[list[Place]], raw: Mapping[Place, Raw], own: set[Place], hidden: set[Place]) -> set[Place]:
    """What else has to be hidden, for each line in which what is hidden could be reckoned from the rest."""
    more: set[Place] = set()
    for line in lines:
        gone = [place for place in line if place in hidden or place in more]
        if not gone or (len(gone) > 1 and sum(raw[place].persons for place in gone) >= SMALLEST):
            continue
        left = [
            place
            for place in line
            if place not in gone and place not in own and raw[place].persons and not _is_whole(place)
        ]
        # The sum goes last: hiding it takes more away than a part.
        left = left or [place for place in line if place not in gone and place not in own and raw[place].persons]
        if left:
            more.add(min(left, key=lambda place: (raw[place].persons, [str(part) for part in place])))
    return more


def _is_whole(place: Place) -> bool:
    return any(part is ALL for part in place[:-1])
