"""What figures are broken down by. Each breakdown is said once and goes with every figure whose facts know a case, a
citizen or the thing itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import narwhals as nw
import polars as pl

from tovholder.figures.days import BEGINNING, FOREVER, month_number, month_start, whole
from tovholder.figures.facts import Facts, Shape, until
from tovholder.figures.intervals import Frame, latest, steps, steps_of
from tovholder.figures.source import Derived, Source
from tovholder.figures.words import Words

#: The lower ends of age bands; each ends where the next begins, the last is open.
AGES = (0, 18, 25, 30, 40, 50, 60)


@dataclass(frozen=True)
class Dimension:
    """`codes`: the list in the table `codes` that has its names. `steps`: for facts that have not got it themselves, by
    key: what holds of a case or citizen on each day. `tables`: what that reads. `of`: the breakdown that it summarises
    (a unit's department). `holds`: codes, keys of units, or whether something is so."""

    id: str
    name: Words
    codes: str | None = None
    steps: Mapping[str, Derived] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    of: str | None = None
    holds: Literal["code", "unit", "yes_no"] = "code"

    @property
    def column(self) -> str:
        return f"by_{self.id}"


def can(facts: Facts, dimension: Dimension) -> bool:
    """Whether the facts can be broken down so."""
    if dimension.of:
        return can(facts, DIMENSIONS[dimension.of])
    return dimension.id in facts.own or any(key in facts.columns for key in dimension.steps)


def needs(facts: Facts, dimension: Dimension) -> tuple[str, ...]:
    """The tables that the breakdown reads."""
    more = needs(facts, DIMENSIONS[dimension.of]) if dimension.of else ()
    return (*more, *(() if dimension.id in facts.own else dimension.tables))


# Steps: what holds of a case or citizen on each day


def _units_of_cases(source: Source) -> Frame:
    """The unit that holds each case: that of its caseworker's row, whether there is a person or not."""
    rows = source.table("assignments").filter(nw.col("role") == "caseworker")
    last_of_day = nw.col("seq") == nw.col("seq").max().over("case", "at")
    markers = rows.filter(last_of_day).select("case", "unit", day="at")
    cases = source.table("cases").select("case")
    return steps(nw.concat([markers.select("case", "unit", "day"), _from_the_beginning(cases, "unit")]), "case", "unit")


def _from_the_beginning(cases: Frame, value: str) -> Frame:
    return cases.select("case", nw.lit(None).cast(nw.Int64).alias(value), whole(BEGINNING).alias("day"))


def _units_of_citizens(source: Source) -> Frame:
    """The unit of a citizen's open case; of several, the one that changed last."""
    cases = source.table("cases").select("case", "citizen", "opened", closed=until("closed"))
    held = (
        source.of(_units_of_cases)
        .join(cases, on="case")
        .with_columns(since=nw.max_horizontal("since", "opened"), until=nw.min_horizontal("until", "closed"))
        .filter(nw.col("since") < nw.col("until"), ~nw.col("unit").is_null())
        .select("citizen", "unit", "since", "until")
    )
    return steps_of(latest(held, "citizen", "unit"), source.table("citizens"), "citizen", "unit")


def _target_groups(source: Source) -> Frame:
    spells = source.table("target_group_spells").with_columns(since="start", until=until("end"))
    values = ("target_group", "contact_group")
    return steps_of(spells.select("citizen", "since", "until", *values), source.table("citizens"), "citizen", *values)


def _benefits(source: Source) -> Frame:
    """What a citizen lives on; of several, the one that began last."""
    spells = source.table("benefit_spells").select("citizen", "benefit", since="start", until=until("end"))
    return steps_of(latest(spells, "citizen", "benefit"), source.table("citizens"), "citizen", "benefit")


def _ages(source: Source) -> Frame:
    """Age bands: the band changes on the first of the month of birth."""
    citizens = source.table("citizens").select("citizen", "birth_month")
    known = citizens.join(source.small("ages", age_table), on="birth_month")
    unknown = citizens.filter(nw.col("birth_month").is_null()).select(
        "citizen", age=nw.lit(None).cast(nw.String), since=whole(BEGINNING), until=whole(FOREVER)
    )
    return nw.concat([known.select("citizen", "age", "since", "until"), unknown])


def age_table() -> pl.DataFrame:
    """For each month of birth: birth_month (its first day), age (a band), since, until."""
    rows = []
    for month in range(month_number(dt.date.fromordinal(BEGINNING)), month_number(dt.date.fromordinal(FOREVER))):
        turns = (min(month_start(month + 12 * low).toordinal(), FOREVER) for low in AGES[1:])
        bounds = (BEGINNING, *turns, FOREVER)
        for low, (since, until_) in zip(AGES, pairwise(bounds), strict=True):
            rows.append((month_start(month).toordinal(), _band(low), since, until_))
    return pl.DataFrame(rows, schema=["birth_month", "age", "since", "until"], orient="row")


def _band(low: int) -> str:
    return next((f"{low}-{high - 1}" for high in AGES if high > low), f"{low}+")


def unit_tree(source: Source) -> pl.DataFrame:
    """For each unit the team and the department it belongs to, itself counted: unit, team, department (null: none)."""
    units = {row["unit"]: row for row in source.read("units").iter_rows(named=True)}

    def nearest(unit: int | None, kind: str) -> int | None:
        seen: set[int] = set()
        while unit is not None and unit in units and unit not in seen:
            if units[unit]["kind"] == kind:
                return unit
            seen.add(unit)
            unit = units[unit]["parent"]
        return None

    rows = [(unit, nearest(unit, "team"), nearest(unit, "department")) for unit in units]
    return pl.DataFrame(rows, schema=dict.fromkeys(("unit", "team", "department"), pl.Int64), orient="row")


_UNIT_STEPS = {"case": _units_of_cases, "citizen": _units_of_citizens}
_UNIT_TABLES = ("assignments", "cases", "citizens", "units")

DIMENSIONS = {
    dimension.id: dimension
    for dimension in (
        Dimension("unit", Words("Enhed", "Unit"), None, _UNIT_STEPS, _UNIT_TABLES, holds="unit"),
        Dimension("team", Words("Team", "Team"), of="unit", holds="unit"),
        Dimension("department", Words("Afdeling", "Department"), of="unit", holds="unit"),
        Dimension(
            "target_group",
            Words("Målgruppe", "Target group"),
            "target_group",
            {"citizen": _target_groups},
            ("target_group_spells", "citizens"),
        ),
        Dimension(
            "contact_group",
            Words("Kontaktgruppe", "Contact group"),
            "contact_group",
            {"citizen": _target_groups},
            ("target_group_spells", "citizens"),
        ),
        Dimension(
            "benefit", Words("Ydelse", "Benefit"), "benefit", {"citizen": _benefits}, ("benefit_spells", "citizens")
        ),
        Dimension("age", Words("Alder", "Age"), None, {"citizen": _ages}, ("citizens",)),
        Dimension("role", Words("Rolle", "Role"), "role"),
        Dimension("cause", Words("Årsag", "Cause"), "cause"),
        Dimension("planned", Words("Planlagt", "Planned"), holds="yes_no"),
        Dimension("project", Words("Projekt", "Project"), holds="unit"),
        Dimension("kind", Words("Slags", "Kind"), "kind"),
        Dimension("counterpart", Words("Hvem der ventes på", "Waited for"), "counterpart"),
        Dimension("rule", Words("Regel", "Rule"), "rule"),
        Dimension("reason", Words("Grund", "Reason"), "reason"),
        Dimension("form", Words("Form", "Form"), "form"),
        Dimension("duration", Words("Varighed", "Duration")),
        Dimension("shifts", Words("Skift på 12 måneder", "Shifts in 12 months")),
    )
}


def with_dimension(frame: Frame, facts: Facts, dimension: Dimension, source: Source) -> Frame:
    """The facts with a column `by_…`, cut where it changes. Own columns are taken as they are."""
    if dimension.of:
        inner = DIMENSIONS[dimension.of]
        found = frame if inner.column in frame.collect_schema() else with_dimension(frame, facts, inner, source)
        tree = source.small("unit_tree", lambda: unit_tree(source))
        places = tree.select(nw.col("unit").alias(inner.column), nw.col(dimension.id).alias(dimension.column))
        return found.join(places, on=inner.column, how="left")
    if own := facts.own.get(dimension.id):
        return frame.with_columns(nw.col(own).alias(dimension.column))
    key = next(key for key in dimension.steps if key in facts.columns)
    parts = source.of(dimension.steps[key]).select(
        key, nw.col(dimension.id).alias(dimension.column), part_since="since", part_until="until"
    )
    cut = _cut(frame, parts, key, facts)
    if first := facts.first.get(dimension.id):
        return cut.with_columns(nw.coalesce(first, dimension.column).alias(dimension.column))
    return cut


def _cut(frame: Frame, parts: Frame, key: str, facts: Facts) -> Frame:
    """The facts joined with the steps of their key."""
    joined = frame.join(parts, on=key)
    if facts.shape is Shape.HAPPENING:
        met = joined.filter(nw.col("part_since") <= nw.col("day"), nw.col("day") < nw.col("part_until"))
    else:
        met = joined.with_columns(
            since=nw.max_horizontal("since", "part_since"), until=nw.min_horizontal("until", "part_until")
        ).filter(nw.col("since") < nw.col("until"))
    return met.drop("part_since", "part_until")
