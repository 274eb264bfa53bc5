"""The page of a case's documentation, in the browser."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.browser import Open, check_axe, check_page, no_sideways_scroll, screenshot
from tests.factories import Factory
from tovholder.documents.models import Consent, Counterpart, Request


def test_a_caseworker_asks_and_registers_the_answer(open_as: Open, make: Factory) -> None:
    me = make.staff()
    today = timezone.localdate()
    case = make.case(held_by=me, opened_on=today - dt.timedelta(days=90))
    doctor = Counterpart.objects.create(name="Lægerne Torvet", kind="practice", city="Rolfsund")
    Consent.objects.create(case=case, information="Journal", counterpart=doctor, given_on=today, form="signed")
    page = open_as(me, f"/cases/{case.pk}/")
    page.click(".case-ways >> text=Dokumentation")
    page.click("main >> text=Bed om dokumentation")
    check_axe(page)
    screenshot(page, "ask")
    page.select_option("#id_counterpart", str(doctor.pk))
    page.select_option("#id_code", "LÆ125")
    page.select_option("#id_consent", index=1)
    page.click("main button[type=submit]")
    page.wait_for_selector("text=LÆ 125")
    row = Request.objects.get()
    assert row.due_on == today + dt.timedelta(days=14)
    page.click(".asked .button")
    page.fill("#id_can", "Kan sidde og stå, ikke løfte.")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Kan sidde og stå")
    page.goto(page.url.replace(f"/cases/{case.pk}/documents/", f"/cases/{case.pk}/"))
    assert "LÆ 125" in page.inner_text("#timeline")
    Request.objects.create(
        case=case, code="LÆ145", counterpart=doctor, without_consent="§ 11 c", asked_on=today - dt.timedelta(days=40),
        due_on=today - dt.timedelta(days=10),
    )  # fmt: skip
    check_page(open_as, me, f"/cases/{case.pk}/documents/", "documents")


def test_the_counterparts_page_is_for_everybody(open_as: Open, make: Factory) -> None:
    leader: Any = make.staff(role="team_leader")
    case = make.case(held_by=leader)
    page = open_as(leader, "/documents/counterparts/")
    check_axe(page)
    doctor = Counterpart.objects.create(name="Lægerne Torvet", kind="practice", city="Rolfsund")
    asked_on = timezone.localdate() - dt.timedelta(days=20)
    Request.objects.create(case=case, code="LÆ125", counterpart=doctor, without_consent="§ 11 c", asked_on=asked_on)
    page.reload()
    assert "Lægerne Torvet" in page.inner_text("main")
    no_sideways_scroll(page)
    check_page(open_as, leader, "/documents/counterparts/", "counterparts")
