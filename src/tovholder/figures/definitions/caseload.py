"""How many cases an employee holds, how much they weigh, and how long cases are without a caseworker."""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.days import FOREVER, whole
from tovholder.figures.definitions.cases import OPEN_CASES, open_cases
from tovholder.figures.definitions.holdings import CASEWORKER, holdings, without_caseworker
from tovholder.figures.facts import Facts, Shape, until
from tovholder.figures.figure import CASES, DAYS, PER_CENT, PER_EMPLOYEE, WEIGHT, AnyFigure, Figure, Ratio
from tovholder.figures.intervals import Frame, split, steps_of
from tovholder.figures.measures import Count, OfHeads, PerHead, Survival, Total
from tovholder.figures.source import Source
from tovholder.figures.words import Words


def caseloads(source: Source) -> Frame:
    """Each case for as long as somebody is its caseworker."""
    return source.of(holdings).filter(CASEWORKER)


def weighted_caseloads(source: Source) -> Frame:
    """The same, cut where the case's weight changes."""
    rows = source.table("weights").rename({"start": "since"})
    spells = rows.with_columns(until=nw.col("since").shift(-1).over("case", order_by="since").fill_null(FOREVER))
    weights = steps_of(spells, source.table("cases"), "case", "weight").with_columns(nw.col("weight").fill_null(1.0))
    return split(source.of(caseloads), weights, "case", "weight")


def capacities(source: Source) -> Frame:
    """Who has room for how much, in which unit."""
    staff = source.table("staff").filter(~nw.col("capacity").is_null())
    return staff.with_columns(since="start", until=until("end"), end=until("end"))


def ended_vacancies(source: Source) -> Frame:
    """Vacancies by the day they began; `days` that they have lasted, `is_over`: somebody came. Those that go on, or
    whose case was closed, are not over."""
    last = source.data_end(VACANT.tables).toordinal()
    closed = source.table("cases").select("case", closed=until("closed"))
    end = nw.min_horizontal(nw.col("until"), whole(last + 1))
    return (
        source.of(without_caseworker)
        .filter(nw.col("since") <= last)
        .join(closed, on="case")
        .with_columns(
            day="since",
            days=end - nw.col("since"),
            is_over=(nw.col("until") <= last) & (nw.col("until") < nw.col("closed")),
        )
    )


_HELD = ("case", "citizen", "staff", "unit", "start", "end")
_TABLES = ("assignments", "cases")
HELD = Facts("caseloads", Shape.STANDING, _TABLES, caseloads, _HELD, {"unit": "unit"})
WEIGHTED = Facts(
    "weighted_caseloads",
    Shape.STANDING,
    (*_TABLES, "weights"),
    weighted_caseloads,
    (*_HELD, "weight"),
    {"unit": "unit"},
)
CAPACITY = Facts(
    "capacities",
    Shape.STANDING,
    ("staff",),
    capacities,
    ("staff", "unit", "capacity", "start", "end"),
    {"unit": "unit"},
)
_ALONE = ("case", "citizen", "start", "end")
VACANT = Facts("vacancies", Shape.STANDING, _TABLES, without_caseworker, _ALONE)
VACANT_DAYS = Facts("vacant_days", Shape.LASTING, _TABLES, without_caseworker, (*_ALONE, "days"))
VACANCIES = Facts("vacancies_begun", Shape.HAPPENING, _TABLES, ended_vacancies, (*_ALONE, "days", "is_over"))
CASE_DAYS = Facts("case_days", Shape.LASTING, ("cases",), open_cases, ("case", "citizen", "opened", "closed", "days"))

