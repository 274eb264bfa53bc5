"""Passive periods: on public support, in no activity. "Nobody is passive" is a goal of employment plans."""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.days import whole
from tovholder.figures.facts import Facts, Shape, until
from tovholder.figures.figure import CITIZENS, DAYS, PER_CENT, AnyFigure, Figure, Ratio
from tovholder.figures.intervals import Frame, levels, stretches
from tovholder.figures.measures import Count, Distinct, Survival, Total
from tovholder.figures.source import Source
from tovholder.figures.words import Words

#: A citizen is long passive after so many days.
LONG = 91


def on_support(source: Source) -> Frame:
    """Spells of a benefit that is public support."""
    kinds = source.table("benefit_types").filter("is_support").select("benefit")
    spells = source.table("benefit_spells").join(kinds, on="benefit")
    return spells.select("citizen", since="start", until=until("end"))


def _pieces(source: Source) -> Frame:
    """How many support spells and activities a citizen has at a time."""
    active = source.table("activities").select("citizen", since="start", until=until("end"))
    return levels({"support": source.of(on_support), "active": active}, "citizen")


def supported(source: Source) -> Frame:
    """The days on which a citizen is on public support, whichever."""
    return _named(stretches(source.of(_pieces), nw.col("support") > 0, "citizen"))


def passive(source: Source) -> Frame:
    """The days on which a citizen is on public support and in no activity."""
    return _named(stretches(source.of(_pieces), (nw.col("support") > 0) & (nw.col("active") == 0), "citizen"))


def active(source: Source) -> Frame:
    """The days on which a citizen is on public support and in an activity."""
    return _named(stretches(source.of(_pieces), (nw.col("support") > 0) & (nw.col("active") > 0), "citizen"))


def _named(spells: Frame) -> Frame:
    return spells.with_columns(start="since", end="until")


def begun(source: Source) -> Frame:
    """Passive periods by the day they began: `days` so far, `is_over`: an activity began. Those that go on, or ended
    because the support did, are not over."""
    last = source.data_end(TABLES).toordinal()
    starts = source.of(active).select("citizen", until="since", became_active=nw.lit(True))
    rows = source.of(passive).filter(nw.col("since") <= last).join(starts, on=["citizen", "until"], how="left")
    end = nw.min_horizontal(nw.col("until"), whole(last + 1))
    is_over = (nw.col("until") <= last) & nw.col("became_active").fill_null(False)
    return rows.with_columns(day="since", days=end - nw.col("since"), is_over=is_over).drop("became_active")


def _lasting(source: Source, rows: Frame) -> Frame:
    return rows.with_columns(days=nw.col("day") - nw.col("start") + 1)


TABLES = ("benefit_spells", "benefit_types", "activities")
_SPELL = ("citizen", "start", "end", "days")
NOW = Facts("passive", Shape.STANDING, TABLES, passive, _SPELL, {}, at=_lasting)
PASSIVE_DAYS = Facts("passive_days", Shape.LASTING, TABLES, passive, _SPELL)
SUPPORT_DAYS = Facts("support_days", Shape.LASTING, TABLES, supported, _SPELL)
ACTIVE = Facts("active", Shape.STANDING, TABLES, active, _SPELL, {}, at=_lasting)
SUPPORTED = Facts("on_support", Shape.STANDING, TABLES, supported, _SPELL, {}, at=_lasting)
BEGUN = Facts("passive_begun", Shape.HAPPENING, TABLES, begun, (*_SPELL, "is_over"))

