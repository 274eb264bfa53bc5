"""What the rules say about somebody without a case: the answer of `tovholder rules explain`, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tovholder.rules import say
from tovholder.rules.book import Rulebook
from tovholder.rules.course import Course, Event, GroupSpell
from tovholder.rules.deadlines import Obligation, next_due, obligations
from tovholder.rules.rows import Language, Name, Rule


class Refused(ValueError):
    """The question cannot be answered; the message says what to do."""


@dataclass(frozen=True)
class Asked:
    """In a target group since a day; `events` is what has been done."""

    group: str
    opened: dt.date
    today: dt.date
    events: tuple[Event, ...] = ()
    closed: dt.date | None = None


@dataclass(frozen=True)
class Answer:
    asked: Asked
    dates: list[Obligation]
    doubts: list[Name]

    @property
    def next(self) -> Obligation | None:
        return next_due(self.dates)


def explain(asked: Asked, book: Rulebook) -> Answer:
    """Raises Refused for a group that is not known or takes nobody on that day, and for days in the wrong order."""
    group = book.groups.get(asked.group)
    if group is None:
        raise Refused(f"There is no target group {asked.group!r}. There are {', '.join(book.groups)}.")
    if group.no_new_from and asked.opened >= group.no_new_from:
        raise Refused(
            f"Target group {group.code} takes nobody new from {group.no_new_from} on. Give an earlier --opened."
        )
    if group.valid_to and asked.opened >= group.valid_to:
        raise Refused(
            f"Target group {group.code} ends on {group.last_day}. Choose a group that holds on {asked.opened}."
        )
    if asked.closed and asked.closed < asked.opened:
        raise Refused(f"It closed on {asked.closed}, before it opened on {asked.opened}. Give a later --closed.")
    ahead = [event.day for event in asked.events if event.day > asked.today]
    if ahead:
        raise Refused(f"{ahead[0]} lies after today, {asked.today}: nothing has been held then. Leave it out.")
    spell = GroupSpell(asked.group, asked.opened)
    course = Course(asked.opened, (spell,), asked.events, asked.closed)
    found = obligations(course, asked.today, book)
    return Answer(asked, found, list(_doubts(asked, found, book)))


def _doubts(asked: Asked, found: Sequence[Obligation], book: Rulebook) -> Sequence[Name]:
    doubts = []
    group = book.groups[asked.group]
    early = sorted({event.day for event in asked.events if event.day < asked.opened})
    if early:
        days = ", ".join(map(str, early))
        doubts.append(
            Name(
                f"{days} ligger før åbningen og tæller ikke med.", f"{days} lies before the opening and does not count."
            )
        )
    if not found:
        doubts.append(
            Name(
                f"Tabellerne har ingen frister for {group.code} på de dage. Regler tilføjes, som docs/rules.md siger.",
                f"The tables have no deadlines for {group.code} on those days. Rules are added as docs/rules.md says.",
            )
        )
    if group.valid_to and (asked.today >= group.valid_to or any(one.due_on >= group.valid_to for one in found)):
        last = group.valid_to - dt.timedelta(days=1)
        da, en = say.day(last, "da"), say.day(last, "en")
        doubts.append(
            Name(
                f"Målgruppen {group.code} gælder til og med {da}. Hvad der gælder derefter, er ikke set.",
                f"Target group {group.code} holds until {en}. What holds after that is not seen.",
            )
        )
    return doubts


def as_json(answer: Answer, book: Rulebook, language: Language) -> dict[str, Any]:
    """The answer for other programs: days as ISO 8601, keys the same in both languages."""
    asked, following = answer.asked, answer.next
    return {
        "group": {"code": asked.group, "name": book.groups[asked.group].name.to(language)},
        "opened": asked.opened.isoformat(),
        "closed": asked.closed.isoformat() if asked.closed else None,
        "today": asked.today.isoformat(),
        "next": _date(following, language) if following else None,
        "dates": [_date(one, language) for one in answer.dates],
        "doubts": [doubt.to(language) for doubt in answer.doubts],
    }


def _date(one: Obligation, language: Language) -> dict[str, Any]:
    return {
        "what": one.series.name.to(language),
        "by": one.series.by,
        "due": one.due_on.isoformat(),
        "status": one.status.value,
        "fulfilled": one.is_fulfilled,
        "fulfilled_on": one.fulfilled_on.isoformat() if one.fulfilled_on else None,
        "count": one.count,
        "done": [day.isoformat() for day in one.done],
        "counted_from": one.counted_from.isoformat(),
        "not_before": one.window_from.isoformat(),
        **rule_as_json(one.rule, language),
    }


def rule_as_json(rule: Rule, language: Language) -> dict[str, Any]:
    """A row of the tables."""
    return {
        "rule": rule.id,
        "series": rule.series,
        "asks": say.asks(rule, language),
        "groups": list(rule.groups),
        "when": rule.when,
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "law": rule.law,
        "source": rule.source,
        "verified": rule.verified,
        "note": rule.note.to(language),
    }
