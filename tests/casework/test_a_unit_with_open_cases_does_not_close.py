"""A unit is not closed while cases belong to it or it takes part in them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import LONG_AGO, Factory
from tovholder.accounts.actions.units import close_unit
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Unit
from tovholder.accounts.rights import Role
from tovholder.accounts.seen import seen
from tovholder.casework.models import Participant


def close(make: Factory, unit: Unit, day: dt.date) -> Unit:
    admin = make.actor(make.staff(role=Role.ADMINISTRATOR), day)
    return close_unit(actor=admin, unit_id=unit.pk, closed_on=day, mark=seen(unit))


def test_it_says_how_many_cases_would_be_left_behind(make: Factory, today: dt.date) -> None:
    unit, project = make.unit(), make.unit()
    held = make.case(unit=unit)
    make.case(unit=unit, closed_on=today, close_reason="moved")
    Participant.objects.create(case=held, unit=project, start=LONG_AGO)
    with pytest.raises(Refused, match="1 åben sag hører til den"):
        close(make, unit, today)
    with pytest.raises(Refused, match="deltager i 1 åben sag"):
        close(make, project, today)


def test_cases_handed_over_before_the_last_day_are_no_obstacle(make: Factory, now: dt.datetime) -> None:
    unit, day = make.unit(), now.date() + dt.timedelta(days=30)
    case = make.case(unit=unit)
    make.assign(case, None, unit=make.unit(), at=now)
    assert close(make, unit, day).closed_on == day
