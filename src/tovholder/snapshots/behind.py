"""What lies behind a cell: its facts and the cases they are about, for those who may see these cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from tovholder.accounts.actor import Actor
from tovholder.audit.models import Basis
from tovholder.casework.access import basis_of, with_access
from tovholder.casework.models import Case
from tovholder.figures.compute import facts_of
from tovholder.snapshots import answers
from tovholder.snapshots.grid import Cell
from tovholder.snapshots.models import CaseKey
from tovholder.snapshots.present import Shown

#: Facts name keys; these say nothing to anybody on a screen.
KEYS = frozenset({"case", "citizen", "staff", "before", "wait", "conversation", "activity", "due_key"})
#: Cases whose access is asked for in one statement.
AT_ONCE = 5_000


@dataclass(frozen=True)
class Seen:
    """A case behind a cell, and on what ground the person sees it."""

    case: Case
    basis: Basis
    is_protected: bool


@dataclass(frozen=True)
class Fact:
    """A fact of a case that the person may see: the values of the columns that are shown."""

    seen: Seen
    values: list[Any]


@dataclass(frozen=True)
class Behind:
    """`facts`: those of cases that the person may see, as far as the case is still in the database; `hidden`: how many
    there are besides."""

    columns: list[str]
    facts: list[Fact]
    hidden: int

    @property
    def cases(self) -> int:
        return len({fact.seen.case.pk for fact in self.facts})


def cell_at(shown: Shown, at: dict[str, str], side: str) -> Cell | None:
    """The cell that an address means: breakdown → value as the address says it."""
    from tovholder.snapshots.tables import said

    whole = [shown.whole, *([shown.other] if shown.other else [])]
    for cell in (*whole, *shown.grid.cells.values()):
        own = {name: said(value) for name, value in cell.at.items() if name != "period"}
        if own == at and cell.at.get("period", "0") == ("1" if side == "other" else "0"):
            return cell
    return None


def behind(shown: Shown, cell: Cell, actor: Actor, now: dt.datetime, today: dt.date) -> Behind:
    """The facts of a cell, by case. Facts of cases that the person may not see are only counted."""
    question = shown.question
    other = cell.at.get("period") == "1"
    period = question.other if other and question.other else question.period
    where = {**question.where, **{name: value for name, value in cell.at.items() if name != "period"}}
    of = answers.computing(shown.snapshot)
    with of.lock:
        frame = facts_of(of.source, question.figure, period=period, where=where)
    frame = _with_case(frame, of.source.read("cases"))
    if frame.is_empty():
        return Behind([], [], 0)
    seen = _seen(frame.get_column("case").drop_nulls().unique().to_list(), actor, now, today)
    columns = [name for name in frame.columns if name not in KEYS]
    facts = [
        Fact(seen[row["case"]], [row[name] for name in columns])
        for row in frame.iter_rows(named=True)
        if row["case"] in seen
    ]
    return Behind(columns, facts, frame.height - len(facts))


def _with_case(frame: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Facts about a citizen get the citizen's latest case."""
    if frame.is_empty() or "case" in frame.columns:
        return frame
    if "citizen" not in frame.columns:
        return frame.with_columns(case=pl.lit(None, pl.Int64))
    latest = cases.sort("opened", "case").unique("citizen", keep="last").select("citizen", "case")
    return frame.join(latest, on="citizen", how="left", maintain_order="left")


def _seen(keys: list[int], actor: Actor, now: dt.datetime, today: dt.date) -> dict[int, Seen]:
    """Key → the case, of those that the person may see."""
    found: dict[int, Seen] = {}
    for part in _parts(keys):
        of_case = dict(CaseKey.objects.filter(key__in=part).values_list("case", "key"))
        cases = Case.objects.select_related("citizen").filter(pk__in=of_case)
        for case in with_access(cases, actor, now, today):
            basis = basis_of(case, actor)
            if basis is not None:
                found[of_case[case.pk]] = Seen(case, basis, case.is_protected)  # type: ignore[attr-defined]
    return found


def _parts(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
