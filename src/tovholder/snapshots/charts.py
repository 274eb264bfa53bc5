"""The picture of a figure: Vega-Lite, drawn to SVG in this process. The table beside it says the same.

Never colour alone: bars say their number, series differ in darkness and shape; what is missing or hidden is said in
words where its bar would be, and is no bar of length 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import altair as alt

from tovholder import web
from tovholder.figures.words import Language

LETTERS = Path(web.__file__).parent / "static/vendor/dkfds/fonts/IBMPlexSans/complete/ttf"
FONT = "IBM Plex Sans, Roboto, Arial, sans-serif"
INK, SOFT, LINE = "#1a1a1a", "#454545", "#dcdcdc"
COLOURS = ("#004d99", "#a34700", "#2a6600", "#7a2f8f", "#1a1a1a", "#5f5f5f", "#8cbbe4", "#c98a00")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 3], [3, 6], [1, 0], [6, 3])
#: Series over time, bars beside one another, and bars in all that a picture holds; the table has all.
MOST_SERIES, MOST_BESIDE, MOST_BARS = len(COLOURS), 4, 40
WIDE, NARROW = 890, 330

_FORMATS: dict[str, dict[str, Any]] = {
    "da": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
}


@dataclass(frozen=True)
class Point:
    """One value. Without a value `words` say why; with one, what it is."""

    x: str
    series: str
    value: float | None
    words: str


@dataclass(frozen=True)
class Mark:
    """From the value `x` of the time axis on, something else is counted; `sign` leads to what."""

    x: str
    sign: str


@dataclass(frozen=True)
class Picture:
    """`is_time`: x is time, in order; else each x is a bar."""

    points: tuple[Point, ...]
    is_time: bool
    marks: tuple[Mark, ...] = ()


def draw(picture: Picture, language: Language, width: int) -> str:
    """The picture as SVG, as wide as said. Drawn once; a figure's page asks for the same again and again."""
    return _draw(picture, language, width)


@lru_cache(maxsize=256)
def _draw(picture: Picture, language: Language, width: int) -> str:
    spec = _of_time(picture, width) if picture.is_time else _bars(picture, width)
    # The address of the schema is only a name, and nothing is fetched.
    spec.pop("$schema", None)
    svg: str = _drawing().vegalite_to_svg(spec, format_locale=_FORMATS[language], allowed_base_urls=[])
    return svg


@cache
def _drawing() -> Any:
    """What draws, with the typeface of the pages, so that labels take the room that was reckoned for them."""
    import vl_convert

    if LETTERS.is_dir():
        vl_convert.register_font_directory(str(LETTERS))
    return vl_convert


