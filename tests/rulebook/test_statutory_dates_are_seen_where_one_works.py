"""On the case page, in the work list, on the case's own page of dates, and for a unit; and exempting a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.browser import Open, check_page
from tests.casework.desk import Desk, seen
from tests.factories import Factory
from tests.rulebook.cases import dates, in_group, spell, talk, worked
from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.rights import Role
from tovholder.audit.models import Lookup
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Case
from tovholder.casework.worklist.query import WorkList
from tovholder.casework.worklist.scopes import MINE, Scope
from tovholder.casework.worklist.wanted import Wanted
from tovholder.citizens.models import AddressProtection
from tovholder.rulebook.models import Exemption

pytestmark = pytest.mark.requirement("F17")
DAY = dt.timedelta(days=1)


class House:
    """Anna's cases: one overdue, one due in five days, one whose conversations are held, one without a target group."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.today = timezone.localdate()
        self.unit = make.unit("Udvikling Øst")
        self.anna = make.staff("Anna Friis", unit=self.unit)
        self.leader = make.staff("Lis Leder", unit=self.unit, role=Role.TEAM_LEADER)
        self.overdue = self.case("6.3", 20, family="Holt")
        self.soon = self.case("6.2", 2, family="Lund")
        self.done = self.case("6.3", 40, 38, family="Skov")
        self.without = make.case(held_by=self.anna, opened_on=self.ago(50))
        worked(self.today)

    def ago(self, days: int) -> dt.date:
        return self.today - days * DAY

    def case(self, group: str, opened: int, *held: int, family: str = "Prøve") -> Case:
        citizen = self.make.citizen("Else", family)
        case = self.make.case(held_by=self.anna, citizen=citizen, opened_on=self.ago(opened))
        spell(case, group, self.ago(opened).isoformat())
        for days in held:
            talk(case, self.ago(days).isoformat())
        return case

    def counts(self, staff: Staff) -> dict[str, int]:
        moment = Moment(actor=self.make.actor(staff, self.today), now=timezone.now(), today=self.today)
        return WorkList(moment, Scope(MINE, ""), Wanted()).counts().by_flag


@pytest.fixture
def house(make: Factory) -> House:
    return House(make)


def get(client: Client, staff: Staff, path: str) -> Any:
    client.force_login(staff)
    client.cookies["tovholder_language"] = "en"
    response = client.get(path)
    response.text_seen = seen(response.content.decode())  # type: ignore[attr-defined]
    return response


def test_the_case_page_says_what_is_due_and_why(house: House) -> None:
    told = Desk(house.anna).open(house.overdue)
    assert "Overdue First conversation (at least 1 within 1 week), rule not verified" in told
    assert "Number of conversations, 0 of 4 (at least 4 within 6 months)" in told
    told = Desk(house.anna).open(house.done)
    assert "Number of conversations, 1 of 4" in told
    assert "First conversation (" not in told


def test_the_page_of_a_cases_dates_has_what_is_overdue_on_top(house: House, client: Client) -> None:
    told = get(client, house.anna, f"/cases/{house.overdue.pk}/dates/").text_seen
    assert told.index("overdue 0 of 1") < told.index("not due yet")
    # What is over stands below what is outstanding.
    told = get(client, house.anna, f"/cases/{house.done.pk}/dates/").text_seen
    assert told.index("not due yet") < told.index("done in time")


def test_a_partner_who_sees_a_part_of_the_case_sees_no_target_group_by_this_way(house: House, make: Factory) -> None:
    partner = make.staff(role=Role.EXTERNAL_PARTNER)
    make.assign(house.overdue, partner, at=timezone.now() - DAY, role="mentor")
    desk = Desk(partner)
    assert "within 1 week" not in desk.open(house.overdue)
    assert desk.status == 200
    assert desk.client.get(f"/cases/{house.overdue.pk}/dates/").status_code == 403


def test_the_work_list_counts_what_is_overdue_and_what_is_due_soon(house: House) -> None:
    found = house.counts(house.anna)
    assert (found["date_overdue"], found["date_soon"]) == (1, 1)


def test_an_exempt_case_and_a_closed_one_are_not_counted(house: House) -> None:
    Exemption.objects.create(case=house.soon, series="first", start=house.ago(1), reason="En prøve")
    Case.objects.filter(pk=house.overdue.pk).update(closed_on=house.today, close_reason="work")
    worked(house.today)
    found = house.counts(house.anna)
    assert (found["date_overdue"], found["date_soon"]) == (0, 0)


