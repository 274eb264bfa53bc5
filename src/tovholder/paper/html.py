"""The report as one HTML file that asks nothing of any other: styles and pictures are in it."""

from __future__ import annotations

import base64
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tovholder.paper import fonts, model
from tovholder.paper.telling import day
from tovholder.paper.words import labels

_HERE = Path(__file__).with_name("templates")


def write(report: model.Report, path: Path) -> None:
    path.write_text(made(report), encoding="utf-8")


def made(report: model.Report) -> str:
    # Everything is escaped; pictures are images, in which nothing runs.
    templates = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return templates.get_template("report.html.jinja").render(
        report=report,
        labels=labels(),
        made=day(report.made),
        style=fonts.faces() + (_HERE / "report.css").read_text(encoding="utf-8"),
        kind=lambda block: type(block).__name__,
        picture=_picture,
    )


def _picture(chart: model.Chart) -> str:
    """As an image, in which a browser loads nothing and runs nothing; so it has its letters with it."""
    begin, mark, rest = chart.svg.partition(">")
    with_letters = f"{begin}{mark}<style>{fonts.faces()}</style>{rest}"
    return "data:image/svg+xml;base64," + base64.b64encode(with_letters.encode()).decode()
