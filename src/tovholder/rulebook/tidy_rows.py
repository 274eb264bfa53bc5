"""What the rules ask of each case, as rows of the tidy tables: the dates that the case shows (`keeping.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute
from tovholder.rulebook import books
from tovholder.rulebook.models import StatutoryDate

ROOM = "rulebook"
#: What figures call the series that they count by name; the others keep their own.
KINDS = {"first": "first_conversation", "number": "conversations"}


def dues(taken: Taken) -> Iterator[Row]:
    """A row for each date that was or is due; what lies beyond the data is left out."""
    rules = books.current().rules.by_id
    rows = StatutoryDate.objects.filter(window_from__lte=taken.data_end).order_by("pk")
    names = ("pk", "case", "series", "rule_id", "window_from", "due_on", "count", "done", "fulfilled_on", "is_exempt")
    for pk, case, series, rule_id, since, due, count, done, fulfilled, is_exempt in rows.values_list(*names).iterator():
        share = rules[rule_id].number("share") if rule_id in rules else None
        yield (
            f"{ROOM}/{pk}",
            case,
            KINDS.get(series, series),
            rule_id,
            since,
            since,
            due,
            count,
            done,
            fulfilled,
            is_exempt,
            share / 100 if share is not None and share < 100 else None,
        )


def codes(taken: Taken) -> Iterator[Row]:
    """What the series and the rules are called."""
    book = books.current().rules
    for key, series in book.series.items():
        yield "due_kind", KINDS.get(key, key), series.name.da, series.name.en
    for rule in book.rules:
        name = book.series[rule.series].name
        yield "rule", rule.id, f"{name.da} ({rule.id})", f"{name.en} ({rule.id})"


def register() -> None:
    contribute(TidyRows(ROOM, "dues", dues, StatutoryDate.objects.count))
    contribute(TidyRows(ROOM, "codes", codes, lambda: 1))
