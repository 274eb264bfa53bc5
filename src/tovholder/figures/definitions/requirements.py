"""What dated rules require: the first conversation within the limit, the number of conversations, quotas. The rules are
evaluated by whoever writes the table `dues`; here their outcomes are counted, on the last day that was in time."""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.facts import Facts, Shape
from tovholder.figures.figure import NUMBER, PER_CENT, AnyFigure, Figure
from tovholder.figures.intervals import Frame
from tovholder.figures.measures import Count, Mean, Share
from tovholder.figures.source import Source
from tovholder.figures.words import Words


def dues(source: Source) -> Frame:
    """A row for each requirement on its due day. `is_kept`: what was required came in time."""
    cases = source.table("cases").select("case", "citizen")
    rows = source.table("dues").join(cases, on="case")
    return rows.with_columns(day="due", is_kept=(nw.col("fulfilled") <= nw.col("due")).fill_null(False))


DUES = Facts(
    "dues",
    Shape.HAPPENING,
    ("dues", "cases"),
    dues,
    (
        "requirement",
        "case",
        "citizen",
        "kind",
        "rule",
        "since",
        "due",
        "required",
        "reached",
        "fulfilled",
        "is_exempt",
        "quota",
        "is_kept",
    ),
    {"kind": "kind", "rule": "rule"},
)
_COUNTS = ~nw.col("is_exempt")
_HAS_QUOTA = ~nw.col("quota").is_null()

DUE = Figure(
    "requirements_due",
    Words("Lovkrav med frist", "Requirements due"),
    Words(
        "Krav til sager, hvis frist ligger i perioden. Fritagne borgere er ikke med.",
        "Requirements of cases whose due day lies in the period. Exempted citizens are left out.",
    ),
    NUMBER,
    DUES,
    Count(),
    where=_COUNTS,
)
KEPT = Figure(
    "requirements_kept",
    Words("Andel opfyldt til tiden", "Share kept in time"),
    Words(
        "Andelen af de krav, hvis frist ligger i perioden, som er opfyldt senest på fristens dag. Fritagne er ikke "
        "med.",
        "The share of the requirements whose due day lies in the period that were met on that day at the latest. "
        "Exempted citizens are left out.",
    ),
    PER_CENT,
    DUES,
    Share(nw.col("is_kept")),
    where=_COUNTS,
)
FIRST_IN_TIME = Figure(
    "first_conversation_in_time",
    Words("Første samtale til tiden", "First conversation in time"),
    Words(
        "Andelen af de sager, hvis frist for den første samtale ligger i perioden, hvor den er holdt senest på "
        "fristens dag. Fritagne er ikke med.",
        "The share of the cases whose due day for the first conversation lies in the period in which it was held on "
        "that day at the latest. Exempted citizens are left out.",
    ),
    PER_CENT,
    DUES,
    Share(nw.col("is_kept")),
    where=_COUNTS & (nw.col("kind") == "first_conversation"),
)
NUMBER_REACHED = Figure(
    "conversations_reached",
    Words("Påkrævet antal samtaler nået", "Required number of conversations reached"),
    Words(
        "Andelen af de sager, hvis frist for et antal samtaler ligger i perioden, hvor antallet er nået til tiden. "
        "Fritagne er ikke med.",
        "The share of the cases whose due day for a number of conversations lies in the period in which that number "
        "was reached in time. Exempted citizens are left out.",
    ),
    PER_CENT,
    DUES,
    Share(nw.col("is_kept")),
    where=_COUNTS & (nw.col("kind") == "conversations"),
)
CONVERSATIONS_PER_REQUIREMENT = Figure(
    "conversations_of_required",
    Words("Samtaler nået af de påkrævede", "Conversations reached of those required"),
    Words(
        "Samtaler nået til fristen af dem, der er påkrævet i alt; flere end påkrævet i én sag opvejer ikke færre i en "
        "anden. Fritagne er ikke med.",
        "Conversations reached by the due day of all that were required; more than required in one case do not make up "
        "for fewer in another. Exempted citizens are left out.",
    ),
    PER_CENT,
    DUES,
    Mean(nw.min_horizontal("reached", "required"), by=nw.col("required")),
    where=_COUNTS & (nw.col("kind") == "conversations"),
)
QUOTA_REACHED = Figure(
    "quota_reached",
    Words("Kvote: andel opfyldt", "Quota: share reached"),
    Words(
        "For regler, der gælder en andel af gruppen: de borgere, som kravet er opfyldt for til tiden, af hele gruppen, "
        "de fritagne medregnet.",
        "For rules that hold for a share of the group: the citizens for whom the requirement was met in time, of the "
        "whole group, those exempted counted.",
    ),
    PER_CENT,
    DUES,
    Share(nw.col("is_kept")),
    where=_HAS_QUOTA,
)
QUOTA_EXEMPT = Figure(
    "quota_exempt",
    Words("Kvote: andel fritaget", "Quota: share exempted"),
    Words(
        "De borgere, der er fritaget efter en konkret vurdering, af hele den gruppe, som reglen gælder en andel af.",
        "The citizens exempted after a concrete assessment, of the whole group that the rule holds for a share of.",
    ),
    PER_CENT,
    DUES,
    Share(nw.col("is_exempt")),
    where=_HAS_QUOTA,
)
QUOTA_OPEN = Figure(
    "quota_missed",
    Words("Kvote: andel hverken opfyldt eller fritaget", "Quota: share neither reached nor exempted"),
    Words(
        "De borgere, som kravet hverken er opfyldt til tiden for, eller som er fritaget, af hele gruppen.",
        "The citizens for whom the requirement was not met in time and who are not exempted, of the whole group.",
    ),
    PER_CENT,
    DUES,
    Share(~nw.col("is_kept") & ~nw.col("is_exempt")),
    where=_HAS_QUOTA,
)
QUOTA = Figure(
    "quota",
    Words("Kvote: andel, som reglen kræver", "Quota: share that the rule asks for"),
    Words(
        "Den andel, som reglerne kræver, i gennemsnit af de krav, hvis frist ligger i perioden (fra 1. juli 2026: 75 "
        "%).",
        "The share that the rules ask for, as the mean of the requirements due in the period (from 1 July 2026: 75 %).",
    ),
    PER_CENT,
    DUES,
    Mean(nw.col("quota")),
    where=_HAS_QUOTA,
)

FIGURES: tuple[AnyFigure, ...] = (
    DUE,
    KEPT,
    FIRST_IN_TIME,
    NUMBER_REACHED,
    CONVERSATIONS_PER_REQUIREMENT,
    QUOTA_REACHED,
    QUOTA_EXEMPT,
    QUOTA_OPEN,
    QUOTA,
)