class TestTheDatesOfACase:
    def test_each_stands_with_its_rule_how_it_stands_and_what_was_done(self, client: Client, house: House) -> None:
        told = get(client, house.anna, f"/cases/{house.done.pk}/dates/").text_seen
        assert "done in time" in told
        assert "1 of 4" in told
        assert "counted from" in told
        assert "not verified" in told
        assert Lookup.objects.filter(case_id=house.done.pk, staff=house.anna).exists()

    def test_a_case_without_a_target_group_says_what_is_missing(self, client: Client, house: House) -> None:
        told = get(client, house.anna, f"/cases/{house.without.pk}/dates/").text_seen
        assert "no target group in this case" in told

    def test_somebody_from_elsewhere_is_asked_for_a_reason(self, client: Client, house: House, make: Factory) -> None:
        response = get(client, make.staff(), f"/cases/{house.done.pk}/dates/")
        assert response.status_code == 302
        assert "/reason/" in response["Location"]


class TestACaseIsExempt:
    def exempt(self, client: Client, house: House, case: Case, **typed: str) -> Any:
        client.force_login(house.anna)
        client.cookies["tovholder_language"] = "en"
        given = {"series": "number", "start": house.today.isoformat(), "end": "", "reason": "Starter i job"}
        return client.post(f"/cases/{case.pk}/dates/exempt/", given | typed)

    def test_with_a_reason_by_whom_until_when(self, client: Client, house: House) -> None:
        last = house.today + 300 * DAY
        assert self.exempt(client, house, house.soon, end=last.isoformat()).status_code == 302
        row = Exemption.objects.get()
        assert (row.registered_by, row.reason, row.end) == (house.anna, "Starter i job", last + DAY)
        worked(house.today)
        assert dates(house.soon)["number-2026"].is_exempt
        told = get(client, house.anna, f"/cases/{house.soon.pk}/dates/").text_seen
        assert "Starter i job Anna Friis" in told

    @pytest.mark.parametrize(
        ("typed", "fault"),
        [
            ({"reason": ""}, "This field is required"),
            ({"reason": "  "}, "This field is required"),
            ({"start": "2026-11-20", "end": "2026-11-01"}, "The end lies after the start"),
            ({"series": "first"}, "Select a valid choice"),
        ],
    )
    def test_what_cannot_be_is_refused(self, client: Client, house: House, typed: dict[str, str], fault: str) -> None:
        response = self.exempt(client, house, house.soon, **typed)
        assert response.status_code == 422
        assert fault in seen(response.content.decode())
        assert not Exemption.objects.exists()

    def test_a_group_without_a_quota_has_nothing_to_be_exempt_from(self, client: Client, house: House) -> None:
        assert "Exempt the case" not in get(client, house.anna, f"/cases/{house.overdue.pk}/dates/").text_seen
        assert self.exempt(client, house, house.overdue).status_code == 422

    def test_twice_at_the_same_time_is_refused(self, client: Client, house: House) -> None:
        self.exempt(client, house, house.soon)
        response = self.exempt(client, house, house.soon)
        assert response.status_code == 422
        assert "already exempt in that period" in seen(response.content.decode())

    def test_it_ends_and_the_second_of_two_is_told(self, client: Client, house: House) -> None:
        row = Exemption.objects.create(case=house.soon, series="number", start=house.ago(10), reason="Syg")
        client.force_login(house.anna)
        address = f"/cases/{house.soon.pk}/dates/{row.pk}/end/"
        assert client.get(address).status_code == 200
        typed = {"version": row.version, "end": house.today.isoformat(), "reason": "Rask"}
        assert client.post(address, typed).status_code == 302
        row.refresh_from_db()
        assert row.end == house.today + DAY
        assert client.post(address, typed).status_code == 409
        early = {"version": row.version, "end": house.ago(20).isoformat()}
        assert client.post(address, early).status_code == 422

    def test_a_job_consultant_may_not(self, client: Client, house: House, make: Factory) -> None:
        client.force_login(make.staff(unit=house.unit, role=Role.JOB_CONSULTANT))
        assert client.post(f"/cases/{house.soon.pk}/dates/exempt/", {}).status_code == 403


