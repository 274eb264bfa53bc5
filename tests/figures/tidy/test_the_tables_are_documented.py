"""docs/tables.md says what the schema says."""

from __future__ import annotations

from pathlib import Path

from tovholder.figures.tidy import document
from tovholder.figures.tidy.tables import BY_NAME, TABLES

DOCUMENT = Path(__file__).parents[3] / "docs" / "tables.md"


def test_the_page_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document.markdown(), "run tools/figures_docs.py"


def test_every_reference_names_a_table_with_one_key() -> None:
    for table in TABLES:
        for column in table.columns:
            if column.of:
                assert len(BY_NAME[column.of].key) == 1, (table.name, column.name)


def test_every_key_and_period_is_a_column() -> None:
    for table in TABLES:
        names = {column.name for column in table.columns}
        bounds = {bound for period in table.periods for bound in (period.start, period.end)}
        assert {*table.key, *bounds} <= names, table.name
