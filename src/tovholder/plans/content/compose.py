"""Composes the content of a status: for each goal what it says, where it stands, what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch

from tovholder.figures.published import areas
from tovholder.figures.published.forecast import Point, forecast, standing_alone, why_none
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Panel, Series
from tovholder.figures.words import Words
from tovholder.plans.content.compared import Criteria, besides
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.standing import Standing, standing_of
from tovholder.plans.models import Comment, EmploymentPlan, Goal, Source
from tovholder.plans.queries.order import in_order
from tovholder.plans.sources import Basis

#: The form of what is stored. Before form 2 only published figures had forecasts, and a hidden month did not
#: always take one away; before form 3 less was hidden.
FORM = 3
#: Months before the baseline that a chart shows, and months ahead that are forecast.
BEFORE, AHEAD = 6, 6

Content = dict[str, Any]


def compose(
    plan: EmploymentPlan,
    basis: Basis,
    quarter: Quarter,
    *,
    goals: Sequence[Goal] | None = None,
    criteria: Criteria | None = None,
    in_full: bool = True,
) -> Content:
    """The status of a plan. `goals`: only these. `in_full`: with forecasts and comparisons, which a list of goals does
    not need. Nothing is hidden yet (`hide.py`)."""
    rows = goals_of(plan) if goals is None else goals
    return {
        "form": FORM,
        "plan": {
            "id": plan.pk,
            "title": plan.title,
            "area": plan.area,
            "area_name": areas.AREAS[plan.area].name if plan.area in areas.AREAS else "",
            "first_year": plan.first_year,
            "last_year": plan.last_year,
            "aim": plan.aim,
            "ministers_goals": [{"number": one.number, "text": one.text} for one in plan.ministers_goals.all()],
        },
        "quarter": str(quarter),
        "basis": _basis(basis),
        "goals": [_goal(row, basis, quarter, criteria, in_full=in_full) for row in rows],
    }


def goals_of(plan: EmploymentPlan, *, given_up_too: bool = False) -> list[Goal]:
    """The goals that are not given up, those under another after it, with all that is said of them: three queries."""
    goals = plan.goals.all() if given_up_too else plan.goals.filter(dropped_on=None)
    rows = list(
        goals.select_related("ministers_goal").prefetch_related(
            "entered", Prefetch("comments", Comment.objects.order_by("-year", "-quarter"))
        )
    )
    for row in rows:
        row.plan = plan
    return in_order(rows)


def _basis(basis: Basis) -> Content:
    publication = basis.publication
    return {
        "publication": publication.pk if publication else None,
        "publication_name": publication.name if publication else "",
        "publication_sha256": publication.sha256 if publication else "",
        "taken_at": publication.taken_at.isoformat() if publication else "",
        "last_month": str(publication.month) if publication else "",
        "snapshot": basis.own.id if basis.own else "",
        "data_end": basis.own.data_end.isoformat() if basis.own else "",
    }


def _goal(row: Goal, basis: Basis, quarter: Quarter, criteria: Criteria | None, *, in_full: bool) -> Content:
    stands = standing_of(row, basis, row.entered.all())
    return {**_says(row, stands), **_stands(stands), **_said_of(row, quarter)} | (
        _forecast(stands, basis) | {"compared": _compared(stands, basis, criteria)}
        if in_full
        else {"forecast": None, "no_forecast": None, "compared": []}
    )


def _says(row: Goal, stands: Standing) -> Content:
    indicator = stands.indicator
    return {
        "id": row.pk,
        "parent": row.parent_id,
        "number": row.number,
        "title": row.title,
        "horizon": row.horizon,
        "minister": row.ministers_goal.number if row.ministers_goal else None,
        "source": row.source,
        "indicator": indicator.id,
        "name": _both(indicator.name),
        "definition": _both(indicator.definition),
        "population": row.population,
        "unit": indicator.unit.value,
        "table": indicator.table,
        "lower_is_better": indicator.lower_is_better,
        "breaks": [{"month": str(one.month), "why": _both(one.why)} for one in indicator.breaks],
        "direction": row.direction,
        "baseline_month": _month(stands.decided.baseline),
        "target_month": _month(stands.decided.target),
        "percent": row.percent,
        "persons": row.persons,
        "level": stands.decided.level,
        "level_of": row.level_of,
        "reason": row.reason,
        "risks": row.risks,
        "responsible": row.responsible,
    }


def _stands(stands: Standing) -> Content:
    found = stands.status
    since = stands.decided.baseline
    points = stands.series.points()
    if since is not None:
        points = [point for point in points if point[0].since(since) >= -BEFORE]
    return {
        "baseline": _round(found.baseline),
        "sign": found.sign.value,
        "month": _month(found.month),
        "value": _round(found.value),
        "needed": _round(found.needed),
        "holds": found.holds,
        "change": _round(found.change),
        "change_percent": _round(found.percent),
        "left": _round(found.left),
        "target": _round(found.goal.level),
        "target_change": _round(found.goal.change),
        "target_percent": _round(found.goal.percent),
        "told": [
            {"way": one.way, "level": _round(one.level), "change": _round(one.change), "percent": _round(one.percent)}
            for one in found.goal.told
        ],
        "agrees": found.goal.agrees,
        "broken": str(found.broken.month) if found.broken else None,
        "notes": [_both(note) for note in stands.notes],
        "series": [[str(month), _round(value)] for month, value in points],
        "entered": [
            {
                "month": _month(Month.of_day(one.month)),
                "value": _round(one.value),
                "source": one.source,
                "dated": one.dated.isoformat(),
            }
            for one in stands.goal.entered.all()
        ],
        "hidden": False,
        "few": [str(month) for month in sorted(stands.few)],
    }


def _said_of(row: Goal, quarter: Quarter) -> Content:
    """The comment of the quarter, and the last proposal before it."""
    said = {Quarter(one.year, one.quarter): one for one in row.comments.all()}
    now = said.get(quarter)
    before = max((one for one in said if one < quarter and said[one].proposal), default=None)
    return {
        "comment": now.text if now else "",
        "proposal": now.proposal if now else "",
        "came_of_it": now.came_of_it if now else "",
        "last_proposal": {"quarter": str(before), "text": said[before].proposal} if before else None,
    }


def _forecast(stands: Standing, basis: Basis) -> Content:
    """Where the figure goes: of a published one with what all municipalities teach, of others from their own past; and
    why there is no forecast."""
    if stands.goal.source == Source.PUBLISHED:
        panel = basis.published.panels.get(stands.indicator.id) if basis.published else None
        points = _forecast_shared(_Of(panel), stands.goal.plan.area, AHEAD) if panel else []
        return {"forecast": [_point(one) for one in points] or None, "no_forecast": None}
    alone, why = _forecast_alone(stands.series, AHEAD)
    return {"forecast": [_point(one) for one in alone] or None, "no_forecast": _both(why) if why else None}


def _compared(stands: Standing, basis: Basis, criteria: Criteria | None) -> list[Content]:
    if basis.published is None or stands.goal.source != Source.PUBLISHED or (month := stands.status.month) is None:
        return []
    since = stands.decided.baseline
    first = since if since is not None and since < month else month + -12
    found = besides(basis.published, stands.indicator.id, stands.goal.plan.area, first, month, criteria)
    return [
        {
            "key": one.key,
            "name": _both(one.name),
            "distance": _round(one.distance),
            "first": str(first),
            "values": [_round(value) for value in one.path.values],
            "change": _round(one.path.change),
            "percent": _round(one.path.percent),
            "used": len(one.path.used),
            "left_out": len(one.path.left_out),
        }
        for one in found
    ]


class _Of:
    """A panel as a key: the same object is the same publication's."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Of) and other.panel is self.panel

    def __hash__(self) -> int:
        return id(self.panel)


@lru_cache(maxsize=1024)
def _forecast_shared(of: _Of, area: str, ahead: int) -> list[Point]:
    """What follows from one publication is worked out once."""
    return forecast(of.panel, area, ahead)


@lru_cache(maxsize=1024)
def _forecast_alone(series: Series, ahead: int) -> tuple[list[Point], Words | None]:
    """The same figures have the same forecast."""
    panel = standing_alone(series)
    return forecast(panel, series.area, ahead), why_none(panel, series.area)


def _point(one: Point) -> Content:
    return {
        "month": str(one.month),
        "value": _round(one.value),
        "low": _round(one.low),
        "high": _round(one.high),
        "part": one.part,
        "past_error": _round(one.past_error),
        "errors": one.errors,
    }


def _both(words: Words) -> dict[str, str]:
    return {"da": words.da, "en": words.en}


def _month(month: Month | None) -> str | None:
    return None if month is None else str(month)


def _round(value: float | None) -> float | None:
    """Six decimals: what is stored and computed again is the same to the last digit that anybody sees."""
    return None if value is None else round(float(value), 6)
