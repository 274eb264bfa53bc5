"""Caseworker shifts: how many, planned or not, why, for whom, and how many faces a citizen has met."""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.days import FOREVER, whole
from tovholder.figures.definitions.cases import CITIZENS_WITH_CASE, open_cases
from tovholder.figures.definitions.holdings import CASEWORKER, holdings
from tovholder.figures.facts import Facts, Shape
from tovholder.figures.figure import CITIZENS, DAYS, NUMBER, PER_CASE, PER_CENT, PER_CITIZEN, AnyFigure, Figure, Ratio
from tovholder.figures.intervals import Frame, levels, split, steps_of
from tovholder.figures.measures import Count, Distinct, Mean, Median, Share
from tovholder.figures.source import Source
from tovholder.figures.words import Words

#: For so many days a shift counts as one of the last twelve months.
YEAR = 365


def shifts(source: Source) -> Frame:
    """A row for each change from one person to another in a role. `is_back`: it leads back to the one whom the case
    left at the shift before (A-B-A)."""
    rows = source.of(holdings).filter("is_shift").with_columns(day="since")
    left = nw.col("before").shift(1).over("case", "role", order_by="seq")
    return rows.with_columns(left=left).with_columns(is_back=(nw.col("left") == nw.col("staff")).fill_null(False))


def cases_with_recent_shifts(source: Source) -> Frame:
    """Open cases with the number of their caseworker shifts within a year, as it changes: `recent`."""
    each = source.of(shifts).filter(CASEWORKER)
    recent = each.select("case", since="day", until=nw.min_horizontal(nw.col("day") + YEAR, whole(FOREVER)))
    return _with_level(source, recent, "recent")


def cases_with_faces(source: Source) -> Frame:
    """Open cases with the number of different people who have had a role on them so far: `faces`."""
    people = source.of(holdings).group_by("case", "staff").agg(nw.col("since").min())
    met = people.select("case", "since", until=whole(FOREVER))
    return _with_level(source, met, "faces")


def _with_level(source: Source, spells: Frame, name: str) -> Frame:
    """Open cases cut where the number of these spells changes."""
    counted = levels({name: spells}, "case")
    every = steps_of(counted, source.table("cases"), "case", name).with_columns(nw.col(name).fill_null(0))
    return split(source.of(open_cases), every, "case", name)


def present(source: Source) -> Frame:
    """Each case for as long as somebody is its caseworker."""
    return source.of(holdings).filter(CASEWORKER)


def _time_with(source: Source, rows: Frame) -> Frame:
    return rows.with_columns(days=nw.col("day") - nw.col("began"))


def _recent_band(source: Source, rows: Frame) -> Frame:
    most = nw.when(nw.col("recent") < 4).then(nw.col("recent").cast(nw.String)).otherwise(nw.lit("4+"))
    return rows.with_columns(recent_band=most)


_SHIFT = (
    "case",
    "citizen",
    "role",
    "day",
    "before",
    "staff",
    "from_unit",
    "unit",
    "planned",
    "cause",
    "project",
    "is_back",
)
_TABLES = ("assignments", "cases")
SHIFTS_OF_ALL = Facts(
    "shifts",
    Shape.HAPPENING,
    _TABLES,
    shifts,
    _SHIFT,
    {"unit": "unit", "role": "role", "planned": "planned", "cause": "cause", "project": "project"},
)
RECENT = Facts(
    "cases_with_recent_shifts",
    Shape.STANDING,
    _TABLES,
    cases_with_recent_shifts,
    ("case", "citizen", "opened", "recent"),
    {"shifts": "recent_band"},
    at=_recent_band,
)
FACES = Facts("cases_with_faces", Shape.STANDING, _TABLES, cases_with_faces, ("case", "citizen", "opened", "faces"))
PRESENT = Facts(
    "cases_with_caseworker",
    Shape.STANDING,
    _TABLES,
    present,
    ("case", "citizen", "staff", "unit", "began", "days"),
    {"unit": "unit"},
    at=_time_with,
)

