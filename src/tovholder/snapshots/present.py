"""From a question to what the page shows: the answers, their labels, what is hidden, the table, the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Any

from django.utils.translation import gettext as _

from tovholder.figures.compute import Answer, Asked
from tovholder.figures.dimensions import DIMENSIONS
from tovholder.figures.figure import NUMBER, PER_CENT
from tovholder.figures.words import Language, number
from tovholder.snapshots import answers, labels, protect, store
from tovholder.snapshots.grid import ALL, PERIOD, TIME, Axis, Cell, Grid
from tovholder.snapshots.labels import Labels
from tovholder.snapshots.protect import Place, Sight
from tovholder.snapshots.question import Question, latest_year


@dataclass(frozen=True)
class Shown:
    """A question with its answer, as far as somebody may see it. `grid`: the cells; `whole`: the period as one, with
    nothing broken down, and `other`: the same of the period it is compared with; `lacking`: the tables that the
    snapshot has not got, without which there is no answer."""

    question: Question
    snapshot: store.Snapshot
    language: Language
    labels: Labels
    grid: Grid
    whole: Cell
    other: Cell | None
    answer: Answer

    @property
    def lacking(self) -> Sequence[str]:
        return self.answer.lacking

    @property
    def name(self) -> str:
        return self.question.figure.name.to(self.language)

    @property
    def definition(self) -> str:
        return self.question.figure.definition.to(self.language)

    @property
    def unit(self) -> str:
        return self.question.figure.unit.words.to(self.language)

    @property
    def unit_shown(self) -> str:
        """The unit behind a number; a mere number has none."""
        return "" if self.question.figure.unit is NUMBER else self.unit

    @property
    def change_unit(self) -> str:
        return _("percentage points") if self.question.figure.unit is PER_CENT else self.unit_shown

    @property
    def period(self) -> str:
        return labels.period(self.question.period)

    @property
    def latest_query(self) -> str:
        """The same of the latest year that the snapshot knows, for whoever asked for a time it does not know."""
        return self.question.query(period=latest_year(self.snapshot.manifest.data_end))

    @property
    def other_period(self) -> str:
        return labels.period(self.question.other) if self.question.other else ""

    @property
    def where(self) -> str:
        """To which unit it is narrowed."""
        return self.labels.of(*self.question.within) if self.question.within else ""

    @cached_property
    def change(self) -> str:
        """How much more or less than in the other period; empty where one of the two is not told."""
        if self.other is None or self.whole.value is None or self.other.value is None:
            return ""
        return signed(self.question, self.whole.value - self.other.value, self.language)


def show(question: Question, snapshot: store.Snapshot, sight: Sight, language: Language) -> Shown:
    """Everything that the page says of a question to somebody with this sight."""
    periods = [question.period, *([question.other] if question.other else [])]
    kept = [by for size in range(len(question.by), -1, -1) for by in combinations(question.by, size)]
    grain = () if question.grain == "whole" else (question.grain,)
    beside = _by_unit(question, sight)
    asked = [
        Asked(question.figure, (*by, *unit, *time), period, question.where)
        for period in periods
        for time in dict.fromkeys((grain, ()))
        for by in kept
        for unit in dict.fromkeys(((), beside))
        if not set(unit) & set(by)
    ]
    found = dict(zip(((one.period, one.by) for one in asked), answers.ask(snapshot, asked), strict=True))
    source = answers.computing(snapshot).source
    named = Labels(source, question.figure.facts, language)
    raw: dict[Place, protect.Raw] = {}
    for place, period in enumerate(periods):
        for by in kept:
            for time in dict.fromkeys((grain, ())):
                others = found.get((period, (*by, *beside, *time))) if beside else None
                outside = _others(others, (*by, *time), sight) if others else None
                answer = found[period, (*by, *time)]
                raw |= _cells(question, answer, by, bool(time), place, language, outside)
    told = protect.protected(raw, question, sight)
    grid = _grid(question, told, named, found[question.period, (*question.by, *grain)])
    return Shown(
        question=question,
        snapshot=snapshot,
        language=language,
        labels=named,
        grid=grid,
        whole=_whole(told, question, 0),
        other=_whole(told, question, 1) if question.other else None,
        answer=found[question.period, ()],
    )


def _by_unit(question: Question, sight: Sight) -> tuple[str, ...]:
    """The breakdown that tells one's own units from the others, for somebody who has any."""
    known = {dimension.id for dimension in question.figure.dimensions()}
    return ("unit",) if sight.units and "unit" in known else ()


def _others(answer: Answer, by: Sequence[str], sight: Sight) -> dict[Place, float]:
    """How many citizens of other units are behind each cell. Somebody whom two of them share is counted in both."""
    found: dict[Place, float] = {}
    for row in answer.table.iter_rows(named=True):
        place = tuple(row[name] for name in by)
        more = 0.0 if row["unit"] in sight.units else row["persons"] or 0.0
        found[place] = found.get(place, 0.0) + more
    return found


