"""CSV as Danish Excel writes it, workbooks, Parquet; dates, times and codes as people type them."""

from __future__ import annotations

import datetime as dt
import gzip
import io

import polars as pl
import pytest
import xlsxwriter

from tests.imports import made
from tests.imports.conftest import GROUND, Importer, Said
from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.casework.models import Assignment, Case, Conversation, Note
from tovholder.citizens.models import Citizen, ContactDetails, Identity, TargetGroupSpell

pytestmark = pytest.mark.requirement("F11")

STAFF = "external_id,name,email\nM-1,Åse Sørensen,ase@kommune.example\n"


@pytest.mark.parametrize(
    "content",
    [
        STAFF.encode(),
        STAFF.encode("utf-8-sig"),
        STAFF.replace(",", ";").encode("utf-8-sig"),
        STAFF.replace(",", "\t").encode(),
        STAFF.replace("\n", "\r\n").encode(),
        ("sep=;\n" + STAFF.replace(",", ";")).encode(),
        STAFF.replace(",", '","').replace("\n", '"\n"').strip('"').join(['"', ""]).encode(),
        STAFF.replace("external_id", " External ID ").encode(),
        STAFF.replace("\n", ",,\n").encode(),
        (STAFF + "\n,,\n\n").encode(),
    ],
    ids=["plain", "bom", "semicolon", "tab", "crlf", "sep", "quoted", "header", "empty columns", "empty rows"],
)
def test_csv_is_read_however_it_was_saved(importer: Importer, content: bytes) -> None:
    (importer.write() / "staff.csv").write_bytes(content)
    outcome = importer.again()
    assert outcome.is_written, outcome.report.as_json()
    assert Staff.objects.get().name == "Åse Sørensen"


def test_what_an_old_excel_wrote_is_read_and_doubted(importer: Importer, said: Said) -> None:
    (importer.write() / "staff.csv").write_bytes(STAFF.encode("cp1252"))
    outcome = importer.again()
    assert Staff.objects.get().name == "Åse Sørensen"
    assert said(outcome, doubts=True) == [("staff.csv", 2, "", "not_utf8")]


def test_a_packed_csv_and_capitals_in_its_name_are_no_obstacle(importer: Importer) -> None:
    (importer.write() / "Staff.CSV.gz").write_bytes(gzip.compress(STAFF.encode()))
    assert importer.again().is_written


def test_rows_are_counted_as_a_spreadsheet_counts_them(importer: Importer, said: Said) -> None:
    notes = 'external_id;case;happened_at;text\nN-1;S-9;2025-01-01 09:00;"to\nlinjer"\n\nN-2;S-9;2025-01-01 09:00;x\n'
    assert [row for _, row, *_ in said(importer(notes=notes))] == [2, 4]


def workbook(**sheets: list[list[object]]) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"default_date_format": "dd-mm-yyyy"})
    clock = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.datetime):
                    sheet.write_datetime(at, column, value, clock)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(at, column, dt.datetime.combine(value, dt.time()))
                else:
                    sheet.write(at, column, value)
    book.close()
    return written.getvalue()


def test_one_workbook_holds_all_tables_with_dates_and_numbers_as_excel_keeps_them(importer: Importer) -> None:
    content = workbook(
        units=[["external_id", "name", "opened_on"], [10, "Team Job", dt.date(2020, 1, 1)]],
        staff=[["external_id", "name", "email"], [1001, "Anne", "anne@kommune.example"]],
        citizens=[["external_id", "family_name", "cpr", "postcode"], [7, "Prøve", "610180-0006", 800]],
        cases=[["external_id", "citizen", "opened_on"], [5.0, 7, dt.date(2025, 3, 3)]],
        assignments=[
            ["external_id", "case", "effective_at", "staff", "unit", "planned"],
            [
                "A",
                5,
                dt.datetime(2025, 3, 3, 9, 30),  # noqa: DTZ001 - Excel knows no zones
                1001,
                10,
                True,
            ],
        ],
        Ark6=[],
    )
    (importer.write() / "udtræk.xlsx").write_bytes(content)
    outcome = importer.again()
    assert outcome.is_written, outcome.report.as_json()
    row = Assignment.objects.get()
    assert row.effective_at == dt.datetime(2025, 3, 3, 8, 30, tzinfo=dt.UTC)
    assert (row.planned, row.staff and row.staff.external_id) == (True, "old:1001")
    assert Case.objects.get().opened_on == dt.date(2025, 3, 3)
    assert ContactDetails.objects.get().postcode == "0800"


def test_a_sheet_that_is_no_table_is_named(importer: Importer, said: Said) -> None:
    content = workbook(citizens=[["external_id", "family_name"], [1, "Prøve"]], borgere=[["x"], ["y"]])
    (importer.write() / "udtræk.xlsx").write_bytes(content)
    assert said(importer.again()) == [("udtræk.xlsx › borgere", 0, "", "unknown_table")]


