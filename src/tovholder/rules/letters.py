"""When an answer is due: a medical certificate, a complaint."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tovholder.rules.book import Rulebook, Unknown
from tovholder.rules.rows import Rule


@dataclass(frozen=True)
class Answer:
    """The last day for an answer, under which rule; `must` when a doctor has to answer."""

    due_on: dt.date
    rule: Rule
    must: bool = False


def certificate_due(book: Rulebook, code: str, *, requested: dt.date, consultation: dt.date | None = None) -> Answer:
    """When a certificate ("LÆ125") is due: after the consultation where there was one and the rule counts from it, else
    after the request. Raises Unknown for a certificate without a time, or when the day that the rule counts from is not
    given.
    """
    rule = book.find(code, requested)
    after_consultation, after_request = rule.span("after_consultation"), rule.span("after_request")
    must = bool(rule.terms.get("must"))
    if after_consultation and consultation:
        return Answer(after_consultation.after(consultation), rule, must)
    if after_request:
        return Answer(after_request.after(requested), rule, must)
    raise Unknown(f"{code} is due after the consultation, and none has been held")


def complaint_due(book: Rulebook, received: dt.date) -> Answer:
    """The last day on which a complaint against a decision received on a day is in time."""
    rule = book.find("complaint", received)
    within = rule.span("within")
    assert within is not None
    return Answer(within.after(received), rule)
