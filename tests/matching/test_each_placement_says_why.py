"""Why this person, why not the nearest others, and which meetings fall."""

import datetime as dt

from tests.matching.small import AT, hours
from tovholder.matching.takeover import CaseToPlace, Meeting, Person, Problem, Proposal, Reason, Span, Why, propose
from tovholder.matching.takeover.words import said


def answered(cases: tuple[CaseToPlace, ...], *staff: Person) -> Proposal:
    answer = propose(Problem(cases, staff, AT))
    assert isinstance(answer, Proposal)
    return answer


def meeting(number: int, first: int, last: int, *, critical: bool = True) -> Meeting:
    span = hours(first, last)
    assert span.end
    return Meeting(number, span.start, span.end, critical)


def test_who_holds_it_keeps_it_although_somebody_else_would_fit_better():
    case = CaseToPlace(1, holder=1, wished_languages=frozenset({"ar"}))
    (one,) = answered((case,), Person(1, 10, load=9), Person(2, 10, languages=frozenset({"ar"}))).placements
    assert (one.person, one.shift) == (1, False)
    assert one.reasons == (Reason(Why.KEEPS), Reason(Why.FULL_AFTER))
    (other,) = one.others
    assert other.against[0] == Reason(Why.SHIFT)
    assert other.good == (Reason(Why.SPEAKS, value="ar"),)


def test_somebody_who_is_ill_is_followed_by_a_face_the_citizen_knows():
    ill, known, stranger = (
        Person(1, 100, away=(Span(AT),)),
        Person(2, 100, load=60),
        Person(3, 100, load=10),
    )
    case = CaseToPlace(1, weight=10, holder=1, met={2: 2})
    (one,) = answered((case,), ill, known, stranger).placements
    assert (one.person, one.shift) == (2, True)
    assert one.reasons == (Reason(Why.HAS_MET, 2), Reason(Why.ROOM, 30))
    texts = [said(reason, "en", usual=10) for reason in one.reasons]
    assert texts == ["has met the citizen twice", "has room for 3 usual cases more"]
    assert said(one.reasons[0], "da", usual=10) == "har mødt borgeren 2 gange"
    assert [other.person for other in one.others] == [3]
    assert one.others[0].against == (Reason(Why.KNOWN_LESS, 2),)


def test_a_critical_meeting_outranks_a_known_face_and_an_ordinary_one_is_moved():
    case = CaseToPlace(1, met={1: 3}, meetings=(meeting(7, 1, 2), meeting(8, 4, 5, critical=False)), holder=9)
    busy, free = Person(1, 10, busy=(hours(0, 3),)), Person(2, 10, busy=(hours(4, 6),))
    (one,) = answered((case,), busy, free).placements
    assert one.person == 2
    assert Reason(Why.HOLDS_MEETING, 1) in one.reasons
    assert (one.uncovered, one.to_move) == ((), (8,))
    assert one.others[0].against == (Reason(Why.MISSES_MEETING, 1),)


def test_two_critical_meetings_at_a_time_go_to_two_people_or_one_of_them_falls():
    cases = tuple(CaseToPlace(n, meetings=(meeting(n, 1, 3),), holder=1) for n in (1, 2))
    apart = answered(cases, Person(1, 10), Person(2, 10))
    assert {one.person for one in apart.placements} == {1, 2}
    assert apart.measures.uncovered == 0
    alone = answered(cases, Person(1, 10))
    assert alone.measures.uncovered == 1
    assert sorted(number for one in alone.placements for number in one.uncovered) in ([1], [2])
    assert Reason(Why.ONLY_ONE) in alone.placements[0].reasons


def test_who_is_full_is_said_to_be_full():
    case = CaseToPlace(1, weight=10, met={1: 3})
    (one,) = answered((case,), Person(1, 100, load=95), Person(2, 100)).placements
    assert one.person == 2
    assert one.others[0].against == (Reason(Why.FULL, 5),)
    assert one.others[0].good == (Reason(Why.HAS_MET, 3),)


def test_what_a_person_has_decided_stands():
    case = CaseToPlace(1, holder=1, fixed_to=2)
    (one,) = answered((case,), Person(1, 10), Person(2, 10, takes_new=False)).placements
    assert (one.person, one.reasons[0]) == (2, Reason(Why.FIXED))


def test_a_short_absence_does_not_take_a_case_away_and_a_long_one_does():
    case = CaseToPlace(1, holder=1)
    away = AT + dt.timedelta(days=3)
    for days, person in ((14, 1), (15, 2)):
        absence = Span(away, away + dt.timedelta(days=days))
        (one,) = answered((case,), Person(1, 10, away=(absence,)), Person(2, 10)).placements
        assert one.person == person
