"""A published status computed again from the figures that it names, and compared digit by digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tovholder.plans.content.compose import compose, goals_of
from tovholder.plans.content.hide import hide
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.models import EmploymentPlan, StatusReport
from tovholder.plans.sources import as_it_was

#: What is a figure or follows from one; texts and what was decided may be changed later, and are compared apart.
FIGURES = ("baseline", "month", "value", "needed", "change", "change_percent", "left", "target", "sign", "series",
           "forecast", "compared", "broken", "entered")  # fmt: skip
DECIDED = ("number", "title", "direction", "baseline_month", "target_month", "percent", "persons", "level", "indicator",
           "source", "population", "unit")  # fmt: skip
#: The form of a content from which on own and entered figures have forecasts too.
WITH_ALL_FORECASTS = 2
#: ... from which on more is hidden: what an earlier one shows is the same as what was worked out.
HIDES_MORE = 3
#: ... from which on a sign follows from the path needed as it is told, in whole people and tenths of a per cent.
SIGNS_AS_TOLD = 3


@dataclass(frozen=True)
class Difference:
    """`where`: the goal and the field. `is_figure`: not a text or a decision that was changed after publication."""

    goal: str
    field: str
    stored: Any
    computed: Any
    is_figure: bool


@dataclass(frozen=True)
class Recomputed:
    """`lacks`: the figures of the report are not kept any more, so that it cannot be computed again."""

    differences: tuple[Difference, ...]
    digits: int  #: how many figures were compared
    lacks: tuple[str, ...] = ()

    @property
    def is_the_same(self) -> bool:
        return not self.lacks and not any(one.is_figure for one in self.differences)


def recompute(report: StatusReport) -> Recomputed:
    """Reads the same publication and snapshot once more and compares all that the report says."""
    stored = report.content
    named = stored["basis"]
    basis = as_it_was(named["publication"], named["snapshot"] or None)
    lacks = []
    if named["publication"] and basis.publication is None:
        lacks.append(f"publication {named['publication']}")
    if named["snapshot"] and basis.own is None:
        lacks.append(f"snapshot {named['snapshot']}")
    plan = EmploymentPlan.objects.get(pk=report.plan_id)
    # As it was then: a plan whose municipality became part of another is moved to that one.
    plan.area = stored["plan"]["area"]
    # Also those that were given up since: they were goals when the report was published.
    wanted = [goal["id"] for goal in stored["goals"]]
    goals = {goal.pk: goal for goal in goals_of(plan, given_up_too=True)}
    rows = [goals[one] for one in wanted if one in goals]
    whole = compose(plan, basis, Quarter.read(stored["quarter"]), goals=rows)
    now = {goal["id"]: goal for goal in hide(whole, basis.published)["goals"]}
    unhidden = {goal["id"]: goal for goal in whole["goals"]} if stored["form"] < HIDES_MORE else {}
    differences: list[Difference] = []
    digits = 0
    for goal in stored["goals"]:
        name = f"{goal['number']} {goal['title']}".strip()
        for field in (*FIGURES, *DECIDED):
            was, found = goal.get(field), now.get(goal["id"], {}).get(field)
            if field == "forecast" and stored["form"] < WITH_ALL_FORECASTS and not (was and found):
                continue
            if field == "sign" and stored["form"] < SIGNS_AS_TOLD:
                continue
            digits += sum(1 for _number in _numbers(was)) if field in FIGURES else 0
            if was != found and not _is_either(was, found, unhidden.get(goal["id"], {}).get(field, found)):
                differences += [
                    Difference(name, place, one, other, field in FIGURES)
                    for place, one, other in _apart(field, was, found)
                ]
    return Recomputed(tuple(differences), digits, tuple(lacks))


def _is_either(was: Any, one: Any, other: Any) -> bool:
    """Whether a value, or each part of it, is as it is in one or in the other."""
    if was in (one, other):
        return True
    if isinstance(was, dict) and isinstance(one, dict) and isinstance(other, dict):
        return all(_is_either(was[key], one.get(key), other.get(key)) for key in was)
    if isinstance(was, list) and isinstance(one, list) and isinstance(other, list):
        return len(was) == len(one) == len(other) and all(map(_is_either, was, one, other))
    return False


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _numbers(one)
    elif isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def _apart(place: str, was: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where two values differ, down to the single one."""
    if isinstance(was, dict) and isinstance(found, dict):
        for key in dict.fromkeys([*was, *found]):
            if was.get(key) != found.get(key):
                yield from _apart(f"{place}.{key}", was.get(key), found.get(key))
    elif isinstance(was, list) and isinstance(found, list) and len(was) == len(found):
        for index, (one, other) in enumerate(zip(was, found, strict=True)):
            if one != other:
                named = one[0] if isinstance(one, list) and one and isinstance(one[0], str) else index
                yield from _apart(f"{place}.{named}", one, other)
    else:
        yield place, was, found
