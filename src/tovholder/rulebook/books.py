"""The rules in force here: the tables that come with the house, with what the municipality has changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tovholder.rulebook.models import Edition, OwnRule, ShippedRule
from tovholder.rules.book import Rulebook
from tovholder.rules.days import Span
from tovholder.rules.kinds import KINDS, read_terms
from tovholder.rules.reading import check, shipped
from tovholder.rules.rows import Language, Name, Rule


@dataclass(frozen=True)
class Book:
    """A rulebook with its edition. `own` and `changed` name the rows that the municipality has added or changed."""

    rules: Rulebook
    edition: int
    own: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


#: The last book that was put together, by the mark of its edition: it is the same for every request until somebody
#: changes a rule.
_kept: tuple[uuid.UUID | None, Book] | None = None


def edition() -> int:
    return Edition.objects.values_list("version", flat=True).first() or 0


def current(mark: uuid.UUID | None = None) -> Book:
    """The book as it is now: one small query, and two more after a change. `mark` is that of the edition, where it was
    asked already."""
    global _kept
    if mark is not None and _kept is not None and _kept[0] == mark:
        return _kept[1]
    number, mark = Edition.objects.values_list("version", "mark").first() or (0, None)
    if _kept is None or _kept[0] != mark:
        _kept = (mark, put_together(number))
    return _kept[1]


def put_together(number: int) -> Book:
    """The book from what the database says; a change of this transaction is in it."""
    own = [as_rule(row) for row in OwnRule.objects.all()]
    marks = {mark.rule_id: mark for mark in ShippedRule.objects.all()}
    came = shipped()
    rules = tuple(_marked(rule, marks.get(rule.id)) for rule in came.rules)
    known = [rule for rule in own if rule.series in came.series]
    return Book(
        replace(came, rules=(*rules, *known)),
        number,
        frozenset(rule.id for rule in own),
        frozenset(rule.id for rule in came.rules if rule.id in marks),
    )


def _marked(rule: Rule, mark: ShippedRule | None) -> Rule:
    if mark is None:
        return rule
    return replace(
        rule,
        valid_to=mark.valid_to or rule.valid_to,
        law=mark.law or rule.law,
        verified=rule.verified if mark.verified is None else mark.verified,
    )


def as_rule(row: OwnRule) -> Rule:
    """A row of the municipality's own as the rules know it."""
    terms, _faults = read_terms(KINDS[row.kind], row.terms)
    return Rule(
        id=row.rule_id,
        series=row.series,
        kind=row.kind,
        terms=terms,
        groups=tuple(row.groups),
        when=row.situation,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        keeps=row.keeps,
        law=row.law,
        source=row.source,
        verified=row.verified,
        note=Name(row.note, row.note),
        place=row.rule_id,
    )


def stored_terms(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Terms as JSON holds them."""
    return {key: str(value) if isinstance(value, Span) else value for key, value in terms.items()}


def faults_of(book: Book) -> list[str]:
    """What is wrong with the book, in words for the one who changed it."""
    spoken = language()
    # On the page a rule is called by its name; in which file it came nobody sees there.
    named = [replace(rule, place=rule.id) for rule in book.rules.rules]
    found = check(named, book.rules.series, book.rules.groups.values())
    return [f"{fault.to(spoken)}." for fault in found]


def language() -> Language:
    return "en" if (get_language() or "da").startswith("en") else "da"


def said(name: Name) -> str:
    return name.to(language())


#: Subjects in the order in which the page shows them; each is a table.
SUBJECTS: tuple[str, ...] = (
    "conversations", "offers", "measures", "flexjobs", "certificates", "complaints", "reimbursement",
)  # fmt: skip


def subject_name(table: str) -> str:
    return {
        "conversations": _("Conversations"),
        "offers": _("Offers"),
        "measures": _("Measures"),
        "flexjobs": _("Flex jobs"),
        "certificates": _("Certificates"),
        "complaints": _("Complaints"),
        "reimbursement": _("Reimbursement"),
    }.get(table, table)


def differing(one: Rulebook, other: Rulebook) -> Iterable[Rule]:
    """The rows that stand in one of two books and not, or not so, in the other."""
    for here, there in ((one, other), (other, one)):
        for rule in here.rules:
            same = there.by_id.get(rule.id)
            if same is None or same != rule:
                yield rule
