"""Each definition on facts few enough to count on the fingers. Where facts are missing, so is the figure."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.figures.computed import answer, cells, facts, snapshot, value

#: Case 1 is open throughout 2024, case 2 from April to September, case 3 from 1 December.
CASES = [
    (1, 10, "2024-01-01", None, None),
    (2, 20, "2024-04-01", "2024-10-01", "work"),
    (3, 30, "2024-12-01", None, None),
]


def held(case: int, *rows: tuple[str, int | None, bool | None, str | None]) -> list[tuple[object, ...]]:
    """(day, staff, planned, cause) for a case's caseworker."""
    return [
        (case, "caseworker", seq, f"{day} 09:00", staff, 100, planned, cause, 900 if cause == "project" else None)
        for seq, (day, staff, planned, cause) in enumerate(rows)
    ]


HELD = [
    *held(
        1,
        ("2024-01-11", 1, None, "new_case"),
        ("2024-03-01", 2, False, "sickness"),
        ("2024-05-01", None, None, None),
        ("2024-05-31", 2, None, None),
        ("2024-06-01", 1, True, "project"),
    ),
    *held(2, ("2024-04-01", 2, None, "new_case"), ("2024-07-01", 3, None, None)),
]
TOWN = snapshot(cases=CASES, assignments=HELD)


# What is missing is missing


def test_a_table_that_the_source_does_not_know_leaves_the_figure_without_an_answer() -> None:
    told = answer("waiting", TOWN)
    assert told.lacking == ("pauses", "waits")
    assert told.table["value"].to_list() == [None]


def test_a_breakdown_that_the_source_does_not_know_leaves_the_figure_without_an_answer() -> None:
    assert answer("shifts", TOWN, "target_group").lacking == ("target_group_spells",)


@pytest.mark.requirement("L2")
def test_months_after_the_end_of_the_data_are_missing_and_months_without_anything_are_zero() -> None:
    late = snapshot(
        cases=CASES,
        assignments=HELD,
        coverage=[("assignments", None, "2024-07-15")],
        breaks=[("cases", "2024-04-01", "a", "b")],
    )
    told = answer("shifts", late, "month", "2024-03..2024-09")
    assert told.data_end == dt.date(2024, 7, 15)
    assert told.table.select("month", "value", "state").rows() == [
        ("2024-03", 1, "whole"),
        ("2024-04", 0, "whole"),
        ("2024-05", 0, "whole"),
        ("2024-06", 1, "whole"),
        ("2024-07", 1, "part"),
        ("2024-08", None, "missing"),
        ("2024-09", None, "missing"),
    ]
    assert [known.day for known in told.breaks] == [dt.date(2024, 4, 1)]


def test_a_share_of_nothing_is_missing() -> None:
    told = answer("unplanned_share", TOWN, period="2023-01").table
    assert told.select("value", "denominator").rows() == [(None, None)]


# Shifts


@pytest.mark.requirement("F19")
def test_a_shift_is_a_change_from_one_person_to_another_also_across_a_vacancy() -> None:
    assert value("shifts", TOWN) == 3
    rows = facts("shifts", TOWN).select("case", "day", "before", "staff").rows()
    assert rows == [
        (1, dt.date(2024, 3, 1), 1, 2),
        (1, dt.date(2024, 6, 1), 2, 1),
        (2, dt.date(2024, 7, 1), 2, 3),
    ]


def test_shifts_are_told_apart_by_what_is_registered_about_them() -> None:
    assert value("unplanned_shifts", TOWN) == 1
    assert value("project_shifts", TOWN) == 1
    assert cells("shifts", TOWN, "cause") == {"project": 1, "sickness": 1, None: 1}
    share = answer("unplanned_share", TOWN).table
    assert share.select("value", "numerator", "denominator").rows() == [(0.5, 1, 2)]


def test_there_and_back_counts_the_shift_back() -> None:
    assert value("ping_pong", TOWN) == 1


