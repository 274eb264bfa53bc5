"""Waits: how many wait, for how long, over the threshold, and after how long it comes, those still waiting counted.

The days of a wait are those from its first to the one on which it ended, without the days that it was paused.
"""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.days import whole
from tovholder.figures.facts import Facts, Shape, until
from tovholder.figures.figure import DAYS, NUMBER, PER_CENT, AnyFigure, Figure
from tovholder.figures.intervals import Frame, overlap
from tovholder.figures.measures import Count, Distinct, Median, Most, Share, Survival
from tovholder.figures.source import Source
from tovholder.figures.words import Words


def waits(source: Source) -> Frame:
    """Each wait for as long as it lasts, with its citizen."""
    cases = source.table("cases").select("case", "citizen")
    rows = source.table("waits").join(cases, on="case")
    return rows.with_columns(since="started", until=until("ended"))


def begun(source: Source) -> Frame:
    """Waits by the day they began: `days` waited until they ended or the data end, `is_over`: what was waited for
    came."""
    last = source.data_end(TABLES).toordinal()
    rows = source.of(waits).filter(nw.col("started") <= last)
    rows = rows.with_columns(day="started", to=nw.min_horizontal(nw.col("until"), whole(last)))
    is_over = (nw.col("until") <= last) & nw.col("came").fill_null(False)
    return _waited(source, rows, "to").with_columns(is_over=is_over)


def ended(source: Source) -> Frame:
    """Waits by the day on which what was waited for came: `days` waited."""
    rows = source.of(waits).filter(nw.col("came").fill_null(False)).with_columns(day="ended", to="ended")
    return _waited(source, rows, "to")


def _waiting(source: Source, rows: Frame) -> Frame:
    """How long those waiting on a day have waited."""
    return _waited(source, rows.with_columns(to=nw.col("day")), "to")


def _waited(source: Source, rows: Frame, to: str) -> Frame:
    """`days` from `started` to another day (not counted), without the paused ones; `is_over_threshold` where there is a
    threshold."""
    pauses = source.of(_pauses)
    paused = rows.select("wait", "started", to).join(pauses, on="wait")
    held = paused.with_columns(paused=overlap("pause_since", "pause_until", nw.col("started"), nw.col(to)))
    per_wait = held.group_by("wait", to).agg(nw.col("paused").sum())
    told = rows.join(per_wait, on=["wait", to], how="left").with_columns(nw.col("paused").fill_null(0))
    days = nw.col(to) - nw.col("started") - nw.col("paused")
    counted = told.with_columns(days=days).drop(to)
    return counted.with_columns(is_over_threshold=nw.col("days") > nw.col("threshold_days"))


def _pauses(source: Source) -> Frame:
    pauses = source.table("pauses")
    return pauses.select("wait", pause_since="start", pause_until=until("end"))


TABLES = ("waits", "pauses", "cases")
_OWN = {"kind": "kind", "counterpart": "counterpart"}
#: A wait of another unit than the one that holds the case says so.
_FIRST = {"unit": "unit"}
_WAIT = ("wait", "case", "citizen", "kind", "counterpart", "started", "ended", "came", "days", "threshold_days")
WAITING = Facts("waiting", Shape.STANDING, TABLES, waits, (*_WAIT, "is_over_threshold"), _OWN, _FIRST, at=_waiting)
BEGUN = Facts("waits_begun", Shape.HAPPENING, TABLES, begun, (*_WAIT, "is_over"), _OWN, _FIRST)
ENDED = Facts("waits_ended", Shape.HAPPENING, TABLES, ended, (*_WAIT, "is_over_threshold"), _OWN, _FIRST)

