"""What cases weigh and what staff have room for, as tidy rows; and the figures of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import Factory
from tests.snapshots.conftest import Take, rows
from tests.workload.house import House
from tovholder.accounts.rights import Role
from tovholder.figures.compute import compute
from tovholder.figures.definitions import BY_ID
from tovholder.figures.engines import engine
from tovholder.figures.periods import Period
from tovholder.figures.source import Source
from tovholder.figures.tidy.check import check
from tovholder.snapshots import store
from tovholder.workload.actions.cases import weigh_case

OPENED = dt.date(2026, 8, 3)
FIGURES = ("weighted_caseload", "weight_of_cases", "capacity", "load")


@pytest.fixture
def team(make: Factory, now: dt.datetime) -> House:
    return House(make, now)


def answers(snapshot: store.Snapshot) -> dict[str, float | None]:
    with engine("polars") as running:
        source = Source(running, [snapshot.folder])
        year = Period.year_to(snapshot.manifest.data_end)
        return {name: compute(source, BY_ID[name], period=year).table["value"][0] for name in FIGURES}


def test_where_nobodys_room_is_said_the_load_is_missing_and_not_nothing(team: House, take: Take) -> None:
    team.case("6.3")
    found = answers(take())
    assert found == {"weighted_caseload": 1, "weight_of_cases": 1, "capacity": None, "load": None}


def test_a_case_has_a_row_for_each_day_on_which_it_comes_to_weigh_something_else(team: House, take: Take) -> None:
    team.group_weighs("6.3", "1.5", dt.date(2026, 1, 1))
    team.group_weighs("6.3", "1.8", dt.date(2026, 9, 1))
    team.group_weighs("6.3", "2", dt.date(2026, 12, 1))  # lies ahead
    team.case("6.1")
    case = team.case("6.3")
    told = team.in_case(team.anna, case)
    weigh_case(**told, weight=Decimal("0.5"), valid_from=dt.date(2026, 10, 1), reason="Venter")
    weigh_case(**told, weight=Decimal("0.4"), valid_from=dt.date(2026, 10, 1), reason="Rettet")
    weigh_case(**told, weight=None, valid_from=dt.date(2026, 11, 1), reason="Begynder igen")
    snapshot = take()
    assert check(snapshot.folder) == []
    found = [(row["start"], row["weight"]) for row in rows(snapshot, "weights")]
    assert found == [
        (OPENED, 1.5),
        (dt.date(2026, 9, 1), 1.8),
        (dt.date(2026, 10, 1), 0.4),
        (dt.date(2026, 11, 1), 1.8),
    ]


def test_room_is_cut_where_it_changes_and_counted_once_for_two_roles_in_a_unit(team: House, take: Take) -> None:
    team.make.member(team.anna, team.unit, Role.COORDINATOR, since=dt.date(2026, 6, 1))
    team.has_room(team.anna, "30", dt.date(2026, 3, 1))
    team.has_room(team.anna, "24", dt.date(2026, 9, 1), reason="30 timer")
    for group in ("6.3", "6.1"):
        team.case(group)
    team.group_weighs("6.3", "1.5")
    snapshot = take()
    assert check(snapshot.folder) == []
    said = [(row["capacity"], row["start"], row["end"]) for row in rows(snapshot, "staff") if row["capacity"]]
    assert sorted(said) == [(24, dt.date(2026, 9, 1), None), (30, dt.date(2026, 3, 1), dt.date(2026, 9, 1))]
    assert answers(snapshot) == {
        "weighted_caseload": 2.5,
        "weight_of_cases": 2.5,
        "capacity": 24,
        "load": pytest.approx(2.5 / 24),
    }
