"""Who takes over: 3,000 cases and 60 people, the demonstration municipality's reorganisation, and growth to 30,000.

Case weights and capacities are this benchmark's own; the reorganisation's cases, holders, teams and conversations are
those of the demonstration municipality (3,000 citizens), read from the rows that `make demo` loads.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys
import time
from collections import defaultdict
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from tests.matching.team import team

from tovholder.matching.takeover import (
    CaseToPlace,
    Infeasible,
    Meeting,
    Person,
    Problem,
    Proposal,
    Span,
    Unsolved,
    propose,
)
from tovholder.matching.takeover.allowed import Allowed
from tovholder.matching.takeover.answers import Measures
from tovholder.matching.takeover.score import measures
from tovholder.matching.takeover.usual import usual_ways
from tovholder.matching.takeover.what_if import compare

Answer: TypeAlias = Proposal | Infeasible | Unsolved

TODAY = dt.date(2026, 11, 21)
GOAL = 10.0
#: Tenths of a usual case, by target group; a guess about work, as a municipality would make it.
WEIGHTS = {"6.1": 6, "6.2": 8, "6.3": 13, "6.4": 10, "6.5": 12, "6.6": 10, "6.7": 13, "6.8": 13, "6.9": 10}
#: Of what the team has to carry, each has room for so much more than an equal share.
ROOM = 1.15
AHEAD = dt.timedelta(days=14)


def run() -> None:
    command = [sys.executable, "-m", "bench.matching"]
    done = subprocess.run(command, env=dict(os.environ), stdout=subprocess.PIPE, check=True)
    _reorganisation(pickle.loads(done.stdout))
    _goal()
    _sizes()


def _reorganisation(read: dict[str, Any]) -> None:
    problem: Problem = read["problem"]
    print(
        f"\nThe reorganisation of 1 January {problem.at.year}: {len(problem.cases)} cases get another team, "
        f"{len(problem.staff)} caseworkers"
    )
    allowed = Allowed(problem)
    answer = propose(problem, seconds=GOAL)
    if isinstance(answer, Infeasible):
        sys.exit(f"impossible: {answer.shortfalls}")
    assert isinstance(answer, Proposal)
    rows = {"proposal": answer.measures, "as it went": measures(allowed, read["went"])}
    rows |= compare(allowed, names=read["names"], birthdays=read["birthdays"])
    head = ("uncovered", "shifts", "known faces", "spread", "deviation", "too much", "nobody")
    print(f"{'':14}" + "".join(f"{name:>13}" for name in head))
    for name, one in rows.items():
        print(f"{name:14}" + _measured(one))
    print(f"(proposal {'proven' if answer.proven else 'NOT proven'} in {answer.seconds:.1f} s)")


def _measured(one: Measures) -> str:
    numbers = (one.uncovered, one.shifts, one.known_faces)
    return (
        "".join(f"{number:>13,}" for number in numbers)
        + f"{one.spread:>13.1f}{one.deviation:>13.1f}{one.over:>13,}{one.unplaced:>13,}"
    )


#: Weights of cases: all alike, or a half, one, one and a half and two usual cases.
WEIGHTS_OF = {"equal weights": (10,), "weights ½ to 2": (5, 10, 15, 20)}
#: Cases, people, units, seconds. People in one unit could all have each other's cases: that is what is hard.
GROWTH = (
    (300, 6, 1, GOAL),
    (1000, 20, 1, GOAL),
    (3000, 60, 6, GOAL),
    (3000, 60, 1, GOAL),
    (10_000, 200, 20, 60.0),
    (10_000, 200, 1, 60.0),
    (30_000, 600, 60, 60.0),
    (30_000, 600, 6, 120.0),
    (30_000, 600, 1, 120.0),
)
SEEDS = (1, 2, 3, 4, 5)


def _goal() -> None:
    print(f"\n3,000 × 60 in one unit, invented {len(SEEDS)} times (goal: proven in {GOAL:.0f} s)")
    for name, weights in WEIGHTS_OF.items():
        for seed in SEEDS:
            problem = team(cases=3000, people=60, seed=seed, weights=weights)
            answer, took, worked = _answered(problem, GOAL)
            print(f"  {name}, {seed}: {took:5.1f} s, of it computing {worked:4.1f} s: {_proof(answer)}")


def _sizes() -> None:
    for cases, people, units, seconds in GROWTH:
        for name, weights in WEIGHTS_OF.items():
            problem = team(cases=cases, people=people, units=units, weights=weights)
            answer, took, worked = _answered(problem, seconds)
            where = f"in {units} units" if units > 1 else "in one unit"
            print(f"\n{cases:,} × {people} {where}, {name}: {took:.1f} s, of it computing {worked:.1f} s", end="")
            print(f" (may take {seconds:.0f} s): {_proof(answer)}")
            _compared(problem, answer)


def _answered(problem: Problem, seconds: float) -> tuple[Answer, float, float]:
    began, at_work = time.perf_counter(), time.process_time()
    answer = propose(problem, seconds=seconds)
    return answer, time.perf_counter() - began, time.process_time() - at_work


def _proof(answer: Answer) -> str:
    if not isinstance(answer, Proposal):
        return type(answer).__name__
    gaps = (f"{one.aim} {one.gap:,} of {one.value:,}" for one in answer.stages if one.gap)
    return "every aim proven" if answer.proven else f"open: {', '.join(gaps)}"


def _compared(problem: Problem, answer: Answer) -> None:
    """The aims in their order, and beside them what the usual ways fill beyond capacity."""
    allowed = Allowed(problem)
    rows = {name: measures(allowed, given) for name, given in usual_ways(allowed, names=None, birthdays=None).items()}
    if isinstance(answer, Proposal):
        rows = {"proposal": answer.measures, **rows}
    head = ("uncovered", "shifts", "face points", "crowding", "fit", "deviation", "too much")
    print(f"{'':12}" + "".join(f"{name:>12}" for name in head))
    for name, one in rows.items():
        numbers = (one.uncovered, one.shifts, one.face_points, one.crowding, one.fit)
        told = "".join(f"{number:>12,}" for number in numbers)
        print(f"{name:12}{told}{one.deviation:>12.1f}{one.over:>12,}")


def read_reorganisation() -> dict[str, Any]:
    """The cases that get another team on the day of the reorganisation, as they stood the evening before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tovholder.config.settings")
    import django

    django.setup()
    from tests.demo.conftest import CODES

    from tovholder.accounts.models import Membership
    from tovholder.casework.models import Assignment, Case, CaseRole, Conversation
    from tovholder.citizens.models import Citizen, TargetGroupSpell
    from tovholder.demo.municipality import build

    tables = build(today=TODAY, codes=CODES)
    day = dt.date(TODAY.year - 1, 1, 1)
    at = dt.datetime.combine(day, dt.time(), ZoneInfo("Europe/Copenhagen"))
    evening = at + dt.timedelta(days=1)
    code_of = {number: code for code, number in CODES["target_group"].items()}
    group_of: dict[int, str] = {}
    for row in sorted(tables[TargetGroupSpell].dicts(), key=lambda row: row["start"]):
        if row["start"] <= day:
            group_of[row["citizen_id"]] = code_of[row["target_group_id"]]
    before: dict[int, dict[str, Any]] = {}
    after: dict[int, dict[str, Any]] = {}
    earlier: dict[int, set[int]] = defaultdict(set)
    for row in sorted(tables[Assignment].dicts(), key=lambda row: (row["effective_at"], row["seq"])):
        if row["role"] != CaseRole.CASEWORKER or row["effective_at"] >= evening:
            continue
        if row["effective_at"] < at:
            before[row["case_id"]] = row
            if row["staff_id"]:
                earlier[row["case_id"]].add(row["staff_id"])
        after[row["case_id"]] = row
    members: dict[int, set[int]] = defaultdict(set)
    for row in tables[Membership].dicts():
        if (
            row["role"] == "caseworker"
            and row["valid_from"] <= day
            and (row["valid_to"] is None or day < row["valid_to"])
        ):
            members[row["staff_id"]].add(row["unit_id"])
    met: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    ahead: dict[int, list[Meeting]] = defaultdict(list)
    busy: dict[int, list[Span]] = defaultdict(list)
    open_ = {
        row["id"]: row
        for row in tables[Case].dicts()
        if row["id"] in before and row["opened_on"] < day and (row["closed_on"] is None or row["closed_on"] > day)
    }
    groups = {case: group_of.get(row["citizen_id"], "") for case, row in open_.items()}
    placed = {case for case in open_ if before[case]["unit_id"] != after[case]["unit_id"]}
    for row in tables[Conversation].dicts():
        if row["held_at"] and row["held_at"] < at and row["staff_id"]:
            met[row["case_id"]][row["staff_id"]] += 1
        elif at <= row["starts_at"] < at + AHEAD:
            end = row["starts_at"] + dt.timedelta(hours=1)
            if row["case_id"] in placed:
                important = row["kind"] in ("first", "plan", "dialogue")
                ahead[row["case_id"]].append(Meeting(row["id"], row["starts_at"], end, critical=important))
            elif row["staff_id"]:
                busy[row["staff_id"]].append(Span(row["starts_at"], end))
    weight = {case: WEIGHTS.get(groups[case], 10) for case in open_}
    team_weight: dict[int, int] = defaultdict(int)
    load: dict[int, int] = defaultdict(int)
    for case in open_:
        team_weight[after[case]["unit_id"]] += weight[case]
        if case not in placed and before[case]["staff_id"]:
            load[before[case]["staff_id"]] += weight[case]
    people_in: dict[int, int] = defaultdict(int)
    for units in members.values():
        for unit in units:
            people_in[unit] += 1
    staff = tuple(
        Person(
            number,
            round(sum(ROOM * team_weight[unit] / people_in[unit] for unit in units)),
            load=load[number],
            units=frozenset(units),
            busy=tuple(busy[number]),
        )
        for number, units in sorted(members.items())
    )
    cases = tuple(
        CaseToPlace(
            case,
            weight[case],
            unit=after[case]["unit_id"],
            holder=before[case]["staff_id"],
            earlier=frozenset(earlier[case] - {before[case]["staff_id"]}),
            met=dict(met[case]),
            meetings=tuple(ahead[case]),
            group=groups[case],
        )
        for case in sorted(placed)
    )
    citizens = {row["id"]: row for row in tables[Citizen].dicts()}
    of_case = {case: citizens[open_[case]["citizen_id"]] for case in placed}
    return {
        "problem": Problem(cases, staff, at),
        "went": {case: after[case]["staff_id"] for case in placed if after[case]["staff_id"] in members},
        "names": {case: (one["family_name"], one["given_name"]) for case, one in of_case.items()},
        "birthdays": {case: one["born_on"].day for case, one in of_case.items()},
    }


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(read_reorganisation()))
