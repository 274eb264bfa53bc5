"""Bars of load against room, one for each person, drawn as SVG: lengths here, colours in the template.

Lengths are texts, so that no language writes a comma into the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tovholder.workload.queries.units import PersonLoad, UnitLoad

#: The length of the longest bar.
WIDTH = 180


@dataclass(frozen=True)
class Bar:
    """`within` is what fits into the room, `over` what does not (empty: all fits) and begins at `over_from`, `room`
    where the room ends (empty: not said)."""

    person: PersonLoad
    within: str
    over: str = ""
    over_from: str = ""
    room: str = ""


def bars(load: UnitLoad) -> list[Bar]:
    """A bar for each of the people, all on one scale."""
    scale = WIDTH / float(load.most) if load.most else 0.0

    def long(weight: Decimal) -> str:
        return f"{float(weight) * scale:.1f}"

    return [
        Bar(one, long(one.load.weight))
        if one.load.room is None
        else Bar(
            one,
            within=long(min(one.load.weight, one.load.room)),
            over=long(one.load.over) if one.load.over else "",
            over_from=f"{1 + float(one.load.room) * scale:.1f}",
            room=long(one.load.room),
        )
        for one in load.people
    ]
