"""What must hold within a table and against what is registered: periods, duplicates, overlaps, what is needed when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import polars as pl

from tovholder.imports.definitions import Period
from tovholder.imports.existing import Registered
from tovholder.imports.faults import Report
from tovholder.imports.sheets import Sheet

#: A running period, for comparisons: a day that no file can name.
ENDLESS = dt.date(9999, 12, 31)
_SHIFT = 2**33  #: a row number beside an end, in one integer


def check(sheet: Sheet, report: Report, here: Registered) -> None:
    """Every check of one table."""
    for period in sheet.table.periods:
        check_period(sheet, period, report)
    for names in sheet.table.unique:
        check_unique(sheet, names, report, here)
    check_overlaps(sheet, report, here)
    check_frozen(sheet, report)
    check_circles(sheet, report, here)
    if special := _SPECIAL.get(sheet.table.name):
        special(sheet, report)


def changing(sheet: Sheet) -> pl.DataFrame:
    """The rows that an import would write."""
    return sheet.rows.filter(pl.col("state") != "unchanged")


def check_period(sheet: Sheet, period: Period, report: Report) -> None:
    start, end = pl.col(period.start), pl.col(period.end)
    wrong = sheet.rows.filter(end <= start if period.strict else end < start)
    wrong = wrong.with_columns(said=start.dt.to_string("iso"))
    rule = "end_before_start" if period.strict else "end_not_after_start"
    wrong = wrong.select("row", start="said")
    sheet.mark(report, wrong, period.end, rule, with_columns=["start"], first=period.start)


def check_unique(sheet: Sheet, names: tuple[str, ...], report: Report, here: Registered) -> None:
    """The same values in two rows of the file, or in a row of the file and one that is registered already."""
    words, shown = ", ".join(names), names[-1]
    whole = sheet.rows.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in names))
    first = whole.group_by(names).agg(other=pl.col("row").min())
    twice = whole.join(first, on=names).filter(pl.col("row") > pl.col("other"))
    sheet.mark(report, twice, shown, "twice", with_columns=["other"], columns=words)
    if sheet.table.column(names[0]).beside:
        return
    rows = whole.filter(pl.col("state") != "unchanged")
    if rows.is_empty():
        return
    others = here.rows_beside(sheet.table, names, names[0], rows.get_column(names[0]).unique())
    others = others.join(sheet.rows, on="id", how="anti").join(sheet.gone, on="id", how="anti").select(names)
    sheet.mark(report, rows.join(others.unique(), on=names, how="semi"), shown, "known_already", columns=words)


def check_overlaps(sheet: Sheet, report: Report, here: Registered) -> None:
    """Periods of the same owner that overlap, in the file and with those that are registered already."""
    if not sheet.table.apart:
        return
    by, period = list(sheet.table.apart), sheet.table.periods[0]
    names = [*by, period.start, period.end]
    rows = sheet.rows.filter(
        pl.all_horizontal(pl.col(name).is_not_null() for name in (*by, period.start))
        & (pl.col(period.end).is_null() | (pl.col(period.end) > pl.col(period.start)))
    ).select("row", "id", "state", *names)
    touched = rows.filter(pl.col("state") != "unchanged")
    if touched.is_empty():
        return
    others = here.rows_beside(sheet.table, names, by[0], touched.get_column(by[0]).unique())
    others = others.join(sheet.rows, on="id", how="anti")
    mark_overlaps(sheet, rows.drop("state"), others, by, period, report)


def mark_overlaps(
    sheet: Sheet, rows: pl.DataFrame, others: pl.DataFrame, by: list[str], period: Period, report: Report
) -> None:
    """`rows` are of the file, `others` of the database; both have the columns in `by`, the start and the end."""
    names = [*by, period.start, period.end]
    mixed = pl.concat([rows.select("row", *names), others.select(pl.lit(0, pl.UInt32).alias("row"), *names)])
    # The latest end so far and the row it is in travel together, so that each overlap can name both its rows.
    days = pl.col(period.end).fill_null(ENDLESS).to_physical().cast(pl.Int64)
    mixed = mixed.sort(*by, period.start, "row").with_columns(reach=days * _SHIFT + pl.col("row").cast(pl.Int64))
    mixed = mixed.with_columns(before=pl.col("reach").cum_max().shift(1).over(by))
    start = pl.col(period.start).to_physical().cast(pl.Int64)
    found = mixed.filter(start < pl.col("before") // _SHIFT).with_columns(other=pl.col("before") % _SHIFT)
    words = ", ".join(by)
    mine, theirs = pl.col("row") > 0, pl.col("other") > 0
    sheet.mark(report, found.filter(mine & theirs), period.start, "overlap", with_columns=["other"], columns=words)
    sheet.mark(report, found.filter(mine & ~theirs), period.start, "overlap_known", columns=words)
    behind = found.filter(~mine & theirs).select(row=pl.col("other").cast(pl.UInt32)).unique()
    sheet.mark(report, behind, period.start, "overlap_known", columns=words)


def check_frozen(sheet: Sheet, report: Report) -> None:
    if sheet.table.replaced:
        return
    for column in sheet.table.own:
        if column.frozen and column.name in sheet.given:
            moved = sheet.rows.filter(
                (pl.col("state") == "changed")
                & ~pl.col("linked")
                & pl.col(column.name).is_not_null()
                & pl.col(column.name).ne_missing(pl.col(f"old_{column.name}"))
            )
            sheet.mark(report, moved, column.name, "frozen")


def check_circles(sheet: Sheet, report: Report, here: Registered) -> None:
    """References within a table that lead back to where they began."""
    for column in sheet.table.references:
        if column.refers_to != sheet.table.name:
            continue
        pairs = sheet.rows.filter(pl.col(column.name).is_not_null()).select("id", column.name)
        if column.name == "parent":
            # A unit of the file may lie above one that lies above it in the database.
            known = here.fetch(
                "select id, parent_id from accounts_unit where parent_id is not null",
                [],
                {"id": pl.Int64, "parent": pl.Int64},
            )
            pairs = pl.concat([pairs, known.join(sheet.rows, on="id", how="anti")])
        in_circles = pl.DataFrame({"id": sorted(circles(dict(pairs.iter_rows())))}, schema={"id": pl.Int64})
        sheet.mark(report, sheet.rows.join(in_circles, on="id", how="semi"), column.name, "refers_to_itself")


def circles(refers: Mapping[int, int]) -> set[int]:
    """The ids that lie on a circle of `id → id it refers to`.

    >>> sorted(circles({1: 2, 2: 1, 3: 1, 4: 5}))
    [1, 2]
    """
    done: set[int] = set()
    found: set[int] = set()
    for start in refers:
        path: dict[int, int] = {}
        at: int | None = start
        while at is not None and at not in done and at not in path:
            path[at] = len(path)
            at = refers.get(at)
        if at is not None and at in path:
            found.update(id_ for id_, place in path.items() if place >= path[at])
        done.update(path)
    return found


def _needs(sheet: Sheet, report: Report, column: str, because: str) -> None:
    rows = sheet.rows.filter(pl.col(because).is_not_null() & (pl.col(column).is_null() | (pl.col(column) == "")))
    sheet.mark(report, rows, column, "needs", because=because)


def _not_without(sheet: Sheet, report: Report, column: str, because: str) -> None:
    rows = sheet.rows.filter(pl.col(because).is_null() & pl.col(column).is_not_null() & (pl.col(column) != ""))
    sheet.mark(report, rows, column, "not_without", because=because)


def _needs_when(sheet: Sheet, report: Report, column: str, because: str, value: str) -> None:
    rows = sheet.rows.filter((pl.col(because) == value) & (pl.col(column) == ""))
    sheet.mark(report, rows, column, "needs_when", because=because, value=value)


def _check_case(sheet: Sheet, report: Report) -> None:
    _needs(sheet, report, "close_reason", "closed_on")
    _not_without(sheet, report, "close_reason", "closed_on")


def _check_conversation(sheet: Sheet, report: Report) -> None:
    ends = ("held_at", "missed_at", "cancelled_at")
    number = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int32) for name in ends)
    several = sheet.rows.filter(number > 1)
    for name, earlier in (("missed_at", ends[:1]), ("cancelled_at", ends[:2])):
        other = pl.any_horizontal(pl.col(column).is_not_null() for column in earlier)
        sheet.mark(report, several.filter(pl.col(name).is_not_null() & other), name, "one_outcome")
    of_the_fund = sheet.rows.filter(pl.col("kind") == "fund")
    sheet.mark(
        report, of_the_fund.filter(pl.col("held_at").is_null()), "held_at", "needs_when", because="kind", value="fund"
    )
    with_us = of_the_fund.filter(pl.col("staff").is_not_null())
    sheet.mark(report, with_us, "staff", "empty_when", because="kind", value="fund")


def _check_step(sheet: Sheet, report: Report) -> None:
    _needs(sheet, report, "outcome", "ended_at")
    _not_without(sheet, report, "outcome", "ended_at")
    _needs_when(sheet, report, "end_reason", "outcome", "dropped")
    _needs_when(sheet, report, "turn_name", "turn", "other")


def _check_citizen(sheet: Sheet, report: Report) -> None:
    rows = sheet.rows.filter(pl.col("protected_to").is_not_null() & pl.col("protected_from").is_null())
    sheet.mark(report, rows, "protected_from", "needs", because="protected_to")


_SPECIAL: dict[str, Callable[[Sheet, Report], None]] = {
    "cases": _check_case,
    "conversations": _check_conversation,
    "plan_steps": _check_step,
    "citizens": _check_citizen,
}
