"""Every measure of a log, defined once: of which table, which rows, which value, and how the values become one number.

The rows of a measure are the facts behind it: `tovholder analyse LOG --facts shifts --csv` lists them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import narwhals as nw

from tovholder.figures.eventlog.tables import BACK, LASTING, NAMED, PAIR, SAME, SHARED, SHIFT
from tovholder.figures.words import Words


class Fold(enum.Enum):
    """How many values become one number."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    MAX = "max"


@dataclass(frozen=True)
class Unit:
    words: Words
    #: How many of what the table stores make one unit.
    size: float = 1.0


NUMBER = Unit(Words("antal", "number"))
#: Tables store microseconds.
HOURS = Unit(Words("timer", "hours"), 3_600_000_000.0)
DAYS = Unit(Words("dage", "days"), 86_400_000_000.0)


@dataclass(frozen=True)
class Measure:
    """`id`: its name in JSON. `table`: events, steps, shifts or cases. `where`: which rows (all if None). `value`:
    which column (none for a count). `decimals`: how exactly it is told."""

    id: str
    name: Words
    definition: Words
    table: str
    fold: Fold = Fold.COUNT
    where: nw.Expr | None = None
    value: str | None = None
    unit: Unit = NUMBER
    decimals: int = 0


MEASURES = (
    Measure(
        "cases",
        Words("Sager", "Cases"),
        Words("Antal forskellige sager i loggen.", "The number of different cases in the log."),
        "cases",
    ),
    Measure(
        "events",
        Words("Hændelser", "Events"),
        Words(
            "Antal rækker i loggen: hver er noget, der skete i en sag.",
            "The number of rows: each is something that happened in a case.",
        ),
        "events",
    ),
    Measure(
        "resources",
        Words("Medarbejdere", "Employees"),
        Words(
            "Antal forskellige medarbejdere, som hændelserne nævner.",
            "The number of different employees whom the events name.",
        ),
        "events",
        Fold.DISTINCT,
        NAMED,
        "resource",
    ),
    Measure(
        "resource_pairs",
        Words("Skridt", "Steps"),
        Words(
            "To hændelser efter hinanden i samme sag, som begge nævner en medarbejder.",
            "Two events in a row in the same case, both of which name an employee.",
        ),
        "steps",
        where=PAIR,
    ),
    Measure(
        "shifts",
        Words("Sagsbehandlerskift", "Caseworker shifts"),
        Words(
            "Skridt, hvor den anden hændelse har en anden medarbejder end den første.",
            "Steps where the second event has another employee than the first.",
        ),
        "steps",
        where=SHIFT,
    ),
    Measure(
        "cases_with_more_than_one_resource",
        Words("Sager med mere end én medarbejder", "Cases with more than one employee"),
        Words(
            "Sager, hvis hændelser nævner mindst to forskellige medarbejdere.",
            "Cases whose events name at least two different employees.",
        ),
        "cases",
        where=SHARED,
    ),
    Measure(
        "shifts_per_case_mean",
        Words("Skift pr. sag, gennemsnit", "Shifts per case, mean"),
        Words(
            "Antal sagsbehandlerskift delt med antal sager, også dem uden skift.",
            "The number of caseworker shifts divided by the number of cases, also those without a shift.",
        ),
        "cases",
        Fold.MEAN,
        value="shifts",
        decimals=4,
    ),
    Measure(
        "shifts_per_case_max",
        Words("Flest skift i én sag", "Most shifts in one case"),
        Words("Antal skift i den sag, der har flest.", "The number of shifts in the case that has most."),
        "cases",
        Fold.MAX,
        value="shifts",
    ),
    Measure(
        "ping_pong",
        Words("Frem og tilbage", "There and back"),
        Words(
            "Skift tilbage til den medarbejder, som sagen forlod ved skiftet før (A-B-A).",
            "Shifts back to the employee whom the case left at the shift before (A-B-A).",
        ),
        "shifts",
        where=BACK,
    ),
    Measure(
        "median_gap_hours_at_shift",
        Words("Ventetid ved skift, median", "Wait at a shift, median"),
        Words(
            "Timer fra den sidste hændelse hos den ene medarbejder til den første hos den næste. Halvdelen af skiftene "
            "tog kortere, halvdelen længere.",
            "Hours from the last event with one employee to the first with the next. Half of the shifts took less, "
            "half took longer.",
        ),
        "steps",
        Fold.MEDIAN,
        SHIFT,
        "gap",
        HOURS,
        4,
    ),
    Measure(
        "mean_gap_hours_at_shift",
        Words("Ventetid ved skift, gennemsnit", "Wait at a shift, mean"),
        Words(
            "Timer fra den sidste hændelse hos den ene medarbejder til den første hos den næste, i gennemsnit. Få "
            "meget lange ventetider trækker det op.",
            "Hours from the last event with one employee to the first with the next, on average. A few very long "
            "waits pull it up.",
        ),
        "steps",
        Fold.MEAN,
        SHIFT,
        "gap",
        HOURS,
        3,
    ),
    Measure(
        "median_gap_hours_same_resource",
        Words("Tid mellem hændelser hos samme medarbejder, median", "Time between events of one employee, median"),
        Words(
            "Timer mellem to hændelser efter hinanden i en sag, når begge er den samme medarbejders.",
            "Hours between two events in a row in a case when both are the same employee's.",
        ),
        "steps",
        Fold.MEDIAN,
        SAME,
        "gap",
        HOURS,
        4,
    ),
    Measure(
        "median_case_days",
        Words("Sagernes varighed, median", "Duration of cases, median"),
        Words(
            "Dage fra sagens første til dens sidste hændelse, for sager med mindst to hændelser.",
            "Days from the first to the last event of a case, for cases with at least two events.",
        ),
        "cases",
        Fold.MEDIAN,
        LASTING,
        "span",
        DAYS,
        4,
    ),
    Measure(
        "hours_at_shift",
        Words("Timer ved skift, i alt", "Hours at shifts, in all"),
        Words(
            "Summen af timerne fra den sidste hændelse hos den ene medarbejder til den første hos den næste.",
            "The sum of the hours from the last event with one employee to the first with the next.",
        ),
        "steps",
        Fold.SUM,
        SHIFT,
        "gap",
        HOURS,
        1,
    ),
    Measure(
        "hours_same_resource",
        Words("Timer hos samme medarbejder, i alt", "Hours with the same employee, in all"),
        Words(
            "Summen af timerne mellem to hændelser efter hinanden, når begge er den samme medarbejders.",
            "The sum of the hours between two events in a row when both are the same employee's.",
        ),
        "steps",
        Fold.SUM,
        SAME,
        "gap",
        HOURS,
        1,
    ),
)
BY_ID = {measure.id: measure for measure in MEASURES}
