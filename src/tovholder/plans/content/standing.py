"""Where a goal stands by the figures at hand, and what stands in the way of saying so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tovholder.figures.goals import goal as decided
from tovholder.figures.goals.status import Sign, Status, status
from tovholder.figures.published import areas
from tovholder.figures.published.catalogue import Indicator, Unit
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Series
from tovholder.figures.words import Words, number
from tovholder.plans.models import EnteredValue, Goal, Source
from tovholder.plans.said import goal_of
from tovholder.plans.sources import Basis, indicator_of, series_of


@dataclass(frozen=True)
class Standing:
    """A goal with its figures. `notes` say in both languages what the reader has to know about them."""

    goal: Goal
    decided: decided.Goal
    indicator: Indicator
    series: Series
    status: Status
    notes: tuple[Words, ...]
    few: frozenset[Month] = frozenset()  #: months with fewer than five behind an own figure


def standing_of(goal: Goal, basis: Basis, entered: Iterable[EnteredValue] | None = None) -> Standing:
    """`entered`: the goal's entered figures where they are read already."""
    said = goal_of(goal)
    indicator = indicator_of(goal, basis.own)
    missing = indicator or Indicator(
        goal.indicator, Words(goal.title, goal.title), Words("", ""), Unit(goal.unit), goal.indicator
    )
    series = series_of(goal, basis, entered) or Series(missing, goal.plan.area, Month(0), ())
    if goal.level_of:
        said = replace(said, level=_country(series, basis))
    found = status(said, series, baseline=goal.baseline_value)
    notes = tuple(_notes(goal, said, indicator, series, found, basis))
    few = basis.own.few(goal.indicator) if basis.own and indicator and goal.source == Source.OWN else frozenset()
    return Standing(goal, said, indicator or missing, series, found, notes, few)


def _country(series: Series, basis: Basis) -> float | None:
    """The country's figure in the series' own latest month; None when there is none."""
    if basis.published is None or (latest := series.latest()) is None:
        return None
    return basis.published.series(series.indicator.id, areas.COUNTRY).at(latest[0])


def _notes(
    goal: Goal, said: decided.Goal, indicator: Indicator | None, series: Series, found: Status, basis: Basis
) -> Iterable[Words]:
    if indicator is None:
        yield Words(
            f"Tallet “{goal.indicator}” findes ikke mere. Vælg et andet, eller indtast tallene.",
            f"There is no figure “{goal.indicator}” any more. Choose another, or enter the figures.",
        )
    elif found.sign is Sign.NO_DATA:
        yield from _no_data(goal, basis)
    yield from _grown(goal, said, found)
    if said.baseline is not None and found.baseline is None and indicator is not None:
        yield from _no_baseline(said.baseline, series)
    if goal.level_of and found.month is not None:
        month, level = found.month, said.level
        if level is None:
            yield Words(
                f"Der er intet tal for hele landet i {month.to('da')}, som målet kan holdes op imod.",
                f"There is no figure of the country in {month.to('en')} to hold the goal against.",
            )
        else:
            yield Words(
                f"Målet er landets niveau og følger med det: {_n(level, 'da', 1)} i {month.to('da')}.",
                f"The goal is the country's level and goes along with it: {_n(level, 'en', 1)} in {month.to('en')}.",
            )
    if said.baseline is None and said.is_decided:
        yield Words(
            "Målet har intet udgangspunkt, så der er ingen vej at følge: niveauet er nået, eller det er det ikke.",
            "The goal has no baseline, so that there is no path to follow: the level is reached or it is not.",
        )
    if found.broken is not None and found.month is not None:
        since = found.broken.month
        yield Words(
            f"Databrud i {since.to('da')}: {found.broken.why.da} Tal før og efter kan ikke sammenlignes. "
            f"Vælg et udgangspunkt fra {since.to('da')} eller senere.",
            f"A break in the data in {since.to('en')}: {found.broken.why.en} Figures before and after cannot be "
            f"compared. Choose a baseline in {since.to('en')} or later.",
        )
    if not found.goal.agrees:
        yield _disagreement(found)
    revised = series.at(said.baseline) if said.baseline is not None and goal.baseline_value is not None else None
    if revised is not None and revised != goal.baseline_value:
        yield Words(
            f"Målet er fastsat ud fra {_n(goal.baseline_value, 'da')}; kilden siger nu {_n(revised, 'da')} for samme "
            f"måned.",
            f"The goal was set from {_n(goal.baseline_value, 'en')}; the source now says {_n(revised, 'en')} for the "
            f"same month.",
        )


