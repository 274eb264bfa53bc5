"""Where not everybody can be placed as asked, the others are, and what is short is said."""

from tests.matching.small import AT
from tovholder.matching.takeover import (
    CaseToPlace,
    Infeasible,
    Lack,
    Person,
    Problem,
    Proposal,
    Relief,
    as_far_as_possible,
    what_if,
)
from tovholder.matching.takeover.words import eases

NORTH, SOUTH = 1, 2


def person(number: int, capacity: int, unit: int = NORTH, **values: object) -> Person:
    return Person(number, capacity, units=frozenset({unit}), **values)  # type: ignore[arg-type]


def test_one_need_that_nobody_meets_does_not_stop_the_rest():
    alone = CaseToPlace(9, unit=NORTH, weight=10, fields=frozenset({"flex"}))
    others = [CaseToPlace(number, unit=NORTH, weight=10) for number in range(4)]
    found = as_far_as_possible(Problem((*others, alone), (person(1, 30), person(2, 30)), AT))
    assert isinstance(found.answer, Proposal)
    assert {one.case for one in found.answer.placements} == {0, 1, 2, 3}
    assert {case: one.lack for case, one in found.apart.items()} == {9: Lack.FIELD}


def test_the_least_more_room_is_used_and_said_after_those_whom_nobody_can_have():
    alone = CaseToPlace(9, unit=SOUTH, weight=10)
    others = [CaseToPlace(number, unit=NORTH, weight=10) for number in range(5)]
    staff = (person(1, 20), person(2, 20, load=25))
    found = as_far_as_possible(Problem((*others, alone), staff, AT))
    assert isinstance(found.answer, Proposal)
    assert [one.lack for one in found.short] == [Lack.NOBODY, Lack.CAPACITY]
    assert set(found.apart) == {9}
    assert found.short[1].short_by == 30
    given = {one.person: one.after - one.before for one in found.answer.loads}
    assert sum(given.values()) == 50
    # What is too much is spread as evenly as whole cases let it be.
    assert sorted((given[1] - 20, given[2])) == [10, 20]


def test_where_nobody_can_have_anything_that_is_the_answer():
    found = as_far_as_possible(Problem((CaseToPlace(1, unit=SOUTH),), (person(1, 30),), AT))
    assert isinstance(found.answer, Infeasible)
    assert set(found.apart) == {1}


def test_a_reorganisation_beyond_the_room_is_measured_by_the_room_there_is():
    cases = tuple(CaseToPlace(number, 10, unit=NORTH, holder=1, group="6.3") for number in range(6))
    staff = (person(1, 60), person(2, 40, unit=SOUTH))
    tried = what_if(Problem(cases, staff, AT), {"6.3": SOUTH})
    assert isinstance(tried.answer, Proposal)
    assert [one.short_by for one in tried.short] == [20]
    assert tried.answer.measures.over == 20
    assert tried.apart == {}


def test_ways_out_are_told_in_both_languages():
    more, lend = Relief(1, more=25), Relief(2, lend=True, room=40)
    assert eases(more, "en", usual=10, person="Mette") == "Mette would need room for 2.5 usual cases more"
    assert eases(more, "da", usual=10, person="Mette") == "Mette skulle have plads til 2,5 almindelige sager mere"
    assert eases(lend, "en", usual=10, person="Ole").endswith("has room for 4 usual cases")
    assert eases(lend, "da", usual=10, person="Ole").startswith("Ole i en anden enhed")
