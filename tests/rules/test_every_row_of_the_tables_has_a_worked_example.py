"""Each row as worked out by hand. A row without an example here fails the last test."""

from __future__ import annotations

import datetime as dt

import pytest

from tovholder.rules import flexjobs, letters, measures, reimbursement
from tovholder.rules.book import Unknown
from tovholder.rules.course import Course, Event, GroupSpell
from tovholder.rules.deadlines import Obligation, Status, obligations
from tovholder.rules.reading import shipped

pytestmark = pytest.mark.requirement("F17")
BOOK = shipped()
LONG_AFTER = dt.date(2030, 1, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def in_group(group: str, opened: str, *events: Event, today: dt.date = LONG_AFTER) -> dict[str, Obligation]:
    """What is due, by rule; of several under one rule, the last."""
    course = Course(day(opened), (GroupSpell(group, day(opened)),), events)
    return {one.rule.id: one for one in obligations(course, today, BOOK)}


#: rule, group, first day, first day that counts, last day, how many; all counted in a calendar by hand.
DEADLINES = [
    ("first-2018", "6.3", "2018-03-05", "2018-03-05", "2018-03-12", 1),
    ("number-2018", "6.3", "2018-03-05", "2018-03-05", "2019-03-04", 4),
    ("first-2019", "6.2", "2020-02-24", "2020-02-24", "2020-03-02", 1),  # past a leap day
    ("first-2019", "6.4", "2019-12-27", "2019-12-27", "2020-01-03", 1),
    ("first-2019", "6.5", "2019-12-27", "2019-12-27", "2020-01-03", 1),
    ("number-2019", "6.3", "2019-08-31", "2019-08-31", "2020-02-29", 4),
    ("number-2019-others", "6.7", "2021-01-15", "2021-01-15", "2021-07-15", 4),
    ("number-2019-others", "6.8", "2021-01-15", "2021-01-15", "2021-07-15", 4),
    ("number-2019-others", "6.9", "2021-01-15", "2021-01-15", "2021-07-15", 4),
    ("number-2019-others", "6.10", "2021-01-15", "2021-01-15", "2021-07-15", 4),
    ("first-2024", "6.3", "2024-01-01", "2024-01-01", "2024-01-08", 1),
    ("number-2024", "6.3", "2024-01-01", "2024-01-01", "2024-07-01", 4),
    ("number-2024", "6.7", "2025-12-31", "2025-12-31", "2026-06-30", 4),
    ("number-2024", "6.9", "2024-08-30", "2024-08-30", "2025-02-28", 4),
    ("number-2024-closing", "6.8", "2026-06-30", "2026-06-30", "2026-12-30", 4),
    ("number-2024-closing", "6.10", "2026-01-02", "2026-01-02", "2026-07-02", 4),
    ("fund-first-2024", "6.1", "2024-02-01", "2024-02-01", "2024-02-15", 1),
    ("fund-2024", "6.1", "2024-02-01", "2024-02-01", "2024-05-01", 3),
    ("number-2024-insured", "6.1", "2024-02-01", "2024-05-01", "2024-08-01", 3),
    ("intensive-2024", "6.1", "2024-02-01", "2024-02-01", "2025-06-01", 1),
    ("first-2026-job-ready", "6.2", "2026-08-03", "2026-08-03", "2026-08-10", 1),
    ("number-2026", "6.2", "2026-08-03", "2026-08-03", "2027-02-03", 4),
    ("number-2026", "6.9", "2026-08-03", "2026-08-03", "2027-02-03", 4),
    ("first-2026-others", "6.3", "2026-08-03", "2026-08-03", "2026-08-10", 1),
    ("number-2026-others", "6.3", "2026-08-03", "2026-08-03", "2027-02-03", 4),
    ("fund-2026", "6.1", "2026-08-03", "2026-08-03", "2026-11-03", 2),
    ("number-2026-insured", "6.1", "2026-08-03", "2026-08-03", "2027-02-03", 2),
    ("sickness-2026", "6.6", "2026-02-02", "2026-02-02", "2026-08-02", 1),
    ("sickness-old", "6.6", "2025-02-03", "2025-02-03", "2025-03-31", 1),
    ("reassessment-old", "6.6", "2025-02-03", "2025-02-03", "2025-07-07", 1),
    ("employer-old", "6.6", "2025-02-03", "2025-02-03", "2025-03-03", 1),
    ("offer-2026", "6.1", "2026-07-01", "2026-07-01", "2027-01-01", 1),
    ("offer-2026", "6.4", "2026-07-01", "2026-07-01", "2027-01-01", 1),
]


@pytest.mark.parametrize(("rule", "group", "opened", "window_from", "due_on", "count"), DEADLINES)
def test_a_date_is_due_as_counted_by_hand(
    rule: str, group: str, opened: str, window_from: str, due_on: str, count: int
) -> None:
    # Of a rule for each period the first window is asked for.
    found = in_group(group, opened, today=day(due_on))[rule]
    assert (found.window_from, found.due_on, found.count) == (day(window_from), day(due_on), count)
    assert found.status is Status.OPEN


def test_one_conversation_in_the_first_week_and_four_in_half_a_year() -> None:
    days = ["2024-01-08", "2024-02-20", "2024-04-02", "2024-07-01"]
    found = in_group("6.3", "2024-01-01", *(Event(day(held)) for held in days))
    assert found["first-2024"].status is Status.KEPT
    assert found["number-2024"].status is Status.KEPT
    assert found["number-2024"].fulfilled_on == day("2024-07-01")


def test_a_day_too_late_is_too_late() -> None:
    days = ["2024-01-09", "2024-02-20", "2024-04-02", "2024-07-02"]
    found = in_group("6.3", "2024-01-01", *(Event(day(held)) for held in days))
    assert found["first-2024"].status is Status.LATE
    assert found["number-2024"].status is Status.LATE


def test_two_conversations_on_one_day_count_once() -> None:
    found = in_group("6.1", "2026-08-03", Event(day("2026-08-20")), Event(day("2026-08-20")))
    assert found["number-2026-insured"].done == (day("2026-08-20"),)
    assert found["number-2026-insured"].status is Status.OVERDUE


def test_the_funds_conversations_are_not_the_municipalitys() -> None:
    held = [Event(day(on), by="fund") for on in ("2024-02-10", "2024-03-01", "2024-04-30")]
    found = in_group("6.1", "2024-02-01", *held, Event(day("2024-03-15")))
    assert found["fund-first-2024"].status is Status.KEPT
    assert found["fund-2024"].status is Status.KEPT
    # The municipality's own three are those after the first three months.
    assert found["number-2024-insured"].done == ()


def test_an_offer_and_an_intensive_conversation_fulfil_their_own_rules_only() -> None:
    found = in_group("6.1", "2026-07-01", Event(day("2026-10-01"), "offer"))
    assert found["offer-2026"].status is Status.KEPT
    assert found["number-2026-insured"].done == ()
    found = in_group("6.1", "2024-02-01", Event(day("2025-05-01"), "intensive_conversation"))
    assert found["intensive-2024"].status is Status.KEPT


def test_four_a_year_is_counted_year_by_year() -> None:
    held = [Event(day(on)) for on in ("2017-01-10", "2017-04-10", "2017-07-10", "2017-12-10", "2018-02-01")]
    course = Course(day("2017-01-02"), (GroupSpell("6.3", day("2017-01-02")),), tuple(held))
    found = [one for one in obligations(course, day("2018-06-01"), BOOK) if one.rule.id == "number-2018"]
    assert [(one.due_on, one.status) for one in found] == [
        (day("2018-01-01"), Status.KEPT),
        (day("2019-01-01"), Status.OPEN),
    ]
    assert found[1].done == (day("2018-02-01"),)


def test_follow_up_on_sickness_benefit_is_counted_from_the_last_conversation() -> None:
    held = (Event(day("2025-03-28")), Event(day("2025-04-22")))
    course = Course(day("2025-02-03"), (GroupSpell("6.6", day("2025-02-03")),), held)
    found = [one for one in obligations(course, day("2025-05-25"), BOOK) if one.rule.id == "sickness-old"]
    assert [(one.due_on, one.status) for one in found] == [
        (day("2025-03-31"), Status.KEPT),
        (day("2025-04-25"), Status.KEPT),
        (day("2025-05-20"), Status.OVERDUE),
    ]


@pytest.mark.parametrize(
    ("series", "group", "when", "start", "last_day", "rule"),
    [
        ("internship", "6.1", "", "2026-08-03", "2026-08-30", "internship-short"),
        ("internship", "6.3", "", "2026-08-03", "2026-11-01", "internship-long"),
        ("internship", "6.1", "graduate", "2026-08-03", "2026-09-27", "internship-graduate"),
        ("internship", "6.2", "over_50_long_unemployed", "2026-08-03", "2026-09-27", "internship-over-50"),
        ("subsidy_public", "6.1", "", "2026-08-03", "2026-12-02", "subsidy-public-insured"),
        ("subsidy_public", "6.3", "", "2026-08-31", "2027-02-27", "subsidy-public-cash"),
        ("subsidy_public", "6.7", "", "2026-08-03", "2027-08-02", "subsidy-public-sick"),
        ("subsidy_private", "6.1", "", "2026-08-03", "2027-02-02", "subsidy-private-insured"),
        ("subsidy_private", "6.2", "", "2026-08-03", "2027-02-02", "subsidy-private-cash"),
        ("subsidy_private", "6.6", "", "2026-08-03", "2027-08-02", "subsidy-private-sick"),
        ("community_work", "6.2", "", "2026-08-03", "2026-11-01", "community-work"),
    ],
)
def test_a_measure_lasts_so_long_and_a_day_more_is_too_long(
    series: str, group: str, when: str, start: str, last_day: str, rule: str
) -> None:
    found = measures.check_length(BOOK, series, group, day(start), day(last_day), when)
    assert (found.rule.id, found.is_allowed, found.needs_extension) == (rule, True, False)
    more = measures.check_length(BOOK, series, group, day(start), day(last_day) + dt.timedelta(days=1), when)
    # An internship may be extended after a concrete assessment; the others may not.
    assert (more.is_allowed, more.needs_extension) == (series == "internship", True)


def test_an_internship_is_extended_to_26_weeks_and_then_13_at_a_time() -> None:
    found = measures.longest(BOOK, "internship", "6.3", day("2026-08-03"))
    assert [str(found.span(term)) for term in ("at_most", "extended_to", "then")] == [
        "13 weeks",
        "26 weeks",
        "13 weeks",
    ]


def test_community_work_is_20_hours_a_week() -> None:
    assert measures.longest(BOOK, "community_work", "6.2", day("2026-08-03")).number("hours_a_week") == 20


@pytest.mark.parametrize(
    ("employees", "places"),
    [(0, 0), (1, 1), (4, 1), (5, 1), (9, 1), (10, 2), (49, 9), (50, 10), (51, 10), (60, 11), (100, 15)],
)
def test_places_follow_the_number_of_employees(employees: int, places: int) -> None:
    assert measures.places(BOOK, employees, day("2026-08-03")) == places


def test_a_net_increase_is_more_than_the_average_of_twelve_months() -> None:
    months = [10.0] * 6 + [12.0] * 6
    assert not measures.is_net_increase(BOOK, 11, months, day("2026-08-03"))
    assert measures.is_net_increase(BOOK, 12, months, day("2026-08-03"))
    # Only the last twelve count.
    assert measures.is_net_increase(BOOK, 12, [100.0, *months], day("2026-08-03"))
    with pytest.raises(ValueError, match="12 months are needed, 11 are given"):
        measures.is_net_increase(BOOK, 12, months[1:], day("2026-08-03"))


def test_an_adult_apprentice_is_subsidised_by_the_hour() -> None:
    found = {when: BOOK.find("apprentice", day("2026-08-03"), when=when) for when in ("unemployed", "employed")}
    assert {rule.id: (rule.number("kroner"), rule.number("age_from")) for rule in found.values()} == {
        "apprentice-unemployed": (45, 25),
        "apprentice-employed": (30, 25),
    }
    assert str(found["employed"].span("at_most")) == "2 years"
    assert not any(rule.verified for rule in found.values())


@pytest.mark.parametrize(
    ("wage", "on", "kroner"),
    [
        # The municipal example of 2015: 17,312 − 4,034 − 305 = 12,973.
        (14_001, "2015-06-01", 12_973),
        (0, "2015-06-01", 17_312),
        (10_000, "2022-03-01", 15_964),  # 18,964 − 3,000
        (20_000, "2022-03-01", 11_815),  # 18,964 − 4,620 − 2,529
        (16_323, "2024-12-31", 15_055),  # 19,952 − 4,897
        (60_000, "2024-12-31", 0),
    ],
)
def test_fleksloentilskud_is_as_worked_by_hand(wage: int, on: str, kroner: int) -> None:
    assert flexjobs.supplement(BOOK, wage, day(on)).kroner == kroner


def test_fleksloentilskud_and_wage_are_not_more_than_the_ceiling() -> None:
    assert flexjobs.supplement(BOOK, 16_323, day("2024-12-31"), ceiling=30_000).kroner == 30_000 - 16_323
    assert flexjobs.supplement(BOOK, 16_323, day("2024-12-31"), ceiling=10_000).kroner == 0
    with pytest.raises(ValueError, match="not below 0"):
        flexjobs.supplement(BOOK, -1, day("2024-12-31"))


@pytest.mark.parametrize("on", ["2012-12-31", "2016-01-01", "2021-12-31", "2023-06-01", "2025-01-01", "2026-08-03"])
def test_a_year_without_a_rate_has_no_figure(on: str) -> None:
    with pytest.raises(Unknown, match="supplement_rates"):
        flexjobs.supplement(BOOK, 10_000, day(on))


def test_the_first_grant_of_a_flex_job_below_40_lasts_five_years() -> None:
    found = flexjobs.reassess_on(BOOK, day("2020-05-01"), born=day("1980-05-02"))
    assert found == (day("2024-11-01"), day("2025-05-01"))
    assert flexjobs.reassess_on(BOOK, day("2020-05-01"), born=day("1980-05-01")) is None


def test_what_the_law_says_without_a_number_is_read_on_its_day() -> None:
    assert BOOK.find("flex_hours", day("2026-08-03")).id == "flex-hours"
    assert "25.000" in BOOK.find("flex_bonus", day("2013-05-01")).terms["da"]
    assert "20,000" in BOOK.find("flex_bonus", day("2014-05-01")).terms["en"]
    with pytest.raises(Unknown):
        BOOK.find("flex_bonus", day("2015-01-01"))
    assert BOOK.find("guidance", day("2026-01-01")).id == "guidance-2026"
    with pytest.raises(Unknown):
        BOOK.find("guidance", day("2025-12-31"))
    assert BOOK.find("work_duty", day("2026-07-01")).id == "work-duty-2026"
    assert not BOOK.find("counting", day("2026-07-01")).verified
    assert "281 → 285" in BOOK.find("certificates", day("2026-07-01")).terms["da"]


@pytest.mark.parametrize(
    ("week", "state", "municipality"),
    [(1, 80, 20), (4, 80, 20), (5, 40, 60), (26, 40, 60), (27, 30, 70), (52, 30, 70), (53, 20, 80), (500, 20, 80)],
)
def test_the_state_reimburses_by_week(week: int, state: int, municipality: int) -> None:
    on = day("2016-01-01")
    assert reimbursement.state_share(BOOK, week, on) == state
    assert reimbursement.unemployment_share(BOOK, week, on) == municipality


def test_there_are_no_steps_of_reimbursement_before_2016_and_no_week_0() -> None:
    with pytest.raises(Unknown):
        reimbursement.state_share(BOOK, 1, day("2015-12-31"))
    with pytest.raises(ValueError, match="from 1"):
        reimbursement.state_share(BOOK, 0, day("2016-01-01"))


@pytest.mark.parametrize(
    ("code", "consultation", "due", "must"),
    [
        ("LÆ125", None, "2026-08-17", True),
        ("LÆ135", None, "2026-09-02", False),
        ("LÆ135", "2026-08-10", "2026-08-24", False),
        ("LÆ145", None, "2026-09-02", False),
        ("LÆ145", "2026-08-10", "2026-08-24", False),
        ("LÆ225", "2026-08-10", "2026-08-17", True),
        ("LÆ265", None, "2026-09-02", True),
        ("LÆ265", "2026-08-10", "2026-08-24", True),
        ("LÆ285", None, "2026-08-17", True),
    ],
)
def test_a_certificate_asked_for_on_3_august_is_due(code: str, consultation: str | None, due: str, must: bool) -> None:
    held = day(consultation) if consultation else None
    found = letters.certificate_due(BOOK, code, requested=day("2026-08-03"), consultation=held)
    assert (found.rule.id, found.due_on, found.must) == (code, day(due), must)


def test_a_certificate_without_a_time_has_no_date() -> None:
    with pytest.raises(Unknown, match="none has been held"):
        letters.certificate_due(BOOK, "LÆ225", requested=day("2026-08-03"))
    with pytest.raises(Unknown, match="LÆ275"):
        letters.certificate_due(BOOK, "LÆ275", requested=day("2026-08-03"))


def test_a_complaint_is_in_time_for_four_weeks() -> None:
    found = letters.complaint_due(BOOK, day("2026-08-03"))
    assert (found.rule.id, found.due_on) == ("complaint", day("2026-08-31"))


def test_every_row_stands_in_an_example_above() -> None:
    with open(__file__, encoding="utf-8") as opened:
        text = opened.read()
    missing = [rule.id for rule in BOOK.rules if f'"{rule.id}"' not in text and rule.id not in EXAMPLES_BY_SERIES]
    assert not missing


#: Rows whose example names them by their series and a day.
EXAMPLES_BY_SERIES = {
    "places": test_places_follow_the_number_of_employees,
    "increase": test_a_net_increase_is_more_than_the_average_of_twelve_months,
    "rates-2015": test_fleksloentilskud_is_as_worked_by_hand,
    "rates-2022": test_fleksloentilskud_is_as_worked_by_hand,
    "rates-2024": test_fleksloentilskud_is_as_worked_by_hand,
    "reduction": test_fleksloentilskud_is_as_worked_by_hand,
    "flex-grant-first": test_the_first_grant_of_a_flex_job_below_40_lasts_five_years,
    "bonus-2013": test_what_the_law_says_without_a_number_is_read_on_its_day,
    "bonus-2014": test_what_the_law_says_without_a_number_is_read_on_its_day,
    "counting-2016": test_what_the_law_says_without_a_number_is_read_on_its_day,
    "certificates-numbering": test_what_the_law_says_without_a_number_is_read_on_its_day,
    "state-share-2016": test_the_state_reimburses_by_week,
    "unemployment-share-2016": test_the_state_reimburses_by_week,
}


GROUPS = ["6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7", "6.8", "6.9", "6.10", "6.11", "6.12", "6.13"]


def test_the_thirteen_target_groups_hold_until_the_end_of_2026() -> None:
    assert list(BOOK.groups) == GROUPS
    for group in BOOK.groups.values():
        assert group.holds_on(day("2026-12-31"))
        assert not group.holds_on(day("2027-01-01"))
    assert [code for code, group in BOOK.groups.items() if not group.verified] == ["6.12", "6.13"]
    closed = {code: group.no_new_from for code, group in BOOK.groups.items() if group.no_new_from}
    assert closed == {"6.8": day("2026-07-01"), "6.10": day("2026-07-01")}


def test_one_cash_benefit_replaced_the_others_on_1_july_2025() -> None:
    last, first = day("2025-06-30"), day("2025-07-01")
    before = {benefit.code for benefit in BOOK.benefits if benefit.holds_on(last)}
    after = {benefit.code for benefit in BOOK.benefits if benefit.holds_on(first)}
    assert before - after == {"uddannelseshjaelp", "overgangsydelse", "shy"}
    assert "kontanthjaelp" in after
    assert len(BOOK.benefits) == 17


def test_the_changes_of_the_law_stand_with_their_days() -> None:
    assert [(change.on.isoformat(), change.verified) for change in BOOK.changes] == [
        ("2013-01-01", True),
        ("2016-01-01", True),
        ("2019-07-01", True),
        ("2020-01-01", False),
        ("2024-01-01", True),
        ("2025-07-01", True),
        ("2026-02-01", True),
        ("2026-07-01", True),
        ("2027-01-01", False),
    ]
