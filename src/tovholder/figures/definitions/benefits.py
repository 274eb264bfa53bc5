"""Benefit spells: who lives on what, for how long, who comes and who goes, and long-term unemployment.

A *course* is the time in which a citizen has a benefit without a day between. "Three months" is 91 days, "twelve
months" 365.
"""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.days import whole
from tovholder.figures.facts import Facts, Shape, until
from tovholder.figures.figure import CITIZENS, NUMBER, PER_CENT, PERSONS_FULL_TIME, AnyFigure, Figure
from tovholder.figures.intervals import Frame, merged, overlap, split, steps_of
from tovholder.figures.measures import Count, Distinct, Share, Total
from tovholder.figures.source import Source
from tovholder.figures.words import Words

THREE_MONTHS, TWELVE_MONTHS = 91, 365
#: Jobindsats: unemployed for at least 80 % of the last 52 weeks. Statistics Denmark: for 52 weeks in a row.
WINDOW = 52 * 7
MOST_OF_WINDOW = 0.8 * WINDOW
#: Bands of the days that a course has lasted.
BANDS = ((91, "0-3"), (182, "3-6"), (365, "6-12"), (730, "12-24"))


def spells(source: Source) -> Frame:
    """Each benefit spell; `degree` 1 where none is recorded."""
    rows = source.table("benefit_spells")
    return rows.with_columns(
        since="start", until=until("end"), end=until("end"), degree=nw.col("degree").fill_null(1.0)
    )


def courses(source: Source) -> Frame:
    """Spells of one benefit that touch are one course: citizen, benefit, since, until, start, end."""
    rows = source.of(spells).select("citizen", "benefit", "since", "until")
    before = nw.col("until").shift(1).over("citizen", "benefit", order_by="since")
    begins = rows.with_columns(is_first=(nw.col("since") != before).fill_null(True).cast(nw.Int64))
    runs = begins.with_columns(run=nw.col("is_first").cum_sum().over("citizen", "benefit", order_by="since"))
    joined = runs.group_by("citizen", "benefit", "run").agg(nw.col("since").min(), nw.col("until").max())
    return joined.drop("run").with_columns(start="since", end="until")


def starts(source: Source) -> Frame:
    return source.of(courses).with_columns(day="since")


def ends(source: Source) -> Frame:
    return source.of(courses).with_columns(day="until")


def unemployed(source: Source) -> Frame:
    """The days on which a citizen is unemployed: on a benefit of the unemployed and in a job-ready target group."""
    benefits = source.table("benefit_types").filter("is_unemployment").select("benefit")
    groups = source.table("target_group_types").filter("is_job_ready").select("target_group")
    paid = source.of(spells).join(benefits, on="benefit").select("citizen", "since", "until")
    ready = source.table("target_group_spells").join(groups, on="target_group")
    ready = ready.select("citizen", since="start", until=until("end")).with_columns(ready=whole(1))
    steps = steps_of(ready, source.table("citizens"), "citizen", "ready").filter(~nw.col("ready").is_null())
    both = split(merged(paid, "citizen"), steps, "citizen").select("citizen", "since", "until")
    return merged(both, "citizen").with_columns(start="since", end="until")


def _lasted(source: Source, rows: Frame) -> Frame:
    """Days of the course up to and with the moment, and their band in months."""
    told = rows.with_columns(days=nw.col("day") - nw.col("start") + 1)
    band = nw.lit("24+")
    for most, name in reversed(BANDS):
        band = nw.when(nw.col("days") <= most).then(nw.lit(name)).otherwise(band)
    return told.with_columns(band=band)


def _in_window(source: Source, rows: Frame) -> Frame:
    """How many of the last 52 weeks' days, the moment's counted, the citizen was unemployed, and the days in a row."""
    every = source.of(unemployed).select("citizen", spell_since="since", spell_until="until")
    met = rows.select("citizen", "day").join(every, on="citizen")
    met = met.with_columns(within=overlap("spell_since", "spell_until", nw.col("day") - WINDOW + 1, nw.col("day") + 1))
    days = met.group_by("citizen", "day").agg(nw.col("within").sum())
    return _lasted(source, rows).join(days, on=["citizen", "day"])


_TABLE = ("benefit_spells",)
_OWN = {"benefit": "benefit"}
_COURSE = ("citizen", "benefit", "start", "end")
LIVING = Facts("benefit_days", Shape.LASTING, _TABLE, spells, (*_COURSE, "degree", "days"), _OWN)
STANDING = Facts(
    "courses", Shape.STANDING, _TABLE, courses, (*_COURSE, "days"), {**_OWN, "duration": "band"}, at=_lasted
)
STARTING = Facts("courses_begun", Shape.HAPPENING, _TABLE, starts, _COURSE, _OWN)
ENDING = Facts("courses_ended", Shape.HAPPENING, _TABLE, ends, _COURSE, _OWN)
UNEMPLOYED = Facts(
    "unemployed",
    Shape.STANDING,
    ("benefit_spells", "benefit_types", "target_group_spells", "target_group_types", "citizens"),
    unemployed,
    ("citizen", "start", "end", "days", "within"),
    {"duration": "band"},
    at=_in_window,
)