STARTED = Figure(
    "waits_started",
    Words("Påbegyndte ventetider", "Waits begun"),
    Words("Ventetider, der begynder i perioden.", "Waits that begin in the period."),
    NUMBER,
    BEGUN,
    Count(),
)
CAME = Figure(
    "waits_ended",
    Words("Afsluttede ventetider", "Waits ended"),
    Words(
        "Ventetider, hvor det, der ventes på, kommer i perioden. Ventetider, der opgives, er ikke med.",
        "Waits for which what is waited for comes in the period. Waits that are dropped are left out.",
    ),
    NUMBER,
    ENDED,
    Count(),
)
WAITING_NOW = Figure(
    "waiting",
    Words("Venter", "Waiting"),
    Words("Ventetider, der er i gang ved periodens slutning.", "Waits that go on at the end of the period."),
    NUMBER,
    WAITING,
    Count(),
)
CITIZENS_WAITING = Figure(
    "citizens_waiting",
    Words("Borgere, der venter", "Citizens waiting"),
    Words(
        "Forskellige borgere med mindst én ventetid, der er i gang ved periodens slutning.",
        "Different citizens with at least one wait that goes on at the end of the period.",
    ),
    NUMBER,
    WAITING,
    Distinct("citizen"),
)
LONGEST = Figure(
    "longest_wait",
    Words("Længste ventetid i gang", "Longest wait going on"),
    Words(
        "Dage, som den, der har ventet længst ved periodens slutning, har ventet. Pauser er trukket fra.",
        "Days that the one who has waited longest at the end of the period has waited. Pauses are taken off.",
    ),
    DAYS,
    WAITING,
    Most(nw.col("days")),
)
WAITED_SO_FAR = Figure(
    "waited_so_far",
    Words("Ventet indtil nu, median", "Waited so far, median"),
    Words(
        "Halvdelen af de ventetider, der er i gang ved periodens slutning, har varet højst så mange dage. Pauser er "
        "trukket fra.",
        "Half of the waits that go on at the end of the period have lasted at most so many days. Pauses are taken off.",
    ),
    DAYS,
    WAITING,
    Median(nw.col("days")),
)
OVER_NOW = Figure(
    "waiting_over_threshold",
    Words("Venter længere end grænsen", "Waiting beyond the threshold"),
    Words(
        "Andelen af de ventetider, der er i gang ved periodens slutning, som har varet længere end den grænse, der "
        "gjaldt, da de begyndte. Kun ventetider med en grænse.",
        "The share of the waits going on at the end of the period that have lasted longer than the threshold that held "
        "when they began. Only waits with a threshold.",
    ),
    PER_CENT,
    WAITING,
    Share(nw.col("is_over_threshold")),
)
OVER_ENDED = Figure(
    "ended_over_threshold",
    Words("Ventede længere end grænsen", "Waited beyond the threshold"),
    Words(
        "Andelen af de ventetider, der afsluttes i perioden, som varede længere end den grænse, der gjaldt, da de "
        "begyndte. Kun ventetider med en grænse.",
        "The share of the waits ended in the period that lasted longer than the threshold that held when they began. "
        "Only waits with a threshold.",
    ),
    PER_CENT,
    ENDED,
    Share(nw.col("is_over_threshold")),
)


def _until_it_comes(share: float, id_: str, da: str, en: str) -> Figure:
    part = f"{share * 100:.0f} %"
    return Figure(
        id_,
        Words(f"Ventetid, {da}", f"Wait, {en}"),
        Words(
            f"Antal dage, før det, der ventes på, er kommet for {part} af de ventetider, der begynder i perioden. "
            "De, der stadig venter, og ventetider, der blev opgivet, tæller med som ventende (Kaplan–Meier). Pauser er "
            "trukket fra. Mangler, hvis det endnu ikke er kommet for så mange.",
            f"The number of days before what is waited for has come for {part} of the waits that begin in the "
            "period. Those who still wait, and waits that were dropped, count as waiting (Kaplan–Meier). Pauses are "
            "taken off. Missing if it has not come for so many yet.",
        ),
        DAYS,
        BEGUN,
        Survival("days", "is_over", share),
    )


FIGURES: tuple[AnyFigure, ...] = (
    STARTED,
    CAME,
    WAITING_NOW,
    CITIZENS_WAITING,
    LONGEST,
    WAITED_SO_FAR,
    _until_it_comes(0.5, "wait_median", "median", "median"),
    _until_it_comes(0.8, "wait_p80", "80-procent-fraktil", "80th percentile"),
    OVER_NOW,
    OVER_ENDED,
)
