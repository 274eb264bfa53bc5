"""A line chart over months, drawn here as SVG: on the page, in a PDF and in a workbook it is the same picture.

Never colour alone: lines differ in dash and have their names at their ends. A month without a figure is a gap, a break
in the data is a double stroke, and no line crosses either. The picture has no scripts, styles or letters of its own.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

#: Kind of line → colour, width, dash.
LOOKS = {
    "own": ("#004d99", 2.6, ""),
    "forecast": ("#004d99", 1.8, "2 3"),
    "needed": ("#1a1a1a", 1.6, "7 4"),
    "country": ("#5f5f5f", 1.5, "1.5 2.5"),
    "region": ("#8a5300", 1.5, "9 3 2 3"),
    "alike": ("#2a6600", 1.5, "4 2"),
    "other": ("#7a2f8f", 1.3, "3 3"),
}
INK, SOFT, GRID = "#1a1a1a", "#454545", "#dcdcdc"
FONT = "IBM Plex Sans, system-ui, sans-serif"

Point = tuple[int, float | None]


@dataclass(frozen=True)
class Line:
    """`points`: months (year * 12 + month - 1) and values, in order; None is a gap."""

    label: str
    kind: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Dot:
    """A month and value that is named: where it began, where it is to end, where it is now."""

    month: int
    value: float
    label: str
    shape: str  #: circle, ring or diamond


@dataclass(frozen=True)
class Lines:
    """`breaks`: months from which figures are made in another way. `band`: month, low, high. `decimals` of the axis."""

    lines: Sequence[Line]
    dots: Sequence[Dot] = ()
    breaks: Sequence[int] = ()
    band: Sequence[tuple[int, float, float]] = ()
    decimals: int = 0
    description: str = ""


@dataclass(frozen=True)
class Size:
    width: int
    height: int
    font: int = 12
    right: int = 150
    left: int = 52


WIDE, NARROW = Size(780, 320), Size(340, 250, 12, 84, 44)
SMALL = Size(168, 46)


def draw(chart: Lines, size: Size = WIDE) -> SafeString:
    """The chart with its axes; `chart.description` is what a screen reader says of it."""
    return _Drawing(chart, size, top=26 if chart.breaks else 12, bottom=24).with_axes()


def draw_small(chart: Lines) -> SafeString:
    """The lines alone, as small as a word: for a row of a table that says the numbers."""
    return _Drawing(chart, Size(SMALL.width, SMALL.height, right=7, left=5), top=6, bottom=6).bare()


@dataclass
class _Drawing:
    chart: Lines
    size: Size
    top: int
    bottom: int
    parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        months = [month for line in self.chart.lines for month, _none in line.points]
        months += [dot.month for dot in self.chart.dots] + [month for month, _low, _high in self.chart.band]
        values = [value for line in self.chart.lines for _month, value in line.points if value is not None]
        values += [dot.value for dot in self.chart.dots]
        values += [edge for _month, low, high in self.chart.band for edge in (low, high)]
        self.first, self.last = (min(months), max(months)) if months else (0, 1)
        self.last = max(self.last, self.first + 1)
        finest = 10.0**-self.chart.decimals
        self.ticks = _ticks(min(values, default=0), max(values, default=1), max(2, self.size.height // 60), finest)
        self.low, self.high = self.ticks[0], self.ticks[-1]

    def x(self, month: float) -> float:
        width = self.size.width - self.size.left - self.size.right
        return round(self.size.left + width * (month - self.first) / (self.last - self.first), 1)

    def y(self, value: float) -> float:
        height = self.size.height - self.top - self.bottom
        return round(self.top + height * (1 - (value - self.low) / (self.high - self.low)), 1)

    def with_axes(self) -> SafeString:
        self._value_axis()
        self._month_axis()
        self._breaks(named=True)
        self._band()
        for line in self.chart.lines:
            self._line(line)
        self._dots(named=True)
        self._names()
        return self._whole()

    def bare(self) -> SafeString:
        # A small picture shows the way, so it takes the room it has.
        values = [value for line in self.chart.lines for _month, value in line.points if value is not None]
        values += [dot.value for dot in self.chart.dots]
        self.low, self.high = min(values, default=0), max(values, default=1)
        if self.low == self.high:
            self.low, self.high = self.low - 1, self.high + 1
        self._breaks(named=False)
        for line in self.chart.lines:
            self._line(line)
        self._dots(named=False)
        return self._whole()

    def _whole(self) -> SafeString:
        size = self.size
        label = f'role="img" aria-label="{escape(self.chart.description)}"'
        if not self.chart.description:
            label = 'aria-hidden="true"'
        return mark_safe(  # every text in it was escaped
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {size.height}" {label} '
            f'font-family="{FONT}" font-size="{size.font}" fill="none">{"".join(self.parts)}</svg>'
        )

    def _value_axis(self) -> None:
        right = self.size.width - self.size.right
        for value in self.ticks:
            y = self.y(value)
            self.parts.append(f'<path d="M{self.size.left} {y}H{right}" stroke="{GRID}"/>')
            self._text(self.size.left - 6, y + 4, _told(value, self.chart.decimals), anchor="end")

    def _month_axis(self) -> None:
        y = self.size.height - self.bottom
        for month, label in _marks(self.first, self.last, self.size.width - self.size.left - self.size.right):
            x = self.x(month)
            self.parts.append(f'<path d="M{x} {y}v5" stroke="{SOFT}"/>')
            self._text(x, y + 18, label, anchor="middle")

    def _breaks(self, *, named: bool) -> None:
        for month in self.chart.breaks:
            if not self.first < month <= self.last:
                continue
            x = self.x(month - 0.5)
            bottom = self.size.height - self.bottom
            self.parts.append(
                f'<path d="M{x - 1.5} {self.top}V{bottom}M{x + 1.5} {self.top}V{bottom}" stroke="{INK}"/>'
            )
            if named:
                self._text(x, self.top - 8, _("break in the data"), anchor="middle")

    def _band(self) -> None:
        band = self.chart.band
        if not band:
            return
        upper = " ".join(f"{self.x(month)},{self.y(high)}" for month, _low, high in band)
        lower = " ".join(f"{self.x(month)},{self.y(low)}" for month, low, _high in reversed(band))
        self.parts.append(f'<polygon points="{upper} {lower}" fill="#004d99" fill-opacity="0.14"/>')

    def _line(self, line: Line) -> None:
        colour, width, dash = LOOKS[line.kind]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        for run in self._runs(line.points):
            places = [(self.x(month), self.y(value)) for month, value in run]
            if len(places) == 1:
                ((x, y),) = places
                self.parts.append(f'<circle cx="{x}" cy="{y}" r="{width}" fill="{colour}"/>')
                continue
            path = "L".join(f"{x} {y}" for x, y in places)
            self.parts.append(
                f'<path d="M{path}" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"{dashes}/>'
            )

    def _runs(self, points: Sequence[Point]) -> list[list[tuple[int, float]]]:
        """The stretches without a gap or a break in them."""
        runs: list[list[tuple[int, float]]] = [[]]
        for month, value in points:
            if value is None or month in self.chart.breaks:
                runs.append([])
            if value is not None:
                runs[-1].append((month, value))
        return [run for run in runs if run]

    def _dots(self, *, named: bool) -> None:
        for dot in self.chart.dots:
            x, y = self.x(dot.month), self.y(dot.value)
            if dot.shape == "diamond":
                self.parts.append(
                    f'<path d="M{x} {y - 6}l6 6-6 6-6-6z" fill="#ffffff" stroke="{INK}" stroke-width="2"/>'
                )
            elif dot.shape == "ring":
                self.parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="#ffffff" stroke="{INK}" stroke-width="2"/>')
            else:
                self.parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="#004d99"/>')
            if named and dot.label:
                above = y - 10 if y - 22 > self.top else y + 20
                # What lies at the right edge is told to the left of it: the names of the lines stand at the right.
                at_edge = x > self.size.width - self.size.right - 20
                anchor = "start" if x < self.size.left + 40 else "end" if at_edge else "middle"
                self._text(x, above, dot.label, anchor=anchor, bold=True)

    def _names(self) -> None:
        """At the right, each at the height where its line ends, moved apart where they would meet."""
        ends = []
        for line in self.chart.lines:
            known = [(month, value) for month, value in line.points if value is not None]
            if known and line.label:
                ends.append((self.y(known[-1][1]), self.x(known[-1][0]), line))
        step, last = self.size.font + 3, self.size.height - self.bottom
        ends.sort(key=lambda end: end[0])
        places: list[float] = []
        for y, _x, _line in ends:
            places.append(max(y, places[-1] + step) if places else max(y, self.top + 4))
        for index in range(len(places) - 1, -1, -1):
            most = last if index == len(places) - 1 else places[index + 1] - step
            places[index] = min(places[index], most)
        left = self.size.width - self.size.right + 8
        for place, (y, x, line) in zip(places, ends, strict=True):
            colour = LOOKS[line.kind][0]
            if left - 4 - x > 6 or abs(place - y) > 2:
                look = f'stroke="{colour}" stroke-opacity="0.35"'
                self.parts.append(f'<path d="M{x + 3} {y}L{left - 3} {place}" {look}/>')
            self._text(left, place + 4, line.label, colour=colour)

    def _text(
        self, x: float, y: float, words: str, *, anchor: str = "start", colour: str = SOFT, bold: bool = False
    ) -> None:
        look = f'fill="{INK}" font-weight="600"' if bold else f'fill="{colour}"'
        self.parts.append(
            f'<text x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}" {look} '
            f'stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">{escape(words)}</text>'
        )


def _told(value: float, decimals: int) -> str:
    return number_format(value, decimal_pos=decimals, force_grouping=True)


def _ticks(low: float, high: float, count: int, finest: float) -> list[float]:
    """Round values from below the lowest to above the highest; at least two. No figure here is below 0. `finest`: the
    least that an axis tells; a value between would stand there as another."""
    if high - low < 1e-9:
        low, high = low - max(abs(low) * 0.1, 1), high + max(abs(high) * 0.1, 1)
        low = max(low, 0.0)
    rough = (high - low) / count
    magnitude = 10 ** math.floor(math.log10(rough))
    steps = (part * magnitude for part in (1, 2, 2.5, 5, 10) if part * magnitude >= rough)
    step = next((step for step in steps if step >= finest and math.isclose(step / finest % 1, 0, abs_tol=1e-9)), finest)
    first = math.floor(low / step)
    found = [round(first * step, 10)]
    while found[-1] < high - 1e-9:
        found.append(round(found[-1] + step, 10))
    return found


def _marks(first: int, last: int, width: int) -> list[tuple[int, str]]:
    """Months that are named below: the first of a quarter or of a year, so many as have room."""
    most = max(2, width // 62)
    step = next((step for step in (1, 3, 6, 12, 24, 60) if (last - first) / step <= most), 120)
    name: Callable[[int], str] = _year if step >= 12 else _month
    return [(month, name(month)) for month in range(first, last + 1) if month % step == 0]


def _year(month: int) -> str:
    return str(month // 12)


def _month(month: int) -> str:
    name = date_format(dt.date(month // 12, month % 12 + 1, 1), "M Y")
    return name.lower() if get_language() == "da" else name
