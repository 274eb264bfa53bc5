"""Each definition is told in both languages, and docs/definitions.md says what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tovholder.figures import columns, document
from tovholder.figures.definitions import BY_ID, FIGURES
from tovholder.figures.figure import AnyFigure, Figure
from tovholder.figures.tidy.tables import BY_NAME

DOCUMENT = Path(__file__).parents[2] / "docs" / "definitions.md"


def test_the_page_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document.markdown(), "run tools/figures_docs.py"


def test_every_figure_has_an_id_of_its_own() -> None:
    assert len(BY_ID) == len(FIGURES)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_figure_is_told_in_both_languages_and_reads_tables_that_there_are(figure: AnyFigure) -> None:
    for words in (figure.name, figure.definition, figure.unit.words):
        assert words.da
        assert words.en
    assert figure.definition.da != figure.definition.en
    assert figure.definition.da.endswith(".")
    assert set(figure.needs(dimension.id for dimension in figure.dimensions())) <= set(BY_NAME)
    assert all(name in columns.NAMES for name in figure.facts.columns)
    if isinstance(figure, Figure):
        assert set(figure.facts.own.values()) <= {*figure.facts.columns, "band", "recent_band"}
