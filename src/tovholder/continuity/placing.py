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
from tovholder.casework.actions.common import day_of, start_of
from tovholder.casework.contributions import Moment
from tovholder.casework.holding import MAY_HOLD
from tovholder.casework.models import PLANNED, Assignment, CaseRole, Conversation
from tovholder.casework.queries.caseloads import caseloads
from tovholder.citizens.models import TargetGroupSpell
from tovholder.continuity.models import Absence, Cover
from tovholder.continuity.queries.affected import Affected
from tovholder.matching.takeover import CaseToPlace, Meeting, Person, Problem, Span
from tovholder.workload.queries.cases import asked_by, weights_of
from tovholder.workload.queries.staff import loads_of, room_of, skills_of
from tovholder.workload.weighing import in_tenths

#: A conversation is taken to last so long; no end is registered.
LASTS = dt.timedelta(hours=1)
#: A usual case, in the whole units that `matching` reckons in: tenths.
USUAL = 10
#: Of whom no room is registered, nobody is to have more than an even share and so much of it on top.
ON_TOP = 1.15


def problem_of_absence(absence: Absence, affected: Iterable[Affected], most: int, moment: Moment) -> Problem:
    """Who could stand in, or take over: for the cases of one role that nobody has. At most fifteen queries.

    Each has the room that is registered for them on the day, and who has none registered an even share of all with
    something on top; `most` (usual cases; 0: none) is a leader's own number for everybody.
    """
    cases = list(affected)
    at = max(moment.now, start_of(absence.starts_on))
    until = start_of(absence.expected_on) if absence.expected_on else at + dt.timedelta(days=30)
    role = cases[0].role if cases else CaseRole.CASEWORKER
    ids = [one.case_id for one in cases]
    work = _work(ids, role, moment, day_of(at))
    people = staff_of({one.unit_id for one in cases}, role, at, until, moment, but={absence.staff_id})
    earlier, met = _earlier(ids, role), _met(ids)
    meetings = _meetings(ids, at, until)
    problem = Problem(
        cases=tuple(
            CaseToPlace(
                id=one.case_id,
                unit=one.unit_id,
                earlier=frozenset(earlier[one.case_id] - {absence.staff_id}),
                met=met[one.case_id],
                meetings=tuple(meetings[one.case_id]),
                not_with=frozenset({absence.staff_id}),
                **work[one.case_id],
            )
            for one in cases
        ),
        staff=people,
        at=at,
    )
    if most:
        return _with_capacity(problem, {one.id: most * USUAL for one in people})
    # What is registered is room as caseworker; other roles are shared out evenly.
    said = _registered(people, day_of(at)) if role == CaseRole.CASEWORKER else {}
    load = sum(one.load for one in people) + sum(case.weight for case in problem.cases)
    share = max([ceil(load / len(people) * ON_TOP), *(one.load for one in people)]) if people else 0
    return _with_capacity(problem, {one.id: said.get(one.id, share) for one in people})


def problem_of_reorganisation(
    units: Collection[int], moves: Mapping[str, int], most: int, at: dt.datetime, moment: Moment
) -> Problem:
    """All open cases that the units hold, each with its target group: what a reorganisation begins from.

    Weights and room are those of the day `at`. Who has no room registered, has room for an even share and something on
    top in each unit as it will be after the moves (group → unit), and whoever stays for no less than they hold today;
    `most` as in `problem_of_absence`.
    """
    rows = list(
        Assignment.objects.at(moment.now)
        .filter(unit__in=units, role=CaseRole.CASEWORKER, case__closed_on=None)
        .values_list("case", "case__citizen", "unit", "staff")
        .order_by("case")
    )
    spells = TargetGroupSpell.objects.on(moment.today).filter(citizen__in={row[1] for row in rows}).order_by("start")
    group = dict(spells.values_list("citizen", "target_group__code"))
    ids = [row[0] for row in rows]
    work = _work(ids, CaseRole.CASEWORKER, moment, day_of(at))
    earlier, met = _earlier(ids, CaseRole.CASEWORKER), _met(ids)
    meetings = _meetings(ids, at, at + dt.timedelta(days=14))
    staff = staff_of(units, CaseRole.CASEWORKER, at, at + dt.timedelta(days=30), moment, held_by_cases=True)
    known = {person.id for person in staff}
    problem = Problem(
        cases=tuple(
            CaseToPlace(
                id=case,
                unit=unit,
                holder=holder if holder in known else None,
                earlier=frozenset(earlier[case]),
                met=met[case],
                meetings=tuple(meetings[case]),
                group=group.get(citizen, ""),
                **work[case],
            )
            for case, citizen, unit, holder in rows
        ),
        staff=staff,
        at=at,
    )
    if most:
        return _with_capacity(problem, {one.id: most * USUAL for one in staff})
    return _with_capacity(problem, _even_shares(problem, moves) | _registered(staff, day_of(at)))