PERSONS = Figure(
    "benefit_persons",
    Words("Berørte personer", "Persons affected"),
    Words(
        "Forskellige borgere, der får en ydelse på mindst én af periodens dage.",
        "Different citizens who have a benefit on at least one of the days of the period.",
    ),
    CITIZENS,
    LIVING,
    Distinct("citizen"),
)
FULL_TIME = Figure(
    "full_time_persons",
    Words("Fuldtidspersoner", "Full-time persons"),
    Words(
        "Dage på en ydelse i perioden, vægtet med hvor stor en del af fuld tid den dækker, delt med periodens dage.",
        "Days on a benefit in the period, weighted by the part of full time that it covers, by the days of the period.",
    ),
    PERSONS_FULL_TIME,
    LIVING,
    Total(nw.col("days") * nw.col("degree"), per="cell_days"),
)
INFLOW = Figure(
    "benefit_inflow",
    Words("Tilgang", "Inflow"),
    Words("Ydelsesforløb, der begynder i perioden.", "Benefit courses that begin in the period."),
    NUMBER,
    STARTING,
    Count(),
)
OUTFLOW = Figure(
    "benefit_outflow",
    Words("Afgang", "Outflow"),
    Words(
        "Ydelsesforløb, der slutter i perioden: dagen er den første uden ydelsen.",
        "Benefit courses that end in the period: the day is the first without the benefit.",
    ),
    NUMBER,
    ENDING,
    Count(),
)
RUNNING = Figure(
    "benefit_courses",
    Words("Løbende ydelsesforløb", "Running benefit courses"),
    Words(
        "Ydelsesforløb, der er i gang ved periodens slutning. Opdelt på varighed: måneder indtil da.",
        "Benefit courses that run at the end of the period. Broken down by duration: months until then.",
    ),
    NUMBER,
    STANDING,
    Count(),
)


def _over(days: int, months_da: str, months_en: str, id_: str) -> tuple[Figure, Figure]:
    number = Figure(
        f"courses_over_{id_}",
        Words(f"Forløb over {months_da} måneder", f"Courses over {months_en} months"),
        Words(
            f"Ydelsesforløb i gang ved periodens slutning, som har varet mere end {days} dage.",
            f"Benefit courses running at the end of the period that have lasted more than {days} days.",
        ),
        NUMBER,
        STANDING,
        Count(),
        where=nw.col("days") > days,
    )
    share = Figure(
        f"share_over_{id_}",
        Words(f"Andel forløb over {months_da} måneder", f"Share of courses over {months_en} months"),
        Words(
            f"Andelen af de ydelsesforløb, der er i gang ved periodens slutning, som har varet mere end {days} dage.",
            f"The share of the benefit courses running at the end of the period that have lasted more than {days} "
            "days.",
        ),
        PER_CENT,
        STANDING,
        Share(nw.col("days") > days),
    )
    return number, share


UNEMPLOYED_NOW = Figure(
    "unemployed",
    Words("Ledige", "Unemployed"),
    Words(
        "Borgere, der ved periodens slutning får en ydelse for ledige og hører til en jobparat målgruppe.",
        "Citizens who at the end of the period have a benefit of the unemployed and belong to a job-ready target "
        "group.",
    ),
    CITIZENS,
    UNEMPLOYED,
    Count(),
)
LONG_TERM_MOST = Figure(
    "long_term_unemployed_80_percent",
    Words("Langtidsledige (80 % af 52 uger)", "Long-term unemployed (80 % of 52 weeks)"),
    Words(
        f"Ledige ved periodens slutning, som har været ledige i mindst 80 % af de seneste {WINDOW} dage (Jobindsats).",
        f"Citizens unemployed at the end of the period who were so for at least 80 % of the last {WINDOW} days "
        "(Jobindsats).",
    ),
    CITIZENS,
    UNEMPLOYED,
    Count(),
    where=nw.col("within") >= MOST_OF_WINDOW,
)
LONG_TERM_IN_A_ROW = Figure(
    "long_term_unemployed_52_weeks",
    Words("Langtidsledige (52 uger i træk)", "Long-term unemployed (52 weeks in a row)"),
    Words(
        f"Ledige ved periodens slutning, som har været ledige i mindst {WINDOW} dage i træk (Danmarks Statistik).",
        f"Citizens unemployed at the end of the period who have been so for at least {WINDOW} days in a row "
        "(Statistics Denmark).",
    ),
    CITIZENS,
    UNEMPLOYED,
    Count(),
    where=nw.col("days") >= WINDOW,
)

FIGURES: tuple[AnyFigure, ...] = (
    PERSONS,
    FULL_TIME,
    INFLOW,
    OUTFLOW,
    RUNNING,
    *_over(THREE_MONTHS, "tre", "three", "3_months"),
    *_over(TWELVE_MONTHS, "tolv", "twelve", "12_months"),
    UNEMPLOYED_NOW,
    LONG_TERM_MOST,
    LONG_TERM_IN_A_ROW,
)
