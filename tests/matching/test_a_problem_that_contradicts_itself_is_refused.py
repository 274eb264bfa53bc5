"""What cannot be meant is refused before anything is computed, all of it at once."""

import datetime as dt

import pytest

from tovholder.matching.takeover import CaseToPlace, Faulty, Meeting, Person, Problem, Span

AT = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def test_every_fault_is_told_at_once():
    backwards = Meeting(7, AT, AT)
    with pytest.raises(Faulty) as refused:
        Problem(
            cases=(
                CaseToPlace(1, weight=-1),
                CaseToPlace(1, fixed_to=99),
                CaseToPlace(2, meetings=(backwards,), fixed_to=5, not_with=frozenset({5})),
            ),
            staff=(Person(5, capacity=-3, away=(Span(AT, AT),)), Person(5, capacity=3)),
            at=AT,
        )
    assert refused.value.faults == [
        "case 1 stands 2 times",
        "person 5 stands 2 times",
        "case 1: weight -1, expected 0 or more",
        "case 1: fixed to 99, who is not among the staff",
        "case 2: fixed to 5, who cannot have it",
        "case 2, meeting 7: ends before it begins",
        "person 5: capacity -3, load 0, expected 0 or more",
        "person 5: an interval ends before it begins",
    ]


def test_an_absence_without_an_end_goes_on():
    ill = Span(AT)
    assert ill.meets(AT + dt.timedelta(days=900), AT + dt.timedelta(days=901))
    assert not ill.meets(AT - dt.timedelta(hours=1), AT)
