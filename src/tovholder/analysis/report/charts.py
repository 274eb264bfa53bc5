"""The charts of a report, as Vega-Lite; drawn by `paper/drawing.py`.

Never colour alone: a bar says its number, kinds differ in darkness, lines also in dash and point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from tovholder.paper import fonts

FONT = f"{fonts.NAME}, Roboto, Arial, sans-serif"
INK, SOFT, LINE = "#1a1a1a", "#454545", "#dcdcdc"
#: At a shift, with the same person, unnamed: dark, middle, light.
KIND_COLOURS = ("#a34700", "#8cbbe4", "#e2e2e2")
KIND_LABELS = ("#ffffff", "#1a1a1a", "#1a1a1a")
BAR, BAR_PALE = "#004d99", "#6d9fd0"
LOG_COLOURS = ("#004d99", "#a34700", "#2a6600", "#7a2f8f", "#1a1a1a", "#7d7d7d")
DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3), (12, 3), (3, 6))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
#: The width of a picture with its labels, so that letters are as large in one as in the other.
WIDTH = 640

Row = Mapping[str, Any]
Spec = dict[str, Any]


def shares(rows: Sequence[Row], logs: Sequence[str], kinds: Sequence[str], measures: Sequence[str]) -> Spec:
    """Bars of a hundred per cent. rows: log, measure, kind, begin, end (0 to 1), label."""
    base = alt.Chart(_data(rows))
    y = alt.Y("measure:N", title=None, sort=list(measures), axis=_labels())
    x = alt.X("begin:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=None)
    bars = base.mark_bar(height=26, stroke="#ffffff", strokeWidth=1).encode(
        x=x,
        x2="end:Q",
        y=y,
        color=alt.Color(
            "kind:N",
            title=None,
            sort=list(kinds),
            scale=alt.Scale(domain=list(kinds), range=list(KIND_COLOURS[: len(kinds)])),
            legend=alt.Legend(
                orient="top", symbolType="square", symbolSize=180, labelFontSize=12, labelLimit=320, columns=len(kinds)
            ),
        ),
    )
    numbers = base.mark_text(fontWeight="bold", fontSize=13).encode(
        x=alt.X("middle:Q"), y=y, text="label:N", color=alt.Color("ink:N", scale=None)
    )
    return _finished(_by_log(alt.layer(bars, numbers).properties(width=520, height=76), logs))


def bands(rows: Sequence[Row], logs: Sequence[str], kinds: Sequence[str], lengths: Sequence[str]) -> Spec:
    """How long steps take, the kinds side by side. rows: log, kind, length, share (0 to 1), label."""
    colours = alt.Scale(domain=list(kinds), range=list(KIND_COLOURS[: len(kinds)]))
    most = max((row["share"] for row in rows), default=1.0)
    panels = []
    for log in logs:
        beside = []
        for index, kind in enumerate(kinds):
            base = alt.Chart(_data([row for row in rows if (row["log"], row["kind"]) == (log, kind)])).encode(
                y=alt.Y(
                    "length:N", sort=list(lengths), title=None, axis=_labels() if index == 0 else _labels(shown=False)
                ),
                x=alt.X("share:Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * 1.2])),
            )
            bars = base.mark_bar(height=13).encode(color=alt.Color("kind:N", scale=colours, legend=None))
            numbers = base.mark_text(align="left", dx=4, color=INK).encode(text="label:N")
            name = f"{log}: {kind}" if len(logs) > 1 else kind
            beside.append(
                alt.layer(bars, numbers).properties(width=(470 - 20 * len(kinds)) / len(kinds), height=130, title=name)
            )
        panels.append(alt.hconcat(*beside, spacing=14))
    return _finished(alt.vconcat(*panels, spacing=10))


def counted(rows: Sequence[Row], logs: Sequence[str], title: str) -> Spec:
    """Bars with a name each, the longest first; each log has its own. rows: log, name, count, label."""
    most = max((row["count"] for row in rows), default=1)
    panels = []
    for log in logs:
        own = [row for row in rows if row["log"] == log]
        base = alt.Chart(_data(own)).encode(
            y=alt.Y("name:N", sort=[row["name"] for row in own], title=None, axis=_labels(250)),
            x=alt.X("count:Q", title=title, axis=None, scale=alt.Scale(domain=[0, most * 1.12])),
        )
        bars = base.mark_bar(height=13, color=BAR)
        numbers = base.mark_text(align="left", dx=4, color=INK).encode(text="label:N")
        panels.append(
            alt.layer(bars, numbers).properties(
                width=350, height=alt.Step(20), title=f"{log}: {title}" if len(logs) > 1 else title
            )
        )
    return _finished(alt.vconcat(*panels, spacing=10))


def paired(rows: Sequence[Row], logs: Sequence[str], titles: tuple[str, str]) -> Spec:
    """Two measures of the same rows beside each other. rows: log, name, first, second, first_label, second_label."""
    names = list(dict.fromkeys(row["name"] for row in rows))
    panels = []
    for log in logs:
        own = [row for row in rows if row["log"] == log]
        beside = []
        for index, (field, colour) in enumerate((("first", BAR), ("second", BAR_PALE))):
            most = max((row[field] or 0 for row in own), default=0) or 1
            axis = _labels() if index == 0 else _labels(shown=False)
            base = alt.Chart(_data(own)).encode(
                y=alt.Y("name:N", sort=names, title=None, axis=axis),
                x=alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.3])),
            )
            bars = base.mark_bar(height=13, color=colour)
            numbers = base.mark_text(align="left", dx=4, color=INK).encode(text=f"{field}_label:N")
            name = f"{log}: {titles[index]}" if len(logs) > 1 else titles[index]
            beside.append(alt.layer(bars, numbers).properties(width=245, height=alt.Step(19), title=name))
        panels.append(alt.hconcat(*beside, spacing=14))
    return _finished(alt.vconcat(*panels, spacing=10))


def periods(rows: Sequence[Row], logs: Sequence[str], titles: tuple[str, str]) -> Spec:
    """Two panels over the same periods. rows: log, period (a name), first, second (null: missing)."""
    names = list(dict.fromkeys(row["period"] for row in rows))
    legend = alt.Legend(orient="top", labelLimit=220, labelFontSize=12, symbolSize=90, symbolStrokeWidth=2)
    panels = []
    for field, title in zip(("first", "second"), titles, strict=True):
        base = alt.Chart(_data(rows)).encode(
            x=alt.X(
                "period:O",
                sort=names,
                title=None,
                axis=alt.Axis(labelAngle=-45, labelOverlap="greedy", domainColor=SOFT, ticks=False),
            ),
            y=alt.Y(f"{field}:Q", title=None, axis=alt.Axis(tickCount=4, gridColor=LINE, domain=False, ticks=False)),
        )
        if len(logs) == 1 and field == "first":
            drawn: Any = base.mark_bar(color=BAR)
        elif len(logs) == 1:
            drawn = base.mark_line(color=BAR, point=alt.OverlayMarkDef(color=BAR, size=36), strokeWidth=2)
        else:
            told = {
                "color": alt.Color("log:N", sort=list(logs), title=None, scale=_of(logs, LOG_COLOURS), legend=legend),
                "shape": alt.Shape("log:N", sort=list(logs), title=None, scale=_of(logs, SHAPES), legend=legend),
            }
            dash = alt.StrokeDash("log:N", sort=list(logs), title=None, scale=_of(logs, DASHES), legend=legend)
            drawn = alt.layer(
                base.mark_line(strokeWidth=2).encode(told["color"], dash),
                base.mark_point(filled=True, size=45, opacity=1).encode(told["color"], told["shape"]),
            )
        panels.append(drawn.properties(width=560, height=130, title=title))
    return _finished(alt.vconcat(*panels, spacing=14))


def _of(logs: Sequence[str], choices: Sequence[Any]) -> alt.Scale:
    return alt.Scale(domain=list(logs), range=[choices[index % len(choices)] for index in range(len(logs))])


def _by_log(chart: Any, logs: Sequence[str]) -> Any:
    if len(logs) < 2:
        return chart
    header = alt.Header(title=None, labelOrient="top", labelAnchor="start", labelFontWeight="bold", labelLimit=500)
    return chart.facet(row=alt.Row("log:N", sort=list(logs), header=header), spacing=10)


def _labels(limit: int = 190, *, shown: bool = True) -> alt.Axis:
    return alt.Axis(domain=False, ticks=False, grid=False, labelLimit=limit, labelPadding=6, labels=shown)


def _data(rows: Sequence[Row]) -> alt.Data:
    return alt.Data(values=[dict(row) for row in rows])


def _finished(chart: Any) -> Spec:
    told: Spec = (
        chart.configure(font=FONT, background="#ffffff", padding={"left": 4, "right": 4, "top": 4, "bottom": 4})
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, labelFontSize=12, titleColor=SOFT, titleFontSize=12, titleFontWeight="normal")
        .configure_text(fontSize=12)
        .configure_title(anchor="start", fontSize=13, color=INK, offset=6, limit=520)
        .configure_headerRow(labelFontSize=13, labelColor=INK)
        .to_dict()
    )
    # The address of the schema is only a name; nothing is fetched. A picture needs none.
    told.pop("$schema", None)
    return told
