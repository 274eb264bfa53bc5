"""The facts of many cases that dates follow from, in a fixed number of queries.

Conversations are casework's. What else fulfils a rule (an offer that began, a reassessment) is registered by rooms
above, each of which says so here when it starts; until one does, such a rule is not followed, and nobody has missed it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from django.db.models.functions import TruncDate

from tovholder.casework.models import OUR_KINDS, Case, Conversation, ConversationKind
from tovholder.citizens.models import TargetGroupSpell
from tovholder.rulebook.models import Exemption
from tovholder.rules.course import Course, Event, GroupSpell
from tovholder.rules.course import Exemption as Exempt

#: From case ids to (case id, day) of what happened, in one query.
Provider = Callable[[Collection[int]], Iterable[tuple[int, dt.date]]]

_providers: dict[tuple[str, str], Provider] = {}


def provide(what: str, by: str, provider: Provider) -> None:
    """Called from a room's `apps.py`: who registers the facts that a series of rules asks for (`what` and `by` as in
    `rules/tables`)."""
    _providers[what, by] = provider


#: What a conversation that was held is, as (what, by): by its kind. An intensive one is also one of those that the
#: municipality has to hold.
HELD: dict[tuple[str, str], frozenset[ConversationKind]] = {
    ("conversation", "municipality"): OUR_KINDS,
    ("conversation", "fund"): frozenset({ConversationKind.FUND}),
    ("intensive_conversation", "municipality"): frozenset({ConversationKind.INTENSIVE}),
}


def _held(kinds: Collection[ConversationKind]) -> Provider:
    """The days on which conversations of these kinds were held, whoever held them."""

    def days(case_ids: Collection[int]) -> Iterable[tuple[int, dt.date]]:
        rows = Conversation.objects.filter(kind__in=kinds, case__in=case_ids, held_at__isnull=False).order_by()
        return rows.values_list("case", TruncDate("held_at"))

    return days


for _fact, _kinds in HELD.items():
    provide(*_fact, _held(_kinds))


def courses(case_ids: Collection[int]) -> dict[int, Course]:
    """Each case as the rules see it."""
    cases = list(Case.objects.filter(pk__in=case_ids).values_list("pk", "citizen", "opened_on", "closed_on").order_by())
    spells: dict[int, list[GroupSpell]] = defaultdict(list)
    rows = TargetGroupSpell.objects.filter(citizen__in={citizen for _pk, citizen, *_days in cases}).order_by()
    for citizen, group, start, end in rows.values_list("citizen", "target_group__code", "start", "end"):
        spells[citizen].append(GroupSpell(group, start, end))
    events: dict[int, list[Event]] = defaultdict(list)
    for (what, by), provider in _providers.items():
        for case_id, day in provider(case_ids):
            events[case_id].append(Event(day, what, by))
    exempt: dict[int, list[Exempt]] = defaultdict(list)
    of_cases = Exemption.objects.filter(case__in=case_ids).order_by()
    for case_id, series, start, end in of_cases.values_list("case", "series", "start", "end"):
        exempt[case_id].append(Exempt(series, start, end))
    known = registered()
    return {
        pk: course_of(opened, closed, spells[citizen], events[pk], known, exempt[pk])
        for pk, citizen, opened, closed in cases
    }


def course_of(
    opened: dt.date,
    closed: dt.date | None,
    spells: Iterable[GroupSpell],
    events: Iterable[Event],
    registered: frozenset[tuple[str, str]],
    exempt: Iterable[Exempt] = (),
) -> Course:
    """A case as the rules see it, from plain values; `spells` are all of the citizen's."""
    return Course(
        opened=opened,
        spells=tuple(_within(spells, opened, closed)),
        events=tuple(events),
        closed=closed,
        exemptions=tuple(exempt),
        registered=registered,
    )


def _within(spells: Iterable[GroupSpell], opened: dt.date, closed: dt.date | None) -> Iterable[GroupSpell]:
    """Those that reach into the case: an earlier case of the same citizen has its own."""
    return (
        spell
        for spell in spells
        if (spell.end is None or spell.end > opened) and (closed is None or spell.start < closed)
    )


def registered() -> frozenset[tuple[str, str]]:
    """What facts there are, as (what, by)."""
    return frozenset(_providers)