def _no_data(goal: Goal, basis: Basis) -> Iterable[Words]:
    match Source(goal.source):
        case Source.PUBLISHED if basis.published is None:
            yield Words("Der er ikke hentet offentliggjorte tal endnu.", "No published figures were taken in yet.")
        case Source.PUBLISHED if basis.published and not basis.published.has(goal.plan.area):
            yield _not_there(goal.plan.area)
        case Source.PUBLISHED:
            yield Words(
                "Der er ingen offentliggjorte tal for kommunen. Små tal er skjult hos kilden; de mangler og er ikke "
                "nul.",
                "There are no published figures of the municipality. Small figures are suppressed at the source; they "
                "are missing, not zero.",
            )
        case Source.OWN:
            yield Words(
                "Der er intet udtræk, som tallet kan beregnes af.", "There is no snapshot to compute the figure from."
            )
        case Source.ENTERED:
            yield Words("Der er ikke indtastet tal endnu.", "No figures were entered yet.")


def _not_there(area: str) -> Words:
    """Why the figures that hold do not name a municipality at all, and what to do."""
    if (merger := areas.merged(area)) is not None:
        into, since = areas.MUNICIPALITIES[merger.into].name, Month.read(merger.since)
        return Words(
            f"Kommunen blev en del af {into} i {since.to('da')}. Ret planens kommune; publicerede statusser bliver, "
            "som de er.",
            f"The municipality became part of {into} in {since.to('en')}. Correct the plan's municipality; published "
            f"statuses stay as they are.",
        )
    return Words(
        "Kommunen står slet ikke i de offentliggjorte tal, der gælder nu. Er den lagt sammen med en anden, så ret "
        "planens kommune. Er det en fejl, kan de forrige tal komme til at gælde igen på siden Offentliggjorte tal.",
        "The municipality does not stand in the published figures that hold now at all. If it was merged with "
        "another, correct the plan's municipality. If that is a mistake, the figures before can hold again on the "
        "page Published figures.",
    )


def _grown(goal: Goal, said: decided.Goal, found: Status) -> Iterable[Words]:
    """Others became part of the municipality since the baseline."""
    if goal.source != Source.PUBLISHED or said.baseline is None or found.month is None:
        return
    for merger in areas.mergers(str(found.month)):
        if merger.into == goal.plan.area and merger.since > str(said.baseline):
            name, since = areas.MUNICIPALITIES[merger.code].name, Month.read(merger.since)
            yield Words(
                f"{name} blev en del af kommunen i {since.to('da')}: antal før da er lagt sammen, og andele mangler, "
                f"hvor kilden ikke har regnet dem ud på ny. Se efter, om målet stadig passer.",
                f"{name} became part of the municipality in {since.to('en')}: numbers before are added up, and shares "
                "are missing where the source has not worked them out anew. See whether the goal still fits.",
            )


def _no_baseline(month: Month, series: Series) -> Iterable[Words]:
    known = [one for one, value in series.points() if value is not None]
    reach = ""
    if known:
        reach_da = f" Tallene går fra {known[0].to('da')} til {known[-1].to('da')}."
        reach_en = f" The figures go from {known[0].to('en')} to {known[-1].to('en')}."
    else:
        reach_da = reach_en = reach
    yield Words(
        f"Der er intet tal for udgangspunktet, {month.to('da')}.{reach_da}",
        f"There is no figure of the baseline, {month.to('en')}.{reach_en}",
    )


def _disagreement(found: Status) -> Words:
    """Every way in which the goal is told, and what it would come to."""
    told = {"level": Words("niveauet", "the level"), "persons": Words("antallet", "the number"),
            "percent": Words("procenten", "the per cent")}  # fmt: skip
    da = ", ".join(
        f"{told[one.way].da} giver {_n(one.level, 'da')}{_share(one.percent, 'da')}" for one in found.goal.told
    )
    en = ", ".join(
        f"{told[one.way].en} comes to {_n(one.level, 'en')}{_share(one.percent, 'en')}" for one in found.goal.told
    )
    return Words(f"Procent og antal passer ikke sammen: {da}.", f"The per cent and the number disagree: {en}.")


def _share(percent: float | None, language: str) -> str:
    if percent is None:
        return ""
    sign = "+" if percent > 0 else "−" if percent < 0 else ""
    return f" ({sign}{_n(abs(percent), language, 1)} {'pct.' if language == 'da' else '%'})"


def _n(value: float | None, language: str, decimals: int | None = None) -> str:
    if decimals is None:
        decimals = 0 if value is None or float(value).is_integer() else 1
    return number(value, "da" if language == "da" else "en", decimals)
