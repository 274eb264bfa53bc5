"""Reads an open log in batches that all have the same columns.

A batch has `row` (as a spreadsheet counts, the headings being row 1), `case`, `seq`, `time` (UTC), `resource`, and
`activity` and `group` where the log has them and they are asked for. What is not asked for is not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import polars as pl

from tovholder.figures.eventlog.faults import LISTED, Report, Unusable
from tovholder.figures.eventlog.read import Again, Log, first_line, ragged, recode
from tovholder.figures.eventlog.times import Clock, known

#: Rows read at once: enough to be fast, few enough for little memory.
BATCH = 1_000_000
_TEXTS = ("case", "activity", "resource", "group")


class Pass:
    """One reading of a log from the beginning to its end. Rows with a fault are in the report and in no batch; the
    doubts are told in the end."""

    def __init__(self, log: Log, report: Report) -> None:
        self.log, self.report = log, report
        self.done = 0
        self._clock = Clock(log.columns["time"], report, log.asked.zone)
        self._nobody = 0
        #: Names are compared and counted as numbers, the same in every batch.
        self._people = pl.Categorical(pl.Categories.random())
        #: Polars forgets the numbers when no column has them any more, so there is always one.
        self._keeps_numbers = pl.Series(dtype=self._people)
        #: The names of resources as they stand there, by what they are without case and blanks; the first comes first.
        self._names: dict[str, dict[str, None]] = defaultdict(dict)
        self._seen = 0
        #: Names that stand for another, or for nobody.
        self._changed: dict[str, str | None] = {}

    def batches(self, fields: Collection[str]) -> Iterator[pl.DataFrame]:
        """The events in the order of the file. Raises Again when the file has to be read in another way, and Unusable
        when it cannot be read to its end."""
        log = self.log
        wanted = {"case", "time", "resource"} | ({"seq"} if log.order == "seq" else set()) | set(fields)
        taken = {name: pl.col(column) for name, column in log.columns.items() if name in wanted}
        try:
            for raw in log.scan().select(**taken).collect_batches(maintain_order=True, chunk_size=BATCH):
                batch = self._read(raw)
                if batch.height:
                    yield batch
        except (pl.exceptions.PolarsError, OSError) as error:
            self._explain(error)
        if not self.done:
            self.report.fault("no_cases")
        self._tell()

    def _read(self, raw: pl.DataFrame) -> pl.DataFrame:
        first = self.done + self.log.first_row
        self.done += raw.height
        texts = [name for name in _TEXTS if name in raw.columns]
        batch = raw.with_columns(
            pl.int_range(first, first + raw.height).alias("row"),
            *(pl.col(name).cast(pl.String) for name in texts if raw.schema[name] != pl.String),
        )
        if self.log.format == "CSV":
            batch = _without_blank_lines(batch)
        else:
            batch = _without_empty_texts(batch, texts)
        moments = self._clock.read(batch.get_column("time"), batch.get_column("row"))
        batch = self._with_sequence(batch).with_columns(moments)
        batch = self._with_people(batch)
        return self._without_faults(batch)

    def _with_sequence(self, batch: pl.DataFrame) -> pl.DataFrame:
        if self.log.order != "seq":
            return batch.with_columns(seq="row")
        told = batch.get_column("seq")
        seq = (told.str.strip_chars() if told.dtype == pl.String and _has_blanks(told) else told).cast(
            pl.Int64, strict=False
        )
        if seq.null_count():
            self._list("sequence", "seq", batch.filter(seq.is_null()))
        return batch.with_columns(seq)

    def _with_people(self, batch: pl.DataFrame) -> pl.DataFrame:
        """`resource` as a categorical. Blank names are nobody."""
        people = numbered(batch.get_column("resource"), self._people)
        self._meet(known(people))
        if self._changed:
            people = people.cast(pl.String).replace(self._changed).cast(self._people)
        self._nobody += people.null_count()
        return batch.with_columns(people)

    def _meet(self, names: pl.Series) -> None:
        """`names`: those that were seen, in the order in which they first were."""
        for name in names[self._seen :].sort():
            same = " ".join(name.split()).casefold()
            self._names[same].setdefault(name)
            told = " ".join(next(iter(self._names[same])).split()) if self.log.asked.same_names else name
            if not same:
                self._changed[name] = None
            elif told != name:
                self._changed[name] = told
        self._seen = max(len(names), self._seen)

    def _without_faults(self, batch: pl.DataFrame) -> pl.DataFrame:
        if batch.get_column("case").null_count():
            self._list("no_case", "case", batch.filter(pl.col("case").is_null()))
        if any(batch.get_column(name).null_count() for name in ("case", "time", "seq")):
            batch = batch.drop_nulls(["case", "time", "seq"])
        return batch

    def _list(self, code: str, name: str, rows: pl.DataFrame) -> None:
        for row, value in rows.head(LISTED).select("row", name).iter_rows():
            self.report.fault(code, row, self.log.columns[name], value)
        self.report.more(code, max(rows.height - LISTED, 0))

    def _tell(self) -> None:
        self._clock.tell()
        column = self.log.columns["resource"]
        if not self.log.asked.same_names:
            alike = [names for same, names in self._names.items() if same and len(names) > 1]
            if alike:
                told = "; ".join(" / ".join(f"“{name}”" for name in sorted(names)) for names in alike[:LISTED])
                self.report.doubt("similar_names", column=column, names=told)
        if self._nobody:
            self.report.doubt("nobody", column=column, rows=self._nobody)

    def _explain(self, error: Exception) -> None:
        """Why Polars cannot read the file, in words that help."""
        log = self.log
        if log.format == "CSV":
            if log.has_numbers and log.order == "seq":
                log.has_numbers = False
                raise Again from error
            if "utf-8" in str(error).lower() and "not_utf8" not in log.found.counts:
                try:
                    recode(log)
                except (UnicodeError, OSError) as why:
                    self.report.fault("unreadable", format="UTF-8", why=first_line(why))
                    raise Unusable(self.report) from why
                raise Again from error
            if ragged(log, self.report):
                raise Unusable(self.report) from error
        self.report.fault("unreadable", format=log.format, why=first_line(error))
        raise Unusable(self.report) from error


def _without_blank_lines(batch: pl.DataFrame) -> pl.DataFrame:
    if not batch.get_column("case").null_count():
        return batch
    return batch.filter(pl.any_horizontal(pl.exclude("row", "seq").is_not_null()))


def _without_empty_texts(batch: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
    """Null where a text is empty. Seldom is one, and looking costs less than writing."""
    shortest = batch.select(pl.col(texts).str.len_bytes().min()).row(0)
    empty = [name for name, length in zip(texts, shortest, strict=True) if length == 0]
    return batch.with_columns(pl.when(pl.col(empty) != "").then(pl.col(empty))) if empty else batch


def numbered(names: pl.Series, kind: pl.Categorical) -> pl.Series:
    """The names as numbers. Where the same stands many times in a row, it is looked up once."""
    run = names.rle_id()
    if not len(names) or run[-1] * 2 > len(names):
        return names.cast(kind)
    begins = run.ne(run.shift(1))
    begins[0] = True
    return names.filter(begins).cast(kind).gather(run)


def _has_blanks(values: pl.Series) -> bool:
    return bool((values.str.starts_with(" ") | values.str.ends_with(" ")).any())