def test_shifts_per_citizen_divides_by_those_with_an_open_case() -> None:
    told = answer("shifts_per_citizen", TOWN, period="2024-01..2024-11").table
    assert told.select("value", "numerator", "denominator").rows() == [(1.5, 3, 2)]


def test_a_share_with_so_many_shifts_looks_back_a_year_from_the_end_of_the_period() -> None:
    assert value("share_with_2_shifts", TOWN, "2024-06") == 0.5
    later = snapshot(cases=CASES, assignments=HELD, meta=[(1, "t", None, "2026-01-01 03:00", None, "2025-12-31")])
    assert value("share_with_2_shifts", later, "2025-02") == 0.5
    assert value("share_with_2_shifts", later, "2025-03") == 0
    assert cells("open_cases", later, "month", "2024-11..2024-12") == {"2024-11": 1, "2024-12": 2}


def test_faces_and_the_time_with_the_present_one() -> None:
    # Cases 1 (1 and 2) and 3 (nobody) are open.
    assert value("faces_met", TOWN) == 1
    assert value("time_with_present", TOWN, "2024-06") == 0.5 * (29 + 90)
    # Nobody came between: the vacancy in May does not begin the time anew.
    assert value("time_with_present", TOWN, "2024-05") == 0.5 * ((31 + 30 + 31 - 1) + (30 + 31 - 1))


# Vacancy and caseload


@pytest.mark.requirement("F3")
def test_time_without_a_caseworker_counts_from_the_day_the_case_was_opened() -> None:
    assert value("vacant_days", TOWN) == 10 + 30 + 31
    assert value("vacant_cases", TOWN, "2024-05") == 0
    assert value("vacant_cases", TOWN, "2024-05-30") == 1
    assert value("vacant_cases", TOWN) == 1
    assert value("case_days", TOWN) == 366 + 183 + 31


def test_caseload_weight_and_room() -> None:
    town = snapshot(
        cases=CASES,
        assignments=[*HELD, *held(3, ("2024-12-01", 1, None, None))],
        weights=[(1, "2024-02-01", 2.5), (1, "2025-01-01", 9.0)],
        staff=[
            (1, 100, 5.0, "2024-01-01", None),
            (2, 100, 10.0, "2024-01-01", "2024-07-01"),
            (4, 100, None, "2024-01-01"),
        ],
    )
    assert value("caseload", town) == 2
    assert value("weighted_caseload", town) == 3.5
    assert value("load", town) == 0.7
    assert value("caseload_most", town, "2024-06") == 1
    assert cells("caseload", town, "unit") == {100: 2}


# Waits


WAITS = [
    # wait, case, kind, counterpart, unit, started, ended, came, threshold
    (1, 1, "certificate", "clinic", None, "2024-01-10", "2024-01-30", True, 14),
    (2, 1, "certificate", "clinic", None, "2024-02-01", "2024-02-11", True, 14),
    (3, 2, "certificate", "region", None, "2024-05-01", None, None, 14),
    (4, 2, "certificate", "region", 200, "2024-05-01", "2024-05-11", False, None),
]
WAITING = snapshot(
    cases=CASES,
    assignments=HELD,
    units=[(100, None, "team", "T"), (200, None, "team", "U")],
    waits=WAITS,
    pauses=[(1, "2024-01-15", "2024-01-25"), (3, "2024-05-11", None)],
)


@pytest.mark.requirement("F18")
def test_waits_that_began_ended_and_go_on() -> None:
    assert value("waits_started", WAITING) == 4
    assert value("waits_ended", WAITING) == 2
    assert cells("waiting", WAITING, "quarter") == {"2024-Q1": 0, "2024-Q2": 1, "2024-Q3": 1, "2024-Q4": 1}
    assert cells("waits_started", WAITING, "counterpart") == {"clinic": 2, "region": 2}


