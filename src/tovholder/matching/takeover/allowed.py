"""Who may have which case, and what each pair of case and person is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cached_property

from tovholder.matching.takeover.facts import CaseToPlace, Meeting, Person, Problem


class Allowed:
    """Answers for one problem. Cases and people are sorted by id, so that the order they came in decides nothing."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cases = sorted(problem.cases, key=lambda case: case.id)
        self.staff = sorted(problem.staff, key=lambda person: person.id)
        self.person = {person.id: person for person in self.staff}
        self.case = {case.id: case for case in self.cases}
        self._anybody: dict[tuple[object, ...], tuple[tuple[int, ...], frozenset[int]]] = {}

    @cached_property
    def away(self) -> frozenset[int]:
        """People who are away too long to take over."""
        wishes, begin = self.problem.wishes, self.problem.at
        end = begin + wishes.look_ahead
        away = set()
        for person in self.staff:
            spans = [
                (max(span.start, begin), min(span.end or end, end)) for span in person.away if span.meets(begin, end)
            ]
            if sum((last - first for first, last in _joined(spans)), dt.timedelta()) > wishes.away_at_most:
                away.add(person.id)
        return frozenset(away)

    def anybody(self, case: CaseToPlace) -> tuple[int, ...]:
        """Who may have it as somebody new, by unit, absence and needs."""
        return self._found(case)[0]

    def everybody(self, case: CaseToPlace) -> tuple[int, ...]:
        """Who may have it, the present holder among them."""
        found = self.anybody(case)
        if case.holder is not None and self.may_keep(case):
            return tuple(sorted((*found, case.holder)))
        return found

    @staticmethod
    def key(case: CaseToPlace) -> tuple[object, ...]:
        """Cases with the same may be had by the same people, but for whoever holds them."""
        return case.unit, case.languages, case.fields, case.not_with, case.fixed_to

    def is_among(self, case: CaseToPlace, person: int) -> bool:
        """Whether somebody is in `everybody`."""
        return person in self._found(case)[1] or (person == case.holder and self.may_keep(case))

    def only_known(self, case: CaseToPlace, known: Collection[int]) -> bool:
        """Whether nobody may have it but these."""
        return self._found(case)[1] <= set(known)

    def may_keep(self, case: CaseToPlace) -> bool:
        """Whether the holder may have it though nobody new in their place might."""
        holder = self.person.get(case.holder) if case.holder is not None else None
        if holder is None or case.fixed_to is not None or holder.id in self._found(case)[1]:
            return False
        return self.may(case, holder)

    def _found(self, case: CaseToPlace) -> tuple[tuple[int, ...], frozenset[int]]:
        if case.fixed_to is not None:
            only = (case.fixed_to,) if self.may(case, self.person[case.fixed_to]) else ()
            return only, frozenset(only)
        key = self.key(case)
        if key not in self._anybody:
            people = tuple(
                person.id
                for person in self.staff
                if person.takes_new
                and person.id not in self.away
                and person.id not in case.not_with
                and self._has_what_it_takes(case, person)
            )
            self._anybody[key] = people, frozenset(people)
        return self._anybody[key]

    def may(self, case: CaseToPlace, person: Person) -> bool:
        """The present holder has managed without the languages and fields, and keeps the case though taking no more."""
        if person.id in case.not_with or person.id in self.away or not in_unit(case, person):
            return False
        if person.id == case.holder:
            return True
        return (person.takes_new or person.id == case.fixed_to) and self._has_what_it_takes(case, person)

    def _has_what_it_takes(self, case: CaseToPlace, person: Person) -> bool:
        return in_unit(case, person) and case.languages <= person.languages and case.fields <= person.fields

    def points(self, case: CaseToPlace, person: int) -> int:
        """How well the citizen knows the face, in points."""
        wishes, times = self.problem.wishes, case.met.get(person, 0)
        met = wishes.met_often if times >= 2 else wishes.met_once if times == 1 else 0
        held = wishes.held_before if person == case.holder or person in case.earlier else 0
        return max(met, held)

    def fit(self, case: CaseToPlace, person: Person) -> int:
        wishes = self.problem.wishes
        return wishes.field_fits * len(case.wished_fields & person.fields) + wishes.language_fits * len(
            case.wished_languages & person.languages
        )


def in_unit(case: CaseToPlace, person: Person) -> bool:
    return case.unit is None or case.unit in person.units


def is_shift(case: CaseToPlace, person: int) -> bool:
    return case.holder is not None and case.holder != person


def critical(case: CaseToPlace) -> list[Meeting]:
    return [meeting for meeting in case.meetings if meeting.critical]


def is_free(person: Person, meeting: Meeting) -> bool:
    """Neither away nor busy when the meeting is held."""
    return not any(span.meets(meeting.start, meeting.end) for span in (*person.away, *person.busy))


def _joined(spans: list[tuple[dt.datetime, dt.datetime]]) -> list[tuple[dt.datetime, dt.datetime]]:
    """Overlapping absences count once."""
    joined: list[tuple[dt.datetime, dt.datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
