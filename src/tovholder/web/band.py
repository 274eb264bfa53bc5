"""The band: one picture of a course over time, drawn where a case, a plan or a company is shown.

Time runs to the right; each lane is a thin bar of pieces, or a row of ticks. Rooms say what happened in dates; this
module says where it lies, in per cent of the width, so that the same drawing fits a phone and a wide screen and the
letters keep their size. Nothing here reads the clock or the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.web import dates
from tovholder.web.axis import Mark, marks

#: What a piece may look like. They differ in pattern and outline too, never in colour alone.
PIECE_STYLES = frozenset({"holder", "vacancy", "benefit", "measure", "wait"})
TICK_STYLES = {"held": gettext_lazy("held"), "planned": gettext_lazy("planned"), "missed": gettext_lazy("missed")}

#: Every sign and what it means.
LEGEND = (
    ("holder", gettext_lazy("somebody holds the case")),
    ("notch", gettext_lazy("somebody else took over")),
    ("vacancy", gettext_lazy("nobody holds the case")),
    ("benefit", gettext_lazy("benefit")),
    ("measure", gettext_lazy("takes part in something")),
    ("wait", gettext_lazy("waits for something")),
    ("held", gettext_lazy("conversation held")),
    ("planned", gettext_lazy("conversation planned")),
    ("missed", gettext_lazy("conversation missed")),
    ("now", gettext_lazy("today")),
)

#: Height of a lane and of the axis, in pixels.
LANE, AXIS = 28, 22

#: A piece is never drawn narrower (in per cent), so that a day in ten years can still be seen.
THINNEST = 0.4

#: A piece carries its name where there is room: so many letters go on one per cent of a wide and a very wide drawing.
LETTERS_PER_CENT = {"wide": 0.85, "widest": 1.7}


@dataclass(frozen=True)
class Piece:
    """Something that lasted from `start` until (not including) `end`; without an end it still runs."""

    start: dt.date
    end: dt.date | None
    label: Any
    style: str
    href: str = ""

    def __post_init__(self) -> None:
        if self.style not in PIECE_STYLES:
            raise ValueError(f"a piece is one of {', '.join(sorted(PIECE_STYLES))}, not {self.style!r}")
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a piece ends ({self.end}) before it starts ({self.start})")


@dataclass(frozen=True)
class Tick:
    """Something that happened on a day."""

    at: dt.date
    label: Any
    style: str
    href: str = ""

    def __post_init__(self) -> None:
        if self.style not in TICK_STYLES:
            raise ValueError(f"a tick is one of {', '.join(sorted(TICK_STYLES))}, not {self.style!r}")


@dataclass(frozen=True)
class Lane:
    """One row of the band. `kind` is the room's word for it, used as a class name; a label of some 16 letters fits."""

    label: Any
    kind: str
    pieces: Sequence[Piece] = ()
    ticks: Sequence[Tick] = ()

    @property
    def contents(self) -> list[Piece | Tick]:
        """Pieces and ticks together, in order of time."""
        both: list[Piece | Tick] = [*self.pieces, *self.ticks]
        return sorted(both, key=lambda one: one.at if isinstance(one, Tick) else one.start)


@dataclass(frozen=True)
class Band:
    """A course from `start` until (not including) `end`. `now` is drawn as a line when it lies in between."""

    start: dt.date
    end: dt.date
    lanes: Sequence[Lane]
    now: dt.date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a band ends ({self.end}) after it starts ({self.start})")


@dataclass(frozen=True)
class DrawnPiece:
    piece: Piece
    x: str
    width: str
    words: str  #: what the piece is and from when to when, for the one who points at it
    is_notched: bool  #: another holder took over here
    named: str  #: where it has room for its name: "wide", "widest" or nowhere
    is_running: bool


@dataclass(frozen=True)
class DrawnTick:
    tick: Tick
    x: str
    words: str


