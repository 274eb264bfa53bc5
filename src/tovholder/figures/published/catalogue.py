"""What Jobindsats' monthly measurements are called, mean and count, and where their data break."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tovholder.figures.published.months import Month
from tovholder.figures.words import Words

SOURCE = "Jobindsats.dk / Styrelsen for Arbejdsmarked og Rekruttering"


class Unit(StrEnum):
    PERSONS = "persons"
    FULL_TIME = "full_time"
    PERCENT = "percent"
    # Only of own figures:
    CASES = "cases"
    NUMBER = "number"
    DAYS = "days"

    @property
    def words(self) -> Words:
        return _UNITS[self]

    @property
    def counts(self) -> bool:
        """Whether it counts people or what they do: then a change can be told in heads, and a level is a whole one."""
        return self not in {Unit.PERCENT, Unit.DAYS}


_UNITS = {
    Unit.PERSONS: Words("personer", "persons"),
    Unit.FULL_TIME: Words("fuldtidspersoner", "full-time persons"),
    Unit.PERCENT: Words("pct.", "per cent"),
    Unit.CASES: Words("sager", "cases"),
    Unit.NUMBER: Words("i alt", "in all"),
    Unit.DAYS: Words("dage", "days"),
}


@dataclass(frozen=True)
class Break:
    """From this month on the figures are made in another way: they are not compared with those before."""

    month: Month
    why: Words


@dataclass(frozen=True)
class Indicator:
    """A measurement. `table` is its number in Jobindsats, `lower_is_better` what a municipality usually wants."""

    id: str
    name: Words
    definition: Words
    unit: Unit
    table: str
    lower_is_better: bool = True
    breaks: tuple[Break, ...] = ()

    def last_break(self, until: Month) -> Break | None:
        """The latest break up to a month."""
        return max((one for one in self.breaks if one.month <= until), key=lambda one: one.month, default=None)

    def comparable(self, first: Month, last: Month) -> bool:
        """Whether no break lies between two months."""
        return not any(first < one.month <= last for one in self.breaks)


_CASH_BENEFIT_REFORM = Break(
    Month.of(2025, 7),
    Words(
        "1. juli 2025 erstattede én kontanthjælp også uddannelseshjælp, selvforsørgelses- og hjemrejseydelse samt "
        "overgangsydelse.",
        "On 1 July 2025 one cash benefit replaced education benefit, self-support and return benefit and transition "
        "benefit as well.",
    ),
)
_GROSS = Words(
    "Ledige i a-kasse og jobparate på kontanthjælp, omregnet til fuldtid og ikke sæsonkorrigeret. Personer i "
    "aktivering er ikke med.",
    "Unemployed with unemployment insurance and job-ready people on cash benefit, as full-time persons, not seasonally "
    "adjusted. People in activation are not counted.",
)
# That table y25i09 counts full-time persons follows from the name of its column, as public programs read it, and from
# the figures: in 27 of 94 municipalities the two groups of July 2026 add up to one more or one less than the total, as
# rounded full-time persons do and people, who stand in one group only, do not.
_LONG_TERM = Words(
    "Ledige eller aktiverede i mindst 80 pct. af de seneste 52 uger (Jobindsats), omregnet til fuldtid: kolonnen i "
    "tabel y25i09 hedder “Antal langtidsledige fuldtidspersoner”. Danmarks Statistik kalder kun dem "
    "langtidsledige, der har været ledige 52 uger i træk, og tæller personer.",
    "People unemployed or in activation for at least 80 % of the last 52 weeks (Jobindsats), as full-time persons: the "
    "column of table y25i09 is called “Antal langtidsledige fuldtidspersoner”. Statistics Denmark calls only those "
    "long-term unemployed who have been so for 52 weeks in a row, and counts persons.",
)


def _of(words: Words, more: Words) -> Words:
    return Words(f"{words.da} {more.da}", f"{words.en} {more.en}")


_RATE = Words("I pct. af arbejdsstyrken.", "In per cent of the workforce.")
_INSURED = Words("Kun ledige i a-kasse.", "Only those with unemployment insurance.")
_ON_CASH = Words("Kun jobparate på kontanthjælp.", "Only job-ready people on cash benefit.")
_CASH = Words(
    "Personer, der har fået kontanthjælp i måneden. Før juli 2025 uden de andre ydelser, som er lagt sammen.",
    "People who received cash benefit in the month. Before July 2025 without the benefits merged into it.",
)

INDICATORS = (
    Indicator("unemployment.total", Words("Ledige", "Unemployed"), _GROSS, Unit.FULL_TIME, "y25i01"),
    Indicator(
        "unemployment.dagpenge",
        Words("Ledige på dagpenge", "Unemployed with insurance"),
        _of(_GROSS, _INSURED),
        Unit.FULL_TIME,
        "y25i01",
    ),
    Indicator(
        "unemployment.kontanthjaelp",
        Words("Jobparate ledige på kontanthjælp", "Job-ready on cash benefit"),
        _of(_GROSS, _ON_CASH),
        Unit.FULL_TIME,
        "y25i01",
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "unemployment.totalRate",
        Words("Ledighed i pct.", "Unemployment rate"),
        _of(_GROSS, _RATE),
        Unit.PERCENT,
        "y25i01",
    ),
    Indicator(
        "unemployment.dagpengeRate",
        Words("Ledighed på dagpenge i pct.", "Insured unemployment rate"),
        _of(_of(_GROSS, _INSURED), _RATE),
        Unit.PERCENT,
        "y25i01",
    ),
    Indicator(
        "unemployment.kontanthjaelpRate",
        Words("Ledighed på kontanthjælp i pct.", "Unemployment rate on cash benefit"),
        _of(_of(_GROSS, _ON_CASH), _RATE),
        Unit.PERCENT,
        "y25i01",
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "longterm.total",
        Words("Langtidsledige (80 pct. af 52 uger)", "Long-term unemployed (80 % of 52 weeks)"),
        _LONG_TERM,
        Unit.FULL_TIME,
        "y25i09",
    ),
    Indicator(
        "longterm.dagpenge",
        Words("Langtidsledige på dagpenge", "Long-term unemployed with insurance"),
        _of(_LONG_TERM, _INSURED),
        Unit.FULL_TIME,
        "y25i09",
    ),
    Indicator(
        "longterm.kontanthjaelp",
        Words("Langtidsledige på kontanthjælp", "Long-term unemployed on cash benefit"),
        _of(_LONG_TERM, _ON_CASH),
        Unit.FULL_TIME,
        "y25i09",
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "cashAssistance.persons",
        Words("Personer på kontanthjælp", "People on cash benefit"),
        _CASH,
        Unit.PERSONS,
        "y60a02",
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "cashAssistance.fullTime",
        Words("Fuldtidspersoner på kontanthjælp", "Full-time persons on cash benefit"),
        _of(_CASH, Words("Omregnet til hele måneder.", "As whole months.")),
        Unit.FULL_TIME,
        "y60a02",
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "cashAssistance.populationRate",
        Words("På kontanthjælp i pct. af befolkningen", "On cash benefit, share of population"),
        _of(
            _CASH, Words("I pct. af befolkningen i den erhvervsaktive alder.", "In per cent of people of working age.")
        ),
        Unit.PERCENT,
        "y60a02",
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "cashAssistance.workforceRate",
        Words("På kontanthjælp i pct. af arbejdsstyrken", "On cash benefit, share of workforce"),
        _of(_CASH, _RATE),
        Unit.PERCENT,
        "y60a02",
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "activation.degree",
        Words("Aktiveringsgrad, kontanthjælp", "Degree of activation, cash benefit"),
        Words(
            "Den del af tiden på kontanthjælp, der er i tilbud.",
            "The share of the time on cash benefit that is in offers.",
        ),
        Unit.PERCENT,
        "y60c07",
        lower_is_better=False,
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "activation.affectedShare",
        Words("Andel berørt af aktivering, kontanthjælp", "Share in activation, cash benefit"),
        Words(
            "Den del af personerne på kontanthjælp, der har været i tilbud i måneden.",
            "The share of people on cash benefit who were in an offer in the month.",
        ),
        Unit.PERCENT,
        "y60c07",
        lower_is_better=False,
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "ordinaryHours.persons",
        Words("Personer med ordinære løntimer, kontanthjælp", "People with ordinary hours, cash benefit"),
        Words(
            "Personer på kontanthjælp, der har haft ordinære løntimer i måneden.",
            "People on cash benefit with ordinary paid hours in the month.",
        ),
        Unit.PERSONS,
        "y60j01",
        lower_is_better=False,
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
    Indicator(
        "ordinaryHours.share",
        Words("Andel med ordinære løntimer, kontanthjælp", "Share with ordinary hours, cash benefit"),
        Words(
            "Den del af personerne på kontanthjælp, der har haft ordinære løntimer i måneden.",
            "The share of people on cash benefit with ordinary paid hours in the month.",
        ),
        Unit.PERCENT,
        "y60j01",
        lower_is_better=False,
        breaks=(_CASH_BENEFIT_REFORM,),
    ),
)

BY_ID = {indicator.id: indicator for indicator in INDICATORS}

#: Measurements of the latest month by category: they stand in the same file, with a category where the month stands.
BY_CATEGORY = {
    "cashVisitation.fullTime": Words("Kontanthjælp efter visitation", "Cash benefit by readiness"),
    "offers.activated": Words("Personer i tilbud efter art", "People in offers by kind"),
    "offers.courses": Words("Tilbudsforløb efter art", "Courses of offers by kind"),
    "offers.activatedTotal": Words("Personer i tilbud", "People in offers"),
    "offers.coursesTotal": Words("Tilbudsforløb", "Courses of offers"),
    "offers.averageCourses": Words("Forløb pr. person", "Courses per person"),
}
#: Those of them that are no counts.
MEANS = ("offers.averageCourses",)