def test_a_cpr_number_that_lost_its_zero_to_excel_is_refused_with_the_reason(importer: Importer) -> None:
    content = workbook(citizens=[["external_id", "family_name", "cpr"], [1, "Prøve", 101801234]])
    (importer.write() / "citizens.xlsx").write_bytes(content)
    (fault,) = importer.again().report.faults.listed
    assert (fault.rule, fault.value, "Excel" in fault.expected) == ("cpr", "•••••••••", True)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_the_formats_give_the_same(importer: Importer, ending: str) -> None:
    made.write(importer.write(), made.municipality(1_000), ending)
    outcome = importer.again()
    assert outcome.is_written, outcome.report.as_json()
    assert Note.objects.count() == 300
    assert Note.objects.get(external_id="old:n-7").text == 'Et notat; med "anførselstegn", linjeskift\nog nr. 7'
    # What one format brought in, another finds there.
    made.write(importer.write(), made.municipality(1_000), "csv")
    assert importer.again().changes == 0


def test_parquet_keeps_its_types(importer: Importer) -> None:
    folder = importer.write(**{name: text for name, text in GROUND.items() if name != "assignments"})
    moment = dt.datetime(2025, 3, 3, 9, tzinfo=dt.timezone(dt.timedelta(hours=5)))
    frame = pl.DataFrame(
        {"external_id": [1.0, None], "case": ["S-1"] * 2, "unit": ["E-1"] * 2, "effective_at": [moment] * 2}
    )
    frame.head(1).with_columns(planned=False, seq=pl.lit(3, pl.Int8)).write_parquet(folder / "assignments.parquet")
    outcome = importer.again()
    assert outcome.is_written, outcome.report.as_json()
    row = Assignment.objects.get()
    assert (row.external_id, row.effective_at, row.planned, row.seq) == ("old:1", moment, False, 3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2025-03-10T10:00+01:00", "2025-03-10T09:00"),
        ("2025-03-10T10:00:30.25Z", "2025-03-10T10:00:30.250000"),
        ("2025-03-10 10:00", "2025-03-10T09:00"),
        ("2025-07-10 10:00", "2025-07-10T08:00"),
        ("10-03-2025 10:00", "2025-03-10T09:00"),
        ("10.03.2025 10.00", "2025-03-10T09:00"),
        ("1/3/2025 9:05", "2025-03-01T08:05"),
        ("10-03-2025 10:00 +0200", "2025-03-10T08:00"),
        ("2025-03-10", "2025-03-09T23:00"),
        ("2025-10-26 02:30", "2025-10-26T00:30"),  # the hour that there is twice: the first of the two
        ("2025-03-10 10:00:00,5", "2025-03-10T09:00:00.500000"),
    ],
)
def test_moments_are_read_in_danish_time_unless_a_zone_is_given(ground: Importer, typed: str, meant: str) -> None:
    outcome = ground(conversations=f"external_id;case;starts_at\nK-1;S-1;{typed}\n")
    assert outcome.is_written, outcome.report.as_json()
    assert Conversation.objects.get().starts_at == dt.datetime.fromisoformat(meant).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("typed", ["2025-03-10", "10-03-2025", "10.03.2025", "10/3/2025", "2025-03-10 00:00:00"])
def test_dates_are_read_day_first_as_in_denmark(importer: Importer, typed: str) -> None:
    assert importer(units=f"external_id;name;opened_on\nE-1;Team;{typed}\n").is_written
    assert Unit.objects.get().opened_on == dt.date(2025, 3, 10)


def test_codes_are_known_by_name_as_well_and_in_capitals(ground: Importer) -> None:
    outcome = ground(
        target_group_spells="external_id;citizen;target_group;from\nG-1;B-1;i jobafklaringsforløb;2025-03-01\n",
        conversations="external_id;case;starts_at;form\n"
        "K-1;S-1;2025-03-10 10:00;PHONE\nK-2;S-1;2025-03-11 10:00;By video\n",
    )
    assert outcome.is_written, outcome.report.as_json()
    assert TargetGroupSpell.objects.get().target_group.code == "6.7"
    assert set(Conversation.objects.values_list("form", flat=True)) == {"phone", "video"}


def test_codes_are_known_by_their_danish_names(ground: Importer) -> None:
    outcome = ground(
        memberships="external_id;staff;unit;role;from\nT-1;M-1;E-1;sagsbehandler;2020-01-01\n",
        benefit_spells="external_id;citizen;benefit;from\nY-1;B-1;Kontanthjælp;2025-08-01\n",
    )
    assert outcome.is_written, outcome.report.as_json()
    assert Membership.objects.get().role == "caseworker"


def test_a_cpr_number_lands_in_its_own_table_only(importer: Importer) -> None:
    assert importer(citizens="external_id;family_name;cpr\nB-1;Prøve;610180-0006\n").is_written
    identity = Identity.objects.get()
    assert (identity.cpr, identity.valid_from) == ("6101800006", dt.date(1980, 1, 1))
    assert not any("6101800006" in str(value) for value in vars(Citizen.objects.get()).values())


def test_texts_keep_their_quotes_backslashes_and_emptiness(ground: Importer) -> None:
    text = 'Han sagde "nej", \\N og \\. til 50 % – ikke NULL'
    quoted = text.replace('"', '""')
    assert ground(notes=f'external_id;case;happened_at;text\nN-1;S-1;2025-03-04 09:00;"{quoted}"\n').is_written
    assert Note.objects.get().text == text
    assert Case.objects.get().close_reason == ""