def _cells(
    question: Question,
    answer: Answer,
    by: Sequence[str],
    is_timed: bool,
    place: int,
    language: Language,
    outside: dict[Place, float] | None,
) -> dict[Place, protect.Raw]:
    found: dict[Place, protect.Raw] = {}
    times: dict[str, int] = {}
    for row in answer.table.iter_rows(named=True):
        time: Any = ALL
        at = {name: row[name] for name in by}
        if is_timed:
            time = times.setdefault(row[question.grain], len(times))
            at[question.grain] = row[question.grain]
        key = (*(row[name] if name in by else ALL for name in question.by), time, place)
        cell = Cell(
            state=_state(row),
            value=row["value"],
            text=told(question, row["value"], language),
            facts=None if row["facts"] is None else int(row["facts"]),
            at={**at, "period": str(place)},
        )
        named = tuple(row[name] for name in (*by, *((question.grain,) if is_timed else ())))
        found[key] = protect.Raw(cell, row, None if outside is None else outside.get(named, 0.0))
    if is_timed:
        # The rows of a table are sorted by breakdown first, so times are numbered by their labels.
        order = {label: number_ for number_, label in enumerate(sorted(times))}
        again = {number_: order[label] for label, number_ in times.items()}
        found = {(*key[:-2], again[key[-2]], key[-1]): raw for key, raw in found.items()}
    return found


def _state(row: dict[str, Any]) -> str:
    if row["state"] == "missing":
        return "missing"
    if row["value"] is None:
        return "nothing"
    return "part" if row["state"] == "part" else "told"


def told(question: Question, value: float | None, language: Language) -> str:
    """A value as it is written: in the figure's unit, with its decimals."""
    unit = question.figure.unit
    return number(None if value is None else value * unit.factor, language, unit.decimals)


def signed(question: Question, value: float, language: Language) -> str:
    text = told(question, abs(value), language)
    return text if value == 0 else f"{'+' if value > 0 else '−'}{text}"


def _whole(cells: dict[Place, Cell], question: Question, place: int) -> Cell:
    key = (*(ALL for _name in question.by), ALL, place)
    return cells.get(key, Cell("missing", at={"period": str(place)}))


def _grid(question: Question, cells: dict[Place, Cell], named: Labels, first: Answer) -> Grid:
    """The axes that the question has, the longer of two as rows."""
    places: list[tuple[Axis, int]] = []
    for number_, name in enumerate(question.by):
        places.append((_category(name, number_, cells, named, question), number_))
    size = len(question.by)
    if question.grain != "whole":
        places.append((_times(question, cells, size), size))
    if question.other:
        values = (0, 1)
        names = {0: labels.period(question.period), 1: labels.period(question.other)}
        places.append((Axis(PERIOD, _("Period"), values, names), size + 1))
    if len(places) == 2 and places[1][0].id == TIME and len(places[1][0].values) >= len(places[0][0].values):
        places.reverse()
    axes = tuple(axis for axis, _number in places)
    fixed: list[Any] = [ALL] * size + [ALL, 0]
    found = {}
    for key, cell in cells.items():
        free = {number_ for _axis, number_ in places}
        if all(number_ in free or value == fixed[number_] for number_, value in enumerate(key)):
            found[tuple(key[number_] for _axis, number_ in places)] = cell
    return Grid(axes, found | _without_facts(question, axes, found, cells, named.language))


def _without_facts(
    question: Question, axes: tuple[Axis, ...], found: dict[Place, Cell], cells: dict[Place, Cell], language: Language
) -> dict[Place, Cell]:
    """Cells of which there are no facts: a figure that counts says 0, of whatever time there are data."""
    more: dict[Place, Cell] = {}
    for place in product(*(axis.values for axis in axes)):
        if place in found:
            continue
        at = {axis.id: value for axis, value in zip(axes, place, strict=True)}
        whole = (*(ALL for _name in question.by), at.get(TIME, ALL), at.get(PERIOD, 0))
        state = cells[whole].state if whole in cells else "missing"
        if state == "missing":
            more[place] = Cell("missing")
        elif question.figure.is_additive:
            more[place] = Cell("part" if state == "part" else "told", 0.0, told(question, 0.0, language), 0)
        else:
            more[place] = Cell("nothing")
    return more


def _category(name: str, number_: int, cells: dict[Place, Cell], named: Labels, question: Question) -> Axis:
    values = list(dict.fromkeys(key[number_] for key in cells if key[number_] is not ALL))
    if name in labels.ORDERED:
        values.sort(key=lambda value: named.sort_key(name, value))
    else:
        size = {value: _size(cells, question, number_, value) for value in values}
        values.sort(key=lambda value: (value is None, -size[value], named.of(name, value)))
    names = {value: named.of(name, value) for value in values}
    return Axis(
        name,
        DIMENSIONS[name].name.to(named.language),
        (*values, ALL),
        {**names, ALL: _("All")},
    )


def _size(cells: dict[Place, Cell], question: Question, number_: int, value: Any) -> float:
    """By what the values of a breakdown are put in order: how much there was of each in the whole period."""
    key = [ALL] * len(question.by) + [ALL, 0]
    key[number_] = value
    cell = cells.get(tuple(key))
    return cell.value if cell and cell.is_told and cell.value is not None else -1.0


def _times(question: Question, cells: dict[Place, Cell], number_: int) -> Axis:
    names: dict[Any, str] = {}
    for key, cell in cells.items():
        if key[number_] is not ALL and key[-1] == 0:
            names[key[number_]] = labels.time(str(cell.at[question.grain]))
    name = {"month": _("Month"), "quarter": _("Quarter"), "year": _("Year")}[question.grain]
    return Axis(TIME, name, tuple(sorted(names)), names)