class TestAUnit:
    def test_what_was_kept_missed_and_is_coming_is_counted_by_week(self, client: Client, house: House) -> None:
        response = get(client, house.leader, f"/dates/{house.unit.pk}/")
        weeks = {week.monday: week.counts for week in response.context["weeks"]}

        def of(day: dt.date) -> Any:
            return weeks[day - day.weekday() * DAY]

        # Kept: the first conversation of `done`, due 33 days ago; missed: that of `overdue`, due 13 days ago.
        assert of(house.ago(33)).kept == 1
        assert of(house.ago(13)).missed == 1
        assert of(house.today + 5 * DAY).coming >= 1
        total = response.context["total"]
        assert (total.kept, total.missed, response.context["overdue"]) == (1, 1, 1)

    def test_units_below_are_counted_above(self, client: Client, make: Factory, house: House) -> None:
        above: Unit = make.unit("Beskæftigelse", kind="department")
        house.unit.parent = above
        house.unit.save()
        leader = make.staff(unit=above, role=Role.TEAM_LEADER)
        response = get(client, leader, "/dates/")
        assert [(line["unit"].name, line["counts"].kept) for line in response.context["lines"]] == [
            ("Beskæftigelse", 1),
            ("Udvikling Øst", 1),
        ]

    def test_the_register_names_citizens_for_those_who_lead_and_nobody_else(
        self, client: Client, house: House, make: Factory
    ) -> None:
        Exemption.objects.create(
            case=house.soon, series="number", start=house.ago(1), reason="Starter i job", registered_by=house.anna
        )
        Exemption.objects.create(case=house.done, series="number", start=house.ago(9), end=house.ago(2), reason="Slut")
        AddressProtection.objects.create(citizen=house.soon.citizen, start=house.ago(9))
        before = Lookup.objects.count()
        told = get(client, house.leader, f"/dates/{house.unit.pk}/").text_seen
        assert "Else Lund Protected address" in told
        assert "Starter i job" in told
        assert "Slut" not in told
        assert Lookup.objects.count() == before + 1
        told = get(client, make.staff(unit=house.unit, role=Role.ANALYST), f"/dates/{house.unit.pk}/").text_seen
        assert "Else Lund" not in told
        assert "Starter i job" not in told
        assert "A case" in told

    def test_a_quota_counts_those_whose_time_is_over(self, client: Client, make: Factory) -> None:
        unit = make.unit()
        anna, leader = make.staff(unit=unit), make.staff(unit=unit, role=Role.TEAM_LEADER)
        today = timezone.localdate()
        # Three whose half-year is over since July 2026 would need a day in 2027; the week of the first conversation is.
        for opened, held in ((40, 38), (40, None), (30, 28), (2, None)):
            case = in_group(make, "6.2", (today - opened * DAY).isoformat(), held_by=anna)
            if held:
                talk(case, (today - held * DAY).isoformat())
        worked(today)
        response = get(client, leader, f"/dates/{unit.pk}/")
        quota = next(one for one, row in response.context["quotas"] if one.rule.id == "first-2026-job-ready")
        assert (quota.over, quota.kept, quota.running, quota.is_met) == (3, 2, 1, False)
        assert "Offer" in [row.name for row in response.context["not_followed"]]

    def test_a_leader_of_another_unit_and_a_caseworker_do_not_see_it(
        self, client: Client, house: House, make: Factory
    ) -> None:
        other = make.staff(role=Role.TEAM_LEADER)
        assert get(client, other, f"/dates/{house.unit.pk}/").status_code == 403
        assert get(client, house.anna, f"/dates/{house.unit.pk}/").status_code == 403
        assert get(client, house.leader, "/dates/0/").status_code == 404

    def test_it_takes_the_same_few_queries_for_many_cases(
        self, client: Client, house: House, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(10):
            house.case("6.2", number)
        worked(house.today)
        client.force_login(house.leader)
        with django_assert_max_num_queries(16):
            client.get(f"/dates/{house.unit.pk}/")


@pytest.mark.browser
def test_the_pages_can_be_used_by_everybody(open_as: Open, make: Factory) -> None:
    house = House(make)
    Exemption.objects.create(
        case=house.soon, series="number", start=house.ago(1), reason="Starter i job", registered_by=house.anna
    )
    worked(house.today)
    check_page(open_as, house.leader, f"/dates/{house.unit.pk}/", "dates-unit")
    check_page(open_as, house.leader, "/dates/", "dates-units")
    check_page(open_as, house.anna, f"/cases/{house.soon.pk}/dates/", "case-dates")
    check_page(open_as, house.anna, f"/cases/{house.without.pk}/dates/", "case-dates-empty")
