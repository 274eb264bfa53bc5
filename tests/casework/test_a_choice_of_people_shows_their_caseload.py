"""Who decides who gets a case sees beside each name how many they hold already."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from tests.factories import Factory
from tovholder.casework.access import open_case
from tovholder.casework.contributions import Moment
from tovholder.casework.forms.bulk import BulkAssign
from tovholder.casework.holding import Say
from tovholder.casework.models import CaseRole
from tovholder.casework.queries.caseloads import caseloads
from tovholder.casework.queries.people import holders_for


def test_only_open_cases_held_now_in_the_role_count(make: Factory, now: dt.datetime) -> None:
    anna, bo = make.staff(), make.staff()
    make.case(held_by=anna)
    make.case(held_by=anna, closed_on=now.date(), close_reason="work")
    given_away = make.case(held_by=anna)
    make.assign(given_away, bo, at=now - dt.timedelta(days=1))
    make.assign(given_away, anna, at=now - dt.timedelta(days=1), role=CaseRole.MENTOR)
    make.assign(given_away, anna, at=now + dt.timedelta(days=1))
    assert caseloads([anna.pk, bo.pk, 0], now) == {anna.pk: 1, bo.pk: 1, 0: 0}
    assert caseloads([anna.pk], now, CaseRole.MENTOR) == {anna.pk: 1}


def test_it_stands_beside_each_name_for_one_case_and_for_many(make: Factory, now: dt.datetime, today: dt.date) -> None:
    unit = make.unit("Team Nord")
    anna = make.staff("Anna Friis", unit=unit)
    make.staff("Bo Lund", unit=unit)
    leader = make.actor(make.staff("Lis Leder", unit=unit, role="team_leader"), today)
    case = make.case(held_by=anna)
    with translation.override("en"):
        access = open_case(leader, case.pk, now=now, today=today)
        ((_unit, people), *_others) = holders_for(access, Say.DECIDES, unit.pk, CaseRole.CASEWORKER, now, today)
        form = BulkAssign(moment=Moment(actor=leader, now=now, today=today))
        many = [str(label) for _value, label in form.fields["receiver"].choices]  # type: ignore[attr-defined]
        assert {name for _key, name in people[:3]} == {
            "Anna Friis (1 case)",
            "Bo Lund (0 cases)",
            "Lis Leder (0 cases)",
        }
    assert "Anna Friis (1 case), Team Nord" in many
