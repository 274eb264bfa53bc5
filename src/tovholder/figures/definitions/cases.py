"""How many cases there are, open, opened and closed, and where they went."""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.facts import Facts, Shape, until
from tovholder.figures.figure import CASES, CITIZENS, PER_CENT, AnyFigure, Figure
from tovholder.figures.intervals import Frame
from tovholder.figures.measures import Count, Distinct, Share
from tovholder.figures.source import Source
from tovholder.figures.words import Words

SHOWN = ("case", "citizen", "opened", "closed", "reason")


def open_cases(source: Source) -> Frame:
    """Each case for as long as it is open."""
    return source.table("cases").with_columns(since="opened", until=until("closed"))


def openings(source: Source) -> Frame:
    return source.table("cases").with_columns(day="opened")


def closings(source: Source) -> Frame:
    cases = source.table("cases")
    return cases.filter(~nw.col("closed").is_null()).with_columns(day="closed")


OPEN = Facts("open_cases", Shape.STANDING, ("cases",), open_cases, SHOWN)
#: Cases that were open on some day of the period.
OPEN_SOMETIME = Facts("cases_in_period", Shape.LASTING, ("cases",), open_cases, SHOWN)
OPENED = Facts("opened_cases", Shape.HAPPENING, ("cases",), openings, SHOWN)
CLOSED = Facts("closed_cases", Shape.HAPPENING, ("cases",), closings, SHOWN, {"reason": "reason"})

OPEN_CASES = Figure(
    "open_cases",
    Words("Åbne sager", "Open cases"),
    Words("Sager, der er åbne ved periodens slutning.", "Cases that are open at the end of the period."),
    CASES,
    OPEN,
    Count(),
)
CITIZENS_WITH_CASE = Figure(
    "citizens_with_case",
    Words("Borgere med en sag", "Citizens with a case"),
    Words(
        "Forskellige borgere, der på mindst én af periodens dage har en åben sag.",
        "Different citizens who have an open case on at least one day of the period.",
    ),
    CITIZENS,
    OPEN_SOMETIME,
    Distinct("citizen"),
)
CASES_OPENED = Figure(
    "cases_opened",
    Words("Åbnede sager", "Cases opened"),
    Words("Sager, der åbnes i perioden.", "Cases that are opened in the period."),
    CASES,
    OPENED,
    Count(),
)
CASES_CLOSED = Figure(
    "cases_closed",
    Words("Afsluttede sager", "Cases closed"),
    Words("Sager, der afsluttes i perioden.", "Cases that are closed in the period."),
    CASES,
    CLOSED,
    Count(),
)
CLOSED_TO_WORK = Figure(
    "closed_to_work_or_education",
    Words("Andel afsluttet til job eller uddannelse", "Share closed to work or education"),
    Words(
        "Andelen af de sager, der afsluttes i perioden, hvor grunden er job, fleksjob eller uddannelse. Sager, hvor "
        "grunden ikke kendes, er ikke talt med.",
        "The share of the cases closed in the period whose reason is work, a flex job or education. Cases whose reason "
        "is not known are not counted.",
    ),
    PER_CENT,
    CLOSED,
    Share(nw.col("reason").is_in(["work", "flex_job", "education"])),
    where=nw.col("reason") != "unknown",
)

FIGURES: tuple[AnyFigure, ...] = (OPEN_CASES, CITIZENS_WITH_CASE, CASES_OPENED, CASES_CLOSED, CLOSED_TO_WORK)
