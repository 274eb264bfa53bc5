"""A case-handling log as cases and assignments: a new row where the employee of a case changes.

The log names no citizens, so each is called by the name of the case. What it says becomes ordinary tables, which go the
way of every import (`folder.py`): checked as a whole, written as a whole, repeatable.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass

import polars as pl
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.rights import Role
from tovholder.casework.models import Assignment, Case
from tovholder.casework.queries.shifts import shift_counts
from tovholder.imports.definitions import ID_LENGTH, Column, Kind, Table
from tovholder.imports.faults import Report
from tovholder.imports.folder import Circumstances, Finish, Outcome, import_sheets
from tovholder.imports.progress import Progress, Stage
from tovholder.imports.readers import Grid, read
from tovholder.imports.reading import File
from tovholder.imports.sheets import Sheet
from tovholder.imports.tables import BY_NAME
from tovholder.imports.values import ZONE, read_values

#: With "#" and the number of the event behind it, the name of a case still fits an external id.
_CASE_LENGTH = ID_LENGTH - 12
_NAME_LENGTH = 120


@dataclass(frozen=True)
class LogColumns:
    """What the columns are called. Without `seq`, the events of a moment are in the order of the file; without `group`,
    everybody is in one unit."""

    case: str = "case"
    seq: str | None = "seq"
    time: str = "timestamp"
    resource: str = "resource"
    group: str | None = None


@dataclass(frozen=True)
class LogSummary:
    """What the database holds from a log."""

    cases: int
    employees: int
    assignments: int
    shifts: int


def import_log(
    file: File,
    circumstances: Circumstances,
    *,
    unit: str,
    columns: LogColumns | None = None,
    progress: Progress | None = None,
    finish: Finish | None = None,
) -> Outcome:
    """Imports a log. `unit` is the name of the unit that gets the cases; it is made if there is none of that name.

    Raises Stopped when `progress` does.
    """
    progress, columns, report = progress or Progress(), columns or LogColumns(), Report()
    progress.report(Stage.READING, file.name, 0)
    grids = read(file.path, file.name, report)
    events = _events(grids[0], columns, report) if grids else None
    if events is None or report.faults.count:
        return Outcome(report, circumstances.dry_run)
    sheets = _tables(events, file.name, circumstances.source, unit)
    return import_sheets(sheets, circumstances, report, progress, finish)


def _events(grid: Grid, columns: LogColumns, report: Report) -> pl.DataFrame | None:
    """`row`, `case`, `seq`, `time`, `resource`, `group`, in the order in which it happened; or None."""
    wanted = [
        Column(columns.case.lower(), Kind.ID, _("the case"), required=True, length=_CASE_LENGTH),
        Column(columns.time.lower(), Kind.MOMENT, _("when it happened"), required=True),
        Column(columns.resource.lower(), Kind.TEXT, _("who did it"), length=_NAME_LENGTH),
    ]
    if columns.seq:
        wanted.append(Column(columns.seq.lower(), Kind.WHOLE, _("the order in the case"), required=True))
    if columns.group:
        wanted.append(Column(columns.group.lower(), Kind.TEXT, _("the group"), length=_NAME_LENGTH))
    missing = [column.name for column in wanted if column.name not in grid.header]
    for name in missing:
        report.fault(grid.file, 1, name, ", ".join(grid.header), "missing_column")
    # The other columns are still looked through: all faults are said at once.
    kept = tuple(column for column in wanted if column.name not in missing)
    table = Table("log", Assignment, "", kept)
    sheet = Sheet(table, grid.file, grid.cells.select("row", *dict.fromkeys(column.name for column in kept)))
    read_values(sheet, {}, report)
    if missing:
        return None
    values = {"case": columns.case, "time": columns.time, "resource": columns.resource}
    events = sheet.rows.select("row", **{name: pl.col(column.lower()) for name, column in values.items()}).with_columns(
        seq=sheet.rows.get_column(columns.seq.lower()) if columns.seq else pl.int_range(pl.len()),
        group=sheet.rows.get_column(columns.group.lower()) if columns.group else pl.lit(None, pl.String),
    )
    if columns.seq:
        named = events.drop_nulls(["case", "seq"])
        first = named.group_by("case", "seq").agg(other=pl.col("row").min())
        twice = named.join(first, on=["case", "seq"]).filter(pl.col("row") > pl.col("other"))
        sheet.mark(report, twice, columns.seq.lower(), "sequence_twice", with_columns=["other"])
    else:
        events = events.with_columns(seq=pl.int_range(pl.len()).over("case"))
    return events.sort("case", "time", "seq")


def _tables(events: pl.DataFrame, file: str, source: str, unit: str) -> dict[str, Sheet]:
    """The log as tables of texts. A row of a table has the number of the event that it comes from (or one apart from
    all of them, where an event gives two rows of the same table: each needs its own)."""
    day = pl.col("time").dt.convert_time_zone(ZONE).dt.date().dt.to_string("iso")
    first_day = events.select(day.min()).item()
    known = events.filter(pl.col("resource").is_not_null())
    shifts = known.filter(pl.col("resource").ne_missing(pl.col("resource").shift(1).over("case")))
    cases = events.group_by("case", maintain_order=True).agg(pl.col("row").first(), opened_on=day.first())
    # A case that nobody is named in has no unit either; it is there, and a doubt says so.
    people = known.group_by("resource", maintain_order=True).agg(pl.col("row").first())
    top, group = pl.lit(f"unit/{unit}"), pl.lit(f"unit/{unit}/") + pl.col("group")
    teams = known.drop_nulls("group").group_by("group", maintain_order=True).agg(pl.col("row").first() + 1)
    units = pl.DataFrame({"row": [1], "external_id": [f"unit/{unit}"], "name": [unit], "parent": [None]})
    units = pl.concat(
        [
            units.cast({"row": pl.UInt32, "parent": pl.String}),
            teams.select(pl.col("row").cast(pl.UInt32), external_id=group, name="group", parent=top),
        ]
    ).with_columns(opened_on=pl.lit(first_day))
    mine = people.select("row", external_id="resource", staff="resource", unit=top)
    in_teams = known.drop_nulls("group").group_by("resource", "group", maintain_order=True).agg(pl.col("row").first())
    theirs = in_teams.select(
        pl.col("row") + events.get_column("row").max(),
        external_id=pl.col("resource") + "/" + pl.col("group"),
        staff="resource",
        unit=group,
    )
    memberships = pl.concat([mine, theirs]).with_columns(role=pl.lit(Role.CASEWORKER.value))
    frames = {
        "units": units,
        "staff": people.select(
            "row",
            external_id="resource",
            name="resource",
            email=pl.Series(addresses(people.get_column("resource").to_list(), source), dtype=pl.String),
            may_sign_in=pl.lit("yes"),  # nobody has a password yet; "no" would make every case one whose holder is gone
        ),
        "memberships": memberships.with_columns(pl.lit(first_day).alias("from")),
        "citizens": cases.select("row", external_id="case", family_name="case"),
        "cases": cases.select("row", "opened_on", external_id="case", citizen="case"),
        "assignments": shifts.select(
            "row",
            external_id=pl.col("case") + "#" + pl.col("seq").cast(pl.String),
            case="case",
            effective_at=pl.col("time").dt.to_string("%Y-%m-%dT%H:%M:%S%.6f+00:00"),
            seq=pl.col("seq").cast(pl.String),
            staff="resource",
            unit=pl.coalesce(group, top),
        ),
    }
    sheets = {name: Sheet(BY_NAME[name], file, frame, only_new=True) for name, frame in frames.items()}
    sheets["assignments"].only_new = False
    sheets["assignments"].whole_for = "case"
    ours = Unit.objects.filter(name=unit, closed_on=None).order_by("pk").first()
    if ours:
        found = pl.DataFrame({"row": [1], "found": [ours.pk]}, schema={"row": pl.UInt32, "found": pl.Int64})
        sheets["units"].pointed_at = found
    return sheets


def addresses(names: list[str], source: str) -> list[str]:
    """An e-mail address for each name, under a domain that is reserved for examples and reaches nobody. Two names that
    become the same address are told apart by a short sum of the name, so that the same name has the same address in
    every import."""
    slugs = [slugify(name) or "employee" for name in names]
    times = Counter(slugs)
    domain = f"{slugify(source.replace('_', '-').replace('.', '-')) or 'log'}.example"

    def local(name: str, slug: str) -> str:
        if times[slug] == 1 and slug == name.lower():
            return slug
        return f"{slug[:40]}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"

    return [f"{local(name, slug)}@{domain}" for name, slug in zip(names, slugs, strict=True)]


#: Before and after everything that a file may name.
_EVER = dt.datetime(1900, 1, 1, tzinfo=dt.UTC), dt.datetime(2200, 1, 1, tzinfo=dt.UTC)


def summary(source: str) -> LogSummary:
    """What the database holds from a source."""
    mine = Q(external_id__startswith=f"{source}:")
    cases = list(Case.objects.filter(mine).values_list("pk", flat=True))
    return LogSummary(
        cases=len(cases),
        employees=Staff.objects.filter(mine).count(),
        assignments=Assignment.objects.filter(case__in=cases).count(),
        shifts=sum(shift_counts(cases, *_EVER).values()),
    )
