"""Every fault is named with file, row, column, value and what was expected; with one fault nothing is written."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.imports.conftest import GROUND, Importer, Said
from tovholder.casework.models import Case
from tovholder.citizens.models import Citizen
from tovholder.imports.faults import LISTED, Report, some_of_each
from tovholder.imports.folder import Outcome
from tovholder.imports.readers import read
from tovholder.imports.tables import TABLES

pytestmark = pytest.mark.requirement("F11")


def only(outcome: Outcome, rule: str) -> list[tuple[int, str, str]]:
    """Row, column and value of the faults of a rule."""
    return [(fault.row, fault.column, fault.value) for fault in outcome.report.faults.listed if fault.rule == rule]


def test_all_faults_are_named_and_not_only_the_first(importer: Importer, said: Said) -> None:
    outcome = importer(
        citizens="external_id;family_name;born_on;nickname\nB-1;Prøve;31-02-1980;x\nB-1;;1980-01-01;\n",
        cases="external_id;citizen;opened_on;closed_on\nS-1;B-9;2025-03-03;2025-01-01\n;B-1;soon;\n",
    )
    assert sorted(said(outcome)) == [
        ("cases.csv", 2, "citizen", "unknown_reference"),
        ("cases.csv", 2, "close_reason", "needs"),
        ("cases.csv", 2, "closed_on", "end_not_after_start"),
        ("cases.csv", 3, "external_id", "required"),
        ("cases.csv", 3, "opened_on", "date"),
        ("citizens.csv", 1, "nickname", "unknown_column"),
        ("citizens.csv", 2, "born_on", "date"),
        ("citizens.csv", 3, "external_id", "id_twice"),
        ("citizens.csv", 3, "family_name", "required"),
    ]
    assert not Citizen.objects.exists()


def test_a_fault_says_what_stands_there_and_what_was_expected(importer: Importer) -> None:
    outcome = importer(units="external_id;name;opened_on\nE-1;Team;i går\n")
    (fault,) = outcome.report.faults.listed
    assert (fault.file, fault.row, fault.column, fault.value) == ("units.csv", 2, "opened_on", "i går")
    assert "31-01-2026" in fault.expected


def test_every_fault_is_counted_though_a_thousand_are_listed(importer: Importer) -> None:
    rows = "".join(f"E-{n};Team;i går\n" for n in range(LISTED + 200))
    outcome = importer(units=f"external_id;name;opened_on\n{rows}", staff="external_id;name;email\nM-1;Bo;ingen\n")
    faults = outcome.report.faults
    assert faults.count == LISTED + 201
    assert len(faults.listed) == LISTED + 1  # a sort that comes late is seen all the same
    assert faults.listed[-1].file == "staff.csv"


def test_a_screen_shows_some_of_each_sort(importer: Importer) -> None:
    rows = "".join(f"E-{n};Team;i går\n" for n in range(200))
    outcome = importer(units=f"external_id;name;opened_on\n{rows}", staff="external_id;name;email\nM-1;Bo;ingen\n")
    shown = some_of_each(outcome.report.faults.listed, 50)
    assert [fault.file for fault in shown] == ["units.csv"] * 49 + ["staff.csv"]
    assert [fault.row for fault in shown[:-1]] == list(range(2, 51))


@pytest.mark.parametrize("number", ["010180-123", "320180-1234", "abc", "0101801234567", "O10180-1234"])
def test_a_cpr_number_that_can_be_none_is_refused_and_hidden(importer: Importer, number: str) -> None:
    outcome = importer(citizens=f"external_id;family_name;cpr\nB-1;Prøve;{number}\n")
    ((row, column, value),) = only(outcome, "cpr")
    assert (row, column) == (2, "cpr")
    assert not any(letter.isdigit() for letter in value)
    assert len(value) == len(number)


def test_a_cpr_number_is_shown_nowhere_in_the_report(importer: Importer) -> None:
    outcome = importer(
        citizens="external_id;family_name;cpr\n0101801234;Prøve;0101801234\nB-2;010180-1234;0101801234\n",
        cases="external_id;citizen;opened_on\nS-1;010180-1234;010180-1234\n",
    )
    assert outcome.report.faults.count
    written = str(outcome.report.as_json())
    assert "0101801234" not in written
    assert "010180-1234" not in written


def test_an_external_id_may_not_be_a_cpr_number(importer: Importer) -> None:
    outcome = importer(citizens="external_id;family_name\n610180-0006;Prøve\n")
    assert only(outcome, "cpr_as_id") == [(2, "external_id", "••••••-••••")]


def test_two_citizens_cannot_have_one_cpr_number(importer: Importer) -> None:
    outcome = importer(citizens="external_id;family_name;cpr\nB-1;Prøve;6101800006\nB-2;Prøve;610180-0006\n")
    assert [(row, column) for row, column, _ in only(outcome, "twice")] == [(3, "cpr")]


def test_an_unknown_code_comes_with_the_codes_that_are_nearest(ground: Importer) -> None:
    outcome = ground(
        benefit_spells="external_id;citizen;benefit;from\nY-1;B-1;kontanhjælp;2025-03-01\nY-2;B-1;xyz;2025-03-01\n",
        assignments="external_id;case;effective_at;unit;cause\nA-2;S-1;2025-04-01 09:00;E-1;reorganization\n",
    )
    expected = {fault.value: fault.expected for fault in outcome.report.faults.listed}
    assert "kontanthjaelp" in expected["kontanhjælp"]
    assert "reorganisation" in expected["reorganization"]
    assert "a-dagpenge" in expected["xyz"]


def test_an_unknown_column_comes_with_those_that_are_nearest(importer: Importer) -> None:
    outcome = importer(units="external_id;name;opend_on\nE-1;Team;2020-01-01\n")
    expected = {fault.column: fault.expected for fault in outcome.report.faults.listed}
    assert "opened_on" in expected["opend_on"]
    assert "opened_on" in expected  # and it is missing


def test_an_unknown_table_comes_with_those_that_are_nearest(importer: Importer) -> None:
    outcome = importer(citizen="external_id;family_name\nB-1;Prøve\n")
    (fault,) = outcome.report.faults.listed
    assert (fault.rule, "citizens" in fault.expected) == ("unknown_table", True)


def test_periods_that_overlap_are_refused_with_both_rows(ground: Importer) -> None:
    outcome = ground(
        benefit_spells="external_id;citizen;benefit;from;to\n"
        "Y-1;B-1;kontanthjaelp;2025-01-01;2025-06-01\n"
        "Y-2;B-1;sygedagpenge;2025-05-01;\n"
        "Y-3;B-1;kontanthjaelp;2025-05-31;2025-07-01\n"
        "Y-4;B-1;kontanthjaelp;2025-07-01;\n",
        target_group_spells="external_id;citizen;target_group;from\nG-1;B-1;6.2;2025-01-01\nG-2;B-1;6.3;2025-02-01\n",
    )
    found = [(fault.file, fault.row, fault.parameters["other"]) for fault in outcome.report.faults.listed]
    assert found == [("benefit_spells.csv", 4, "2"), ("target_group_spells.csv", 3, "2")]


def test_a_long_period_overlaps_also_those_behind_the_next(ground: Importer, said: Said) -> None:
    outcome = ground(
        memberships="external_id;staff;unit;role;from;to\n"
        "T-1;M-1;E-1;caseworker;2020-01-01;2024-01-01\n"
        "T-2;M-1;E-1;caseworker;2020-02-01;2020-03-01\n"
        "T-3;M-1;E-1;caseworker;2021-02-01;2021-03-01\n"
    )
    assert [row for _, row, _, rule in said(outcome) if rule == "overlap"] == [3, 4]


def test_a_period_may_not_overlap_one_that_is_registered_already(ground: Importer, said: Said) -> None:
    spell = "external_id;citizen;benefit;from;to\n{};B-1;kontanthjaelp;{};{}\n"
    assert ground(benefit_spells=spell.format("Y-1", "2025-03-01", "2025-06-01")).is_written
    inside = ground(benefit_spells=spell.format("Y-2", "2025-04-01", ""))
    around = ground(benefit_spells=spell.format("Y-2", "2025-01-01", "2026-01-01"))
    assert said(inside) == said(around) == [("benefit_spells.csv", 2, "from", "overlap_known")]
    assert ground(benefit_spells=spell.format("Y-2", "2025-06-01", "")).is_written


def test_two_rows_cannot_say_who_holds_a_case_at_the_same_moment(ground: Importer, said: Said) -> None:
    rows = "A-2;S-1;2025-05-01 09:00;M-2;E-1\nA-3;S-1;2025-05-01T07:00Z;M-1;E-1\nA-4;S-1;2025-03-03 09:00;M-2;E-1\n"
    outcome = ground(assignments=f"external_id;case;effective_at;staff;unit\n{rows}")
    assert said(outcome) == [
        ("assignments.csv", 3, "seq", "twice"),
        ("assignments.csv", 4, "seq", "known_already"),
    ]


def test_a_conversation_has_one_outcome(ground: Importer, said: Said) -> None:
    outcome = ground(
        conversations="external_id;case;starts_at;held_at;missed_at\n"
        "K-1;S-1;2025-03-10 10:00;2025-03-10 10:00;2025-03-10 10:30\n"
    )
    assert said(outcome) == [("conversations.csv", 2, "missed_at", "one_outcome")]


def test_a_conversation_in_the_unemployment_fund_was_held_and_not_by_us(ground: Importer, said: Said) -> None:
    outcome = ground(
        conversations="external_id;case;starts_at;held_at;kind;staff\n"
        "K-1;S-1;2025-03-10 10:00;;fund;\n"
        "K-2;S-1;2025-03-11 10:00;2025-03-11 10:00;fund;M-1\n"
        "K-3;S-1;2025-03-12 10:00;2025-03-12 10:00;fund;\n"
    )
    assert said(outcome) == [
        ("conversations.csv", 2, "held_at", "needs_when"),
        ("conversations.csv", 3, "staff", "empty_when"),
    ]


def test_a_step_says_how_and_why_it_ended(ground: Importer, said: Said) -> None:
    outcome = ground(
        plan_steps="external_id;case;text;agreed_at;ended_at;outcome;turn\n"
        "R-1;S-1;CV;2025-03-10 10:00;2025-04-01 10:00;;us\n"
        "R-2;S-1;CV;2025-03-10 10:00;2025-04-01 10:00;dropped;us\n"
        "R-3;S-1;CV;2025-03-10 10:00;;done;us\n"
        "R-4;S-1;CV;2025-03-10 10:00;;;other\n"
        "R-5;S-1;CV;2025-03-10 10:00;2025-03-01 10:00;done;us\n"
    )
    assert sorted(said(outcome)) == [
        ("plan_steps.csv", 2, "outcome", "needs"),
        ("plan_steps.csv", 3, "end_reason", "needs_when"),
        ("plan_steps.csv", 4, "outcome", "not_without"),
        ("plan_steps.csv", 5, "turn_name", "needs_when"),
        ("plan_steps.csv", 6, "ended_at", "end_not_after_start"),
    ]


def test_units_cannot_lie_in_one_another(importer: Importer, said: Said) -> None:
    rows = "E-1;A;2020-01-01;E-2\nE-2;B;2020-01-01;E-1\nE-3;C;2020-01-01;E-1\n"
    outcome = importer(units=f"external_id;name;opened_on;parent\n{rows}")
    assert said(outcome) == [
        ("units.csv", 2, "parent", "refers_to_itself"),
        ("units.csv", 3, "parent", "refers_to_itself"),
    ]


def test_a_row_with_a_field_too_few_is_named_and_not_filled_up(importer: Importer, said: Said) -> None:
    outcome = importer(units="external_id;name;opened_on;kind\nE-1;Team;2020-01-01\nE-2;Team;2020-01-01;team;x\n")
    assert [(row, rule) for _, row, _, rule in said(outcome)] == [(2, "row_length"), (3, "row_length")]


def test_an_hour_that_the_clocks_skipped_is_refused(ground: Importer, said: Said) -> None:
    outcome = ground(notes="external_id;case;happened_at;text\nN-1;S-1;2025-03-30 02:30;Hej\n")
    assert said(outcome) == [("notes.csv", 2, "happened_at", "skipped_hour")]


@pytest.mark.parametrize(
    "day", ["2025-02-29", "01-02-25", "1/2", "13-13-2025", "0202-01-01", "2025", "2025-01-01 10:00"]
)
def test_what_is_no_date_is_refused(importer: Importer, day: str) -> None:
    outcome = importer(units=f"external_id;name;opened_on\nE-1;Team;{day}\n")
    assert [fault.value for fault in outcome.report.faults.listed] == [day]


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("citizens.csv", b"", "empty"),
        ("citizens.csv", b"external_id;family_name\n", "no_rows"),
        ("citizens.csv", b'external_id;family_name\nB-1;"x', "unreadable"),
        ("citizens.csv", "external_id;family_name\nB-1;Prøve".encode("utf-16"), "unreadable"),
        ("citizens.csv", b"external_id;family_name\nB-1;a\x81\x8d", "unreadable"),
        ("citizens.csv", b"external_id;family_name\nB-1;a\x00b", "no_control"),
        ("citizens.csv", b"external_id;family_name;external_id\nB-1;a;B-1", "column_twice"),
        ("citizens.csv", bytes(range(256)) * 40, "unreadable"),
        ("citizens.xlsx", b"PK\x03\x04not a workbook", "unreadable"),
        ("citizens.xlsx", b"", "unreadable"),
        ("citizens.parquet", b"PAR1 no table PAR1", "unreadable"),
        ("citizens.parquet", b"", "unreadable"),
        ("citizens.csv.gz", b"\x1f\x8b\x08 broken", "unreadable"),
        ("citizens.ods", b"x", "not_a_format"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault_and_not_a_crash(
    importer: Importer, said: Said, name: str, content: bytes, rule: str
) -> None:
    (importer.write() / name).write_bytes(content)
    outcome = importer.again()
    assert {(file, found) for file, _, _, found in said(outcome)} >= {(name, rule)}
    assert not outcome.is_written


#: What files from elsewhere have been known to hold, and worse.
NASTY = [
    *("", " ", "NULL", "N/A", "nan", "inf", "-1", "1e309", "999999999999999999999", "٣", "½", "'", "\\N", "\\."),
    *("0000-00-00", "9999-99-99", "2025-02-30", "2025-3-1", "31-12-9999", "0001-01-01", "2025-01-01 25:61", "24:00"),
    *("2025-01-01T10:00+99:99", "2025-01-01T10:00-00:00", "9999-12-31T23:59-12:00", "2025-03-30 02:30"),
    *("'; drop table casework_case; --", "=1+1", "\u202e", "a\u0000b", "\ud7ff", "😀", "x" * 5000, "a@b", "a@b.dk"),
    *("ja", "0000000000", "610180-0006", "E-1", "M-1", "B-1", "S-1", "caseworker", "kontanthjaelp", "6.3", "done"),
]


@pytest.mark.parametrize("seed", range(12))
def test_nothing_that_a_cell_can_hold_is_a_crash(ground: Importer, seed: int) -> None:
    chance = random.Random(seed)
    for table in TABLES:
        names = chance.sample(table.names, len(table.names) if seed % 2 else chance.randint(1, len(table.names)))
        rows = [[chance.choice(NASTY) for _ in names] for _ in range(40)]
        with (ground.folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([names, *rows])
    outcome = ground.again()
    assert outcome.report.faults.count
    assert "database" not in {fault.rule for fault in outcome.report.faults.listed}
    assert "610180-0006" not in str(outcome.report.as_json())
    assert all(fault.expected for fault in outcome.report.faults.listed + outcome.report.doubts.listed)


STARTS = [b"", b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"a;b\n"]


@given(content=st.binary(max_size=300), start=st.sampled_from(STARTS))
@settings(max_examples=50, deadline=None)
@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".xlsx", ".parquet"])
def test_no_bytes_are_a_crash(
    tmp_path_factory: pytest.TempPathFactory, ending: str, start: bytes, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"citizens{ending}"
    path.write_bytes(start + content)
    report = Report()
    grids = read(path, path.name, report)
    assert grids or report.faults.count


def test_a_column_of_lists_is_refused(importer: Importer, said: Said) -> None:
    frame = pl.DataFrame({"external_id": ["B-1"], "family_name": [["Prøve", "Berg"]]})
    frame.write_parquet(importer.write() / "citizens.parquet")
    assert [rule for *_, rule in said(importer.again())] == ["unreadable"]


def test_a_folder_without_tables_is_refused(importer: Importer, said: Said, tmp_path: Path) -> None:
    importer.write()
    assert [rule for *_, rule in said(importer.again())] == ["nothing"]


def test_a_table_that_cannot_be_read_does_not_make_every_reference_a_fault(importer: Importer, said: Said) -> None:
    (importer.write(cases=GROUND["cases"]) / "citizens.xlsx").write_bytes(b"no workbook")
    assert [(file, rule) for file, _, _, rule in said(importer.again())] == [("citizens.xlsx", "unreadable")]


def test_the_same_table_in_two_files_is_refused(importer: Importer, said: Said) -> None:
    folder = importer.write(units=GROUND["units"])
    pl.DataFrame({"external_id": ["E-2"], "name": ["B"], "opened_on": ["2020-01-01"]}).write_parquet(
        folder / "units.parquet"
    )
    assert [rule for *_, rule in said(importer.again())] == ["table_twice"]


def test_a_reference_counts_only_within_its_source(ground: Importer, said: Said) -> None:
    outcome = ground(source="other", cases=GROUND["cases"])
    assert said(outcome) == [("cases.csv", 2, "citizen", "unknown_reference")]


def test_doubts_are_told_and_do_not_stop(importer: Importer, said: Said, now: dt.datetime) -> None:
    outcome = importer(
        **{
            **GROUND,
            "citizens": "external_id;family_name;cpr;born_on;postcode\n"
            "B-1;Prøve;610180-0007;1980-01-01;0100\nB-2;Prøve;610180-0006;1980-01-02;7000\nB-3;Prøve;;;\n",
            "cases": "external_id;citizen;opened_on;closed_on;close_reason\n"
            "S-1;B-1;2025-03-03;2027-01-01;work\nS-2;B-2;2025-03-03;;\n",
            "assignments": "external_id;case;effective_at;staff;unit\nA-1;S-1;2025-03-01 09:00;M-1;E-1\n",
            "benefit_spells": "external_id;citizen;benefit;from\nY-1;B-1;uddannelseshjaelp;2025-08-01\n",
            "notes": "external_id;case;happened_at;text\nN-1;S-1;2025-03-04 09:00;ringede om 010180-1234\n",
        }
    )
    assert outcome.is_written
    assert Case.objects.count() == 2
    found = {(file, row, column, rule) for file, row, column, rule in said(outcome, doubts=True)}
    assert found >= {
        ("citizens.csv", 2, "cpr", "cpr_modulus"),
        ("citizens.csv", 2, "postcode", "odd_postcode"),
        ("citizens.csv", 3, "born_on", "cpr_and_birth"),
        ("citizens.csv", 4, "cpr", "no_cpr"),
        ("cases.csv", 2, "closed_on", "ahead"),
        ("cases.csv", 3, "external_id", "nobody_holds"),
        ("assignments.csv", 2, "effective_at", "before_the_case"),
        ("assignments.csv", 2, "effective_at", "no_zone"),
        ("benefit_spells.csv", 2, "benefit", "out_of_use"),
        ("notes.csv", 2, "text", "cpr_in_text"),
    }
    assert "010180-1234" not in str(outcome.report.as_json())
