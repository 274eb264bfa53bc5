"""Times as logs write them → moments in UTC, in microseconds.

A text that stands there often is read once. Most logs write ISO 8601. Its first 19 characters are read at once, and
what stands behind them (fraction, zone) is read once for each that occurs: that is ten times faster than one pattern
for the whole. What is not ISO goes through a pattern that knows how people write dates in Denmark.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from tovholder.figures.eventlog.faults import LISTED, Report

#: Assumed where a time names no zone.
ZONE = "Europe/Copenhagen"
MOMENT = pl.Datetime("us", "UTC")

_HEADS = {"T": "%Y-%m-%dT%H:%M:%S", " ": "%Y-%m-%d %H:%M:%S"}
_TAIL = r"^(?:[.,](?P<fraction>\d{1,9}))?\s*(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)?$"
_ANY = (
    r"^(?P<a>\d{1,4})[-./](?P<b>\d{1,2})[-./](?P<c>\d{1,4})"
    r"(?:(?:T|,?\s+)(?:kl\.\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)?$"
)
#: Rows whose times are looked at to see whether they repeat, and how many of them may be different then.
_SAMPLE, _FEW = 20_000, 15_000
#: Months in which a place has both its times.
_CHANGING = {3, 4, 9, 10, 11}
_HOUR = 3_600_000_000


class Clock:
    """Reads the times of a log batch by batch, and remembers what has to be said about them in the end."""

    def __init__(self, column: str, report: Report, zone: str | None = None) -> None:
        self.column, self.report, self.zone = column, report, zone or ZONE
        self.rows = self.without_zone = self.without_clock = self.repeated = 0
        self._head = "T"
        #: Offset in microseconds → the months in which it was seen.
        self._offsets: dict[int, set[int]] = defaultdict(set)

    def read(self, values: pl.Series, rows: pl.Series) -> pl.Series:
        """The moments; null where there is none, which is in the report. `rows`: the row of each value."""
        self.rows += len(values)
        kind = values.dtype
        if kind == pl.String:
            moments = self._texts(values.rename("time"), rows)
        elif isinstance(kind, pl.Datetime) and kind.time_zone:
            moments = values.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
        elif isinstance(kind, pl.Datetime):
            moments = self._in_zone(values.dt.cast_time_unit("us"), rows)
        elif kind == pl.Date:
            self.without_clock += len(values) - values.null_count()
            moments = self._in_zone(values.cast(pl.Datetime("us")), rows, tell_zone=False)
        else:
            moments = pl.Series("time", [None] * len(values), dtype=MOMENT)
            if not self.report.counts["time_column"]:
                self.report.fault("time_column", 1, self.column, "", type=str(kind))
            return moments
        if moments.null_count():
            self._report_missing(values, moments, rows)
        return moments.alias("time")

    def tell(self) -> None:
        """The doubts about all that was read."""
        if self.without_zone:
            self.report.doubt("no_zone", column=self.column, rows=self.without_zone, zone=self.zone)
        if self._offsets and self.without_zone:
            self.report.doubt("zone_sometimes", column=self.column, without=self.without_zone, rows=self.rows)
        if self.repeated:
            self.report.doubt("repeated_hour", column=self.column, rows=self.repeated)
        if self.without_clock:
            self.report.doubt("no_clock", column=self.column, rows=self.without_clock)
        if not self._is_one_place():
            zones = ", ".join(_offset_name(offset) for offset in sorted(self._offsets))
            self.report.doubt("mixed_zones", column=self.column, zones=zones)

    def _is_one_place(self) -> bool:
        """Whether the offsets are those of one place: the same all year, or an hour more in summer."""
        if len(self._offsets) < 2:
            return True
        if len(self._offsets) > 2:
            return False
        (low, in_low), (high, in_high) = sorted(self._offsets.items())
        return high - low == _HOUR and (in_low & in_high) <= _CHANGING

    def _texts(self, texts: pl.Series, rows: pl.Series) -> pl.Series:
        if not _repeats(texts):
            return self._in_utc(self._told(texts), rows)
        different = texts.cast(pl.Categorical(pl.Categories.random()))
        read, at = self._told(known(different)), different.to_physical()
        is_odd = read.select(pl.col("local", "offset").is_null() | ~pl.col("has_clock")).sum().sum_horizontal().item()
        if is_odd or at.null_count():
            # What is odd is told by its row, and counted as often as it stands there.
            return self._in_utc(read.select(pl.all().gather(at)), rows)
        return self._in_utc(read, rows).gather(at)

    def _told(self, texts: pl.Series) -> pl.DataFrame:
        """`local`: the time as it stands there. `offset`: its distance from UTC in microseconds, null where none stands
        there. `has_clock`: whether it is more than a date."""
        local, offsets = self._iso(texts)
        clocks = pl.repeat(True, len(texts), eager=True)
        odd = (local.is_null() & texts.is_not_null()).arg_true()
        if len(odd):
            other = self._otherwise(texts.gather(odd))
            local, offsets = local.scatter(odd, other["local"]), offsets.scatter(odd, other["offset"])
            clocks = clocks.scatter(odd, other["has_clock"])
        return pl.DataFrame({"local": local, "offset": offsets, "has_clock": clocks})

    def _in_utc(self, read: pl.DataFrame, rows: pl.Series) -> pl.Series:
        local, offsets = read["local"], read["offset"]
        self.without_clock += int((local.is_not_null() & ~read["has_clock"]).sum())
        self._remember(local, offsets)
        moments = (local - offsets.cast(pl.Duration("us"))).dt.replace_time_zone("UTC")
        naive = (offsets.is_null() & local.is_not_null()).arg_true()
        if len(naive):
            moments = moments.scatter(naive, self._in_zone(local.gather(naive), rows.gather(naive)))
        return moments

    def _iso(self, texts: pl.Series) -> tuple[pl.Series, pl.Series]:
        """The same for ISO 8601."""
        sample = texts.drop_nulls().head(1)
        if len(sample) and sample[0][10:11] in _HEADS:
            self._head = sample[0][10]
        halves = texts.to_frame("text").select(
            local=pl.col("text")
            .str.slice(0, 19)
            .str.to_datetime(_HEADS[self._head], time_unit="us", strict=False, cache=False),
            tail=pl.col("text").str.slice(19),
        )
        tails = halves.get_column("tail").drop_nulls().unique().to_frame()
        groups = pl.col("tail").str.extract_groups(_TAIL).struct
        told = tails.with_columns(
            fraction=_fraction(groups.field("fraction")),
            offset=_offset(groups.field("zone")),
            is_good=pl.col("tail").str.contains(_TAIL),
        )
        read = (
            halves.lazy()
            .join(told.lazy(), on="tail", how="left", maintain_order="left")
            .select(local=pl.when("is_good").then(pl.col("local") + pl.col("fraction")), offset="offset")
            .collect()
        )
        return read.get_column("local"), read.get_column("offset")

    def _otherwise(self, texts: pl.Series) -> pl.DataFrame:
        """The same for dates and times as people write them: 31-01-2026 14.30, 2026/01/31, 31.1.2026 kl. 8:05."""
        parts = texts.str.strip_chars().str.extract_groups(_ANY).struct.unnest()
        two = {name: pl.col(name).str.zfill(2) for name in ("b", "hour", "minute", "second")}
        year_first = pl.col("a").str.len_bytes() == 4
        year = pl.when(year_first).then(pl.col("a")).otherwise(pl.col("c"))
        day = pl.when(year_first).then(pl.col("c")).otherwise(pl.col("a")).str.zfill(2)
        clock = [pl.coalesce(two[name], pl.lit("00")) for name in ("hour", "minute", "second")]
        text = pl.format("{}-{}-{}T{}:{}:{}", year, two["b"], day, *clock)
        local = text.str.to_datetime(_HEADS["T"], time_unit="us", strict=False) + _fraction(pl.col("fraction"))
        return parts.select(
            local=pl.when(year.str.len_bytes() == 4).then(local),
            offset=_offset(pl.col("zone")),
            has_clock=pl.col("hour").is_not_null(),
        )

    def _remember(self, local: pl.Series, offsets: pl.Series) -> None:
        """Which offsets there are in which months; of a large batch, every so many-th row for the months."""
        for offset in offsets.drop_nulls().unique():
            self._offsets[offset]
        step = max(len(offsets) // 20_000, 1)
        seen = pl.DataFrame({"offset": offsets.gather_every(step), "month": local.gather_every(step).dt.month()})
        for offset, month in seen.drop_nulls().unique().iter_rows():
            self._offsets[offset].add(month)

    def _in_zone(self, local: pl.Series, rows: pl.Series, *, tell_zone: bool = True) -> pl.Series:
        there = len(local) - local.null_count()
        if tell_zone:
            self.without_zone += there
        moments = local.dt.replace_time_zone(self.zone, ambiguous="earliest", non_existent="null")
        later = local.dt.replace_time_zone(self.zone, ambiguous="latest", non_existent="null")
        self.repeated += int((moments != later).sum())
        skipped = (moments.is_null() & local.is_not_null()).arg_true()
        for index in skipped[:LISTED]:
            self.report.fault("skipped_hour", rows[index], self.column, local[index], zone=self.zone)
        self.report.more("skipped_hour", max(len(skipped) - LISTED, 0))
        return moments.dt.convert_time_zone("UTC")

    def _report_missing(self, values: pl.Series, moments: pl.Series, rows: pl.Series) -> None:
        is_text = values.dtype == pl.String
        blank = values.is_null() | (values.str.strip_chars() == "") if is_text else values.is_null()
        _list(self.report, "no_time", self.column, (moments.is_null() & blank).arg_true(), values, rows)
        if is_text:
            unread = moments.is_null() & ~blank & ~self._is_readable(values)
            _list(self.report, "time", self.column, unread.arg_true(), values, rows)

    def _is_readable(self, values: pl.Series) -> pl.Series:
        """Whether a text is a time, though perhaps one that its zone does not have (which is another fault)."""
        return self._told(values)["local"].is_not_null()


def known(values: pl.Series) -> pl.Series:
    """The texts that the numbers of a categorical stand for, from 0 to the largest there is."""
    largest: int | None = values.to_physical().max()  # type: ignore[assignment]
    count = 0 if largest is None else largest + 1
    return pl.int_range(count, dtype=pl.UInt32, eager=True).cat.to(values.dtype).cast(pl.String)


def _repeats(texts: pl.Series) -> bool:
    """Whether reading each text once is worth finding out which are the same."""
    return len(texts) >= _SAMPLE and texts.head(_SAMPLE).n_unique() <= _FEW


def _fraction(digits: pl.Expr) -> pl.Expr:
    """The duration of "276": milliseconds, or as many digits as there are, to the microsecond."""
    micro = digits.str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64).fill_null(0)
    return micro.cast(pl.Duration("us"))


def _offset(zone: pl.Expr) -> pl.Expr:
    """The microseconds of "+02:00"; 0 for Z, null for none."""
    digits = zone.str.replace_all(r"[^0-9]", "").str.pad_end(4, "0")
    hours, minutes = (digits.str.slice(start, 2).cast(pl.Int64, strict=False) for start in (0, 2))
    size = (hours * 60 + minutes) * 60_000_000
    return pl.when(zone.str.starts_with("-")).then(-size).otherwise(size)


def _list(report: Report, code: str, column: str, at: pl.Series, values: pl.Series, rows: pl.Series) -> None:
    for index in at[:LISTED]:
        report.fault(code, rows[index], column, values[index])
    report.more(code, max(len(at) - LISTED, 0))


def _offset_name(offset: int) -> str:
    minutes = abs(offset) // 60_000_000
    return f"UTC{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
