"""What a change of the rules would change, before it is saved: which cases get another next date."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.casework.models import Assignment, Case, CaseRole
from tovholder.citizens.models import AddressProtection, TargetGroupSpell
from tovholder.rulebook import facts
from tovholder.rulebook.books import Book, differing
from tovholder.rules.deadlines import Obligation, next_due, obligations
from tovholder.rules.kinds import KINDS

#: So many cases are looked through; with more of them the page says that it is a part.
LOOKED_AT = 20_000
#: So many of them are named.
NAMED = 10
BATCH = 1000


@dataclass(frozen=True)
class Example:
    """A case whose next date changes, for somebody who may see it."""

    case_id: int
    name: str
    was: dt.date | None
    becomes: dt.date | None


@dataclass
class Effect:
    """`changed` cases of `looked_at`: with a date they had not, without one they had, earlier, later, or the same day
    under another rule. `newly_overdue` would be overdue on the day of the change."""

    looked_at: int = 0
    in_all: int = 0
    changed: int = 0
    gained: int = 0
    lost: int = 0
    earlier: int = 0
    later: int = 0
    same_day: int = 0
    newly_overdue: int = 0
    by_unit: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    #: Target groups that had a rule of the series and would have none from a day on.
    left: list[tuple[str, dt.date]] = field(default_factory=list)

    @property
    def is_part(self) -> bool:
        return self.looked_at < self.in_all


def effect_of(before: Book, after: Book, actor: Actor, now: dt.datetime, today: dt.date) -> Effect:
    """Compares the open cases of the target groups that the change concerns under both books."""
    changed = [rule for rule in differing(before.rules, after.rules) if KINDS[rule.kind].is_deadline]
    found = Effect(
        left=_left_without(before, after, {(rule.series, group) for rule in changed for group in rule.groups})
    )
    if not changed:
        return found
    groups = {group for rule in changed for group in rule.groups or tuple(after.rules.groups)}
    spells = TargetGroupSpell.objects.filter(citizen=OuterRef("citizen"), target_group__code__in=groups)
    cases = Case.objects.filter(Exists(spells), closed_on=None).order_by("pk")
    found.in_all = cases.count()
    ids = list(cases.values_list("pk", flat=True)[:LOOKED_AT])
    found.looked_at = len(ids)
    differ: dict[int, tuple[Obligation | None, Obligation | None]] = {}
    for start in range(0, len(ids), BATCH):
        for pk, course in facts.courses(ids[start : start + BATCH]).items():
            was = next_due(obligations(course, today, before.rules))
            becomes = next_due(obligations(course, today, after.rules))
            if _key(was) != _key(becomes):
                differ[pk] = (was, becomes)
                _count(found, was, becomes, today)
    _name(found, differ, actor, now, today)
    return found


def _key(one: Obligation | None) -> tuple[dt.date, str, int] | None:
    return (one.due_on, one.series.key, one.count) if one else None


def _count(found: Effect, was: Obligation | None, becomes: Obligation | None, today: dt.date) -> None:
    found.changed += 1
    if was is None:
        found.gained += 1
    elif becomes is None:
        found.lost += 1
    elif becomes.due_on < was.due_on:
        found.earlier += 1
    elif becomes.due_on > was.due_on:
        found.later += 1
    else:
        found.same_day += 1
    if becomes and becomes.due_on < today and (was is None or was.due_on >= today):
        found.newly_overdue += 1


def _name(
    found: Effect,
    differ: dict[int, tuple[Obligation | None, Obligation | None]],
    actor: Actor,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """How many in which unit, and by name those that the person may see anyway."""
    held = Assignment.objects.at(now).filter(case__in=differ, role=CaseRole.CASEWORKER).order_by()
    found.by_unit.update(held.values_list("unit__name", flat=True))
    if not actor.may(Right.SEE_UNIT_CASES):
        return
    hidden = AddressProtection.objects.on(today).filter(citizen=OuterRef("case__citizen"))
    mine = held.filter(Q(unit__in=actor.leads) | Q(Q(unit__in=actor.case_units) & ~Exists(hidden)))
    for row in mine.select_related("case__citizen").order_by("case")[:NAMED]:
        was, becomes = differ[row.case_id]
        found.examples.append(
            Example(
                row.case_id, row.case.citizen.name, was.due_on if was else None, becomes.due_on if becomes else None
            )
        )


def _left_without(before: Book, after: Book, touched: Iterable[tuple[str, str]]) -> list[tuple[str, dt.date]]:
    """Groups for which a series ends with the change and nothing follows."""
    found = []
    for series, group in sorted(set(touched)):
        was = [rule.valid_to for rule in before.rules.rows(series, group)]
        becomes = [rule.valid_to for rule in after.rules.rows(series, group)]
        if was and None in was and becomes and None not in becomes:
            found.append((group, max(day for day in becomes if day is not None)))
    return found
