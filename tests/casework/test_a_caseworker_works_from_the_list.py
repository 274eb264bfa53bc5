"""The work list as a page: what one can do on it, and what it refuses."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.audit.models import Export, Lookup, Seen
from tovholder.casework.models import Assignment, Case, Participant, Reminder, SavedFilter

pytestmark = pytest.mark.django_db

LIST = "/cases/"


@pytest.fixture
def me(make: Factory) -> Staff:
    return make.staff("Ida Holm")


@pytest.fixture
def browser(client: Client, me: Staff) -> Client:
    client.force_login(me)
    client.cookies["tovholder_language"] = "en"
    return client


def page(browser: Client, query: str = "") -> str:
    response = browser.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_cpr_number_typed_into_the_list_goes_nowhere(browser: Client, make: Factory, me: Staff) -> None:
    response = browser.post(reverse("casework:work_list_search"), {"search": "610190-1234"}, follow=True)
    assert "Search for a CPR number in the field at the top" in response.content.decode()
    assert "610190" not in response.content.decode()
    assert "610190" not in str(dict(browser.session))
    assert all("610190" not in url for url, _status in response.redirect_chain)


def test_nothing_selected_and_unknown_acts_are_refused(browser: Client) -> None:
    assert browser.post(reverse("casework:bulk"), {"act": "delete", "case": "1:"}).status_code == 400
    response = browser.post(reverse("casework:bulk"), {"act": "reminder"}, follow=True)
    assert "Select at least one case first" in response.content.decode()


def test_a_caseworker_may_not_change_the_caseworker_of_many(browser: Client, make: Factory, me: Staff) -> None:
    case = make.case(held_by=me)
    assert browser.post(reverse("casework:bulk"), {"act": "assign", "case": f"{case.pk}:"}).status_code == 403


def test_a_partner_cannot_export(client: Client, make: Factory) -> None:
    client.force_login(make.staff(role=Role.EXTERNAL_PARTNER))
    assert client.post(reverse("casework:work_list_export"), {"format": "csv"}).status_code == 403


def test_an_old_address_with_unknown_words_still_opens(browser: Client) -> None:
    assert "open cases" in page(browser, "flag=nonsense&sort=nothing&scope=999999&page=x&quiet=-1&holder=abc")


def test_a_name_is_searched_without_standing_in_the_address(browser: Client, make: Factory, me: Staff) -> None:
    make.case(held_by=me, citizen=make.citizen("Åse", "Sørensen"))
    make.case(held_by=me, citizen=make.citizen("Bo", "Hansen"))
    response = browser.post(reverse("casework:work_list_search"), {"search": "soer"}, follow=True)
    text = response.content.decode()
    assert "Åse Sørensen" in text
    assert "Bo Hansen" not in text
    assert all("soer" not in url for url, _status in response.redirect_chain)
    browser.post(reverse("casework:work_list_search"), {"search": ""})
    assert "Bo Hansen" in page(browser)


def test_columns_are_chosen_and_kept(browser: Client, make: Factory, me: Staff) -> None:
    make.case(held_by=me)
    assert "Whose turn" in page(browser)
    browser.post(reverse("casework:work_list_columns"), {"column": ["opened", "people", "nonsense"]})
    text = page(browser)
    assert "Caseworkers so far" in text
    assert '<th scope="col">\n          Whose turn' not in text


def test_a_filter_is_saved_opened_replaced_and_deleted(browser: Client, make: Factory, me: Staff) -> None:
    save = reverse("casework:work_list_save_filter")
    browser.post(save, {"name": "Mine stille", "query": "flag=quiet&flag=hack&evil=1"})
    saved = SavedFilter.objects.get()
    assert saved.query == "flag=quiet"
    browser.post(save, {"name": "Mine stille", "query": "flag=quiet&flag=us"})
    assert SavedFilter.objects.get().query == "flag=quiet&flag=us"
    other = SavedFilter.objects.create(staff=make.staff(), name="x", query="")
    browser.post(reverse("casework:work_list_delete_filter", args=[other.pk]))
    assert SavedFilter.objects.filter(pk=other.pk).exists()
    browser.post(reverse("casework:work_list_delete_filter", args=[SavedFilter.objects.get(staff=me).pk]))
    assert not SavedFilter.objects.filter(staff=me).exists()


def test_an_export_holds_the_filtered_list_and_is_logged_for_each_citizen(
    browser: Client, make: Factory, me: Staff
) -> None:
    case = make.case(held_by=me, citizen=make.citizen("=cmd()", "Jensen"))
    other = make.case(held_by=me)
    Reminder.objects.create(case=case, staff=me, due_on=timezone.localdate())
    response = browser.post(reverse("casework:work_list_export"), {"format": "csv", "query": "flag=reminder"})
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][0] == "Citizen"
    assert [line[0] for line in lines[1:]] == ["'=cmd() Jensen"]
    assert Export.objects.get().rows == 1
    assert set(Lookup.objects.filter(seen=Seen.EXPORT).values_list("citizen", flat=True)) == {case.citizen_id}
    workbook = browser.post(reverse("casework:work_list_export"), {"format": "xlsx"})
    assert workbook.content[:2] == b"PK"
    assert Lookup.objects.filter(seen=Seen.EXPORT, citizen=other.citizen).exists()


def test_a_reminder_on_many_cases_says_what_became_of_each(browser: Client, make: Factory, me: Staff) -> None:
    mine, others = make.case(held_by=me), make.case(held_by=make.staff())
    day = timezone.localdate() + dt.timedelta(days=3)
    asked = {"act": "reminder", "case": [f"{mine.pk}:", f"{others.pk}:"]}
    assert "2 cases are selected" in browser.post(reverse("casework:bulk"), asked).content.decode()
    assert browser.post(reverse("casework:bulk"), asked | {"confirm": "1", "due_on": ""}).status_code == 400
    response = browser.post(reverse("casework:bulk"), asked | {"confirm": "1", "due_on": day.isoformat()})
    assert "1 of 2 cases are done" in response.content.decode()
    assert "You may not do this in the case" in response.content.decode()
    assert Reminder.objects.get().case == mine


@pytest.mark.requirement("F2")
def test_a_project_takes_part_in_many_cases_and_the_caseworker_stays(browser: Client, make: Factory, me: Staff) -> None:
    cases = [make.case(held_by=me) for _ in range(2)]
    project = make.unit("Vej videre", kind="project")
    rows = Assignment.objects.count()
    browser.post(
        reverse("casework:bulk"),
        {
            "act": "participant",
            "case": [f"{case.pk}:" for case in cases],
            "confirm": "1",
            "unit": project.pk,
            "start": timezone.localdate().isoformat(),
        },
    )
    assert set(Participant.objects.values_list("case", flat=True)) == {case.pk for case in cases}
    assert Assignment.objects.count() == rows


def test_a_leader_changes_the_caseworker_of_many_and_is_told_who_was_first(client: Client, make: Factory) -> None:
    unit = make.unit()
    leader = make.staff(unit=unit, role=Role.TEAM_LEADER)
    holder, receiver, third = (make.staff(unit=unit) for _ in range(3))
    untouched, changed = make.case(held_by=holder), make.case(held_by=holder)
    keys = [f"{case.pk}:{Assignment.objects.get(case=case).pk}" for case in (untouched, changed)]
    make.assign(changed, third, at=timezone.now())
    client.force_login(leader)
    client.cookies["tovholder_language"] = "en"
    response = client.post(
        reverse("casework:bulk"),
        {
            "act": "assign",
            "case": keys,
            "confirm": "1",
            "receiver": f"{receiver.pk}:{unit.pk}",
            "effective_on": timezone.localdate().isoformat(),
            "planned": "yes",
            "cause": "balance",
        },
    )
    assert "1 of 2 cases are done" in response.content.decode()
    assert "Somebody else changed who holds the case meanwhile" in response.content.decode()
    now = timezone.now()
    assert Assignment.objects.at(now).get(case=untouched).staff == receiver
    assert Assignment.objects.at(now).get(case=changed).staff == third


def test_htmx_gets_only_the_part_that_changes(browser: Client, make: Factory, me: Staff) -> None:
    make.case(held_by=me)
    part = browser.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="work-list"')
    assert "<html" not in part


def test_my_day_shows_meetings_what_is_new_and_what_is_due(browser: Client, make: Factory, me: Staff) -> None:
    now = timezone.localtime()
    today = make.case(held_by=me, citizen=make.citizen("Anna", "Idag"))
    make.conversation(today, starts_at=now.replace(hour=23, minute=59), staff=me)
    due = make.case(held_by=me, citizen=make.citizen("Bent", "Frist"))
    Reminder.objects.create(case=due, staff=me, due_on=now.date(), text="Ring om attesten")
    forgotten = make.case(held_by=me, citizen=make.citizen("Carl", "Igår"))
    make.conversation(forgotten, starts_at=now - dt.timedelta(days=2), staff=me)
    text = browser.get("/").content.decode()
    for words in ("Anna Idag", "23:59", "Bent Frist", "Ring om attesten", "Was it held?", "Carl Igår", "New to you"):
        assert words in text


def test_what_is_new_to_a_consultant_came_when_the_consultant_got_it(client: Client, make: Factory) -> None:
    consultant = make.staff(role=Role.JOB_CONSULTANT)
    case = make.case(held_by=make.staff(), citizen=make.citizen("Kenneth", "Berg"), opened_on=dt.date(2025, 10, 1))
    make.assign(case, consultant, role="job_consultant", at=timezone.now() - dt.timedelta(days=2))
    client.force_login(consultant)
    client.cookies["tovholder_language"] = "en"
    text = " ".join(client.get("/").content.decode().split())
    assert "Kenneth Berg" in text
    assert "2 days ago" in text
    assert "2025" not in text


def test_my_day_counts_what_a_leader_without_cases_leads(client: Client, make: Factory) -> None:
    team, other = make.unit("Team Nord"), make.unit("Team Syd")
    leader = make.staff(unit=team, role=Role.TEAM_LEADER)
    for _ in range(3):
        make.case(held_by=make.staff(unit=team))
    make.case(held_by=make.staff(unit=other))
    client.force_login(leader)
    client.cookies["tovholder_language"] = "en"
    text = " ".join(client.get("/").content.decode().split())
    assert "Team Nord" in text
    assert f'href="/cases/?scope={team.pk}"><strong>3</strong> open cases' in text
    make.case(held_by=leader)
    text = " ".join(client.get("/").content.decode().split())
    assert 'href="/cases/"><strong>1</strong> open cases' in text


def test_my_day_leads_those_without_cases_to_their_own_work(client: Client, make: Factory) -> None:
    client.force_login(make.staff(role=Role.ADMINISTRATOR))
    assert client.get("/").status_code in {200, 302}


def test_the_queries_of_the_page_do_not_grow_with_the_list(
    browser: Client, make: Factory, me: Staff, django_assert_max_num_queries: object
) -> None:
    for _ in range(60):
        make.case(held_by=me)
    assert Case.objects.count() == 60
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page(browser, "flag=new&sort=-held_since")
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        browser.get("/")
