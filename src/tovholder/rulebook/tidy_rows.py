"""What the rules ask of each case, as rows of the tidy tables: the dates that the case shows (`keeping.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute
from tovholder.rulebook import books
from tovholder.rulebook.models import StatutoryDate
from tovholder.rules.book import Rulebook

ROOM = "rulebook"
#: What figures call the series that they count by name; the others keep their own.
KINDS = {"first": "first_conversation", "number": "conversations"}


def dues(taken: Taken) -> Iterator[Row]:
    """A row for each date that was or is due; what lies beyond the data is left out."""
    book = books.current().rules
    for one in StatutoryDate.objects.filter(window_from__lte=taken.data_end).order_by("pk").iterator():
        yield due_row(f"{ROOM}/{one.pk}", one.case_id, one, book)


def due_row(name: str, case: int | str, one: StatutoryDate, book: Rulebook) -> Row:
    """`name` and `case` are whatever names the date and the case."""
    rule = book.by_id.get(one.rule_id)
    share = rule.number("share") if rule else None
    return (
        name,
        case,
        KINDS.get(one.series, one.series),
        one.rule_id,
        one.window_from,
        one.window_from,
        one.due_on,
        one.count,
        one.done,
        one.fulfilled_on,
        one.is_exempt,
        share / 100 if share is not None and share < 100 else None,
    )


def codes(taken: Taken) -> Iterator[Row]:
    return names_in(books.current().rules)


def names_in(book: Rulebook) -> Iterator[Row]:
    """What the series and the rules are called."""
    for key, series in book.series.items():
        yield "due_kind", KINDS.get(key, key), series.name.da, series.name.en
    for rule in book.rules:
        name = book.series[rule.series].name
        yield "rule", rule.id, f"{name.da} ({rule.id})", f"{name.en} ({rule.id})"


def register() -> None:
    contribute(TidyRows(ROOM, "dues", dues, StatutoryDate.objects.count))
    contribute(TidyRows(ROOM, "codes", codes, lambda: 1))