@pytest.mark.requirement("F18")
def test_paused_days_do_not_count() -> None:
    assert facts("waits_ended", WAITING).select("wait", "days", "is_over_threshold").rows() == [
        (1, 10, False),
        (2, 10, False),
    ]
    assert value("longest_wait", WAITING, "2024-05") == 10
    assert value("longest_wait", WAITING, "2024-05-06") == 5
    assert value("ended_over_threshold", WAITING) == 0


@pytest.mark.requirement("F18")
def test_those_who_still_wait_or_gave_up_count_as_waiting() -> None:
    # Two came after ten days each; one still waits and one was dropped, both after ten days: S(10) = 1/2.
    assert value("wait_median", WAITING) == 10
    assert value("wait_p80", WAITING) is None


def test_a_wait_of_another_unit_says_so() -> None:
    # The case had no caseworker and no unit yet when its first wait began.
    assert cells("waits_started", WAITING, "unit") == {100: 2, 200: 1, None: 1}


# Passive periods


BENEFIT_TYPES = [("kontanthjaelp", True, True), ("su", False, False)]
LIVING = snapshot(
    cases=CASES,
    benefit_types=BENEFIT_TYPES,
    benefit_spells=[
        (10, "kontanthjaelp", None, "2024-01-01", "2024-03-01"),
        (10, "kontanthjaelp", 0.5, "2024-03-01", None),
        (20, "su", None, "2024-01-01", None),
        (30, "kontanthjaelp", None, "2024-12-01", "2024-12-11"),
    ],
    target_group_types=[("6.2", True), ("6.3", False)],
    target_group_spells=[(10, "6.2", None, "2023-06-01", "2024-12-21"), (10, "6.3", None, "2024-12-21")],
    activities=[
        (1, 10, 1, "internship", None, 20.0, "2024-02-01", "2024-03-01"),
        (2, 10, 1, "paid_hours", None, 5.0, "2024-02-15", "2024-04-01"),
    ],
)


@pytest.mark.requirement("H2")
def test_whoever_is_on_support_and_in_nothing_is_passive() -> None:
    assert facts("passive_days", LIVING).select("citizen", "start", "end").rows() == [
        (10, dt.date(2024, 1, 1), dt.date(2024, 2, 1)),
        (10, dt.date(2024, 4, 1), None),
        (30, dt.date(2024, 12, 1), dt.date(2024, 12, 11)),
    ]
    assert cells("passive_citizens", LIVING, "month", "2024-01..2024-04") == {
        "2024-01": 1,
        "2024-02": 0,
        "2024-03": 0,
        "2024-04": 1,
    }
    assert value("passive_share", LIVING, "2024-12-05") == 1
    assert value("active_share", LIVING, "2024-03") == 1
    assert value("long_passive_citizens", LIVING) == 1
    # Of three passive periods one gave way to an activity, after 31 days; one ended with the support after 10.
    assert value("passive_median", LIVING) == 31


# Benefits


def test_benefits_in_persons_courses_and_full_time() -> None:
    assert cells("benefit_persons", LIVING, "benefit") == {"kontanthjaelp": 2, "su": 1}
    assert value("full_time_persons", LIVING, "2024-02") == 2
    assert value("full_time_persons", LIVING, "2024-04") == 1.5
    assert value("full_time_persons", LIVING, "2024-12") == pytest.approx(1.5 + 10 / 31)
    # Spells that touch are one course.
    assert cells("benefit_inflow", LIVING, "month", "2024-01..2024-03") == {"2024-01": 2, "2024-02": 0, "2024-03": 0}
    assert value("benefit_outflow", LIVING) == 1
    assert cells("benefit_courses", LIVING, "duration", "2024-06") == {"3-6": 2}


@pytest.mark.requirement("H2")
def test_courses_over_three_and_twelve_months() -> None:
    assert value("courses_over_3_months", LIVING, "2024-03-31") == 0
    assert value("courses_over_3_months", LIVING, "2024-04-01") == 2
    assert value("share_over_12_months", LIVING, "2024-12-30") == 0
    assert value("share_over_12_months", LIVING, "2024-12-31") == 1


