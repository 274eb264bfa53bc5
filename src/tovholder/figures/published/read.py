"""The tidy file of published figures → series. Faults refuse the file as a whole, so that what was read before stays.

The file is CSV (perhaps gzipped) or Parquet with the columns `area_code, area, indicator, period, value`. An empty
value is suppressed or not published: missing.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from tovholder.figures.published import areas
from tovholder.figures.published.catalogue import BY_CATEGORY, BY_ID, MEANS, Unit
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Panel, Published
from tovholder.figures.words import Language, Words

COLUMNS = ("area_code", "area", "indicator", "period", "value")
#: What a file may weigh unpacked: a hundred times what all municipalities' figures of five years do.
MOST_BYTES = 500 * 1024 * 1024
_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"
#: So many rows of each kind of fault are listed.
SHOWN = 10
#: Faults of a municipality and not of a row.
BY_AREA = ("area", "name")

FAULTS = {
    "unreadable": Words("filen kan ikke læses som CSV eller Parquet", "the file cannot be read as CSV or Parquet"),
    "cut_short": Words(
        "filen er afbrudt midtvejs: den skal slutte med et linjeskift",
        "the file ends in the middle: it is to end with a line break",
    ),
    "too_large": Words("filen fylder mere end 500 MB udpakket", "the file is larger than 500 MB unpacked"),
    "columns": Words(
        "kolonnerne skal være area_code, area, indicator, period, value, med komma imellem",
        "the columns are to be area_code, area, indicator, period, value, with commas between",
    ),
    "empty": Words("filen har ingen rækker", "the file has no rows"),
    "no_month": Words("filen har ingen månedstal", "the file has no monthly figures"),
    "value": Words("værdien skal være et tal eller tom", "the value is to be a number or empty"),
    "negative": Words("et antal eller en andel kan ikke være negativ", "a number or a share cannot be negative"),
    "share": Words("en andel kan ikke være over 100 pct.", "a share cannot be above 100 per cent"),
    "period": Words("perioden skal være en måned som 2026M07", "the period is to be a month such as 2026M07"),
    "area": Words(
        "kommunekoden kendes ikke. Er kommuner lagt sammen, skal Tovholders liste over kommuner rettes først",
        "the municipality code is not known. If municipalities were merged, Tovholder's list of them is to be put "
        "right first",
    ),
    "name": Words(
        "koden hører til {expected}. Har kommunen fået nyt navn, skal Tovholders liste over kommuner rettes først",
        "the code belongs to {expected}. If the municipality was renamed, Tovholder's list of them is to be put right "
        "first",
    ),
    "indicator": Words("målingen kendes ikke", "the measurement is not known"),
    "answer_shape": Words("svaret er ikke en tabel med rækker", "the answer is no table with rows"),
    "answer_row": Words("rækken er ikke så lang som kolonnerne", "the row is not as long as the columns"),
    "answer_column": Words(
        "der skal være netop én kolonne med ordene: {expected}",
        "there is to be just one column with the words: {expected}",
    ),
    "answer_area": Words("området kendes ikke", "the area is not known"),
    "answer_group": Words("der mangler rækker om: {expected}", "there are no rows about: {expected}"),
    "twice": Words(
        "samme kommune, måling og måned står flere gange", "the same area, measurement and month stand twice"
    ),
}


@dataclass(frozen=True)
class Fault:
    """`row` counts as a spreadsheet does, the headings being row 1; 0 is the whole file."""

    code: str
    row: int = 0
    value: str = ""
    expected: str = ""

    def line(self, language: Language) -> str:
        """`row 17: the value is to be a number or empty (“abc”)`."""
        sentence = FAULTS[self.code].to(language, expected=self.expected)
        where = f"{'række' if language == 'da' else 'row'} {self.row}: " if self.row else ""
        return where + sentence + (f" (“{self.value}”)" if self.value else "")


class Faulty(Exception):
    """The file is refused. `faults` has the first of each kind, `count` how many there are in all."""

    def __init__(self, faults: list[Fault], count: int) -> None:
        self.faults = faults
        self.count = count
        super().__init__("; ".join(fault.line("en") for fault in faults))


def read(path: Path) -> Published:
    """The series of a file. Raises Faulty with everything that is wrong with it."""
    return series(table(path))


def table(path: Path) -> pl.DataFrame:
    """The rows of a file, checked: its columns, `value` being a number. Raises Faulty."""
    return checked(_frame(path))


def checked(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table with the columns of the file, all texts: `value` is a number afterwards. Raises Faulty."""
    if tuple(frame.columns) != COLUMNS:
        raise Faulty([Fault("columns", 1, ", ".join(frame.columns))], 1)
    if not frame.height:
        raise Faulty([Fault("empty")], 1)
    frame = frame.with_row_index("row", offset=2).with_columns(pl.col("value").replace("", None).alias("text"))
    frame = frame.with_columns(pl.col("text").cast(pl.Float64, strict=False).alias("value"))
    found = list(_faults(frame))
    if found:
        raise Faulty([fault for faults in found for fault in faults[1]], sum(count for count, _faults in found))
    if not frame.filter(is_monthly()).height:
        raise Faulty([Fault("no_month")], 1)
    return frame.select(COLUMNS)


