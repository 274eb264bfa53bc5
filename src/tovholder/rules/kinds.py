"""Which kinds of rule there are, and which terms each has. A row with other terms is refused with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tovholder.rules.days import Span
from tovholder.rules.rows import Name


@dataclass(frozen=True)
class Term:
    """One term of a kind. `type` is span, number, percent, money, flag, steps or words."""

    key: str
    type: str
    name: Name
    required: bool = True


@dataclass(frozen=True)
class Kind:
    key: str
    name: Name
    terms: tuple[Term, ...]
    #: The kinds from which dates follow for a person.
    is_deadline: bool = False

    def term(self, key: str) -> Term | None:
        return next((term for term in self.terms if term.key == key), None)


def _term(key: str, type: str, da: str, en: str, required: bool = True) -> Term:
    return Term(key, type, Name(da, en), required)


_SHARE = _term("share", "percent", "Mindst så mange procent af gruppen", "For at least so many per cent", False)
_EXEMPT = _term(
    "exempt_at_most", "percent", "Højst så mange procent fritaget", "At most so many per cent exempt", False
)

KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "at_least",
            Name("Mindst så mange inden en frist", "At least so many within a time"),
            (
                _term("count", "number", "Hvor mange", "How many"),
                _term("within", "span", "Inden for", "Within"),
                _term("after", "span", "Tidligst efter", "Not before", False),
                _SHARE,
                _EXEMPT,
            ),
            is_deadline=True,
        ),
        Kind(
            "each_period",
            Name("Så mange i hver periode", "So many in each period"),
            (
                _term("count", "number", "Hvor mange", "How many"),
                _term("period", "span", "I hver periode på", "In each period of"),
                _SHARE,
            ),
            is_deadline=True,
        ),
        Kind(
            "repeated",
            Name("Igen og igen", "Again and again"),
            (
                _term("first", "span", "Første gang inden for", "The first within"),
                _term("every", "span", "Derefter senest efter", "Then at the latest after"),
                _SHARE,
            ),
            is_deadline=True,
        ),
        Kind(
            "at_most",
            Name("Højst så længe", "At most so long"),
            (
                _term("at_most", "span", "Højst", "At most"),
                _term("extended_to", "span", "Kan forlænges til", "May be extended to", False),
                _term("then", "span", "Derefter ad gangen", "Then at a time", False),
                _term("hours_a_week", "number", "Højst timer om ugen", "Hours a week at most", False),
            ),
        ),
        Kind(
            "places",
            Name("Pladser i forhold til ansatte", "Places in proportion to staff"),
            (_term("steps", "steps", "Trin", "Steps"),),
        ),
        Kind(
            "increase",
            Name("Merbeskæftigelse", "Net increase"),
            (_term("months", "number", "Måneder i gennemsnittet", "Months in the average"),),
        ),
        Kind(
            "amount",
            Name("Beløb i timen", "Amount per hour"),
            (
                _term("kroner", "money", "Kroner i timen", "Kroner per hour"),
                _term("age_from", "number", "Fra alderen", "From the age of", False),
                _term("at_most", "span", "Højst", "At most", False),
            ),
        ),
        Kind(
            "rates",
            Name("Satser", "Rates"),
            (
                _term("M", "money", "Højeste tilskud pr. måned", "Highest supplement a month"),
                _term("G", "money", "Lønnen, hvor aftrapningen skifter", "Wage at which the reduction changes"),
            ),
        ),
        Kind(
            "reduction",
            Name("Aftrapning", "Reduction"),
            (
                _term("below", "percent", "Procent af lønnen til og med G", "Per cent of the wage up to G"),
                _term("above", "percent", "Procent af lønnen over G", "Per cent of the wage above G"),
            ),
        ),
        Kind(
            "grant",
            Name("Bevilling", "Grant"),
            (
                _term("lasts", "span", "Varer", "Lasts"),
                _term("assessed_after", "span", "Vurderes efter", "Assessed after"),
                _term("age_below", "number", "Under alderen", "Below the age of"),
            ),
        ),
        Kind(
            "share_by_week",
            Name("Procent efter uge", "Per cent by week"),
            (_term("steps", "steps", "Trin", "Steps"),),
        ),
        Kind(
            "answer",
            Name("Svarfrist", "Time to answer"),
            (
                _term("after_request", "span", "Efter anmodningen", "After the request", False),
                _term("after_consultation", "span", "Efter konsultationen", "After the consultation", False),
                _term("at_least", "span", "Mindst", "At least", False),
                _term("must", "flag", "Lægen har pligt til at svare", "The doctor must answer", False),
            ),
        ),
        Kind(
            "within_after",
            Name("Frist efter en hændelse", "Deadline after an event"),
            (_term("within", "span", "Inden for", "Within"),),
        ),
        Kind(
            "statement",
            Name("Oplysning", "Statement"),
            (_term("da", "words", "På dansk", "In Danish"), _term("en", "words", "På engelsk", "In English")),
        ),
    )
}

_EXPECTED = {
    "number": "a whole number above 0 was expected",
    "percent": "a number from 0 to 100 was expected",
    "money": "an amount of kroner, as a whole number, was expected",
    "flag": "true or false was expected",
    "words": "a text was expected",
    "steps": "a list of steps was expected",
}


def read_terms(kind: Kind, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The terms of a row as values, and what is wrong with them. Spans become `Span`; all else stays."""
    faults = [f"the kind {kind.key} has no term {key!r}" for key in given if kind.term(key) is None]
    found: dict[str, Any] = {}
    for term in kind.terms:
        if term.key not in given:
            faults += [f"the term {term.key!r} is missing"] if term.required else []
            continue
        try:
            found[term.key] = _value(kind, term, given[term.key])
        except ValueError as error:
            faults.append(f"{term.key} is {given[term.key]!r}: {error}")
    if not faults and kind.key == "answer" and not {"after_request", "after_consultation"} & set(found):
        faults.append("one of after_request and after_consultation is needed")
    return found, faults


def _value(kind: Kind, term: Term, value: Any) -> Any:
    if term.type == "span":
        return value if isinstance(value, Span) else Span.parse(str(value))
    whole = isinstance(value, int) and not isinstance(value, bool)
    good = {
        "number": whole and value > 0,
        "percent": whole and 0 <= value <= 100,
        "money": whole and value >= 0,
        "flag": isinstance(value, bool),
        "words": isinstance(value, str) and bool(value.strip()),
        "steps": isinstance(value, list) and bool(value) and _are_steps(kind, value),
    }[term.type]
    if not good:
        raise ValueError(_EXPECTED[term.type])
    return value


def _are_steps(kind: Kind, steps: list[Any]) -> bool:
    """Each step reaches further than the one before, and the last has no end."""
    upper = "to_week" if kind.key == "share_by_week" else "up_to"
    values = {"percent"} if kind.key == "share_by_week" else {"places", "per"}
    for step in steps:
        if not isinstance(step, dict) or not set(step) <= {upper, "beyond", *values} or not values & set(step):
            return False
        if not all(isinstance(value, int) and value >= 0 for value in step.values()) or step.get("per") == 0:
            return False
    ends = [step.get(upper) for step in steps]
    return ends[-1] is None and None not in ends[:-1] and ends[:-1] == sorted(set(ends[:-1]))