def test_both_definitions_of_long_term_unemployment() -> None:
    # Unemployed from 1 January to 20 December: 80 % of 364 days is reached on day 292, 52 weeks in a row never.
    assert value("unemployed", LIVING, "2024-12-20") == 1
    assert value("unemployed", LIVING, "2024-12-21") == 0
    assert value("long_term_unemployed_80_percent", LIVING, "2024-10-17") == 0
    assert value("long_term_unemployed_80_percent", LIVING, "2024-10-18") == 1
    assert value("long_term_unemployed_52_weeks", LIVING, "2024-12-20") == 0


# Conversations and requirements


def test_conversations_held_missed_and_cancelled() -> None:
    town = snapshot(
        cases=CASES,
        conversations=[
            (1, 1, "first", "office", 1, "2024-01-05", "2024-01-05"),
            (2, 1, "job", "phone", 1, "2024-02-05", None, "2024-02-05"),
            (3, 1, "job", "phone", 1, "2024-02-20", None, None, "2024-02-19"),
            (4, 2, "job", None, 1, "2024-04-02", "2024-04-02"),
            (5, 2, "job", None, 1, "2025-04-02"),
        ],
    )
    assert value("conversations_held", town) == 2
    assert value("missed_share", town) == pytest.approx(1 / 3)
    assert cells("conversations_cancelled", town, "kind") == {"job": 1}
    assert value("citizens_spoken_with", town) == 2


@pytest.mark.requirement("F17")
def test_requirements_are_counted_on_the_day_they_were_due() -> None:
    def due(
        number: int, kind: str, day: str, fulfilled: str | None, exempt: bool = False, quota: float | None = None
    ) -> tuple[object, ...]:
        return (number, 1 + number % 2, kind, "r", "2024-01-01", "2024-01-01", day, 4, 3, fulfilled, exempt, quota)

    town = snapshot(
        cases=CASES,
        dues=[
            due(1, "first_conversation", "2024-01-08", "2024-01-08"),
            due(2, "first_conversation", "2024-01-08", "2024-01-09"),
            due(3, "first_conversation", "2024-01-08", None, True),
            due(4, "conversations", "2024-06-30", "2024-06-01", False, 0.75),
            due(5, "conversations", "2024-06-30", None, True, 0.75),
            due(6, "conversations", "2024-06-30", None, False, 0.75),
            due(7, "conversations", "2025-01-30", None, False, 0.75),
        ],
    )
    assert value("first_conversation_in_time", town) == 0.5
    assert value("conversations_reached", town) == 0.5
    assert value("conversations_of_required", town) == 0.75
    assert value("quota", town) == 0.75
    shares = [value(name, town) for name in ("quota_reached", "quota_exempt", "quota_missed")]
    assert shares == pytest.approx([1 / 3] * 3)


# Breakdowns


def test_a_breakdown_says_what_held_on_the_day_of_the_fact() -> None:
    town = snapshot(
        cases=CASES,
        citizens=[(10, "1994-04-01"), (20, None), (30, "1960-01-01")],
        assignments=HELD,
        units=[(1, None, "department", "D"), (100, 1, "team", "T")],
        target_group_spells=[(10, "6.2", None, "2024-01-01", "2024-05-01"), (10, "6.3", None, "2024-05-01")],
    )
    assert cells("shifts", town, "target_group") == {"6.2": 1, "6.3": 1, None: 1}
    assert cells("shifts", town, "age") == {"25-29": 1, "30-39": 1, None: 1}
    assert cells("shifts", town, "department,team") == {(1, 100): 3}
    assert cells("open_cases", town, "unit", "2024-06") == {100: 2}
    # A case is cut where its citizen changes group; its days are not lost.
    assert cells("case_days", town, "target_group") == {"6.2": 121, "6.3": 245, None: 214}