PASSIVE = Figure(
    "passive_citizens",
    Words("Passive borgere", "Passive citizens"),
    Words(
        "Borgere, der ved periodens slutning får offentlig forsørgelse og hverken er i tilbud eller har timer i job.",
        "Citizens who at the end of the period are on public support and neither in a measure nor have hours in a job.",
    ),
    CITIZENS,
    NOW,
    Count(),
)
LONG_PASSIVE = Figure(
    "long_passive_citizens",
    Words("Passive i mere end tre måneder", "Passive for more than three months"),
    Words(
        f"Passive borgere ved periodens slutning, som har været passive i mere end {LONG} dage i træk.",
        f"Citizens passive at the end of the period who have been so for more than {LONG} days in a row.",
    ),
    CITIZENS,
    NOW,
    Count(),
    where=nw.col("days") > LONG,
)
ON_SUPPORT = Figure(
    "citizens_on_support",
    Words("Borgere på offentlig forsørgelse", "Citizens on public support"),
    Words(
        "Borgere, der får offentlig forsørgelse ved periodens slutning, uanset hvilken.",
        "Citizens who are on public support at the end of the period, whichever.",
    ),
    CITIZENS,
    SUPPORTED,
    Count(),
)
IN_ACTIVITY = Figure(
    "active_citizens",
    Words("Borgere i aktivitet", "Citizens in activity"),
    Words(
        "Borgere på offentlig forsørgelse, der ved periodens slutning er i tilbud eller har timer i job.",
        "Citizens on public support who at the end of the period are in a measure or have hours in a job.",
    ),
    CITIZENS,
    ACTIVE,
    Count(),
)
PASSIVE_SHARE = Ratio(
    "passive_share",
    Words("Andel passive", "Share passive"),
    Words(
        "Passive borgere af alle borgere på offentlig forsørgelse ved periodens slutning.",
        "Passive citizens of all citizens on public support at the end of the period.",
    ),
    PER_CENT,
    PASSIVE,
    ON_SUPPORT,
)
ACTIVE_SHARE = Ratio(
    "active_share",
    Words("Andel i aktivitet", "Share in activity"),
    Words(
        "Borgere i aktivitet af alle borgere på offentlig forsørgelse ved periodens slutning.",
        "Citizens in activity of all citizens on public support at the end of the period.",
    ),
    PER_CENT,
    IN_ACTIVITY,
    ON_SUPPORT,
)
DAYS_PASSIVE = Figure(
    "passive_days",
    Words("Passive dage", "Passive days"),
    Words(
        "Dage i perioden, hvor en borger er passiv, lagt sammen for alle borgere.",
        "Days in the period on which a citizen is passive, added up over all citizens.",
    ),
    DAYS,
    PASSIVE_DAYS,
    Total(nw.col("days")),
)
DAYS_SUPPORTED = Figure(
    "support_days",
    Words("Dage på offentlig forsørgelse", "Days on public support"),
    Words(
        "Dage i perioden, hvor en borger får offentlig forsørgelse, lagt sammen for alle borgere.",
        "Days in the period on which a citizen is on public support, added up over all citizens.",
    ),
    DAYS,
    SUPPORT_DAYS,
    Total(nw.col("days")),
)
PASSIVE_TIME = Ratio(
    "passive_time",
    Words("Passiv tid", "Passive time"),
    Words(
        "Passive dage af alle dage på offentlig forsørgelse i perioden.",
        "Passive days of all days on public support in the period.",
    ),
    PER_CENT,
    DAYS_PASSIVE,
    DAYS_SUPPORTED,
)
EVER_PASSIVE = Figure(
    "citizens_ever_passive",
    Words("Borgere med passive dage", "Citizens with passive days"),
    Words(
        "Forskellige borgere, der er passive på mindst én af periodens dage.",
        "Different citizens who are passive on at least one day of the period.",
    ),
    CITIZENS,
    PASSIVE_DAYS,
    Distinct("citizen"),
)


def _until_active(share: float, id_: str, da: str, en: str) -> Figure:
    part = f"{share * 100:.0f} %"
    return Figure(
        id_,
        Words(f"Passiv periode, {da}", f"Passive period, {en}"),
        Words(
            f"Antal dage, før {part} af de passive perioder, der begynder i perioden, er afløst af en aktivitet. "
            "Perioder, der stadig varer ved, og dem, der endte, fordi forsørgelsen gjorde, tæller med som passive "
            "(Kaplan–Meier).",
            f"The number of days before {part} of the passive periods that begin in the period have given way to "
            "an activity. Those that go on, and those that ended because the support did, count as passive "
            "(Kaplan–Meier).",
        ),
        DAYS,
        BEGUN,
        Survival("days", "is_over", share),
    )


FIGURES: tuple[AnyFigure, ...] = (
    ON_SUPPORT,
    PASSIVE,
    PASSIVE_SHARE,
    LONG_PASSIVE,
    IN_ACTIVITY,
    ACTIVE_SHARE,
    EVER_PASSIVE,
    DAYS_PASSIVE,
    DAYS_SUPPORTED,
    PASSIVE_TIME,
    _until_active(0.5, "passive_median", "median", "median"),
    _until_active(0.8, "passive_p80", "80-procent-fraktil", "80th percentile"),
)
