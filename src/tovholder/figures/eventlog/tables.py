"""What a step, a shift and a case of a log are, as Narwhals expressions: one definition for every engine.

An *event* is a row of the log, with `case`, `seq`, `activity`, `time` (UTC), `resource` (null: the log names nobody)
and perhaps `group`. A *step* is an event with the one before it in its case (`from_…`, null for the first). A *shift*
is a step from one resource to another. What differs between engines is only how one finds the event before.
"""

from __future__ import annotations

from typing import Any, Protocol

import narwhals as nw

#: The event names somebody.
NAMED = ~nw.col("resource").is_null()
#: The step leads from somebody to somebody else. Null, so neither true nor false, where one of the two is not named.
SHIFT = nw.col("from_resource") != nw.col("resource")
#: The step stays with the same person.
SAME = nw.col("from_resource") == nw.col("resource")
#: Both ends of the step name somebody.
PAIR = ~nw.col("from_resource").is_null() & ~nw.col("resource").is_null()
#: The shift leads back to the one whom the case left at the shift before (A-B-A), with nobody unnamed between.
BACK = (nw.col("left_resource") == nw.col("resource")) & (nw.col("left_to") == nw.col("from_resource"))
#: The case was with more than one person.
SHARED = nw.col("one") != nw.col("another")
#: The case has a beginning and an end.
LASTING = nw.col("events") > 1


class Order(Protocol):
    """How an engine finds the row before in the same case."""

    @property
    def key(self) -> str:
        """The column that tells cases apart."""

    def before(self, frame: Any, **names: str) -> Any:
        """With a new column for each name: the value of that column in the row before, null in the first of a case."""

    def between(self, later: str, earlier: str) -> nw.Expr:
        """The microseconds between two columns with times."""

    def of_cases(self, steps: Any) -> Any:
        """A row for each case: `events`, `first`, `last`, `shifts`, `one`, `another` (see `cases`)."""


class Moments:
    """Times are times."""

    key: str

    def of_cases(self, steps: Any) -> Any:
        return (
            steps.with_columns(is_shift=SHIFT.cast(nw.Int64))
            .group_by(self.key)
            .agg(
                nw.len().alias("events"),
                nw.col("time").min().alias("first"),
                nw.col("time").max().alias("last"),
                nw.col("is_shift").sum().fill_null(0).alias("shifts"),
                nw.col("resource").min().alias("one"),
                nw.col("resource").max().alias("another"),
            )
        )

    def between(self, later: str, earlier: str) -> nw.Expr:
        return (nw.col(later) - nw.col(earlier)).dt.total_microseconds()


class Windows(Moments):
    """By window functions, for engines that know no order of rows. `case` and `seq` say where a row stands."""

    key = "case"

    def before(self, frame: Any, **names: str) -> Any:
        return frame.with_columns(
            **{new: nw.col(old).shift(1).over("case", order_by="seq") for new, old in names.items()}
        )


class Numbered(Windows):
    """The same where times are numbers, of microseconds."""

    def between(self, later: str, earlier: str) -> nw.Expr:
        return nw.col(later) - nw.col(earlier)


def steps(events: Any, order: Order) -> Any:
    """`gap`: the microseconds since the event before."""
    taken = {"from_time": "time", "from_resource": "resource"}
    if "activity" in events.collect_schema():
        taken["from_activity"] = "activity"
    if "group" in events.collect_schema():
        taken["from_group"] = "group"
    return order.before(events, **taken).with_columns(gap=order.between("time", "from_time"))


def shifts(steps: Any, order: Order) -> Any:
    """`left_resource`, `left_to`: from whom to whom the case went at the shift before."""
    return order.before(steps.filter(SHIFT), left_resource="from_resource", left_to="resource")


def cases(steps: Any, order: Order) -> Any:
    """`events`, `first` and `last` (times), `span` (microseconds between them), `shifts`, `one` and `another`: two of
    its resources, which differ if any do."""
    return order.of_cases(steps).with_columns(span=order.between("last", "first"))
