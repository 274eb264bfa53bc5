"""Brings the events of a log in order: batches of whole cases, each case in its sequence.

Most logs have the events of a case together and in order. That is seen on the way, at the price of a comparison for
each row, and then nothing needs to be sorted: the row before is the event before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import narwhals as nw
import polars as pl

from tovholder.figures.eventlog.faults import KEPT, LISTED, Report
from tovholder.figures.eventlog.read import Log
from tovholder.figures.eventlog.tables import Moments


class Scattered(Exception):
    """The events of a case do not stand together."""


class InOrder(Moments):
    """For Polars frames whose rows are in order, cases numbered in the column `run`."""

    key = "run"

    def before(self, frame: Any, **names: str) -> Any:
        same = pl.col("run") == pl.col("run").shift(1)
        native = frame.to_native().with_columns(
            **{new: pl.when(same).then(pl.col(old).shift(1)) for new, old in names.items()}
        )
        return nw.from_native(native, eager_only=True)

    def of_cases(self, steps: Any) -> Any:
        """The same from the rows at which cases begin and end, where all name somebody and no time goes back."""
        frame: pl.DataFrame = steps.to_native()
        time, people = frame["time"], frame["resource"]
        if people.null_count() or (frame["gap"] < 0).any():
            return super().of_cases(steps)
        begins = frame["from_time"].is_null().arg_true()
        ends = begins.shift(-1, fill_value=frame.height) - 1
        shifts = (frame["from_resource"] != people).fill_null(value=False).arg_true()
        until = shifts.search_sorted(ends, "right")
        before = until.shift(1, fill_value=0)
        one = people.gather(begins)
        native = pl.DataFrame(
            {
                "run": frame["run"].gather(begins),
                "events": ends - begins + 1,
                "first": time.gather(begins),
                "last": time.gather(ends),
                "shifts": (until - before).cast(pl.Int64),
                "one": one,
                # Where the first shift of the case leads; of a case without one, it is left out of the gathering.
                "another": people.gather(shifts.gather(before.set(until == before, None))).fill_null(one),
            }
        )
        return nw.from_native(native, eager_only=True)


class Ordering:
    """Makes whole cases of batches, in order, and reports what is odd about the order they came in."""

    def __init__(self, log: Log, report: Report) -> None:
        self.log, self.report = log, report
        self._cases = 0
        self._hashes: list[pl.Series] = []
        self._earlier = self._misplaced = self._duplicates = 0

    def whole_cases(self, batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Batches in which each case is whole and in sequence, with `run`: the number of the case. Raises Scattered."""
        for batch in self._cut(batches):
            yield self._ordered(batch)
        hashes = pl.concat(self._hashes) if self._hashes else pl.Series(dtype=pl.UInt64)
        if hashes.n_unique() < len(hashes):
            raise Scattered
        self._tell()

    def _cut(self, batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Cuts where a case begins; the last case of a batch waits for its rest in the next."""
        waiting: list[pl.DataFrame] = []
        for batch in batches:
            case = batch.get_column("case")
            begins = case.ne_missing(case.shift(1))
            begins[0] = not waiting or waiting[-1].get_column("case")[-1] != case[0]
            batch = batch.with_columns(begins.alias("begins"))
            self._remember(case.filter(begins))
            starts = begins.arg_true()
            if not len(starts):
                waiting.append(batch)
                continue
            last = starts[-1]
            whole = [*waiting, batch.head(last)] if last else waiting
            if whole:
                yield pl.concat(whole, rechunk=True)
            waiting = [batch.slice(last)]
        if waiting:
            yield pl.concat(waiting, rechunk=True)

    def _remember(self, cases: pl.Series) -> None:
        """A case that begins twice is scattered. The same name has the same hash, so none is missed; two names of one
        hash cost a sort that was not needed."""
        hashes = cases.hash()
        if hashes.n_unique() < len(hashes):
            raise Scattered
        self._hashes.append(hashes)

    def _ordered(self, batch: pl.DataFrame) -> pl.DataFrame:
        batch = batch.with_columns(run=pl.col("begins").cum_sum() + self._cases).drop("begins")
        self._cases = batch.get_column("run")[-1]
        by = "time" if self.log.order == "time" else "seq"
        if self.log.order != "file":
            backwards = batch.select((_in_case(pl.col(by) < pl.col(by).shift(1))).sum()).item()
            if backwards:
                self._misplaced += backwards
                batch = batch.sort("run", by, "row", maintain_order=True)
        if self.log.order == "time":
            batch = batch.with_columns(seq=pl.int_range(pl.len()))
        batch = batch.with_columns(pl.col("run").set_sorted())
        self._check(batch)
        return batch

    def _check(self, batch: pl.DataFrame) -> None:
        time, seq = pl.col("time"), pl.col("seq")
        odd = batch.select(
            earlier=_in_case(time < time.shift(1)).sum(),
            twice=_in_case(seq == seq.shift(1)).sum() if self.log.order == "seq" else pl.lit(0),
        ).row(0)
        self._earlier += odd[0]
        if odd[1]:
            rows = batch.filter(_in_case(seq == seq.shift(1)))
            for row, case, number in rows.head(LISTED).select("row", "case", "seq").iter_rows():
                self.report.fault("sequence_twice", row, self.log.columns["seq"], number, case=case)
            self.report.more("sequence_twice", max(rows.height - LISTED, 0))
        alike = pl.col("time").hash(1) ^ pl.col("resource").to_physical().hash(2)
        if "activity" in batch.columns:
            alike = alike ^ pl.col("activity").hash(3)
        different = batch.select("run", alike=alike).group_by("run").agg(pl.col("alike").n_unique())
        self._duplicates += batch.height - int(different.get_column("alike").sum())

    def _tell(self) -> None:
        if self._misplaced and self.log.order == "seq":
            self.report.doubt("not_in_sequence", column=self.log.columns["seq"], rows=self._misplaced)
        if self._earlier:
            self.report.doubt(
                "time_goes_back", column=self.log.columns["time"], rows=self._earlier, kept=KEPT[self.log.order]
            )
        if self._duplicates:
            self.report.doubt("duplicate_rows", rows=self._duplicates)


def _in_case(is_so: pl.Expr) -> pl.Expr:
    return is_so & (pl.col("run") == pl.col("run").shift(1))
