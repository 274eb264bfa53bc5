"""The rules as the pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tovholder.audit.history import Change, Of, story
from tovholder.rulebook import books
from tovholder.rulebook.books import Book
from tovholder.rulebook.models import OwnRule, ShippedRule
from tovholder.rules import say
from tovholder.rules.rows import Rule


@dataclass(frozen=True)
class Wanted:
    """What the table is narrowed to. Without a day it shows every row, those of the past and the future too."""

    day: dt.date | None
    subject: str = ""
    group: str = ""
    unverified: bool = False
    is_odd: bool = False  #: the day in the address was none


@dataclass(frozen=True)
class Row:
    """A rule in words."""

    rule: Rule
    name: str
    asks: str
    whom: str
    note: str
    is_own: bool
    is_changed: bool


@dataclass(frozen=True)
class Subject:
    key: str
    name: str
    rows: list[Row]


def read(query: Mapping[str, str], today: dt.date) -> Wanted:
    """What the address asks for; a day that is none becomes today."""
    text, is_odd = query.get("day", ""), False
    day: dt.date | None = today
    if query.get("all") == "1":
        day = None
    elif text:
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            is_odd = True
    subject = query.get("subject", "")
    return Wanted(
        day=day,
        subject=subject if subject in books.SUBJECTS else "",
        group=query.get("group", ""),
        unverified=query.get("unverified") == "1",
        is_odd=is_odd,
    )


def by_subject(book: Book, wanted: Wanted) -> list[Subject]:
    """The rows by subject and series, in the order of the tables; a series from its oldest row to its newest."""
    order = {key: number for number, key in enumerate(book.rules.series)}
    found = []
    for key in books.SUBJECTS:
        if wanted.subject not in ("", key):
            continue
        rules = [
            rule
            for rule in book.rules.rules
            if book.rules.series[rule.series].table == key and _is_wanted(rule, wanted)
        ]
        rules.sort(key=lambda rule: (order[rule.series], rule.valid_from or dt.date.min))
        if rules:
            found.append(Subject(key, books.subject_name(key), [row(rule, book) for rule in rules]))
    return found


def _is_wanted(rule: Rule, wanted: Wanted) -> bool:
    return (
        (wanted.day is None or rule.holds_on(wanted.day))
        and (not wanted.group or rule.concerns(wanted.group))
        and not (wanted.unverified and rule.verified)
    )


def row(rule: Rule, book: Book) -> Row:
    language = books.language()
    series = book.rules.series[rule.series]
    name = books.said(series.name)
    return Row(
        rule=rule,
        name=name,
        asks=say.asks(rule, language),
        whom=say.situation(rule.when, language) if rule.when else ", ".join(rule.groups),
        note=books.said(rule.note),
        is_own=rule.id in book.own,
        is_changed=rule.id in book.changed,
    )


def beside(rule: Rule, book: Book) -> list[Rule]:
    """The other rows of the series, from the oldest on."""
    found = [other for other in book.rules.rules if other.series == rule.series and other.id != rule.id]
    return sorted(found, key=lambda other: other.valid_from or dt.date.min)


def history(rule: Rule) -> list[Change]:
    """What was changed about a rule here, the newest first: in the words of the page, and without what its heading
    says. What a rule asks is never changed, so it is what it asks now."""
    found = story(Of(OwnRule, rule_id=rule.id), Of(ShippedRule, rule_id=rule.id))
    asks = say.asks(rule, books.language())
    return [
        replace(
            change,
            fields=tuple(
                replace(one, became=asks) if one.field == "terms" else one
                for one in change.fields
                if one.field not in {"series", "kind", "rule_id"}
            ),
        )
        for change in found
    ]


def last_change() -> Change | None:
    """The latest change of any rule."""
    found = story(Of(OwnRule), Of(ShippedRule))
    return found[0] if found else None
