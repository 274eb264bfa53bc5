"""What is due when the law or the group changes while a case runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tovholder.rules.course import Course, Event, Exemption, GroupSpell
from tovholder.rules.deadlines import Obligation, Status, look_again_on, next_due, obligations
from tovholder.rules.reading import shipped

pytestmark = pytest.mark.requirement("F17")
BOOK = shipped()
DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def due(course: Course, today: str, series: str = "number") -> list[Obligation]:
    return [one for one in obligations(course, day(today), BOOK) if one.series.key == series]


def one_group(group: str, opened: str, *held: str, closed: str | None = None) -> Course:
    spells = (GroupSpell(group, day(opened), day(closed) if closed else None),)
    return Course(day(opened), spells, tuple(Event(day(on)) for on in held), day(closed) if closed else None)


def test_four_a_year_becomes_four_in_half_a_year_for_a_case_in_its_first_half_year() -> None:
    """Opened in May 2019, 4 in 6 months from 1 July: counted from May, and the conversation in May counts."""
    (found,) = due(one_group("6.3", "2019-05-06", "2019-05-10", "2019-08-01"), "2019-09-01")
    assert (found.rule.id, found.due_on) == ("number-2019", day("2019-11-06"))
    assert found.done == (day("2019-05-10"), day("2019-08-01"))


def test_four_a_year_ends_for_a_case_whose_first_half_year_is_long_over() -> None:
    """Then as needed: the year that was running on 1 July 2019 is not asked for any more."""
    found = due(one_group("6.3", "2018-03-05"), "2020-01-01")
    assert [(one.rule.id, one.due_on) for one in found] == [("number-2018", day("2019-03-04"))]


def test_a_case_of_may_2026_falls_under_the_quota_of_july() -> None:
    (found,) = due(one_group("6.2", "2026-05-04"), "2026-06-15")
    assert (found.rule.id, found.rule.number("share"), found.due_on) == ("number-2026", 75, day("2026-11-04"))


def test_what_was_due_before_the_change_was_due_under_the_old_rule() -> None:
    (found,) = due(one_group("6.2", "2025-12-30"), "2026-08-01")
    assert (found.rule.id, found.due_on, found.status) == ("number-2024", day("2026-06-30"), Status.OVERDUE)


def test_an_insured_person_of_march_2026_owes_two_conversations_and_not_three() -> None:
    (found,) = due(one_group("6.1", "2026-03-02", "2026-04-01"), "2026-08-01")
    assert (found.rule.id, found.count, found.done) == ("number-2026-insured", 2, (day("2026-04-01"),))


def test_the_intensive_conversation_falls_away_with_its_rule() -> None:
    assert due(one_group("6.1", "2025-06-02"), "2027-01-01", "intensive") == []
    (found,) = due(one_group("6.1", "2025-02-28"), "2026-06-29", "intensive")
    assert (found.due_on, found.status) == (day("2026-06-28"), Status.OVERDUE)


def test_a_running_resource_course_goes_on_under_the_old_chapters() -> None:
    (found,) = due(one_group("6.8", "2026-06-15"), "2026-08-01")
    assert (found.rule.id, found.due_on) == ("number-2024-closing", day("2026-12-15"))


def test_a_rule_that_does_not_keep_its_cases_lets_them_go() -> None:
    rules = tuple(replace(rule, keeps=False) if rule.id == "number-2024-closing" else rule for rule in BOOK.rules)
    course = one_group("6.8", "2026-06-15")
    assert not obligations(course, day("2026-08-01"), replace(BOOK, rules=rules))


def test_where_the_new_time_has_passed_already_the_old_one_stands() -> None:
    """Six months become three on 1 July: for a case of February the three are over, the six are not."""
    rules = tuple(
        replace(rule, terms={**rule.terms, "within": BOOK.by_id["fund-2026"].terms["within"]})
        if rule.id == "number-2026"
        else rule
        for rule in BOOK.rules
    )
    shorter = replace(BOOK, rules=rules)
    (found,) = (
        one for one in obligations(one_group("6.2", "2026-02-02"), day("2026-07-15"), shorter) if one.count == 4
    )
    assert (found.rule.id, found.due_on, found.status) == ("number-2024", day("2026-08-02"), Status.OPEN)
    (found,) = (
        one for one in obligations(one_group("6.2", "2026-05-04"), day("2026-07-15"), shorter) if one.count == 4
    )
    assert (found.rule.id, found.due_on) == ("number-2026", day("2026-08-04"))


def test_sickness_follow_up_changes_at_new_year() -> None:
    """Sick since November 2025: the eighth week ends after the change, so one conversation in half a year is due."""
    (found,) = due(one_group("6.6", "2025-11-10"), "2026-01-15", "sickness")
    assert (found.rule.id, found.due_on) == ("sickness-2026", day("2026-05-10"))


def test_becoming_activity_ready_does_not_begin_the_count_anew() -> None:
    spells = (GroupSpell("6.2", day("2025-01-06"), day("2025-03-03")), GroupSpell("6.3", day("2025-03-03")))
    course = Course(day("2025-01-06"), spells, (Event(day("2025-01-10")),))
    (found,) = due(course, "2025-04-01")
    assert (found.group, found.due_on, found.done) == ("6.3", day("2025-07-06"), (day("2025-01-10"),))
    assert [one.due_on for one in due(course, "2025-04-01", "first")] == [day("2025-01-13")]


def test_going_from_sickness_benefit_to_cash_benefit_begins_another_contact_course() -> None:
    spells = (GroupSpell("6.6", day("2025-01-06"), day("2025-03-03")), GroupSpell("6.3", day("2025-03-03")))
    course = Course(day("2025-01-06"), spells, (Event(day("2025-02-25")),))
    (found,) = due(course, "2025-04-01", "first")
    assert (found.counted_from, found.due_on, found.done) == (day("2025-03-03"), day("2025-03-10"), ())


def test_what_a_case_had_no_time_for_is_not_missed_when_it_closes() -> None:
    assert due(one_group("6.3", "2025-01-06", closed="2025-04-01"), "2025-12-01") == []
    (kept,) = due(one_group("6.3", "2025-01-06", "2025-01-07", closed="2025-04-01"), "2025-12-01", "first")
    assert kept.status is Status.KEPT
    (missed,) = due(one_group("6.3", "2025-01-06", closed="2025-04-01"), "2025-12-01", "first")
    assert missed.status is Status.MISSED


def test_a_conversation_before_the_case_or_after_today_does_not_count() -> None:
    (found,) = due(one_group("6.3", "2025-01-06", "2025-01-02", "2025-02-20"), "2025-01-20")
    assert found.done == ()


def test_an_exemption_covers_what_falls_due_in_it() -> None:
    course = replace(one_group("6.2", "2026-08-03"), exemptions=(Exemption("number", day("2027-01-01")),))
    (found,) = due(course, "2027-03-01")
    assert found.status is Status.EXEMPT
    ended = replace(course, exemptions=(Exemption("number", day("2026-09-01"), day("2027-02-03")),))
    assert due(ended, "2027-03-01")[0].status is Status.OVERDUE
    other = replace(course, exemptions=(Exemption("offer", day("2026-09-01")),))
    assert due(other, "2027-03-01")[0].status is Status.OVERDUE


def test_where_nobody_registers_it_nobody_has_missed_it() -> None:
    course = replace(one_group("6.1", "2024-02-01"), registered=frozenset({("conversation", "municipality")}))
    by_series = {one.series.key: one.status for one in obligations(course, day("2026-01-01"), BOOK)}
    assert by_series["number"] is Status.OVERDUE
    assert {by_series[key] for key in ("fund_first", "fund", "intensive")} == {Status.UNKNOWN}


def test_what_is_overdue_comes_before_what_is_ahead() -> None:
    found = obligations(one_group("6.3", "2026-08-03"), day("2026-09-01"), BOOK)
    following = next_due(found)
    assert following is not None
    assert (following.series.key, following.status) == ("first", Status.OVERDUE)
    assert next_due([]) is None


def test_time_alone_brings_new_dates_only_where_there_is_a_rule_for_each_period() -> None:
    course = one_group("6.3", "2018-03-05")
    june = day("2018-06-01")
    assert look_again_on(course, obligations(course, june, BOOK), june) == day("2019-03-05")
    course, september = one_group("6.3", "2026-08-03"), day("2026-09-01")
    assert look_again_on(course, obligations(course, september, BOOK), september) is None


def test_what_was_not_done_before_a_contact_course_ended_can_be_done_no_more() -> None:
    spells = (GroupSpell("6.6", day("2024-01-08"), day("2024-09-02")), GroupSpell("6.3", day("2024-09-02")))
    course = Course(day("2024-01-08"), spells)
    august, september = day("2024-08-30"), day("2024-09-02")
    (before,) = due(course, "2024-08-30", "sickness")
    assert (before.status, before.ends_on) == (Status.OVERDUE, september)
    assert look_again_on(course, obligations(course, august, BOOK), august) == september
    (after,) = due(course, "2024-09-02", "sickness")
    assert after.status is Status.MISSED
    assert not after.is_pending


days = st.dates(dt.date(2017, 1, 1), dt.date(2027, 6, 30))


@given(
    group=st.sampled_from(list(BOOK.groups)),
    other=st.sampled_from(list(BOOK.groups)),
    opened=days,
    stay=st.integers(1, 700),
    held=st.lists(st.integers(0, 900), max_size=8),
    look=st.integers(0, 1200),
)
def test_of_one_series_nothing_is_due_twice_and_every_date_holds_under_its_row(
    group: str, other: str, opened: dt.date, stay: int, held: list[int], look: int
) -> None:
    changed = opened + stay * DAY
    spells = (GroupSpell(group, opened, changed), GroupSpell(other, changed))
    course = Course(opened, spells, tuple(Event(opened + after * DAY) for after in held))
    today = opened + look * DAY
    found = obligations(course, today, BOOK)
    once = [(one.series.key, one.counted_from) for one in found if one.rule.kind == "at_least"]
    assert len(once) == len(set(once))
    windows = [(one.rule.id, one.window_from) for one in found]
    assert len(windows) == len(set(windows))
    for one in found:
        assert one.rule.concerns(one.group)
        assert one.counted_from <= one.window_from <= one.due_on
        assert all(one.window_from <= on <= today for on in one.done)
        assert one.is_fulfilled == (one.fulfilled_on is not None and one.status is not Status.EXEMPT)
        assert (one.status is Status.OPEN) <= (one.due_on >= today)
        assert one.rule.keeps or one.rule.valid_from is None or one.due_on >= one.rule.valid_from
