"""Why not everybody can be placed: which constraint, by how much, and what would lift it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ortools.graph.python import max_flow
from ortools.sat.python import cp_model

from tovholder.matching.takeover.allowed import Allowed, in_unit
from tovholder.matching.takeover.answers import Lack, Relief, Shortfall
from tovholder.matching.takeover.classes import Class, Part, people_of
from tovholder.matching.takeover.facts import CaseToPlace

#: How many people of other units are named, and how long is looked for the least that has to be added.
LENDERS, SECONDS = 3, 5.0


def without_anybody(allowed: Allowed) -> list[Shortfall]:
    """Cases that nobody may have, put together where it is for the same thing in the same unit."""
    found: dict[tuple[Lack, int | None, tuple[str, ...]], list[CaseToPlace]] = defaultdict(list)
    for case in allowed.cases:
        if not allowed.everybody(case):
            lack, values = _lack(allowed, case)
            found[lack, case.unit, values].append(case)
    return [
        Shortfall(
            lack,
            tuple(case.id for case in cases),
            short_by=sum(case.weight for case in cases),
            unit=unit,
            values=values,
            asked=sum(case.weight for case in cases),
            relief=_lenders(allowed, cases, ()),
        )
        for (lack, unit, values), cases in sorted(
            found.items(), key=lambda item: (item[0][0], item[0][1] or 0, item[0][2])
        )
    ]


def _lack(allowed: Allowed, case: CaseToPlace) -> tuple[Lack, tuple[str, ...]]:
    if case.fixed_to is not None:
        return Lack.FIXED, ()
    there = [
        person
        for person in allowed.staff
        if in_unit(case, person) and person.takes_new and person.id not in allowed.away
    ]
    if not there:
        return Lack.NOBODY, ()
    if any(case.languages <= person.languages and case.fields <= person.fields for person in there):
        return Lack.EXCLUDED, ()
    if languages := [one for one in sorted(case.languages) if not any(one in person.languages for person in there)]:
        return Lack.LANGUAGE, tuple(languages)
    if fields := [one for one in sorted(case.fields) if not any(one in person.fields for person in there)]:
        return Lack.FIELD, tuple(fields)
    return Lack.TOGETHER, (*sorted(case.languages), *sorted(case.fields))


def too_little_room(allowed: Allowed, part: Part) -> list[Shortfall]:
    """Cases whose people together have too little room for them (the narrowest cut of the flow from weight to room)."""
    network = max_flow.SimpleMaxFlow()
    source, sink = 0, 1
    node = {person: 2 + number for number, person in enumerate(part.people)}
    for person, number in node.items():
        network.add_arc_with_capacity(number, sink, allowed.person[person].room)
    alike, at = _alike(part), dict[frozenset[int], int]()
    everything = sum(weight * size for (weight, _people), size in alike.items())
    for (weight, people), size in alike.items():
        if people not in at:
            at[people] = 2 + len(node) + len(at)
            for person in sorted(people):
                network.add_arc_with_capacity(at[people], node[person], everything)
        network.add_arc_with_capacity(source, at[people], weight * size)
    network.solve(source, sink)
    if network.optimal_flow() == everything:
        return []
    cut = set(network.get_source_side_min_cut())
    short = [one for one in part.classes if one.weight and at[people_of(one)] in cut]
    extra = _least_extra(allowed, part)
    return [_of_capacity(allowed, classes, extra) for classes in _connected(short)]


def in_pieces(allowed: Allowed, part: Part) -> list[Shortfall]:
    """There is room enough in all, and no way to cut it into pieces as large as the cases."""
    extra, classes = _least_extra(allowed, part), part.classes
    people = sorted({person for one in classes for person in people_of(one)})
    return [
        Shortfall(
            Lack.PIECES,
            tuple(sorted(case for one in classes for case in one.cases)),
            short_by=sum(extra.values()),
            unit=_common_unit(allowed, classes),
            asked=sum(one.weight * len(one.cases) for one in classes),
            room=sum(allowed.person[person].room for person in people),
            people=tuple(people),
            relief=tuple(Relief(person, more=more) for person, more in extra.items()),
        )
    ]


def _of_capacity(allowed: Allowed, classes: list[Class], extra: dict[int, int]) -> Shortfall:
    people = sorted({person for one in classes for person in people_of(one)})
    asked = sum(one.weight * len(one.cases) for one in classes)
    room = sum(allowed.person[person].room for person in people)
    cases = [allowed.case[case] for one in classes for case in one.cases]
    needs = [case.languages | case.fields for case in cases]
    more = tuple(Relief(person, more=extra[person]) for person in people if extra.get(person))
    return Shortfall(
        Lack.CAPACITY,
        tuple(sorted(case.id for case in cases)),
        short_by=asked - room,
        unit=_common_unit(allowed, classes),
        values=tuple(sorted(frozenset.intersection(*needs))),
        asked=asked,
        room=room,
        people=tuple(people),
        relief=more + _lenders(allowed, cases, people),
    )


def _alike(part: Part) -> dict[tuple[int, frozenset[int]], int]:
    """How many cases have this weight and these people who may have them."""
    found: dict[tuple[int, frozenset[int]], int] = defaultdict(int)
    for one in part.classes:
        found[one.weight, people_of(one)] += len(one.cases)
    return found


def _common_unit(allowed: Allowed, classes: list[Class]) -> int | None:
    units = {allowed.case[case].unit for one in classes for case in one.cases}
    return units.pop() if len(units) == 1 else None


def _connected(classes: list[Class]) -> list[list[Class]]:
    """Classes that share people, together: each group falls short on its own."""
    groups: list[tuple[set[int], list[Class]]] = []
    for one in classes:
        people, together = set(people_of(one)), [one]
        apart = []
        for group in groups:
            if group[0] & people:
                people, together = people | group[0], group[1] + together
            else:
                apart.append(group)
        groups = [*apart, (people, together)]
    return [together for _people, together in groups]


def _least_extra(allowed: Allowed, part: Part) -> dict[int, int]:
    """Person → weight to be added, in all as little as possible and then to nobody much. Whole cases are counted, so it
    may be a little more than the weight that is short."""
    model = cp_model.CpModel()
    alike = _alike(part)
    everything = sum(weight * size for (weight, _people), size in alike.items())
    carried: dict[int, list[cp_model.LinearExprT]] = {person: [] for person in part.people}
    for (weight, people), size in alike.items():
        given = {person: model.new_int_var(0, size, "") for person in people}
        model.add(sum(given.values()) == size)
        for person, number in given.items():
            carried[person].append(weight * number)
    extra = {person: model.new_int_var(0, everything, "") for person in part.people}
    for person, weights in carried.items():
        model.add(sum(weights) <= allowed.person[person].room + extra[person])
    total, most = sum(extra.values()), model.new_int_var(0, everything, "")
    model.add_max_equality(most, list(extra.values()))
    found: dict[int, int] = {}
    for goal in (total, most):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = SECONDS
        model.minimize(goal)
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        found = {person: solver.value(more) for person, more in extra.items() if solver.value(more)}
        model.add(goal <= round(solver.objective_value))
    return found


def _lenders(allowed: Allowed, cases: list[CaseToPlace], people: Iterable[int]) -> tuple[Relief, ...]:
    """People who are not asked, meet the needs of all these cases and have room for one of them at least, beside what
    they hold of the others."""
    held: dict[int, int] = defaultdict(int)
    for case in allowed.cases:
        if case.holder is not None:
            held[case.holder] += case.weight
    asked, smallest = set(people), max(1, min(case.weight for case in cases))
    found = [
        Relief(person.id, lend=True, room=person.room - held[person.id])
        for person in allowed.staff
        if person.id not in asked
        and person.takes_new
        and person.id not in allowed.away
        and person.room - held[person.id] >= smallest
        and all(
            case.languages <= person.languages and case.fields <= person.fields and person.id not in case.not_with
            for case in cases
        )
    ]
    return tuple(sorted(found, key=lambda one: (-one.room, one.person))[:LENDERS])
