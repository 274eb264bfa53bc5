"""No name, no CPR number, no free text, no number of a row: only keys that the installation alone can follow back."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.demo.conftest import DAY
from tests.factories import Factory
from tests.snapshots.conftest import Take, rows
from tovholder.accounts.models import Staff
from tovholder.casework.models import Case, Conversation, JobGoal, Note, PlanStep
from tovholder.citizens.models import Citizen, ContactDetails, Identity
from tovholder.demo import load
from tovholder.figures.tidy.tables import BY_NAME
from tovholder.snapshots.models import CaseKey
from tovholder.snapshots.pseudonyms import SECRET, Pseudonyms, secret_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F18")]


def test_no_column_of_any_table_has_a_name_a_cpr_number_or_a_text(take: Take) -> None:
    load.fill(today=DAY, password="x", citizens=300)
    made = take()
    secrets: set[str] = set(Identity.objects.values_list("cpr", flat=True))
    secrets |= {f"{cpr[:6]}-{cpr[6:]}" for cpr in secrets}
    for model, fields in (
        (Staff, ("name", "email", "phone")),
        (Citizen, ("given_name", "family_name")),
        (ContactDetails, ("address", "phone", "email")),
        (Note, ("text",)),
        (Conversation, ("purpose", "agreed", "reason")),
        (JobGoal, ("words", "occupation")),
        (PlanStep, ("text", "end_reason", "turn_name")),
    ):
        for field in fields:
            secrets |= {text for text in model._default_manager.values_list(field, flat=True) if text}
    names = {f"{given} {family}" for given, family in Citizen.objects.values_list("given_name", "family_name")}
    assert len(secrets) > 1000
    texts: set[str] = set()
    for path in made.folder.glob("*.parquet"):
        frame = pl.read_parquet(path)
        assert set(frame.columns) == {column.name for column in BY_NAME[path.stem].columns}
        for column in frame.select(pl.selectors.string()):
            texts |= set(column.drop_nulls().to_list())
    # A step of a plan may say no more than this word, which is also what a role is called.
    assert texts & (secrets | names) == {"Mentor"}
    # And whose turn a step is may be a word that the rules use as well: the employer's conversation.
    long = {secret for secret in secrets | names if len(secret) > 7} - {"Arbejdsgiveren"}
    assert not [(text, secret) for text in texts for secret in long if secret in text]
    assert "Kontanthjælp" in texts


def test_the_folder_has_nothing_but_tables_and_a_manifest_without_names(make: Factory, take: Take) -> None:
    make.case(held_by=make.staff("Anne Sørensen"), citizen=make.citizen("Ida", "Hemmelig"))
    made = take()
    assert {path.name for path in made.folder.iterdir()} == {
        "manifest.json",
        *(f"{table}.parquet" for table in made.manifest.tables),
    }
    for path in made.folder.iterdir():
        content = path.read_bytes()
        assert not [name for name in (b"Hemmelig", "Sørensen".encode(), b"Ida") if name in content], path


def test_keys_are_no_numbers_of_rows_and_the_order_tells_nothing(make: Factory, take: Take) -> None:
    cases = [make.case(held_by=make.staff()) for _ in range(20)]
    found = [row["case"] for row in rows(take(), "cases")]
    assert not {case.pk for case in cases} & set(found)
    keys = {known.case_id: known.key for known in CaseKey.objects.all()}
    assert found == sorted(keys.values())
    assert found != [keys[case.pk] for case in cases]


def test_keys_are_the_same_in_the_next_snapshot_so_that_the_two_can_be_compared(make: Factory, take: Take) -> None:
    make.case(held_by=make.staff())
    first = take()
    make.case(held_by=make.staff())
    second = take()
    before, after = ({row["case"] for row in rows(one, "cases")} for one in (first, second))
    assert before < after
    assert first.manifest.keys == second.manifest.keys


def test_another_installation_has_other_keys(make: Factory, take: Take, place: Path) -> None:
    make.case(held_by=make.staff())
    first = take()
    (place.parent / SECRET).unlink()
    second = take()
    assert rows(first, "cases")[0]["case"] != rows(second, "cases")[0]["case"]
    assert first.manifest.keys != second.manifest.keys


def test_the_installation_itself_finds_the_case_again(make: Factory, take: Take, place: Path) -> None:
    case = make.case(held_by=make.staff())
    (row,) = rows(take(), "cases")
    assert CaseKey.objects.get(key=row["case"]).case_id == case.pk
    assert Pseudonyms(secret_in(place.parent)).key("cases", case.pk) == row["case"]
    assert Case.objects.count() == 1


def test_a_secret_that_two_make_at_once_is_one(tmp_path: Path) -> None:
    assert secret_in(tmp_path) == secret_in(tmp_path)
    assert len(secret_in(tmp_path)) == 32
    assert [path.name for path in tmp_path.iterdir()] == [SECRET]