@dataclass(frozen=True)
class DrawnLane:
    lane: Lane
    top: int
    pieces: list[DrawnPiece] = field(default_factory=list)
    ticks: list[DrawnTick] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A piece or a tick in the table that says the same as the picture, with its dates in words."""

    lane: Any
    one: Piece | Tick
    start: str
    end: str

    @property
    def style(self) -> Any:
        """What a tick's shape says; a piece's label says it itself."""
        return TICK_STYLES[self.one.style] if isinstance(self.one, Tick) else ""


@dataclass(frozen=True)
class Drawing:
    """The band with places: x and width in per cent of the width as text, heights in pixels."""

    band: Band
    height: int
    floor: int  #: where the lanes end and the axis begins
    lanes: list[DrawnLane]
    rows: list[Row]
    marks: list[Mark]
    now: str  #: empty when now lies outside
    has_links: bool


def draw(band: Band) -> Drawing:
    """Places everything. What lies outside the band's time is left out; what reaches beyond it is cut."""
    lanes = [_lane(band, lane, row * LANE) for row, lane in enumerate(band.lanes)]
    floor = len(lanes) * LANE
    return Drawing(
        band=band,
        height=floor + AXIS,
        floor=floor,
        lanes=lanes,
        rows=[Row(lane.label, one, *_from_and_until(one)) for lane in band.lanes for one in lane.contents],
        marks=marks(band.start, band.end),
        now=percent(_place(band, band.now)) if band.start <= band.now < band.end else "",
        has_links=any(one.href for lane in band.lanes for one in lane.contents),
    )


def percent(share: float) -> str:
    """A share of the width (0 to 100) as SVG wants it, whatever the language's decimal comma."""
    return f"{share:.3f}%"


def words_of(one: Piece | Tick) -> str:
    """Anna Holm: 3 Mar 2024 – 1 May 2025."""
    if isinstance(one, Tick):
        parts = {"what": one.label, "style": TICK_STYLES[one.style], "date": dates.short_date(one.at)}
        return _("%(what)s (%(style)s): %(date)s") % parts
    parts = {"what": one.label, "start": dates.short_date(one.start)}
    if one.end is None:
        return _("%(what)s: since %(start)s") % parts
    return _("%(what)s: %(start)s – %(end)s") % {**parts, "end": dates.short_date(one.end)}


def _from_and_until(one: Piece | Tick) -> tuple[str, str]:
    if isinstance(one, Tick):
        return dates.short_date(one.at), ""
    return dates.short_date(one.start), dates.short_date(one.end) if one.end else _("still running")


def _place(band: Band, day: dt.date) -> float:
    return 100 * (day - band.start).days / (band.end - band.start).days


def _lane(band: Band, lane: Lane, top: int) -> DrawnLane:
    drawn = DrawnLane(lane=lane, top=top)
    before: Piece | None = None
    for piece in sorted(lane.pieces, key=lambda one: one.start):
        end = _end(band, piece)
        if piece.start < band.end and end > band.start:
            left = max(0.0, _place(band, piece.start))
            width = min(max(_place(band, end), left + THINNEST), 100.0) - left
            if width < THINNEST:  # at the very right edge: seen all the same
                left, width = 100 - THINNEST, THINNEST
            letters = len(str(piece.label))
            drawn.pieces.append(
                DrawnPiece(
                    piece=piece,
                    x=percent(left),
                    width=percent(width),
                    words=words_of(piece),
                    is_notched=piece.style == "holder" and before is not None and piece.start >= band.start,
                    named=next((at for at, room in LETTERS_PER_CENT.items() if letters <= width * room), ""),
                    is_running=piece.end is None,
                )
            )
        before = piece
    drawn.ticks.extend(
        DrawnTick(tick, percent(_place(band, tick.at)), words_of(tick))
        for tick in sorted(lane.ticks, key=lambda one: one.at)
        if band.start <= tick.at < band.end
    )
    return drawn


def _end(band: Band, piece: Piece) -> dt.date:
    """Where a piece stops on the picture: what still runs is known until now; what begins later is planned."""
    if piece.end is not None:
        return piece.end
    return max(band.now, piece.start + dt.timedelta(days=1)) if piece.start <= band.now else band.end
