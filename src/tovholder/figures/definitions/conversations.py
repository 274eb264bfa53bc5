"""Conversations: held, missed, cancelled."""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.definitions.cases import CITIZENS_WITH_CASE
from tovholder.figures.facts import Facts, Shape
from tovholder.figures.figure import CITIZENS, NUMBER, PER_CENT, PER_CITIZEN, AnyFigure, Figure, Ratio
from tovholder.figures.intervals import Frame
from tovholder.figures.measures import Count, Distinct, Share
from tovholder.figures.source import Source
from tovholder.figures.words import Words


def outcomes(source: Source) -> Frame:
    """The municipality's conversations that were held, missed or cancelled, on the day of that: `outcome`."""
    cases = source.table("cases").select("case", "citizen")
    rows = source.table("conversations").filter(nw.col("kind") != "fund").join(cases, on="case")
    day = nw.coalesce("held", "missed", "cancelled")
    outcome = (
        nw.when(~nw.col("held").is_null())
        .then(nw.lit("held"))
        .when(~nw.col("missed").is_null())
        .then(nw.lit("missed"))
        .otherwise(nw.lit("cancelled"))
    )
    return rows.with_columns(day=day, outcome=outcome).filter(~nw.col("day").is_null())


OUTCOMES = Facts(
    "conversations",
    Shape.HAPPENING,
    ("conversations", "cases"),
    outcomes,
    ("conversation", "case", "citizen", "kind", "form", "staff", "day", "outcome"),
    {"kind": "kind", "form": "form"},
)
_IS_HELD = nw.col("outcome") == "held"

HELD = Figure(
    "conversations_held",
    Words("Afholdte samtaler", "Conversations held"),
    Words("Samtaler, der er afholdt i perioden.", "Conversations held in the period."),
    NUMBER,
    OUTCOMES,
    Count(),
    where=_IS_HELD,
)
MISSED = Figure(
    "conversations_missed",
    Words("Udeblivelser", "Conversations missed"),
    Words(
        "Samtaler i perioden, som borgeren udeblev fra.",
        "Conversations in the period to which the citizen did not come.",
    ),
    NUMBER,
    OUTCOMES,
    Count(),
    where=nw.col("outcome") == "missed",
)
CANCELLED = Figure(
    "conversations_cancelled",
    Words("Aflyste samtaler", "Conversations cancelled"),
    Words("Samtaler, der er aflyst i perioden.", "Conversations cancelled in the period."),
    NUMBER,
    OUTCOMES,
    Count(),
    where=nw.col("outcome") == "cancelled",
)
MISSED_SHARE = Figure(
    "missed_share",
    Words("Andel udeblivelser", "Share missed"),
    Words(
        "Udeblivelser af alle samtaler i perioden, der blev afholdt, eller som borgeren udeblev fra. Aflyste er ikke "
        "med.",
        "Missed conversations of all in the period that were held or missed. Those cancelled are left out.",
    ),
    PER_CENT,
    OUTCOMES,
    Share(~_IS_HELD),
    where=nw.col("outcome") != "cancelled",
)
SPOKEN_WITH = Figure(
    "citizens_spoken_with",
    Words("Borgere, der har haft en samtale", "Citizens who had a conversation"),
    Words(
        "Forskellige borgere med mindst én afholdt samtale i perioden.",
        "Different citizens with at least one conversation held in the period.",
    ),
    CITIZENS,
    OUTCOMES,
    Distinct("citizen"),
    where=_IS_HELD,
)
PER_PERSON = Ratio(
    "conversations_per_citizen",
    Words("Samtaler pr. borger", "Conversations per citizen"),
    Words(
        "Afholdte samtaler i perioden delt med borgere, der har en åben sag på mindst én af periodens dage.",
        "Conversations held in the period by the citizens who have an open case on at least one of its days.",
    ),
    PER_CITIZEN,
    HELD,
    CITIZENS_WITH_CASE,
)

FIGURES: tuple[AnyFigure, ...] = (HELD, MISSED, MISSED_SHARE, CANCELLED, SPOKEN_WITH, PER_PERSON)
