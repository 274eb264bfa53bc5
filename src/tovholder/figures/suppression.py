"""Which counts of people are not published: those under five, and those from which one of them could be worked out.

A count is a cell. Sums between cells are known (`Sum`): the unemployed are the insured and the others. A cell that is
left out although it was never to be shown is a cell too: if all but the unemployed and the insured is left out, the
others follow by subtraction.

Nobody is a group of nobody: 0 is shown. What stands hidden is told as "under 5" only where all that is hidden is.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

#: Fewer than these are not published.
SMALLEST = 5


@dataclass(frozen=True)
class Sum:
    """`whole` = the sum of `parts`, by name."""

    whole: Hashable
    parts: tuple[Hashable, ...]


def is_small(value: float | None) -> bool:
    """A group that somebody could recognise one person in."""
    return value is not None and 0 < value < SMALLEST


def hidden(
    values: Mapping[Any, float | None],
    sums: Sequence[Sum] = (),
    not_shown: Collection[Hashable] = (),
    shown: Collection[Hashable] = (),
) -> set[Any]:
    """The cells that must not be shown. `not_shown` are cells that stand in a sum and would not be shown anyway;
    `shown` are those that stand somewhere else too, so that hiding them here would hide nothing (a small one is hidden
    there).

    A cell without a value (None) is missing where it came from: nobody can read it, but it could be worked out. If
    what is missing was suppressed there, it is kept hidden here.
    """
    sums = [one for one in sums if all(cell in values for cell in (one.whole, *one.parts))]
    small = {cell for cell, value in values.items() if is_small(value)}
    missing = {cell for cell, value in values.items() if value is None}
    unseen = small | missing | {cell for cell in not_shown if cell in values}
    # What nobody was shown and is large may be worked out: it would have been shown.
    kept = small | missing
    fixed = set(shown)
    wholes = {one.whole for one in sums}
    while candidates := _to_hide(values, sums, unseen, kept, fixed):
        # The smallest part that has people in it: it costs the reader least, and a whole last of all.
        unseen.add(min(candidates, key=lambda cell: (not values[cell], cell in wholes, values[cell] or 0, str(cell))))
    return unseen & set(values)


def _to_hide(
    values: Mapping[Any, float | None], sums: Sequence[Sum], unseen: set[Any], kept: set[Any], fixed: set[Any]
) -> set[Any]:
    """The cells that could be hidden as well, of the sums from which something that is to be kept can be worked out;
    none when there are no such sums, or nothing is shown any more in any of them."""

    def shown(found: Iterable[Sum]) -> set[Any]:
        return {cell for one in found for cell in (*one.parts, one.whole)} - unseen - fixed

    telling = shown(one for one in sums if _tells(one, values, unseen, kept))
    if telling or not _determined(sums, unseen) & kept:
        return telling
    return shown(one for one in sums if {one.whole, *one.parts} & unseen)


def _tells(one: Sum, values: Mapping[Any, float | None], unseen: set[Any], kept: set[Any]) -> bool:
    """Whether one sum gives away a kept cell, also to somebody who knows that what is hidden is from 1 to 4."""
    parts = [cell for cell in one.parts if cell in unseen]
    if not (set(parts) | {one.whole}) & kept:
        return False
    if one.whole in unseen:
        return not parts
    whole = values[one.whole]
    if not parts or whole is None:
        return False
    rest = whole - sum(values[cell] or 0 for cell in one.parts if cell not in unseen)
    return len(parts) == 1 or rest in (len(parts), len(parts) * (SMALLEST - 1))


def _determined(sums: Sequence[Sum], unseen: set[Any]) -> set[Any]:
    """The unseen cells that follow from all sums together."""
    cells = sorted({cell for one in sums for cell in (one.whole, *one.parts)} & unseen, key=str)
    if not cells:
        return set()
    place = {cell: column for column, cell in enumerate(cells)}
    matrix = np.zeros((len(sums), len(cells)))
    for row, one in enumerate(sums):
        for cell, sign in ((one.whole, -1.0), *((part, 1.0) for part in one.parts)):
            if cell in place:
                matrix[row, place[cell]] += sign
    # What can vary while all sums stay the same spans the null space; a cell that cannot has nothing in it.
    _left, sizes, right = np.linalg.svd(matrix)
    rank = int((sizes > sizes.max(initial=0.0) * 1e-10).sum())
    varies = np.abs(right[rank:]).max(axis=0, initial=0.0) > 1e-9
    return {cell for cell, at in place.items() if not varies[at]}