def series(checked: pl.DataFrame) -> Published:
    """The series of rows that were checked."""
    return Published(_panels(_merged(checked)), _categories(checked))


def _frame(path: Path) -> pl.DataFrame:
    content = _unzipped(path.read_bytes())
    try:
        if content.startswith(_PARQUET):
            found = pl.read_parquet(io.BytesIO(content))
            return found.with_columns(pl.all().cast(pl.String)) if found.width else found
        frame = pl.read_csv(content, infer_schema=False)
    except PolarsError as error:
        raise Faulty([Fault("unreadable")], 1) from error
    # Cut in the middle of the last number it would still be a table, with a wrong number.
    if tuple(frame.columns) == COLUMNS and not content.endswith((b"\n", b"\r")):
        raise Faulty([Fault("cut_short", frame.height + 1)], 1)
    return frame


def _unzipped(content: bytes) -> bytes:
    if not content.startswith(_GZIP):
        return content
    try:
        with gzip.open(io.BytesIO(content)) as opened:
            unzipped = opened.read(MOST_BYTES + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise Faulty([Fault("cut_short")], 1) from error
    if len(unzipped) > MOST_BYTES:
        raise Faulty([Fault("too_large")], 1)
    return unzipped


def is_monthly() -> pl.Expr:
    """Whether a row is about a month, and not about a category of the latest one."""
    return pl.col("indicator").is_in(list(BY_ID))


def _faults(frame: pl.DataFrame) -> Iterator[tuple[int, list[Fault]]]:
    """What is wrong, kind by kind: how many rows, and the first of them."""
    for code, condition, column, expected in _rules():
        rows = frame.filter(condition)
        if rows.height:
            # A municipality that was renamed is one fault and not one in each of its thousand rows.
            once = rows.unique(["area_code", "area"], keep="first", maintain_order=True) if code in BY_AREA else rows
            shown = once.head(SHOWN).select("row", pl.col(column).fill_null(""), expected.alias("expected"))
            yield rows.height, [Fault(code, row, value, wanted) for row, value, wanted in shown.rows()]


def _rules() -> Iterator[tuple[str, pl.Expr, str, pl.Expr]]:
    """Each fault: its code, which rows have it, the column that shows it, what was expected there."""
    nothing = pl.lit("")
    area, name, indicator = pl.col("area_code"), pl.col("area"), pl.col("indicator")
    by_code = {code: known.name for code, known in areas.AREAS.items()}
    named = area.replace_strict(by_code, default=None, return_dtype=pl.String)
    former = name.replace_strict(areas.FORMER_NAMES, default="", return_dtype=pl.String)
    yield "area", ~area.is_in(list(areas.AREAS)).fill_null(False), "area_code", nothing
    yield "name", (named != name) & (former != area), "area", named
    yield "indicator", ~indicator.is_in([*BY_ID, *BY_CATEGORY]).fill_null(False), "indicator", nothing
    is_month = pl.col("period").str.contains(r"^\d{4}M(0[1-9]|1[0-2])$").fill_null(False)
    yield "period", is_monthly() & ~is_month, "period", nothing
    is_number = pl.col("value").is_not_null() & pl.col("value").is_finite()
    yield "value", pl.col("text").is_not_null() & ~is_number, "text", nothing
    yield "negative", pl.col("value") < 0, "text", nothing
    shares = [one.id for one in BY_ID.values() if one.unit is Unit.PERCENT]
    yield "share", indicator.is_in(shares) & (pl.col("value") > 100), "text", nothing
    yield "twice", pl.struct("area_code", "indicator", "period").is_duplicated(), "period", nothing


def _merged(frame: pl.DataFrame) -> pl.DataFrame:
    """A municipality that was merged by the file's last month is counted to the one that it became part of: people are
    added up, and shares are missing in the months that still tell them apart (two shares cannot be added). Where the
    publisher has worked the months before out anew, nothing is left to add. A file from before the merger stays as it
    is, so that what was worked out from it can be worked out again."""
    last = frame.filter(is_monthly())["period"].max()
    into = {merger.code: merger.into for merger in areas.mergers(str(last))}
    if not into:
        return frame
    counted = [one.id for one in BY_ID.values() if one.unit.counts] + [one for one in BY_CATEGORY if one not in MEANS]
    value, is_own = pl.col("value"), (pl.col("was") == pl.col("area_code")).all()
    added = pl.when(value.null_count() == 0).then(value.sum())
    alone = pl.when(is_own & (pl.len() == 1)).then(value.first())
    return (
        frame.with_columns(was=pl.col("area_code"), area_code=pl.col("area_code").replace(into))
        .group_by("area_code", "indicator", "period", maintain_order=True)
        .agg(value=pl.when(pl.col("indicator").first().is_in(counted)).then(added).otherwise(alone))
    )


def _panels(frame: pl.DataFrame) -> dict[str, Panel]:
    year, month = (pl.col("period").str.slice(*part).cast(pl.Int32) for part in ((0, 4), (5, 2)))
    monthly = frame.filter(is_monthly()).select(
        "indicator", "area_code", (year * 12 + month - 1).alias("month"), "value"
    )
    panels = {}
    for (name,), rows in monthly.partition_by("indicator", as_dict=True).items():
        first, last = rows["month"].min(), rows["month"].max()
        months = pl.DataFrame({"month": range(first, last + 1)}, schema={"month": pl.Int32})  # type: ignore[operator,arg-type]
        table = months.join(rows.pivot("area_code", index="month", values="value"), on="month", how="left").sort(
            "month"
        )
        codes = sorted(column for column in table.columns if column != "month")
        values = table.select(codes).cast(pl.Float64).to_numpy().T.copy()
        panels[str(name)] = Panel(BY_ID[str(name)], tuple(codes), Month(int(first)), values)  # type: ignore[arg-type]
    return {indicator: panels[indicator] for indicator in BY_ID if indicator in panels}


def _categories(frame: pl.DataFrame) -> dict[tuple[str, str], dict[str, float | None]]:
    found: dict[tuple[str, str], dict[str, float | None]] = {}
    rows = frame.filter(pl.col("indicator").is_in(list(BY_CATEGORY))).select(
        "indicator", "area_code", "period", "value"
    )
    for indicator, area, category, value in rows.rows():
        found.setdefault((indicator, area), {})[category] = value
    return found