CASELOAD = Figure(
    "caseload",
    Words("Sager pr. sagsbehandler", "Cases per caseworker"),
    Words(
        "Sager med en sagsbehandler ved periodens slutning, delt med de sagsbehandlere, der har mindst én.",
        "Cases with a caseworker at the end of the period, by the caseworkers who have at least one.",
    ),
    PER_EMPLOYEE,
    HELD,
    PerHead(whole(1), "staff"),
)
CASELOAD_MEDIAN = Figure(
    "caseload_median",
    Words("Sager pr. sagsbehandler, median", "Cases per caseworker, median"),
    Words(
        "Halvdelen af sagsbehandlerne har højst så mange sager ved periodens slutning. Kun sagsbehandlere med mindst "
        "én.",
        "Half of the caseworkers have at most so many cases at the end of the period. Only those with at least one.",
    ),
    CASES,
    HELD,
    OfHeads(whole(1), "staff", "median"),
)
CASELOAD_MOST = Figure(
    "caseload_most",
    Words("Flest sager hos én", "Most cases with one person"),
    Words(
        "Sager hos den sagsbehandler, der har flest ved periodens slutning.",
        "Cases of the caseworker who has most at the end of the period.",
    ),
    CASES,
    HELD,
    OfHeads(whole(1), "staff", "max"),
)
WEIGHTED_CASELOAD = Figure(
    "weighted_caseload",
    Words("Vægtet sagsmængde pr. sagsbehandler", "Weighted caseload per caseworker"),
    Words(
        "Vægten af sagerne ved periodens slutning, delt med de sagsbehandlere, der har mindst én. En sag uden vægt "
        "vejer 1.",
        "The weight of the cases at the end of the period, by the caseworkers who have at least one. A case without a "
        "weight weighs 1.",
    ),
    WEIGHT,
    WEIGHTED,
    PerHead(nw.col("weight"), "staff"),
)
WEIGHT_HELD = Figure(
    "weight_of_cases",
    Words("Sagernes samlede vægt", "Total weight of cases"),
    Words(
        "Vægten af de sager, der har en sagsbehandler ved periodens slutning.",
        "The weight of the cases that have a caseworker at the end of the period.",
    ),
    WEIGHT,
    WEIGHTED,
    Total(nw.col("weight")),
)
ROOM = Figure(
    "capacity",
    Words("Medarbejdernes kapacitet", "Employees' capacity"),
    Words(
        "Den vægt af sager, som medarbejderne har plads til ved periodens slutning. Kun dem, hvis kapacitet er "
        "angivet; mangler, hvis ingens er.",
        "The weight of cases that employees have room for at the end of the period. Only those whose capacity is said; "
        "missing if none is.",
    ),
    WEIGHT,
    CAPACITY,
    Total(nw.col("capacity"), is_additive=False),
)
LOAD = Ratio(
    "load",
    Words("Belastning", "Load"),
    Words(
        "Sagernes samlede vægt delt med medarbejdernes kapacitet ved periodens slutning.",
        "The total weight of cases by the employees' capacity at the end of the period.",
    ),
    PER_CENT,
    WEIGHT_HELD,
    ROOM,
)
VACANT_NOW = Figure(
    "vacant_cases",
    Words("Sager uden sagsbehandler", "Cases without a caseworker"),
    Words(
        "Åbne sager, som ingen sagsbehandler har ved periodens slutning, også dem, der ikke har fået en endnu.",
        "Open cases that no caseworker has at the end of the period, also those that have not got one yet.",
    ),
    CASES,
    VACANT,
    Count(),
)
VACANT_SHARE_NOW = Ratio(
    "vacant_share",
    Words("Andel sager uden sagsbehandler", "Share of cases without a caseworker"),
    Words(
        "Sager uden sagsbehandler af alle åbne sager ved periodens slutning.",
        "Cases without a caseworker of all cases open at the end of the period.",
    ),
    PER_CENT,
    VACANT_NOW,
    OPEN_CASES,
)
DAYS_VACANT = Figure(
    "vacant_days",
    Words("Dage uden sagsbehandler", "Days without a caseworker"),
    Words(
        "Dage i perioden, hvor en åben sag ingen sagsbehandler har, lagt sammen for alle sager.",
        "Days in the period on which an open case has no caseworker, added up over all cases.",
    ),
    DAYS,
    VACANT_DAYS,
    Total(nw.col("days")),
)
DAYS_OPEN = Figure(
    "case_days",
    Words("Dage med åben sag", "Days with an open case"),
    Words(
        "Dage i perioden, hvor en sag er åben, lagt sammen.", "Days in the period on which a case is open, added up."
    ),
    DAYS,
    CASE_DAYS,
    Total(nw.col("days")),
)
VACANT_TIME = Ratio(
    "vacant_time",
    Words("Andel af tiden uden sagsbehandler", "Share of time without a caseworker"),
    Words(
        "Dage uden sagsbehandler af alle dage med åben sag i perioden.",
        "Days without a caseworker of all days with an open case in the period.",
    ),
    PER_CENT,
    DAYS_VACANT,
    DAYS_OPEN,
)


def _until_somebody(share: float, id_: str, da: str, en: str) -> Figure:
    part = f"{share * 100:.0f} %"
    return Figure(
        id_,
        Words(f"Tid uden sagsbehandler, {da}", f"Time without a caseworker, {en}"),
        Words(
            f"Antal dage, før {part} af de vakancer, der begynder i perioden, er forbi. Vakancer, der stadig "
            "varer ved, og sager, der blev lukket, tæller med som ventende (Kaplan–Meier).",
            f"The number of days before {part} of the vacancies that begin in the period are over. Vacancies that "
            "go on, and cases that were closed, count as waiting (Kaplan–Meier).",
        ),
        DAYS,
        VACANCIES,
        Survival("days", "is_over", share),
    )


FIGURES: tuple[AnyFigure, ...] = (
    CASELOAD,
    CASELOAD_MEDIAN,
    CASELOAD_MOST,
    WEIGHTED_CASELOAD,
    WEIGHT_HELD,
    ROOM,
    LOAD,
    VACANT_NOW,
    VACANT_SHARE_NOW,
    DAYS_VACANT,
    DAYS_OPEN,
    VACANT_TIME,
    _until_somebody(0.5, "vacancy_median", "median", "median"),
    _until_somebody(0.8, "vacancy_p80", "80-procent-fraktil", "80th percentile"),
)
