"""The table of rules, one rule, and changing it: what it changes is shown first, and saved is what was shown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.browser import Open, check_page
from tests.casework.desk import seen
from tests.factories import Factory
from tests.rulebook.cases import asked, day, draft, in_group, worked
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.rulebook import books
from tovholder.rulebook.actions.rules import add_rule, verify_rule
from tovholder.rulebook.models import OwnRule

pytestmark = pytest.mark.requirement("F17")


class Administrator:
    """Opens pages and sends forms in English."""

    def __init__(self, staff: Staff) -> None:
        self.client = Client()
        self.client.force_login(staff)
        self.client.cookies["tovholder_language"] = "en"

    def get(self, address: str) -> str:
        response = self.client.get(address)
        self.status, self.markup = response.status_code, response.content.decode()
        return seen(self.markup)

    def send(self, address: str, typed: dict[str, Any]) -> str:
        response = self.client.post(address, typed)
        self.status, self.markup = response.status_code, response.content.decode()
        self.goes_to = getattr(response, "url", "")
        return seen(self.markup)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.markup)
        assert found, f"the form carries no {name}"
        return found[1]


@pytest.fixture
def admin(make: Factory) -> Administrator:
    return Administrator(make.staff("Peter Admin", role=Role.ADMINISTRATOR))


def typed(**changed: Any) -> dict[str, Any]:
    given = {
        "version": books.edition(),
        "rule_id": "number-2027",
        "valid_from": "2027-01-01",
        "term_count": "6",
        "term_within": "6 months",
        "groups": ["6.3", "6.4", "6.5", "6.7"],
        "ends": "on",
        "law": "Lov nr. 1, § 3",
        "source": "Retsinformation",
        "reason": "Lovændring",
        "step": "show",
    }
    return given | changed


NEW = "/rules/number-2026-others/new/"


@pytest.mark.parametrize("way", ["new", "end", "verify", "take-back"])
def test_a_caseworker_reads_the_rules_and_changes_none(make: Factory, client: Client, way: str) -> None:
    client.force_login(make.staff())
    assert client.get("/rules/").status_code == 200
    page = client.get("/rules/number-2026/").content.decode()
    assert "/rules/number-2026/end/" not in page
    assert client.get(f"/rules/number-2026/{way}/").status_code == 403


def test_a_rule_that_is_not_there_is_not_found(admin: Administrator) -> None:
    for address in ("/rules/nothing/", "/rules/nothing/new/", "/rules/nothing/end/"):
        admin.get(address)
        assert admin.status == 404


def test_the_table_shows_what_holds_on_a_day_and_marks_what_nobody_has_verified(admin: Administrator) -> None:
    told = admin.get("/rules/?day=2018-05-01&subject=conversations&group=6.3")
    assert "at least 4 in each period of 1 year" in told
    assert "at least 4 within 6 months" not in told
    told = admin.get("/rules/?day=2026-11-18&subject=conversations&unverified=1")
    assert "not verified" in told
    assert "number-2026-insured" not in admin.markup
    assert "number-2026-others" in admin.markup
    admin.get("/rules/?all=1")
    assert {"number-2018", "number-2026"} <= set(re.findall(r'/rules/([\w-]+)/"', admin.markup))
    assert "today is shown" in admin.get("/rules/?day=soon")
    assert "No rule is like that" in admin.get("/rules/?day=1950-01-01&subject=offers")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"term_within": "half a year"}, "Write a length such as"),
        ({"term_count": "0"}, "1"),
        ({"term_share": "120"}, "100"),
        ({"rule_id": "number-2026"}, "There is a rule of that name already"),
        ({"ends": ""}, "overlaps"),
        ({"reason": ""}, "This field is required"),
        ({"valid_from": "2027-02-30"}, "valid date"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    admin: Administrator, changed: dict[str, str], fault: str
) -> None:
    told = admin.send(NEW, typed(**changed))
    assert admin.status == 422
    assert fault in told
    assert "Retsinformation" in admin.markup
    assert not OwnRule.objects.exists()


def test_what_it_changes_is_shown_before_it_is_saved(admin: Administrator, make: Factory) -> None:
    unit = make.unit("Udvikling Øst")
    # Due half a year from August on: after the change of January.
    in_group(make, "6.3", "2026-08-03", held_by=make.staff(unit=unit))
    told = admin.send(NEW, typed())
    assert admin.status == 200
    assert "What this changes" in told
    assert "of 1 in the target groups" in told or "stays as it is" in told
    assert not OwnRule.objects.exists()
    admin.send(NEW, typed(step="save", seen=admin.hidden("seen")))
    assert admin.status == 302
    assert admin.goes_to == "/rules/number-2027/"
    told = admin.get(admin.goes_to)
    assert "our own" in told
    assert "Lovændring" in told
    assert "31 Dec 2026" in admin.get("/rules/number-2026-others/")


def test_what_was_not_shown_is_not_saved(admin: Administrator) -> None:
    admin.send(NEW, typed())
    seen_before = admin.hidden("seen")
    told = admin.send(NEW, typed(step="save", seen=seen_before, term_count="9"))
    assert "What this changes" in told
    assert not OwnRule.objects.exists()
    admin.send(NEW, typed(step="save", seen=""))
    assert not OwnRule.objects.exists()


def test_the_second_of_two_administrators_is_told_who_was_first(admin: Administrator, make: Factory) -> None:
    admin.send(NEW, typed())
    shown, version = admin.hidden("seen"), books.edition()
    now = timezone.now()
    other = make.actor(make.staff("Else Toft", role=Role.ADMINISTRATOR), now.date())
    verify_rule(asked(other, now), "fund-2026", verified=True, law="LAB § 31 a")
    told = admin.send(NEW, typed(step="save", seen=shown, version=version))
    assert admin.status == 409
    assert "Else Toft changed the rules" in told
    assert not OwnRule.objects.exists()
    assert admin.hidden("version") == str(books.edition())
    admin.send(NEW, typed())
    admin.send(NEW, typed(step="save", seen=admin.hidden("seen")))
    assert OwnRule.objects.exists()


def test_what_was_changed_is_told_in_the_words_of_the_page(admin: Administrator, make: Factory) -> None:
    by = make.actor(make.staff("Else Admin", role=Role.ADMINISTRATOR), timezone.localdate())
    add_rule(asked(by, timezone.now()), draft())
    changed = admin.get(reverse("rulebook:rule", args=["number-2027"])).split("Changed here")[1]
    assert "at least 6 within 6 months" in changed
    assert "6.3, 6.4, 6.5, 6.7" in changed
    assert not re.search(r"[{}\[\]]|at_least", changed)


def test_a_rule_is_ended_verified_and_an_own_one_taken_back(admin: Administrator, make: Factory) -> None:
    address = "/rules/number-2026-others/verify/"
    admin.send(address, {"version": books.edition(), "law": "Lov nr. 1750, § 4", "verified": "on", "reason": "Læst"})
    assert admin.status == 302
    told = admin.get("/rules/number-2026-others/")
    assert "Lov nr. 1750, § 4" in told
    assert "changed here" in told
    end = {"version": books.edition(), "valid_to": "2026-12-31", "reason": "Ophævet", "step": "show"}
    told = admin.send("/rules/number-2026-others/end/", end)
    assert "Target group 6.3 has no such rule from 1 Jan 2027" in told
    admin.send("/rules/number-2026-others/end/", end | {"step": "save", "seen": admin.hidden("seen")})
    assert books.current().rules.by_id["number-2026-others"].last_day == day("2026-12-31")
    now = timezone.now()
    actor = make.actor(make.staff(role=Role.ADMINISTRATOR), now.date())
    add_rule(asked(actor, now), draft(ends=""))
    back = {"version": books.edition(), "reason": "Skrevet forkert", "step": "show"}
    admin.send("/rules/number-2027/take-back/", back)
    admin.send("/rules/number-2027/take-back/", back | {"step": "save", "seen": admin.hidden("seen")})
    assert not OwnRule.objects.exists()


@pytest.mark.parametrize(
    "rule_id", ["places", "state-share-2016", "LÆ125", "work-duty-2026", "rates-2024", "sickness-old"]
)
def test_every_kind_of_rule_has_a_form(admin: Administrator, rule_id: str) -> None:
    admin.get(reverse("rulebook:new", args=[rule_id]))
    assert admin.status == 200


def test_rates_of_a_new_year_are_added_after_a_gap(admin: Administrator) -> None:
    given = {
        "version": books.edition(),
        "rule_id": "rates-2027",
        "valid_from": "2027-01-01",
        "valid_to": "2027-12-31",
        "term_M": "21000",
        "term_G": "17000",
        "law": "Vejledning om satser 2027",
        "source": "Retsinformation",
        "verified": "on",
        "reason": "Nye satser",
    }
    told = admin.send("/rules/rates-2024/new/", given | {"step": "show"})
    assert "No open case has a date under it" in told
    admin.send("/rules/rates-2024/new/", given | {"step": "save", "seen": admin.hidden("seen")})
    from tovholder.rules.flexjobs import supplement

    assert supplement(books.current().rules, 10_000, day("2027-06-01")).kroner == 18_000


@pytest.mark.browser
def test_the_pages_can_be_used_by_everybody(open_as: Open, make: Factory) -> None:
    staff = make.staff("Peter Admin", role=Role.ADMINISTRATOR)
    in_group(make, "6.3", "2026-08-03")
    worked(timezone.localdate())
    for path, name in (
        ("/rules/", "rules"),
        ("/rules/number-2026-others/", "rule"),
        (NEW, "rule-new"),
        ("/rules/number-2026-others/end/", "rule-end"),
        ("/dates/", "dates"),
    ):
        check_page(open_as, staff, path, name)


@pytest.mark.browser
def test_an_administrator_adds_a_rule_with_the_keyboard_and_mouse(open_as: Open, make: Factory) -> None:
    staff = make.staff("Peter Admin", role=Role.ADMINISTRATOR)
    in_group(make, "6.3", "2026-08-03", "2026-08-04")
    page = open_as(staff, NEW, language="en")
    page.get_by_label("Name", exact=True).fill("number-2027")
    page.get_by_label("From", exact=True).fill("2027-01-01")
    page.get_by_label("How many").fill("6")
    page.get_by_label("Legal reference").fill("Lov nr. 1")
    page.get_by_role("textbox", name="Source").fill("Retsinformation")
    page.get_by_label("Why").fill("Lovændring")
    page.get_by_role("button", name="Show what it changes").click()
    page.get_by_role("heading", name="What this changes").wait_for()
    from tests.browser import check_axe, screenshot

    screenshot(page, "rule-effect")
    check_axe(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("our own").wait_for()
