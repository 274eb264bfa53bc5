"""docs/import.md says what imports/tables.py says, and everything in it can be stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from tovholder.imports.definitions import Kind, Table
from tovholder.imports.documentation import as_markdown
from tovholder.imports.tables import BY_NAME, TABLES

DOCUMENT = Path(__file__).parents[2] / "docs" / "import.md"


def test_the_document_has_every_table_as_it_is_defined() -> None:
    with translation.override("en"):
        drawn = as_markdown()
    assert DOCUMENT.read_text(encoding="utf-8").rstrip().endswith(drawn), "tovholder import tables --markdown"


@pytest.mark.parametrize("table", [table for table in TABLES if table.model], ids=lambda table: table.name)
def test_a_column_takes_no_more_than_its_field(table: Table) -> None:
    assert table.model is not None
    fields = {field.column: field for field in table.model._meta.concrete_fields}
    for column in table.own:
        field = fields[column.stored_as]
        if column.kind in {Kind.TEXT, Kind.EMAIL}:
            assert column.length == field.max_length, column.name
        if not field.null and not field.has_default():
            assert column.required or column.default is not None, column.name


def test_tables_refer_to_themselves_or_to_those_before_them() -> None:
    names = list(BY_NAME)
    for table in TABLES:
        for column in table.references:
            assert names.index(column.refers_to) <= names.index(table.name)
