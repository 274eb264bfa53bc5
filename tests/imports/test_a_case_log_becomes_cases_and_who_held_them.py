"""A case-handling log: a case per case, an assignment where the employee changes, nothing from a malformed file."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import connection

from tests.factories import Factory
from tests.imports.conftest import Said
from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.casework.models import Assignment, Case, ShiftCause
from tovholder.citizens.models import Citizen
from tovholder.imports.eventlog import LogColumns, addresses, import_log, summary
from tovholder.imports.folder import Circumstances, Outcome
from tovholder.imports.reading import File

pytestmark = [pytest.mark.requirement("F3"), pytest.mark.django_db]

HEADER = "case,seq,timestamp,resource\n"


class Logs:
    def __init__(self, path: Path, now: dt.datetime) -> None:
        self.path = path
        self.now = now

    def __call__(self, text: str, *, unit: str = "Loggen", dry_run: bool = False, **columns: str | None) -> Outcome:
        self.path.write_text(text, encoding="utf-8")
        circumstances = Circumstances("log", self.now, self.now.date(), dry_run=dry_run)
        return import_log(File("log.csv", self.path), circumstances, unit=unit, columns=LogColumns(**columns))


@pytest.fixture
def log(tmp_path: Path, now: dt.datetime) -> Logs:
    return Logs(tmp_path / "log.csv", now)


def holders(case: str) -> list[str | None]:
    rows = Assignment.objects.filter(case__external_id=f"log:{case}").order_by("effective_at", "seq")
    return [row.staff and row.staff.name for row in rows]


def test_a_malformed_log_is_refused_with_all_its_faults(log: Logs, said: Said) -> None:
    outcome = log(
        HEADER
        + "1,0,2025-01-01T09:00Z,Anne\n"
        + "1,0,2025-01-01T10:00Z,Bo\n"
        + "1,1,i går,Bo\n"
        + ",2,2025-01-01T10:00Z,Bo\n"
        + "2,x,2025-01-01T10:00Z,Bo\n"
        + "2,3,,Bo\n"
    )
    assert sorted(said(outcome)) == [
        ("log.csv", 3, "seq", "sequence_twice"),
        ("log.csv", 4, "timestamp", "moment"),
        ("log.csv", 5, "case", "required"),
        ("log.csv", 6, "seq", "whole"),
        ("log.csv", 7, "timestamp", "required"),
    ]
    assert not Case.objects.exists()


def test_every_missing_column_is_named_and_the_others_are_still_looked_through(log: Logs, said: Said) -> None:
    outcome = log("case,time,seq\n1,2025-01-01T09:00Z,0\n1,2025-01-01T09:00Z,x\n")
    assert sorted(said(outcome)) == [
        ("log.csv", 1, "resource", "missing_column"),
        ("log.csv", 1, "timestamp", "missing_column"),
        ("log.csv", 3, "seq", "whole"),
    ]


@pytest.mark.parametrize(("text", "rule"), [("", "empty"), (HEADER, "no_rows"), (HEADER + "\n\n", "no_rows")])
def test_an_empty_log_is_refused(log: Logs, said: Said, text: str, rule: str) -> None:
    assert said(log(text)) == [("log.csv", 0 if rule == "empty" else 1, "", rule)]


def test_a_row_is_made_where_the_employee_changes(log: Logs) -> None:
    events = ["Anne", "Anne", "", "Anne", "Bo", "", "Bo", "Anne"]
    rows = "".join(f"1,{n},2025-01-0{n + 1}T09:00Z,{name}\n" for n, name in enumerate(events))
    assert log(HEADER + rows).is_written
    assert holders("1") == ["Anne", "Bo", "Anne"]
    assert [row.effective_at.day for row in Assignment.objects.order_by("effective_at")] == [1, 5, 8]
    assert set(Assignment.objects.values_list("cause", "planned")) == {(ShiftCause.UNKNOWN, None)}
    assert summary("log").shifts == 2


def test_events_of_a_moment_are_in_the_order_of_their_numbers(log: Logs) -> None:
    rows = "1,2,2025-01-01T09:00Z,Ib\n1,0,2025-01-01T09:00Z,Anne\n1,1,2025-01-01T09:00Z,Bo\n1,3,2025-01-01T08:00Z,Kaj\n"
    assert log(HEADER + rows).is_written
    assert holders("1") == ["Kaj", "Anne", "Bo", "Ib"]


def test_a_log_without_numbers_is_in_the_order_of_the_file(log: Logs) -> None:
    text = "case,timestamp,resource\n1,2025-01-01T09:00Z,Bo\n2,2025-01-01T09:00Z,Bo\n1,2025-01-01T09:00Z,Anne\n"
    assert log(text, seq=None).is_written
    assert holders("1") == ["Bo", "Anne"]


def test_the_columns_may_have_other_names(log: Logs) -> None:
    text = "Sag;Nr;Tid;Medarbejder;x\n1;0;01-02-2025 09:00;Anne;\n"
    assert log(text, case="Sag", seq="Nr", time="Tid", resource="Medarbejder").is_written
    assert Assignment.objects.get().effective_at == dt.datetime(2025, 2, 1, 8, tzinfo=dt.UTC)


def test_what_was_assumed_about_a_time_without_a_zone_is_said(log: Logs, said: Said) -> None:
    outcome = log(HEADER + "1,0,2025-02-01 09:00,Anne\n1,1,2025-02-02 09:00,Bo\n")
    assert ("log.csv", 2, "timestamp", "no_zone") in said(outcome, doubts=True)
    (doubt,) = [doubt for doubt in outcome.report.doubts.listed if doubt.rule == "no_zone"]
    assert "Europe/Copenhagen" in doubt.expected
    assert "2 " in doubt.expected


def test_the_citizen_is_called_by_the_case_and_the_employees_have_no_password(log: Logs) -> None:
    assert log(HEADER + "case-10,0,2025-02-01T09:00Z,Anne B\ncase-10,1,2025-03-01T09:00Z,Bo\n").is_written
    assert Citizen.objects.get().name == "case-10"
    assert Case.objects.get().opened_on == dt.date(2025, 2, 1)
    for staff in Staff.objects.all():
        assert staff.is_active
        assert not staff.has_usable_password()
        assert staff.email.endswith("@log.example")
    assert set(Membership.objects.values_list("unit__name", "role", "valid_from", "valid_to")) == {
        ("Loggen", "caseworker", dt.date(2025, 2, 1), None)
    }


def test_a_unit_that_is_there_gets_the_cases(log: Logs, make: Factory) -> None:
    unit = make.unit("Loggen")
    assert log(HEADER + "1,0,2025-02-01T09:00Z,Anne\n").is_written
    assert Assignment.objects.get().unit == unit
    assert Unit.objects.get().external_id is None


def test_groups_can_be_teams_of_the_unit(log: Logs) -> None:
    text = "case,seq,timestamp,resource,team\n1,0,2025-02-01T09:00Z,Anne,Syd\n1,1,2025-02-01T09:00Z,Bo,\n"
    assert log(text, group="team").is_written
    assert holders("1") == ["Anne", "Bo"]
    assert list(Assignment.objects.order_by("seq").values_list("unit__name", flat=True)) == ["Syd", "Loggen"]
    assert Unit.objects.get(name="Syd").parent == Unit.objects.get(name="Loggen")
    assert set(Membership.objects.values_list("staff__name", "unit__name")) == {
        ("Anne", "Loggen"),
        ("Anne", "Syd"),
        ("Bo", "Loggen"),
    }


def test_the_same_log_again_changes_nothing_and_keeps_what_was_filled_in_since(log: Logs) -> None:
    text = HEADER + "1,0,2025-02-01T09:00Z,Anne\n1,1,2025-03-01T09:00Z,Bo\n"
    assert log(text).is_written
    Staff.objects.filter(name="Anne").update(name="Anne Sørensen", is_active=True, email="anne@kommune.example")
    Citizen.objects.update(family_name="Prøve")
    assert log(text).changes == 0
    assert Staff.objects.filter(name="Anne Sørensen", is_active=True).exists()
    assert Citizen.objects.get().name == "Prøve"


def test_a_longer_log_adds_and_takes_back_what_no_longer_is_a_change(log: Logs) -> None:
    assert log(HEADER + "1,1,2025-02-01T09:00Z,Anne\n1,2,2025-03-01T09:00Z,Bo\n").is_written
    # An event before the first: Anne had the case earlier, so that her row of February is no change any more.
    outcome = log(
        HEADER
        + "1,0,2025-01-01T09:00Z,Anne\n1,1,2025-02-01T09:00Z,Anne\n1,2,2025-03-01T09:00Z,Bo\n2,0,2025-03-01T09:00Z,Bo\n"
    )
    counts = outcome.counts["assignments"]
    assert (counts.new, counts.unchanged, counts.removed) == (2, 1, 1)
    assert holders("1") == ["Anne", "Bo"]


def test_a_dry_run_of_a_log_writes_nothing(log: Logs) -> None:
    outcome = log(HEADER + "1,0,2025-02-01T09:00Z,Anne\n", dry_run=True)
    assert outcome.counts["cases"].new == 1
    assert not Case.objects.exists()
    assert not Staff.objects.exists()


def test_employees_whose_addresses_would_be_the_same_are_told_apart() -> None:
    found = addresses(["Bo Berg", "bo-berg", "Ærø", "!!"], "min_log.2025")
    assert len(set(found)) == 4
    assert all(address.endswith("@min-log-2025.example") for address in found)
    assert addresses(["Bo Berg"], "min_log.2025")[0] == found[0]


@pytest.mark.parametrize("name", ["coselog_receipt", "bpic2015_1", "bpic2015_2"])
def test_a_real_log_gives_the_shifts_that_others_counted(data: Path, now: dt.datetime, name: str) -> None:
    expected = json.loads((data / "eventlogs" / "reference_stats.json").read_text())[name]
    file = data / "eventlogs" / f"{name}.csv.gz"
    circumstances = Circumstances(name, now, now.date())
    outcome = import_log(File(file.name, file), circumstances, unit=name)
    assert outcome.is_written, outcome.report.as_json()
    found = summary(name)
    assert (found.cases, found.employees, found.shifts) == (
        expected["cases"],
        expected["resources"],
        expected["handovers"],
    )
    with connection.cursor() as cursor:
        # The definition once more, in the words of architecture.md and without our own functions.
        cursor.execute(
            "select count(*) from casework_assignment a where a.staff_id <> ("
            "select b.staff_id from casework_assignment b where b.case_id = a.case_id and b.staff_id is not null "
            "and (b.effective_at, b.seq) < (a.effective_at, a.seq) order by b.effective_at desc, b.seq desc limit 1)"
        )
        assert cursor.fetchone()[0] == expected["handovers"]
    assert import_log(File(file.name, file), circumstances, unit=name).changes == 0
