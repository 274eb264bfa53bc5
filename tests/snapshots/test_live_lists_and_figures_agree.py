"""What the live lists show and what a figure says are the same, per unit and per case, on the demonstration.

Figures are of whole days; so the live lists are asked how it was at the end of the last day of the data.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.demo.conftest import DAY
from tovholder.accounts.actor import Actor
from tovholder.casework.contributions import Moment, flags
from tovholder.casework.models import OURS, Assignment, Case, CaseRole, Conversation
from tovholder.casework.own_contribution import waits
from tovholder.casework.queries.caseloads import caseloads
from tovholder.casework.queries.shifts import shift_counts, shifts_of_units, twelve_months_before
from tovholder.casework.queries.units import count, read_tree, vacancies
from tovholder.casework.tidy_rows import WAITS
from tovholder.casework.worklist.waiting import waits_of
from tovholder.demo import load
from tovholder.demo.calendar import DANISH
from tovholder.figures.compute import compute, facts_of
from tovholder.figures.definitions import BY_ID
from tovholder.figures.engines import engine
from tovholder.figures.periods import Period
from tovholder.figures.source import Source
from tovholder.snapshots import pseudonyms, store, writer
from tovholder.workload.queries.staff import loads_of
from tovholder.workload.queries.units import load_of

pytestmark = pytest.mark.requirement("F18", "F19", "F5")

#: The last moment of the last day of the data.
NOW = dt.datetime.combine(DAY, dt.time.max, tzinfo=DANISH)
LAST = DAY
YEAR = Period.year_to(LAST)


class Both:
    """The database and a snapshot of it, with the keys to go from one to the other."""

    def __init__(self, snapshot: store.Snapshot, secret: bytes) -> None:
        self.source = Source(engine("polars").__enter__(), [snapshot.folder])
        self.keys = pseudonyms.Pseudonyms(secret)
        self.moment = Moment(Actor(staff_id=0, name=""), NOW, LAST)

    @cached_property
    def cases(self) -> dict[int, int]:
        return self._ids("cases", Case.objects.values_list("pk", flat=True))

    @cached_property
    def units(self) -> dict[int | None, int | None]:
        return {None: None, **self._ids("units", read_tree().units)}

    @cached_property
    def staff(self) -> dict[int, int]:
        return self._ids("staff", Assignment.objects.exclude(staff=None).values_list("staff", flat=True).distinct())

    @cached_property
    def open_cases(self) -> list[int]:
        return list(Case.objects.filter(closed_on=None, opened_on__lte=LAST).values_list("pk", flat=True))

    def _ids(self, kind: str, ids: Any) -> dict[int, int]:
        return {self.keys.key(kind, one): one for one in ids}

    def by(self, figure: str, *breakdowns: str, answer: str = "value", period: Period = YEAR) -> dict[Any, Any]:
        """Breakdowns (units as ids) → a part of the figure's answer."""
        table = compute(self.source, BY_ID[figure], by=breakdowns, period=period).table
        return {
            tuple(self.units[row[name]] if name == "unit" else row[name] for name in breakdowns): row[answer]
            for row in table.iter_rows(named=True)
            if row[answer]
        }

    def facts(self, figure: str, **where: Any) -> list[dict[str, Any]]:
        """The facts behind a figure, with the database's numbers for cases and staff."""
        rows = facts_of(self.source, BY_ID[figure], period=YEAR, where=where).to_dicts()
        for row in rows:
            row["case"] = self.cases[row["case"]]
            if row.get("staff") is not None:
                row["staff"] = self.staff[row["staff"]]
        return rows