SHIFTS = Figure(
    "shifts",
    Words("Sagsbehandlerskift", "Caseworker shifts"),
    Words(
        "Hver gang en anden person end før bliver sagsbehandler på en sag, også efter en tid uden. Den første "
        "sagsbehandler på en sag er ikke et skift.",
        "Each time another person than before becomes a case's caseworker, also after a time without. The first "
        "caseworker of a case is no shift.",
    ),
    NUMBER,
    SHIFTS_OF_ALL,
    Count(),
    where=CASEWORKER,
)
UNPLANNED = Figure(
    "unplanned_shifts",
    Words("Uplanlagte skift", "Unplanned shifts"),
    Words("Sagsbehandlerskift, der er registreret som uplanlagte.", "Caseworker shifts registered as unplanned."),
    NUMBER,
    SHIFTS_OF_ALL,
    Count(),
    where=CASEWORKER & ~nw.col("planned"),
)
UNPLANNED_SHARE = Figure(
    "unplanned_share",
    Words("Andel uplanlagte skift", "Share of unplanned shifts"),
    Words(
        "Uplanlagte skift af alle sagsbehandlerskift, hvor det er registreret, om de var planlagt.",
        "Unplanned shifts of all caseworker shifts for which it is registered whether they were planned.",
    ),
    PER_CENT,
    SHIFTS_OF_ALL,
    Share(~nw.col("planned")),
    where=CASEWORKER,
)
SHIFTS_PER_CITIZEN = Ratio(
    "shifts_per_citizen",
    Words("Skift pr. borger", "Shifts per citizen"),
    Words(
        "Sagsbehandlerskift i perioden delt med borgere, der har en åben sag på mindst én af periodens dage.",
        "Caseworker shifts in the period by the citizens who have an open case on at least one of its days.",
    ),
    PER_CITIZEN,
    SHIFTS,
    CITIZENS_WITH_CASE,
)
CITIZENS_WITH_SHIFT = Figure(
    "citizens_with_shift",
    Words("Borgere med skift", "Citizens with a shift"),
    Words(
        "Forskellige borgere med mindst ét sagsbehandlerskift i perioden.",
        "Different citizens with at least one caseworker shift in the period.",
    ),
    CITIZENS,
    SHIFTS_OF_ALL,
    Distinct("citizen"),
    where=CASEWORKER,
)
PROJECT_SHIFTS = Figure(
    "project_shifts",
    Words("Skift på grund af et projekt", "Shifts caused by a project"),
    Words(
        "Sagsbehandlerskift, hvis årsag er et projekt eller en særlig indsats.",
        "Caseworker shifts whose cause is a project or special effort.",
    ),
    NUMBER,
    SHIFTS_OF_ALL,
    Count(),
    where=CASEWORKER & (nw.col("cause") == "project"),
)
PING_PONG = Figure(
    "ping_pong",
    Words("Frem og tilbage (A-B-A)", "There and back (A-B-A)"),
    Words(
        "Sagsbehandlerskift tilbage til den, som sagen forlod ved skiftet før.",
        "Caseworker shifts back to the person whom the case left at the shift before.",
    ),
    NUMBER,
    SHIFTS_OF_ALL,
    Count(),
    where=CASEWORKER & nw.col("is_back"),
)
CONSULTANT_SHIFTS = Figure(
    "consultant_shifts",
    Words("Jobkonsulentskift", "Job-consultant shifts"),
    Words(
        "Hver gang en anden person end før bliver jobkonsulent på en sag.",
        "Each time another person than before becomes a case's job consultant.",
    ),
    NUMBER,
    SHIFTS_OF_ALL,
    Count(),
    where=nw.col("role") == "job_consultant",
)


def _with_shifts(number: int) -> Figure:
    plural = "" if number == 1 else "s"
    return Figure(
        f"share_with_{number}_shifts",
        Words(f"Andel med mindst {number} skift på 12 måneder", f"Share with {number} or more shifts in 12 months"),
        Words(
            f"Andelen af de sager, der er åbne ved periodens slutning, som har haft mindst {number} sagsbehandlerskift "
            f"i de seneste {YEAR} dage.",
            f"The share of the cases open at the end of the period that have had {number} or more caseworker "
            f"shift{plural} in the last {YEAR} days.",
        ),
        PER_CENT,
        RECENT,
        Share(nw.col("recent") >= number),
    )


FACES_MET = Figure(
    "faces_met",
    Words("Ansigter pr. sag", "Faces per case"),
    Words(
        "Hvor mange forskellige medarbejdere, der i alt har haft en rolle på en sag, i gennemsnit af de sager, der er "
        "åbne ved periodens slutning.",
        "How many different employees have had a role on a case so far, as the mean of the cases open at the end of "
        "the period.",
    ),
    PER_CASE,
    FACES,
    Mean(nw.col("faces")),
)
TIME_WITH_PRESENT = Figure(
    "time_with_present",
    Words("Tid med den nuværende sagsbehandler", "Time with the present caseworker"),
    Words(
        "Dage, siden den nuværende sagsbehandler fik sagen. Halvdelen af sagerne har haft den samme kortere, halvdelen "
        "længere. Sager uden sagsbehandler er ikke med.",
        "Days since the present caseworker got the case. Half of the cases have had the same one for less, half for "
        "longer. Cases without a caseworker are left out.",
    ),
    DAYS,
    PRESENT,
    Median(nw.col("days")),
)

FIGURES: tuple[AnyFigure, ...] = (
    SHIFTS,
    UNPLANNED,
    UNPLANNED_SHARE,
    SHIFTS_PER_CITIZEN,
    CITIZENS_WITH_SHIFT,
    PROJECT_SHIFTS,
    PING_PONG,
    CONSULTANT_SHIFTS,
    *(_with_shifts(number) for number in (1, 2, 3)),
    FACES_MET,
    TIME_WITH_PRESENT,
)
