"""The pages on waits, in the browser and for those who see numbers and no names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.browser import Open, check_page
from tests.factories import Factory
from tovholder.accounts.rights import Role
from tovholder.audit.models import Lookup
from tovholder.casework.contributions import Moment
from tovholder.casework.told import told_about
from tovholder.waiting.models import Pause, Threshold


def test_an_analyst_sees_numbers_and_no_names(make: Factory, client: Any) -> None:
    me = make.staff()
    unit = me.memberships.get().unit
    make.case(held_by=me, citizen=make.citizen("Signe", "Hemmelig"))
    for role, sees in ((Role.ANALYST, False), (Role.TEAM_LEADER, True)):
        client.force_login(make.staff(role=role, unit=unit))
        for address in ("/waits/", "/waits/first_conversation/"):
            assert ("Hemmelig" in client.get(address).content.decode()) is sees, (role, address)
    assert {look.seen for look in Lookup.objects.all()} == {"search"}  # named, and not opened


def test_the_case_says_that_a_clock_is_paused_and_why_as_long_as_it_is(make: Factory, now: dt.datetime) -> None:
    me, today = make.staff(), now.date()
    case = make.case(held_by=me, opened_on=today - dt.timedelta(days=30))
    moment = Moment(make.actor(me, today), now, today)
    pause = Pause.objects.create(
        case=case, kind="first_conversation", start=today - dt.timedelta(days=3), reason="Borgeren er på barsel"
    )
    (notice,) = told_about(case.pk, moment).notices
    assert notice.text == "Første samtale: Borgeren er på barsel"
    partner = Moment(make.actor(make.staff(role=Role.EXTERNAL_PARTNER), today), now, today)
    assert not told_about(case.pk, partner).notices
    pause.end = today
    pause.save()
    assert not told_about(case.pk, moment).notices


def test_a_leader_sets_a_threshold_and_sees_who_has_waited_longest(open_as: Open, make: Factory) -> None:
    today = timezone.localdate()
    me = make.staff()
    boss = make.staff(role=Role.TEAM_LEADER, unit=me.memberships.get().unit)
    for days in (3, 10, 25, 40, 80, 120):
        make.case(held_by=me, opened_on=today - dt.timedelta(days=days))
    page = open_as(boss, "/waits/first_conversation/threshold/")
    page.fill("#id_days", "7")
    page.fill("#id_reason", "Loven siger en uge")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Loven siger en uge")
    assert Threshold.objects.get().days == 7
    for path, name in (("/waits/", "waits"), ("/waits/first_conversation/", "wait")):
        check_page(open_as, boss, path, name)


def test_a_clock_is_paused_on_the_page_of_a_case(open_as: Open, make: Factory) -> None:
    today = timezone.localdate()
    me = make.staff()
    case = make.case(held_by=me, opened_on=today - dt.timedelta(days=30))
    page = open_as(me, f"/cases/{case.pk}/waits/")
    page.fill("#id_reason", "Borgeren er på barsel")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Borgeren er på barsel")
    check_page(open_as, me, f"/cases/{case.pk}/waits/", "case-waits")