def _of_time(picture: Picture, width: int) -> dict[str, Any]:
    xs = list(dict.fromkeys(point.x for point in picture.points))
    series = list(dict.fromkeys(point.series for point in picture.points))
    data = _data(picture.points)
    narrow = width < 500
    labels = alt.Axis(
        labelAngle=-45 if len(xs) > 5 else 0, labelOverlap="greedy", domainColor=SOFT, ticks=False, title=None
    )
    x = alt.X("x:O", sort=xs, axis=labels)
    axis: dict[str, Any] = {"gridColor": LINE, "domain": False, "ticks": False, "title": None}
    if any(point.value for point in picture.points):
        y = alt.Y("value:Q", axis=alt.Axis(tickCount=5, **axis), scale=alt.Scale(zero=True))
    else:
        # Nothing but zeros has no height of its own: 0 would be drawn in the middle.
        y = alt.Y("value:Q", axis=alt.Axis(values=[0, 1], format="d", **axis), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(data)
    layers: list[Any] = []
    if len(series) == 1 and len(xs) <= (12 if narrow else 36):
        bars = base.mark_bar(color=COLOURS[0]).encode(x=x, y=y)
        layers.append(bars)
        if len(xs) <= (6 if narrow else 14):
            numbers = base.transform_filter("datum.value !== null").mark_text(dy=-7, color=INK)
            layers.append(numbers.encode(x=x, y=y, text="words:N"))
    else:
        layers += _lines(base, x, y, series, 1 if narrow else 4)
    lacking = base.transform_filter("datum.value === null && datum.first").mark_text(
        angle=270, align="left", dx=6, color=SOFT, fontStyle="italic"
    )
    layers.append(lacking.encode(x=x, y=alt.datum(0), text="words:N"))
    for mark in picture.marks:
        at = alt.Chart(alt.Data(values=[{"x": mark.x, "sign": mark.sign}]))
        place = alt.X("x:O", sort=xs, bandPosition=0)
        layers.append(at.mark_rule(strokeDash=[4, 3], color=INK).encode(x=place))
        sign = at.mark_text(align="left", dx=4, fontWeight="bold")
        layers.append(sign.encode(x=place, y=alt.value(8), text="sign:N"))
    return _finished(alt.layer(*layers).properties(width=width - 70, height=260))


def _lines(base: Any, x: Any, y: Any, series: Sequence[str], columns: int) -> list[Any]:
    legend = alt.Legend(orient="top", title=None, labelLimit=240, columns=columns, symbolSize=80)

    def scale(choices: Sequence[Any]) -> alt.Scale:
        return alt.Scale(domain=list(series), range=list(choices[: len(series)]))

    told = None if len(series) == 1 else legend
    colour = alt.Color("series:N", scale=scale(COLOURS), legend=told, sort=list(series))
    shape = alt.Shape("series:N", scale=scale(SHAPES), legend=told, sort=list(series))
    dash = alt.StrokeDash("series:N", scale=scale(DASHES), legend=None)
    known = base.transform_filter("datum.value !== null")
    return [
        base.mark_line(strokeWidth=2).encode(x, y, colour, dash),
        known.mark_point(filled=True, size=40, opacity=1).encode(x, y, colour, shape),
    ]


def _bars(picture: Picture, width: int) -> dict[str, Any]:
    xs = list(dict.fromkeys(point.x for point in picture.points))
    series = list(dict.fromkeys(point.series for point in picture.points))
    known = [point.value for point in picture.points if point.value is not None]
    most, least = max(known, default=0) or 1, min(0, min(known, default=0))
    room = 130 if width < 500 else 260
    labels = alt.Axis(domain=False, ticks=False, labelLimit=room - 10, labelPadding=6)
    y = alt.Y("x:N", sort=xs, title=None, axis=labels)
    scale = alt.Scale(domain=[least, most * (1.3 if width < 500 else 1.15)], nice=False)
    value = alt.X("value:Q", axis=None, scale=scale)
    base = alt.Chart(_data(picture.points))
    place: dict[str, Any] = {"y": y}
    if len(series) > 1:
        place["yOffset"] = alt.YOffset("series:N", sort=series)
        legend = alt.Legend(orient="top", title=None, labelLimit=240, columns=1 if width < 500 else 4)
        tones = alt.Scale(domain=series, range=list(COLOURS[: len(series)]))
        colour = alt.Color("series:N", scale=tones, legend=legend, sort=series)
        bars = base.mark_bar().encode(x=value, color=colour, **place)
    else:
        bars = base.mark_bar(color=COLOURS[0]).encode(x=value, **place)
    numbers = base.transform_filter("datum.value !== null").mark_text(align="left", dx=4, color=INK)
    lacking = base.transform_filter("datum.value === null").mark_text(
        align="left", dx=4, color=SOFT, fontStyle="italic"
    )
    layered = alt.layer(
        bars,
        numbers.encode(x=value, text="words:N", **place),
        lacking.encode(x=alt.datum(0), text="words:N", **place),
    )
    step = alt.Step(24) if len(series) == 1 else alt.Step(17, **{"for": "offset"})
    return _finished(layered.properties(width=width - room, height=step))


def _data(points: Sequence[Point]) -> alt.Data:
    rows: list[Mapping[str, Any]] = []
    said: set[str] = set()
    for point in points:
        # Of several series that miss the same time, one says so.
        is_first = point.value is None and point.x not in said
        said |= {point.x} if is_first else set()
        rows.append({**vars(point), "first": is_first})
    return alt.Data(values=rows)


def _finished(chart: Any) -> dict[str, Any]:
    told: dict[str, Any] = (
        chart.configure(font=FONT, background="transparent", padding=4)
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, labelFontSize=12, titleColor=SOFT, titleFontSize=12, titleFontWeight="normal")
        .configure_legend(labelColor=INK, labelFontSize=13)
        .configure_text(fontSize=12)
        .to_dict()
    )
    return told
