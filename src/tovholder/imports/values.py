"""From texts to values, a column at a time: dates, moments, codes, CPR numbers. What cannot be read is reported."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from django.utils import translation

from tovholder.citizens.cpr import Cpr, NotACpr, parse
from tovholder.imports.definitions import Column, Kind
from tovholder.imports.faults import Report
from tovholder.imports.sheets import Sheet, near

ZONE = "Europe/Copenhagen"
FIRST_YEAR, LAST_YEAR = 1900, 2199
LARGEST = 2_147_483_647

#: Day first, as in Denmark, unless the year comes first. (Not \d, which takes the digits of all scripts.)
_DATE = (
    r"(?:(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"
    r"|(?P<d2>[0-9]{1,2})[-./](?P<m2>[0-9]{1,2})[-./](?P<y2>[0-9]{4}))"
)
_CLOCK = (
    r"(?:[T ]+(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?)?"
)
_OFFSET = r"\s*(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
_MOMENT = f"^{_DATE}{_CLOCK}{_OFFSET}$"

#: As in `web.masking`, whose look-around Polars' engine does not know.
_LIKE_CPR = r"(?:[0-3][0-9]|[6-9][0-9])(?:0[1-9]|1[0-2])[0-9][0-9][-–  ]?[0-9]{4}"

_WORD = r"^[\p{L}\p{N}][\p{L}\p{N}._-]*$"
_YES = {"yes", "ja", "true", "sand", "1", "y", "j"}
_NO = {"no", "nej", "false", "falsk", "0", "n"}
_MAIL = r"^[^@\s\x00-\x1f,;<>()\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"

Codes = Mapping[str, Mapping[str, int]]  #: by column: what may be typed (folded) → the code's id


def read_values(sheet: Sheet, codes: Codes, report: Report) -> None:
    """Fills `sheet.rows` with one column of values per column of the file; what is wrong goes into the report."""
    values = [sheet.raw.get_column("row")]
    for column in sheet.table.columns:
        if column.name not in sheet.given:
            if column.required:
                sheet.mark(report, pl.DataFrame({"row": [1]}), column.name, "missing_column")
            continue
        raw = sheet.raw.select("row", value=pl.col(column.name))
        if column.required:
            sheet.mark(report, raw.filter(pl.col("value").is_null()), column.name, "required")
        values.append(_read(sheet, column, raw, codes, report).alias(column.name))
    sheet.rows = pl.DataFrame(values)


def _read(sheet: Sheet, column: Column, raw: pl.DataFrame, codes: Codes, report: Report) -> pl.Series:
    match column.kind:
        case Kind.DATE:
            return read_dates(sheet, column.name, raw, report)
        case Kind.MOMENT:
            return read_moments(sheet, column.name, raw, report)
        case Kind.YES_NO:
            known = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
            folded = pl.col("value").str.to_lowercase()
            return _checked(
                sheet,
                column,
                raw,
                folded.replace_strict(known, default=None, return_dtype=pl.Boolean),
                "yes_no",
                report,
            )
        case Kind.WHOLE:
            number = pl.col("value").str.extract(r"^([0-9]{1,12})(?:[.,]0+)?$").cast(pl.Int64)
            number = pl.when(number <= LARGEST).then(number)
            return _checked(sheet, column, raw, number, "whole", report)
        case Kind.NUMBER:
            return _numbers(sheet, column, raw, report)
        case Kind.WORD:
            word = pl.when(pl.col("value").str.contains(_WORD)).then("value")
            return _fitting(sheet, column, raw, _checked(sheet, column, raw, word, "word", report), report)
        case Kind.CPR:
            return read_cpr(sheet, column.name, raw, report)
        case Kind.EMAIL:
            mail = pl.when(pl.col("value").str.contains(_MAIL)).then(pl.col("value").str.to_lowercase())
            return _fitting(sheet, column, raw, _checked(sheet, column, raw, mail, "email", report), report)
        case Kind.POSTCODE:
            return _postcodes(sheet, column, raw, report)
        case Kind.CHOICE:
            return _choices(sheet, column, raw, report)
        case Kind.CODE:
            return _codes(sheet, column, raw, codes[column.name], report)
        case Kind.ID | Kind.REFERENCE:
            return _names(sheet, column, raw, report)
        case _:
            return _texts(sheet, column, raw, report)


def _checked(sheet: Sheet, column: Column, raw: pl.DataFrame, value: pl.Expr, rule: str, report: Report) -> pl.Series:
    """The values; what was filled in and has none is reported under the rule."""
    read = raw.with_columns(read=value)
    sheet.mark(report, read.filter(pl.col("value").is_not_null() & pl.col("read").is_null()), column.name, rule)
    return read.get_column("read")


def _numbers(sheet: Sheet, column: Column, raw: pl.DataFrame, report: Report) -> pl.Series:
    """With a comma as in Denmark, or a dot; nothing separates thousands, which would be either of the two."""
    most = column.most or LARGEST
    number = pl.col("value").str.extract(r"^([0-9]{1,9}(?:[.,][0-9]{1,9})?)$").str.replace(",", ".").cast(pl.Float64)
    read = raw.with_columns(read=pl.when(number <= most).then(number))
    bad = read.filter(pl.col("value").is_not_null() & pl.col("read").is_null())
    sheet.mark(report, bad, column.name, "number", most=f"{most:g}")
    if column.decimals is not None:
        fine = read.filter(pl.col("read") != pl.col("read").round(column.decimals))
        sheet.mark(report, fine, column.name, "too_fine", decimals=column.decimals)
    return read.get_column("read")


def _fitting(sheet: Sheet, column: Column, raw: pl.DataFrame, read: pl.Series, report: Report) -> pl.Series:
    """Reports what is longer than the database takes."""
    if column.length:
        long = raw.filter(pl.col("value").str.len_chars() > column.length)
        sheet.mark(report, long, column.name, "too_long", most=column.length)
    return read


def _without(sheet: Sheet, column: Column, raw: pl.DataFrame, banned: str, rule: str, report: Report) -> pl.DataFrame:
    """The column with the texts left out that have a banned character: some of them no database takes even to look
    whether it knows them."""
    bad = pl.col("value").str.contains(banned)
    sheet.mark(report, raw.filter(bad), column.name, rule)
    return raw.with_columns(value=pl.when(~bad).then("value"))


def _texts(sheet: Sheet, column: Column, raw: pl.DataFrame, report: Report) -> pl.Series:
    banned = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]" if column.kind is Kind.LONG_TEXT else r"[\x00-\x1f\x7f]"
    raw = _without(sheet, column, raw, banned, "no_control", report)
    in_text = raw.filter(pl.col("value").str.contains(rf"(?:^|[^0-9]){_LIKE_CPR}(?:[^0-9]|$)"))
    sheet.mark(report, in_text, column.name, "cpr_in_text", doubt=True)
    return _fitting(sheet, column, raw, raw.get_column("value"), report)


def _names(sheet: Sheet, column: Column, raw: pl.DataFrame, report: Report) -> pl.Series:
    """External ids. One that is a CPR number would carry it into every log and every file it is exported to."""
    raw = _without(sheet, column, raw, r"[\x00-\x1f\x7f]", "id", report)
    cpr = pl.col("value").str.contains(f"^{_LIKE_CPR}$")
    sheet.mark(report, raw.filter(cpr), column.name, "cpr_as_id")
    return _fitting(sheet, column, raw, raw.get_column("value"), report)


def _split(raw: pl.DataFrame) -> pl.DataFrame:
    """The parts of a date and a time, null where the text has another form."""
    parts = raw.with_columns(pl.col("value").str.extract_groups(_MOMENT).alias("parts")).unnest("parts")
    return parts.with_columns(
        y=pl.coalesce("y", "y2").cast(pl.Int32),
        m=pl.coalesce("m", "m2").cast(pl.Int8),
        d=pl.coalesce("d", "d2").cast(pl.Int8),
    ).with_columns(
        day=pl.concat_str(
            pl.col("y").cast(pl.String).str.zfill(4),
            pl.col("m").cast(pl.String).str.zfill(2),
            pl.col("d").cast(pl.String).str.zfill(2),
            separator="-",
        ).str.to_date("%Y-%m-%d", strict=False)
    )


def _in_time(sheet: Sheet, column: str, parts: pl.DataFrame, report: Report) -> None:
    odd = parts.filter(pl.col("day").is_not_null() & ~pl.col("y").is_between(FIRST_YEAR, LAST_YEAR))
    sheet.mark(report, odd, column, "year")


def read_dates(sheet: Sheet, column: str, raw: pl.DataFrame, report: Report) -> pl.Series:
    """Dates. A midnight behind it is what Excel makes of a date."""
    parts = _split(raw)
    midnight = pl.coalesce(pl.col("hour").cast(pl.Int32), 0) + pl.coalesce(pl.col("minute").cast(pl.Int32), 0) == 0
    parts = parts.with_columns(day=pl.when(midnight & pl.col("zone").is_null()).then("day"))
    sheet.mark(report, parts.filter(pl.col("value").is_not_null() & pl.col("day").is_null()), column, "date")
    _in_time(sheet, column, parts, report)
    return parts.get_column("day")


def read_moments(sheet: Sheet, column: str, raw: pl.DataFrame, report: Report) -> pl.Series:
    """Moments in UTC. Without a zone it is Danish time, without a clock midnight; both are said in one doubt each."""
    parts = _split(raw)
    clock = pl.concat_str(
        pl.col("day").cast(pl.String),
        pl.lit(" "),
        pl.coalesce("hour", pl.lit("0")).str.zfill(2),
        pl.lit(":"),
        pl.coalesce("minute", pl.lit("00")),
        pl.lit(":"),
        pl.coalesce("second", pl.lit("00")),
        pl.lit("."),
        pl.coalesce("part", pl.lit("0")).str.pad_end(6, "0").str.slice(0, 6),
    ).str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False, time_unit="us")
    zone = pl.col("zone").str.replace(":", "")
    minutes = zone.str.slice(1, 2).cast(pl.Int32, strict=False) * 60 + zone.str.slice(3, 2).cast(pl.Int32, strict=False)
    offset = (
        pl.when(zone.str.to_uppercase() == "Z")
        .then(0)
        .when(zone.str.starts_with("-"))
        .then(-minutes)
        .otherwise(minutes)
    )
    parts = parts.with_columns(clock=clock, offset=offset)
    parts = parts.with_columns(
        local=pl.when(pl.col("zone").is_null())
        .then("clock")
        .dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")
        .dt.convert_time_zone("UTC"),
        exact=(pl.col("clock") - pl.duration(minutes="offset")).dt.replace_time_zone("UTC"),
    ).with_columns(moment=pl.coalesce("exact", "local"))
    filled = pl.col("value").is_not_null()
    sheet.mark(report, parts.filter(filled & pl.col("clock").is_null()), column, "moment")
    skipped = parts.filter(pl.col("clock").is_not_null() & pl.col("moment").is_null())
    sheet.mark(report, skipped, column, "skipped_hour")
    _in_time(sheet, column, parts, report)
    for condition, rule in ((pl.col("zone").is_null(), "no_zone"), (pl.col("hour").is_null(), "no_clock")):
        assumed = parts.filter(pl.col("moment").is_not_null() & condition)
        sheet.mark(report, assumed.head(1), column, rule, doubt=True, rows=assumed.height)
    return parts.get_column("moment")


def read_cpr(sheet: Sheet, column: str, raw: pl.DataFrame, report: Report) -> pl.Series:
    numbers = [_number(value) for value in raw.get_column("value")]
    read = raw.with_columns(
        pl.Series("cpr", [number and number.digits for number in numbers], pl.String),
        pl.Series("passes", [number and number.passes_modulus_11 for number in numbers], pl.Boolean),
    )
    sheet.mark(report, read.filter(pl.col("value").is_not_null() & pl.col("cpr").is_null()), column, "cpr")
    sheet.mark(report, read.filter(~pl.col("passes")), column, "cpr_modulus", doubt=True)
    return read.get_column("cpr")


def _number(value: str | None) -> Cpr | None:
    try:
        return parse(value) if value else None
    except NotACpr:
        return None


def births(numbers: pl.Series) -> pl.Series:
    """The day of birth in each CPR number."""
    found = [number and number.born_on for number in map(_number, numbers)]
    return pl.Series("born", found, pl.Date)


def _postcodes(sheet: Sheet, column: Column, raw: pl.DataFrame, report: Report) -> pl.Series:
    # Excel takes the zero in front of 0800 away.
    code = pl.col("value").str.replace(r"^DK[- ]?", "").str.extract(r"^([0-9]{3,4})$").str.zfill(4)
    read = _checked(sheet, column, raw, code, "postcode", report)
    odd = raw.with_columns(number=read.cast(pl.Int32)).filter(~pl.col("number").is_between(800, 9990))
    sheet.mark(report, odd, column.name, "odd_postcode", doubt=True)
    return read


def _choices(sheet: Sheet, column: Column, raw: pl.DataFrame, report: Report) -> pl.Series:
    """The code, or its label in Danish or English, in capitals or not."""
    assert column.choices is not None
    known = {value.lower(): value for value in column.choices.values if value}
    for language in ("da", "en"):
        with translation.override(language):
            for value, label in column.choices.choices:
                known.setdefault(str(label).lower(), value)
    read = pl.col("value").str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.String)
    return _known(sheet, column.name, raw.with_columns(read=read), list(column.choices.values), report)


def _codes(sheet: Sheet, column: Column, raw: pl.DataFrame, known: Mapping[str, int], report: Report) -> pl.Series:
    read = pl.col("value").str.to_lowercase().replace_strict(dict(known), default=None, return_dtype=pl.Int64)
    return _known(sheet, column.name, raw.with_columns(read=read), list(known), report)


def _known(sheet: Sheet, column: str, read: pl.DataFrame, known: list[str], report: Report) -> pl.Series:
    """Reports what is no code, each wrong word with the codes that come closest."""
    unknown = read.filter(pl.col("value").is_not_null() & pl.col("read").is_null())
    words = unknown.get_column("value").unique(maintain_order=True)
    # Looking for what comes closest takes time, and after some words one has seen that it is the wrong column.
    closest = {word: near(word, known) for word in words.head(50)}
    unknown = unknown.with_columns(near=pl.col("value").replace_strict(closest, default=near("", known)))
    sheet.mark(report, unknown, column, "unknown_code", with_columns=["near"])
    return read.get_column("read")