@pytest.fixture(scope="module")
def both(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """The municipality in the database for this module, a snapshot of it, and both gone after it."""
    from django.conf import settings
    from django.db import connection, transaction

    home = tmp_path_factory.mktemp("home")
    before, settings.HOME = settings.HOME, home
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        with connection.cursor() as cursor:
            # What other tests left in the planner's statistics would have it compare each row with each other.
            cursor.execute("set local enable_nestloop = off")
            load.fill(today=DAY, password="x")
            cursor.execute("set local enable_nestloop = on")
        snapshot = writer.write_database(home / "snapshots", now=NOW, data_end=LAST)
        yield Both(snapshot, pseudonyms.secret_in(Path(home)))
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
    settings.HOME = before


pytestmark = [pytestmark, pytest.mark.usefixtures("both", "db")]


def test_shifts_of_a_unit_by_cause_and_whether_they_were_planned(both: Both) -> None:
    live: Counter[tuple[Any, ...]] = Counter()
    begin = dt.datetime.combine(YEAR.first, dt.time(), tzinfo=DANISH)
    for unit, causes in shifts_of_units(read_tree().units, begin, NOW).items():
        for one in causes:
            cause = None if one.cause == "unknown" else one.cause
            for planned, number in ((True, one.planned), (False, one.unplanned), (None, one.unknown)):
                live[unit, cause, planned] += number
    assert sum(live.values()) > 500
    assert both.by("shifts", "unit", "cause", "planned") == {key: number for key, number in live.items() if number}


def test_shifts_of_each_case(both: Both) -> None:
    begin = dt.datetime.combine(YEAR.first, dt.time(), tzinfo=DANISH)
    live = shift_counts(both.cases.values(), begin, NOW)
    found = Counter(row["case"] for row in both.facts("shifts"))
    assert found == {case: number for case, number in live.items() if number}


def test_cases_with_two_shifts_or_more_in_twelve_months(both: Both) -> None:
    flag = next(flag for flag in flags() if flag.key == "shifts")
    cases = Case.objects.filter(pk__in=both.open_cases).annotate(**flag.annotate(both.moment))
    live = set(cases.filter(flag.condition(both.moment)).values_list("pk", flat=True))
    assert twelve_months_before(NOW).date() == YEAR.first - dt.timedelta(days=1)
    assert len(live) > 20
    assert {row["case"] for row in both.facts("share_with_2_shifts") if row["counts"]} == live
    assert sum(both.by("share_with_2_shifts", "unit", answer="numerator").values()) == len(live)


def test_open_cases_of_a_unit(both: Both) -> None:
    counted = count(list(read_tree().units), both.moment)
    live = {(unit,): counted.standing([unit]).open_cases for unit in read_tree().units}
    assert sum(live.values()) == len(both.open_cases)
    assert both.by("open_cases", "unit") == {unit: number for unit, number in live.items() if number}


def test_vacancies_of_a_unit_and_since_when_each_case_is_vacant(both: Both) -> None:
    rows = list(vacancies(list(read_tree().units), both.moment))
    assert len(rows) > 5
    assert both.by("vacant_cases", "unit") == Counter((row.unit_id,) for row in rows)
    live = {row.case_id: row.since.astimezone(DANISH).date() for row in rows}
    assert {row["case"]: row["start"] for row in both.facts("vacant_cases")} == live


def test_the_caseload_of_each_caseworker(both: Both) -> None:
    live = {staff: cases for staff, cases in caseloads(both.staff.values(), NOW).items() if cases}
    held = Counter(row["staff"] for row in both.facts("caseload"))
    assert held == live
    whole = both.by("caseload")[()]
    assert whole == pytest.approx(sum(live.values()) / len(live))
    assert both.by("caseload_most")[()] == max(live.values())


def test_the_load_of_each_unit_as_its_page_has_it(both: Both) -> None:
    tree = read_tree()
    live = {(pk,): load_of(unit, [pk], both.moment).whole for pk, unit in tree.units.items()}
    weight = {unit: float(load.weight) for unit, load in live.items() if load.weight}
    assert sum(weight.values()) > 1000
    assert both.by("weight_of_cases", "unit") == pytest.approx(weight)
    room = {unit: float(load.room) for unit, load in live.items() if load.room}
    assert len(room) >= 6
    assert both.by("capacity", "unit") == pytest.approx(room)
    shares = {unit: weight[unit] / size for unit, size in room.items() if unit in weight}
    assert both.by("load", "unit") == pytest.approx(shares)


def test_the_weighted_caseload_of_the_municipality_as_its_pages_have_it(both: Both) -> None:
    loads = loads_of(both.staff.values(), NOW, LAST)
    held = [float(weight) for staff, weight in loads.items() if caseloads([staff], NOW)[staff]]
    assert both.by("weighted_caseload")[()] == pytest.approx(sum(held) / len(held))


def test_first_waits_of_each_case(both: Both) -> None:
    """Every wait of every open case, and which of them go on."""
    live = {
        (case, WAITS[wait.kind], wait.since): wait.until
        for case in both.open_cases
        for wait in waits(case, both.moment)
    }
    running = {key for key, until in live.items() if until is None}
    assert len(running) > 100
    assert {kind for _case, kind, _since in running} == set(WAITS.values())
    own = set(WAITS.values())  # other rooms have waits of their own
    found = {(row["case"], row["kind"], row["started"]) for row in both.facts("waiting") if row["kind"] in own}
    assert found == running
    facts = both.facts("waits_started")
    begun = {(row["case"], row["kind"], row["started"]) for row in facts if row["kind"] in own}
    open_now = set(both.open_cases)
    assert {key for key in begun if key[0] in open_now} == {key for key in live if key[2] >= YEAR.first}


def test_waits_as_the_work_list_says_them(both: Both) -> None:
    names = {"first": "first_conversation", "vacancy": "caseworker", "new_holder": "first_with_new"}
    told = waits_of(both.open_cases, both.moment)
    live = {(case, names[wait.kind]) for case, of_case in told.items() for wait in of_case}
    found = {(row["case"], row["kind"]) for row in both.facts("waiting")}
    for kind in ("first_conversation", "caseworker"):
        assert {key for key in found if key[1] == kind} == {key for key in live if key[1] == kind}
    # Beside a first conversation, or a caseworker, that is waited for, the list does not name a third wait.
    named = {case for case, kind in live if kind != "first_with_new"}
    new = {key for key in found if key[1] == "first_with_new" and key[0] not in named}
    assert {key for key in live if key[1] == "first_with_new"} == new


def test_cases_that_wait_for_the_first_conversation_as_the_flag_counts_them(both: Both) -> None:
    flag = next(flag for flag in flags() if flag.key == "first")
    held = Conversation.objects.filter(held_at__gt=NOW).values("case")
    cases = Case.objects.filter(flag.condition(both.moment), pk__in=both.open_cases).exclude(pk__in=held)
    live = set(cases.values_list("pk", flat=True))
    assert {row["case"] for row in both.facts("waiting", kind="first_conversation")} == live


def test_conversations_held_by_month(both: Both) -> None:
    begin = dt.datetime.combine(YEAR.first, dt.time(), tzinfo=DANISH)
    held = Conversation.objects.filter(OURS, held_at__gte=begin, held_at__lte=NOW).values_list("held_at", flat=True)
    live = Counter((f"{at.astimezone(DANISH):%Y-%m}",) for at in held)
    assert both.by("conversations_held", "month") == live


def test_nobody_but_caseworkers_is_counted(both: Both) -> None:
    """Roles beside the caseworker's have their own figures."""
    consultants = Assignment.objects.filter(role=CaseRole.JOB_CONSULTANT).count()
    assert consultants > 0
    assert both.by("shifts", "role") == {("caseworker",): sum(both.by("shifts").values())}
