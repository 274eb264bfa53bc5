"""docs/definitions.md, from the definitions themselves. `tools/figures_docs.py` writes it; a test compares."""

from __future__ import annotations

from tovholder.figures.definitions import FIGURES, SUBJECTS
from tovholder.figures.figure import AnyFigure
from tovholder.figures.words import Words

_HEAD = f"""# The figures

Written by `tools/figures_docs.py` from `src/tovholder/figures/definitions/`; do not edit. {len(FIGURES)} figures.
[figures.md](figures.md) says how they are computed, [tables.md](tables.md) what from. Every figure can be broken down
by month, quarter and year too. "The end of the period" is, by month, the end of each month.
"""


def markdown() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(_subject(name, figures) for name, figures in SUBJECTS.values())])


def _subject(name: Words, figures: tuple[AnyFigure, ...]) -> str:
    return "\n".join([f"## {name.en} · {name.da}\n", *(_figure(figure) for figure in figures)])


def _figure(figure: AnyFigure) -> str:
    by = ", ".join(dimension.id for dimension in figure.dimensions())
    return f"""### {figure.name.en} · {figure.name.da}

`{figure.id}` ({figure.unit.words.en}). {figure.definition.en}

*{figure.definition.da}*

From {", ".join(figure.tables)}. By {by}.
"""