def _work(cases: Collection[int], role: str, moment: Moment, day: dt.date) -> Mapping[int, dict[str, Any]]:
    """What each case weighs and asks for. A weight is that of a caseworker's work; in other roles all weigh alike."""
    weights = _work_weights(cases, role, day)
    return {
        case: {
            "weight": weights[case],
            "fields": frozenset(str(one) for one in asked.needed),
            "wished_fields": frozenset(str(one) for one in asked.wished),
            "wished_languages": frozenset({asked.language} if asked.language else ()),
        }
        for case, asked in asked_by(cases, moment.now, day).items()
    }


def _work_weights(cases: Collection[int], role: str, day: dt.date) -> dict[int, int]:
    weights = weights_of(cases, day) if cases and role == CaseRole.CASEWORKER else {}
    return {case: in_tenths(weights[case]) if case in weights else USUAL for case in cases}


def _registered(people: Iterable[Person], day: dt.date) -> dict[int, int]:
    return {pk: in_tenths(room) for pk, room in room_of([one.id for one in people], day).items()}


def _with_capacity(problem: Problem, capacity: Mapping[int, int]) -> Problem:
    return replace(problem, staff=tuple(replace(one, capacity=capacity[one.id]) for one in problem.staff))


def _even_shares(problem: Problem, moves: Mapping[str, int]) -> dict[int, int]:
    """Room for an even share and something on top in each unit as it will be after the moves; nobody who stays has less
    than they hold today."""
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
    return {one.id: max([held[one.id], *(share[unit] for unit in one.units)]) for one in problem.staff}


def staff_of(
    units: Collection[int],
    role: str,
    at: dt.datetime,
    until: dt.datetime,
    moment: Moment,
    *,
    but: Collection[int] = (),
    held_by_cases: bool = False,
) -> tuple[Person, ...]:
    """Everybody who may hold the role in the units on the day `at`, with what they carry and can, when they are
    away and when they are busy. Their capacity is left to the caller.

    `held_by_cases`: what they hold is among the cases to place, and is no load besides.
    """
    people = {pk: in_units for pk, in_units in _people(units, role, day_of(at)).items() if pk not in but}
    loads = {} if held_by_cases else _loads(people, role, moment, day_of(at))
    skills = skills_of(people, day_of(at))
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
            capacity=0,
            load=loads.get(pk, 0),
            units=frozenset(in_units),
            languages=frozenset(skills[pk].languages),
            fields=frozenset(str(one) for one in skills[pk].specialties),
            away=tuple(away[pk]),
            busy=tuple(busy[pk]),
            # Who is away on that day is given nothing (`actions/common.py` would refuse it); what they have may stay.
            takes_new=not any(span.meets(at, at + LASTS) for span in away[pk]),
        )
        for pk, in_units in sorted(people.items())
    )


def _loads(people: Collection[int], role: str, moment: Moment, day: dt.date) -> dict[int, int]:
    """What each holds, and what they stand in on: it takes their time as if the cases were theirs."""
    covers = list(Cover.objects.at(moment.now).filter(staff__in=people, role=role, case__closed_on=None))
    held, weighs = _held(people, role, moment, day), _work_weights([one.case_id for one in covers], role, day)
    for cover in covers:
        held[cover.staff_id] = held.get(cover.staff_id, 0) + weighs[cover.case_id]
    return held


def _held(people: Collection[int], role: str, moment: Moment, day: dt.date) -> dict[int, int]:
    if role != CaseRole.CASEWORKER:
        return {pk: cases * USUAL for pk, cases in caseloads(people, moment.now, role).items()}
    return {pk: in_tenths(weight) for pk, weight in loads_of(people, moment.now, day).items()}


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
