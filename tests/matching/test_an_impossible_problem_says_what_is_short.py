"""What cannot be done is answered with the constraint, by how much, and what would lift it."""

from dataclasses import replace

from tests.matching.small import AT
from tovholder.matching.takeover import CaseToPlace, Infeasible, Lack, Person, Problem, Proposal, Relief, Span, propose
from tovholder.matching.takeover.words import short

NORTH, SOUTH = 1, 2


def in_north(*cases: CaseToPlace, staff: tuple[Person, ...]) -> Infeasible:
    answer = propose(Problem(cases, staff, AT))
    assert isinstance(answer, Infeasible)
    return answer


def person(number: int, capacity: int = 100, unit: int = NORTH, **values: object) -> Person:
    return Person(number, capacity, units=frozenset({unit}), **values)  # type: ignore[arg-type]


def test_capacity_is_short_by_so_much_in_one_team_and_others_have_room():
    cases = [CaseToPlace(number, weight=10, unit=NORTH) for number in range(12)]
    staff = (person(1, 50), person(2, 60, load=27), person(3, 400, unit=SOUTH))
    (one,) = in_north(*cases, staff=staff).shortfalls
    assert (one.lack, one.unit, one.asked, one.room, one.short_by) == (Lack.CAPACITY, NORTH, 120, 83, 37)
    assert one.people == (1, 2)
    assert one.relief[-1] == Relief(3, lend=True, room=400)
    # With what is proposed it can be done, and with one unit less it cannot: cases are whole.
    more = {relief.person: relief.more for relief in one.relief if relief.more}
    assert sum(more.values()) == 37
    relieved = tuple(replace(one, capacity=one.capacity + more.get(one.id, 0)) for one in staff)
    assert isinstance(propose(Problem(tuple(cases), relieved, AT)), Proposal)
    said = short(one, "en", usual=10, where="North")
    assert said == "Room for 3.7 usual cases is missing in North: 12 are to be placed, and there is room for 8.3."
    assert short(one, "da", usual=10, where="Nord").startswith("Der mangler plads til 3,7 almindelige sager i Nord:")


def test_only_those_who_are_short_are_told_of():
    arabic = [CaseToPlace(n, weight=10, unit=NORTH, languages=frozenset({"ar"})) for n in range(3)]
    others = [CaseToPlace(n, weight=10, unit=NORTH) for n in range(3, 8)]
    staff = (person(1, 20, languages=frozenset({"ar"})), person(2, 100))
    (one,) = in_north(*arabic, *others, staff=staff).shortfalls
    assert one.cases == (0, 1, 2)
    assert (one.people, one.values, one.short_by) == ((1,), ("ar",), 10)


def test_nobody_speaks_the_language_and_somebody_elsewhere_does():
    tigrinya = CaseToPlace(1, weight=12, unit=NORTH, languages=frozenset({"ti"}))
    staff = (person(1), person(2, unit=SOUTH, languages=frozenset({"ti"})))
    (one,) = in_north(tigrinya, staff=staff).shortfalls
    assert (one.lack, one.values, one.short_by, one.cases) == (Lack.LANGUAGE, ("ti",), 12, (1,))
    assert one.relief == (Relief(2, lend=True, room=100),)
    said = short(one, "en", usual=10, where="North", name={"ti": "Tigrinya"}.__getitem__)
    assert said == "Nobody in North speaks Tigrinya (1 case)."


def test_each_kind_of_lack_has_its_name():
    both = {"languages": frozenset({"ar"}), "fields": frozenset({"flex"})}
    staff = (
        person(1, languages=frozenset({"ar"})),
        person(2, fields=frozenset({"flex"})),
        person(3, unit=SOUTH, away=(Span(AT),)),
    )
    answer = in_north(
        CaseToPlace(1, unit=NORTH, **both),  # type: ignore[arg-type]
        CaseToPlace(2, unit=SOUTH),
        CaseToPlace(3, unit=NORTH, not_with=frozenset({1, 2})),
        CaseToPlace(4, unit=NORTH, fixed_to=3),
        CaseToPlace(5, unit=NORTH, fields=frozenset({"ill"})),
        staff=staff,
    )
    assert {one.lack: one.cases for one in answer.shortfalls} == {
        Lack.TOGETHER: (1,),
        Lack.NOBODY: (2,),
        Lack.EXCLUDED: (3,),
        Lack.FIXED: (4,),
        Lack.FIELD: (5,),
    }


def test_room_enough_in_all_but_not_in_one_piece():
    (one,) = in_north(CaseToPlace(1, weight=8, unit=NORTH), staff=(person(1, 5), person(2, 6))).shortfalls
    assert (one.lack, one.room, one.asked, one.short_by) == (Lack.PIECES, 11, 8, 2)
    assert one.relief == (Relief(2, more=2),)
