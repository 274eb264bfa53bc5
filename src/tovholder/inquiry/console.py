"""Figures as a terminal, a spreadsheet or another program reads them."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from tovholder.figures.columns import NAMES
from tovholder.figures.compute import Answer
from tovholder.figures.definitions import SUBJECTS
from tovholder.figures.dimensions import DIMENSIONS
from tovholder.figures.figure import AnyFigure
from tovholder.figures.labels import Labels
from tovholder.figures.measures import ANSWERS
from tovholder.figures.periods import GRAINS
from tovholder.figures.source import Source
from tovholder.figures.words import Language, Words, number

#: Facts that a terminal shows; --csv has them all.
SHOWN = 50

GRAIN_NAMES = {"month": Words("Måned", "Month"), "quarter": Words("Kvartal", "Quarter"), "year": Words("År", "Year")}
#: What is said of a cell that is not what it seems. `whole` needs no word.
STATES = {
    "whole": Words("", ""),
    "part": Words("kun en del af perioden", "part of the period only"),
    "missing": Words("data mangler", "no data"),
    "hidden": Words("skjult (under 5)", "hidden (under 5)"),
}
_BY = Words("Opdeles på", "By")
_DATA_END = Words("Data til og med {day}", "Data until {day}")
_LACKING = Words("Kan ikke opgøres: tabellerne mangler", "Cannot be computed: these tables are missing")
_BREAK = Words("Databrud {day}: ", "Break in the data on {day}: ")
_MORE = Words("… og {number} mere. --csv har dem alle.", "… and {number} more. --csv has them all.")


def catalogue(language: Language) -> None:
    console = Console()
    for name, figures in SUBJECTS.values():
        console.print(f"\n[bold]{name.to(language)}[/bold]")
        for figure in figures:
            console.print(f"  [bold]{figure.id}[/bold]  {figure.name.to(language)} ({figure.unit.words.to(language)})")
            console.print(f"      {figure.definition.to(language)}", highlight=False)
            by = ", ".join(dimension.id for dimension in figure.dimensions())
            console.print(f"      {_BY.to(language)}: {by}", style="dim", highlight=False)


def catalogue_json(language: Language) -> str:
    told = [
        {**_described(figure, language), "subject": subject, "by": [dimension.id for dimension in figure.dimensions()]}
        for subject, (_name, figures) in SUBJECTS.items()
        for figure in figures
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)


def answers_json(source: Source, answers: list[Answer], language: Language) -> str:
    """A list, or the answer itself if there is one."""
    told = [_answer_json(source, answer, language) for answer in answers]
    return json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2)


def answers_csv(answers: list[Answer]) -> str:
    """A row for each cell of each figure: figure, the breakdowns, the answers, state."""
    frames = [
        answer.table.select(
            pl.lit(answer.asked.figure.id).alias("figure"), pl.col(answer.asked.by).cast(pl.String), *ANSWERS, "state"
        )
        for answer in answers
    ]
    return pl.concat(frames, how="diagonal_relaxed").write_csv()


def show(source: Source, answer: Answer, language: Language) -> None:
    """The name, the definition and the table of an answer."""
    console, figure = Console(), answer.asked.figure
    console.print(f"\n[bold]{figure.name.to(language)}[/bold]  {answer.period}", highlight=False)
    console.print(figure.definition.to(language), highlight=False)
    if answer.lacking:
        console.print(f"{_LACKING.to(language)}: {', '.join(answer.lacking)}")
        return
    notes = [_DATA_END.to(language, day=answer.data_end)]
    notes += [_BREAK.to(language, day=known.day) + known.words.to(language) for known in answer.breaks]
    for note in notes:
        console.print(note, style="dim", highlight=False)
    console.print(_table(source, answer, language))


def show_facts(found: pl.DataFrame, language: Language) -> None:
    console = Console()
    table = Table(*(_heading(name, language) for name in found.columns), box=None, pad_edge=False)
    for row in found.head(SHOWN).iter_rows():
        table.add_row(*("" if value is None else str(value) for value in row))
    console.print(table)
    if found.height > SHOWN:
        console.print(_MORE.to(language, number=found.height - SHOWN))


def _table(source: Source, answer: Answer, language: Language) -> Table:
    figure, by, labels = answer.asked.figure, answer.asked.by, Labels(source)
    parts = ("numerator", "denominator") if answer.table["denominator"].is_not_null().any() else ()
    table = Table(*(_breakdown(name, language) for name in by), box=None, pad_edge=False)
    for heading in (figure.unit.words.to(language), *(_heading(name, language) for name in parts), ""):
        table.add_column(heading, justify="right" if heading else "left")
    for row in answer.table.iter_rows(named=True):
        keys = [labels.of(figure.facts, name, row[name], language) for name in by]
        value = None if row["value"] is None else row["value"] * figure.unit.factor
        told = number(value, language, figure.unit.decimals)
        state = STATES[row["state"]].to(language)
        table.add_row(*keys, told, *(number(row[name], language) for name in parts), state)
    return table


def _answer_json(source: Source, answer: Answer, language: Language) -> dict[str, Any]:
    labels, facts = Labels(source), answer.asked.figure.facts
    rows = [
        {**row, "labels": {name: labels.of(facts, name, row[name], language) for name in answer.asked.by}}
        for row in answer.table.iter_rows(named=True)
    ]
    return {
        **_described(answer.asked.figure, language),
        "period": {"first": answer.period.first.isoformat(), "last": answer.period.last.isoformat()},
        "data_end": answer.data_end.isoformat(),
        "lacking": list(answer.lacking),
        "breaks": [
            {"table": known.table, "day": known.day.isoformat(), "what": known.words.to(language)}
            for known in answer.breaks
        ],
        "rows": rows,
    }


def _described(figure: AnyFigure, language: Language) -> dict[str, Any]:
    return {
        "figure": figure.id,
        "name": figure.name.to(language),
        "definition": figure.definition.to(language),
        "unit": figure.unit.words.to(language),
        "factor": figure.unit.factor,
        "tables": list(figure.tables),
    }


def _breakdown(name: str, language: Language) -> str:
    return (GRAIN_NAMES[name] if name in GRAINS else DIMENSIONS[name].name).to(language)


def _heading(name: str, language: Language) -> str:
    return NAMES[name].to(language) if name in NAMES else name
