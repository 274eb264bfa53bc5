"""Units open, stand under one another and close; nothing is left behind in a closed one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.factories import LONG_AGO, Factory
from tovholder.accounts import obstacles, queries
from tovholder.accounts.actions.units import close_unit, open_unit, rename_unit
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Staff, Unit, UnitKind
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Role
from tovholder.accounts.seen import seen


@pytest.fixture
def centre(make: Factory) -> Unit:
    return make.unit("Arbejdsmarked", kind=UnitKind.DEPARTMENT)


@pytest.fixture
def admin(make: Factory, centre: Unit, today: dt.date) -> Actor:
    return make.actor(make.staff("Anne", unit=centre, role=Role.ADMINISTRATOR), today)


def test_nobody_else_does_it(make: Factory, centre: Unit, today: dt.date) -> None:
    leader = make.actor(make.staff(role=Role.TEAM_LEADER, unit=centre), today)
    with pytest.raises(NotAllowed):
        open_unit(actor=leader, name="Ny", kind=UnitKind.TEAM, parent_id=centre.pk, opened_on=today)
    with pytest.raises(NotAllowed):
        rename_unit(actor=leader, unit_id=centre.pk, name="Ny", mark=seen(centre))
    with pytest.raises(NotAllowed):
        close_unit(actor=leader, unit_id=centre.pk, closed_on=today, mark=seen(centre))


def test_a_unit_does_not_stand_where_it_cannot(admin: Actor, centre: Unit, today: dt.date) -> None:
    new = {"actor": admin, "kind": UnitKind.TEAM, "parent_id": centre.pk}
    with pytest.raises(Refused, match="Intet lå under den før"):
        open_unit(**new, name="Ny", opened_on=LONG_AGO - dt.timedelta(days=1))
    open_unit(**new, name="Team Aktiv", opened_on=today)
    with pytest.raises(Refused, match="allerede en enhed med det navn"):
        open_unit(**new, name=" team  aktiv", opened_on=today)
    Unit.objects.filter(pk=centre.pk).update(closed_on=dt.date(2030, 1, 1))
    with pytest.raises(Refused, match=r"31\. december 2029 er sidste dag"):
        open_unit(**new, name="Ny", opened_on=today)


def test_closing_says_everything_that_still_belongs_to_it(
    make: Factory, admin: Actor, centre: Unit, today: dt.date
) -> None:
    make.staff("Bo Bech", unit=centre)
    make.unit("Team Aktiv", parent=centre)
    with pytest.raises(Refused) as refused:
        close_unit(actor=admin, unit_id=centre.pk, closed_on=today, mark=seen(centre))
    assert len(refused.value.faults) == 2
    assert "2 personer hører stadig til: Anne, Bo Bech" in refused.value.faults[0]
    assert "1 enhed ligger under: Team Aktiv" in refused.value.faults[1]


def test_what_ends_before_the_unit_does_is_no_obstacle(
    make: Factory, admin: Actor, centre: Unit, today: dt.date
) -> None:
    team = make.unit("Team Aktiv", parent=centre)
    membership = make.member(make.staff(), team, Role.CASEWORKER, to=today)
    closed = close_unit(actor=admin, unit_id=team.pk, closed_on=today, mark=seen(team))
    assert closed.last_day == today - dt.timedelta(days=1)
    assert membership.unit_id == team.pk
    with pytest.raises(Refused, match="allerede lukket"):
        close_unit(actor=admin, unit_id=team.pk, closed_on=today, mark=seen(closed))


def test_other_rooms_say_what_of_theirs_is_left(make: Factory, admin: Actor, today: dt.date) -> None:
    team = make.unit("Team Aktiv")

    def two_cases(unit: Unit, day: dt.date) -> list[str]:
        return ["2 sager hører til enheden."] if unit == team else []

    obstacles.register(two_cases)
    try:
        with pytest.raises(Refused, match="2 sager"):
            close_unit(actor=admin, unit_id=team.pk, closed_on=today, mark=seen(team))
    finally:
        obstacles._known.remove(two_cases)


def test_the_second_to_change_it_is_told(make: Factory, admin: Actor, today: dt.date) -> None:
    team = make.unit("Team Aktv")
    mark = seen(team)
    rename_unit(actor=admin, unit_id=team.pk, name="Team Aktiv", mark=mark)
    with pytest.raises(ChangedMeanwhile):
        close_unit(actor=admin, unit_id=team.pk, closed_on=today, mark=mark)


def test_the_tree_shows_what_stands_under_what_and_who_is_there_today(
    make: Factory, admin: Actor, centre: Unit, today: dt.date
) -> None:
    aktiv = make.unit("Team Aktiv", parent=centre)
    make.unit("Årets projekt", parent=aktiv)
    gone = Unit.objects.create(
        name="Gammelt team", kind="team", parent=centre, opened_on=LONG_AGO, closed_on=today - dt.timedelta(days=1)
    )
    orphan = make.unit("Åbent under lukket", parent=gone)
    make.member(make.staff(unit=aktiv), aktiv, Role.COORDINATOR)  # one person, two roles
    make.member(make.staff(), aktiv, Role.CASEWORKER, to=today)
    nodes = queries.unit_tree(today=today, closed_too=False)
    shown = {node.unit.name: (node.depth, node.members) for node in nodes}
    assert shown["Arbejdsmarked"] == (0, 1)
    assert shown["Team Aktiv"] == (1, 1)
    assert shown["Årets projekt"] == (2, 0)
    assert shown[orphan.name] == (0, 0)
    assert gone.name not in shown
    names = [node.unit.name for node in queries.unit_tree(today=today, closed_too=True)]
    assert names.index("Gammelt team") + 1 == names.index(orphan.name)


def test_a_unit_shows_its_members_over_time_and_says_why_it_stays_open(
    make: Factory, admin: Actor, centre: Unit, client: Client
) -> None:
    client.force_login(Staff.objects.get(pk=admin.staff_id))
    make.member(make.staff("Før Fru"), centre, Role.CASEWORKER, to=dt.date(2024, 2, 1))
    shown = client.get(f"/staff/units/{centre.pk}/").text
    assert "Før Fru" in shown
    assert "31.01.2024" in shown
    refused = client.post(f"/staff/units/{centre.pk}/close/", {"closed_on": "2030-01-01", "mark": seen(centre)})
    assert refused.status_code == 422
    assert "hører stadig til: Anne" in refused.text


def test_a_unit_is_opened_renamed_and_closed_on_the_pages(admin: Actor, centre: Unit, client: Client) -> None:
    client.force_login(Staff.objects.get(pk=admin.staff_id))
    new = {"name": "Team Ny", "kind": "team", "parent": centre.pk, "opened_on": "2026-01-01"}
    opened = client.post("/staff/units/new/", new)
    unit = Unit.objects.get(name="Team Ny")
    assert opened["Location"] == f"/staff/units/{unit.pk}/"
    client.post(f"/staff/units/{unit.pk}/", {"name": "Team Nyt", "mark": seen(unit)})
    unit.refresh_from_db()
    assert unit.name == "Team Nyt"
    client.post(f"/staff/units/{unit.pk}/close/", {"closed_on": "2026-12-31", "mark": seen(unit)})
    unit.refresh_from_db()
    assert unit.closed_on == dt.date(2027, 1, 1)
