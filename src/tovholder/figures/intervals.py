"""The few things that are done with periods, from which every figure is made.

A *spell* is a row with a key and a half-open period `[since, until)` of days (days.py); what runs ends at FOREVER.
*Steps* are spells that say for each key and each day exactly one thing: they neither overlap nor leave a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw

from tovholder.figures.days import BEGINNING, FOREVER, whole

Frame: TypeAlias = nw.LazyFrame[Any]


def steps(markers: Frame, key: str, *values: str) -> Frame:
    """From markers (key, day, values: this holds from that day on) the steps key, since, until, values.

    Where several markers lie on one day, the greatest value that is not null holds: a spell that begins says more than
    one that ends.
    """
    once = markers.group_by(key, "day").agg(*(nw.col(value).max() for value in values))
    return once.with_columns(
        until=nw.col("day").shift(-1).over(key, order_by="day").fill_null(FOREVER),
    ).select(key, nw.col("day").alias("since"), "until", *values)


def steps_of(spells: Frame, everyone: Frame, key: str, *values: str) -> Frame:
    """The steps of spells that do not overlap; null where there is no spell, also for those of `everyone` (key) who
    have none at all."""
    ends = spells.filter(nw.col("until") < FOREVER)
    schema = spells.collect_schema()
    nothing = {value: nw.lit(None).cast(schema[value]) for value in values}
    return steps(
        nw.concat(
            [
                everyone.select(key, day=whole(BEGINNING), **nothing),
                spells.select(key, nw.col("since").alias("day"), *values),
                ends.select(key, nw.col("until").alias("day"), **nothing),
            ]
        ),
        key,
        *values,
    )


def latest(spells: Frame, key: str, value: str) -> Frame:
    """Spells that do not overlap: on each day the value of the spell that began last."""
    bounds = nw.concat([spells.select(key, day="since"), spells.select(key, day="until")])
    pieces = steps(bounds.with_columns(at=nw.col("day")), key, "at")
    began = spells.select(key, value, began="since", ended="until")
    covering = pieces.join(began, on=key).filter(nw.col("began") <= nw.col("since"), nw.col("since") < nw.col("ended"))
    last = covering.group_by(key, "since").agg(nw.col("began").max())
    return covering.join(last, on=[key, "since", "began"]).group_by(key, "since", "until").agg(nw.col(value).max())


def levels(spells: Mapping[str, Frame], key: str) -> Frame:
    """How many spells of each name run at a time: key, since, until and a column for each name. Between the first
    change of a key and FOREVER; days before are left out."""
    changes = []
    for name, frame in spells.items():
        for bound, change in (("since", 1), ("until", -1)):
            counts = {other: whole(change if other == name else 0) for other in spells}
            changes.append(frame.filter(nw.col(bound) < FOREVER).select(key, nw.col(bound).alias("day"), **counts))
    daily = nw.concat(changes).group_by(key, "day").agg(*(nw.col(name).sum() for name in spells))
    return daily.select(
        key,
        nw.col("day").alias("since"),
        nw.col("day").shift(-1).over(key, order_by="day").fill_null(FOREVER).alias("until"),
        *(nw.col(name).cum_sum().over(key, order_by="day") for name in spells),
    )


def stretches(pieces: Frame, condition: nw.Expr, key: str) -> Frame:
    """The longest spells (key, since, until) in which the condition holds throughout, from pieces without gaps."""
    told = pieces.with_columns(holds=condition)
    before = nw.col("holds").shift(1).over(key, order_by="since").fill_null(False)
    turns = told.with_columns(before=before).filter(nw.col("holds") != nw.col("before"))
    ends = turns.with_columns(until=nw.col("since").shift(-1).over(key, order_by="since").fill_null(FOREVER))
    return ends.filter("holds").select(key, "since", "until")


def merged(spells: Frame, key: str) -> Frame:
    """The days that any spell covers, as spells that neither overlap nor touch."""
    return stretches(levels({"level": spells}, key), nw.col("level") > 0, key)


def split(spells: Frame, parts: Frame, key: str, *values: str) -> Frame:
    """Each spell cut where the steps of its key change; the pieces carry the steps' values."""
    cut = parts.select(key, *values, part_since="since", part_until="until")
    return (
        spells.join(cut, on=key)
        .with_columns(
            since=nw.max_horizontal("since", "part_since"),
            until=nw.min_horizontal("until", "part_until"),
        )
        .filter(nw.col("since") < nw.col("until"))
        .drop("part_since", "part_until")
    )


def on_day(facts: Frame, parts: Frame, key: str, *values: str) -> Frame:
    """Facts of a day with what the steps of their key say on it."""
    cut = parts.select(key, *values, part_since="since", part_until="until")
    found = facts.join(cut, on=key).filter(nw.col("part_since") <= nw.col("day"), nw.col("day") < nw.col("part_until"))
    return found.drop("part_since", "part_until")


def overlap(since: str, until: str, low: nw.Expr, high: nw.Expr) -> nw.Expr:
    """How many days of a spell lie in `[low, high)`."""
    days = nw.min_horizontal(nw.col(until), high) - nw.max_horizontal(nw.col(since), low)
    return nw.max_horizontal(days, whole(0))


def columns(frame: Frame) -> Sequence[str]:
    return frame.collect_schema().names()
