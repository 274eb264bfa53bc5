"""From what is registered to a problem of the pure room `matching`: cases to place, and colleagues with room."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from math import ceil
from typing import Any

from django.db.models import Count

from tovholder.accounts.models import Membership
from tovholder.accounts.rights import Role
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import Moment
from tovholder.casework.holding import MAY_HOLD
from tovholder.casework.models import PLANNED, Assignment, CaseRole, Conversation
from tovholder.casework.queries.caseloads import caseloads
from tovholder.citizens.models import TargetGroupSpell
from tovholder.continuity.models import Absence
from tovholder.continuity.queries.affected import Affected
from tovholder.matching.takeover import CaseToPlace, Meeting, Person, Problem, Span

#: A conversation is taken to last so long; no end is registered.
LASTS = dt.timedelta(hours=1)
#: Every case weighs the same: the house registers nothing that would say what one takes.
WEIGHT = 1
#: Nobody is to have more than an even share and so much of it on top, unless the leader says another number.
ON_TOP = 1.15


def problem_of_absence(absence: Absence, affected: Iterable[Affected], capacity: int, moment: Moment) -> Problem:
    """Who could stand in, or take over: for the cases of one role that nobody has. Nine queries."""
    cases = list(affected)
    at = max(moment.now, start_of(absence.starts_on))
    until = start_of(absence.expected_on) if absence.expected_on else at + dt.timedelta(days=30)
    role = cases[0].role if cases else CaseRole.CASEWORKER
    people = staff_of({one.unit_id for one in cases}, role, at, until, moment, capacity, but={absence.staff_id})
    ids = [one.case_id for one in cases]
    earlier, met = _earlier(ids, role), _met(ids)
    meetings = _meetings(ids, at, until)
    return Problem(
        cases=tuple(
            CaseToPlace(
                id=one.case_id,
                weight=WEIGHT,
                unit=one.unit_id,
                earlier=frozenset(earlier[one.case_id] - {absence.staff_id}),
                met=met[one.case_id],
                meetings=tuple(meetings[one.case_id]),
                not_with=frozenset({absence.staff_id}),
            )
            for one in cases
        ),
        staff=people,
        at=at,
    )


def problem_of_units(units: Collection[int], capacity: int, at: dt.datetime, moment: Moment) -> Problem:
    """All open cases that the units hold, each with its target group: what a reorganisation begins from."""
    rows = list(
        Assignment.objects.at(moment.now)
        .filter(unit__in=units, role=CaseRole.CASEWORKER, case__closed_on=None)
        .values_list("case", "case__citizen", "unit", "staff")
        .order_by("case")
    )
    spells = TargetGroupSpell.objects.on(moment.today).filter(citizen__in={row[1] for row in rows}).order_by("start")
    group = dict(spells.values_list("citizen", "target_group__code"))
    ids = [row[0] for row in rows]
    earlier, met = _earlier(ids, CaseRole.CASEWORKER), _met(ids)
    meetings = _meetings(ids, at, at + dt.timedelta(days=14))
    staff = staff_of(units, CaseRole.CASEWORKER, at, at + dt.timedelta(days=30), moment, capacity, held_by_cases=True)
    known = {person.id for person in staff}
    return Problem(
        cases=tuple(
            CaseToPlace(
                id=case,
                weight=WEIGHT,
                unit=unit,
                holder=holder if holder in known else None,
                earlier=frozenset(earlier[case]),
                met=met[case],
                meetings=tuple(meetings[case]),
                group=group.get(citizen, ""),
            )
            for case, citizen, unit, holder in rows
        ),
        staff=staff,
        at=at,
    )


def with_even_shares(problem: Problem, moves: Mapping[str, int]) -> Problem:
    """The same with room for an even share and something on top in each unit as it will be after the moves; nobody who
    stays has less than they hold today."""
    cases: dict[int | None, int] = defaultdict(int)
    held: dict[int | None, int] = defaultdict(int)
    for case in problem.cases:
        cases[moves.get(case.group, case.unit)] += case.weight
        held[case.holder] += case.weight
    people: dict[int, int] = defaultdict(int)
    for person in problem.staff:
        for unit in person.units:
            people[unit] += 1
    share = {unit: ceil(cases[unit] / number * ON_TOP) for unit, number in people.items()}
    staff = tuple(
        replace(one, capacity=max([held[one.id], *(share[unit] for unit in one.units)])) for one in problem.staff
    )
    return replace(problem, staff=staff)


def usual_capacity(units: Collection[int], role: str, more: int, moment: Moment, but: Collection[int] = ()) -> int:
    """How many cases each may have at most: an even share of all, with something on top."""
    people = [pk for pk in _people(units, role, moment.today) if pk not in but]
    if not people:
        return 0
    loads = caseloads(people, moment.now, role)
    return max(ceil((sum(loads.values()) + more) / len(people) * ON_TOP), max(loads.values()))


def staff_of(
    units: Collection[int],
    role: str,
    at: dt.datetime,
    until: dt.datetime,
    moment: Moment,
    capacity: int,
    *,
    but: Collection[int] = (),
    held_by_cases: bool = False,
) -> tuple[Person, ...]:
    """Everybody who may hold the role in the units, with what they carry, when they are away and when they are busy.

    `held_by_cases`: what they hold is among the cases to place, and is no load besides.
    """
    people = {pk: in_units for pk, in_units in _people(units, role, moment.today).items() if pk not in but}
    loads = caseloads(people, moment.now, role)
    away: dict[int, list[Span]] = defaultdict(list)
    for row in Absence.objects.in_time(at.date(), until.date() + dt.timedelta(days=1)).filter(staff__in=people):
        end = row.ended_on or row.expected_on
        # Whoever should be back and is not has no end that anybody knows.
        if end is not None and row.ended_on is None and end <= moment.today:
            end = None
        away[row.staff_id].append(Span(start_of(row.starts_on), start_of(end) if end else None))
    busy: dict[int, list[Span]] = defaultdict(list)
    if not held_by_cases:
        planned = Conversation.objects.filter(PLANNED, staff__in=people, starts_at__gte=at, starts_at__lt=until)
        for staff, starts_at in planned.values_list("staff", "starts_at"):
            if staff is not None:
                busy[staff].append(Span(starts_at, starts_at + LASTS))
    return tuple(
        Person(
            id=pk,
            capacity=max(capacity, 0),
            load=0 if held_by_cases else loads[pk],
            units=frozenset(in_units),
            away=tuple(away[pk]),
            busy=tuple(busy[pk]),
            # Who is away on that day is given nothing (`actions/common.py` would refuse it); what they have may stay.
            takes_new=not any(span.meets(at, at + LASTS) for span in away[pk]),
        )
        for pk, in_units in sorted(people.items())
    )


def _people(units: Collection[int], role: str, day: dt.date) -> dict[int, set[int]]:
    # Somebody who leads may hold a case; nobody proposes that a leader gets more.
    roles = MAY_HOLD[role] - {Role.TEAM_LEADER, Role.COORDINATOR}
    rows = Membership.objects.on(day).filter(unit__in=units, role__in=roles, staff__is_active=True)
    found: dict[int, set[int]] = defaultdict(set)
    for staff, unit in rows.values_list("staff", "unit"):
        found[staff].add(unit)
    return found


def _earlier(cases: Collection[int], role: str) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Assignment.objects.filter(case__in=cases, role=role, staff__isnull=False).order_by()
    for case, staff in rows.values_list("case", "staff").distinct():
        if staff is not None:
            found[case].add(staff)
    return found


def _met(cases: Collection[int]) -> Mapping[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    held = Conversation.objects.filter(case__in=cases, held_at__isnull=False, staff__isnull=False).order_by()
    for row in held.values("case", "staff").annotate(times=Count("pk")):
        found[row["case"]][row["staff"]] = row["times"]
    return found


def _meetings(cases: Collection[int], start: dt.datetime, end: dt.datetime) -> Mapping[int, list[Meeting]]:
    """What is planned in a time: whoever takes over has to be able to hold it."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    rows: Any = Conversation.objects.filter(PLANNED, case__in=cases, starts_at__gte=start, starts_at__lt=end)
    for pk, case, at in rows.order_by("starts_at").values_list("pk", "case", "starts_at"):
        found[case].append(Meeting(pk, at, at + LASTS, critical=True))
    return found
