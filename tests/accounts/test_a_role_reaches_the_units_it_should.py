"""Which units a person's roles reach: their own, those below, and for an administrator all."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import Factory
from tovholder.accounts.rights import Role

pytestmark = pytest.mark.requirement("F13")


def test_a_caseworker_does_not_reach_the_units_below(make: Factory, today: dt.date) -> None:
    department = make.unit()
    make.unit(parent=department)
    actor = make.actor(make.staff(unit=department), today)
    assert actor.case_units == {department.pk}
    assert not actor.leads
    assert not actor.overview


def test_an_analyst_above_does_not_see_cases_by_being_a_caseworker_elsewhere(make: Factory, today: dt.date) -> None:
    department = make.unit()
    team = make.unit(parent=department)
    person = make.staff(unit=department, role=Role.ANALYST)
    make.member(person, elsewhere := make.unit(), Role.CASEWORKER)
    actor = make.actor(person, today)
    assert actor.overview == {department.pk, team.pk}
    assert actor.case_units == {elsewhere.pk}
    assert not actor.leads


def test_a_leader_reaches_all_below_and_nothing_beside(make: Factory, today: dt.date) -> None:
    department = make.unit()
    team = make.unit(parent=department)
    group = make.unit(parent=team)
    make.unit()
    actor = make.actor(make.staff(unit=department, role=Role.TEAM_LEADER), today)
    assert actor.leads == actor.overview == {department.pk, team.pk, group.pk}


def test_an_administrator_sees_how_every_unit_stands_and_no_case(make: Factory, today: dt.date) -> None:
    unrelated = make.unit()
    actor = make.actor(make.staff(role=Role.ADMINISTRATOR), today)
    assert unrelated.pk in actor.overview
    assert not actor.leads
    assert not actor.case_units


def test_a_membership_that_has_ended_reaches_nothing(make: Factory, today: dt.date) -> None:
    person = make.staff(role=Role.TEAM_LEADER)
    person.memberships.update(valid_to=today)
    actor = make.actor(person, today)
    assert not actor.units
    assert not actor.rights
