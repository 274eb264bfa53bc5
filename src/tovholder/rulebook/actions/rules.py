"""Add, end, verify and take back rules. Every change counts up the edition: the second of two people is told, and every
date is worked out under the new one."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.rulebook import books
from tovholder.rulebook.books import Book
from tovholder.rulebook.effects import Effect, effect_of
from tovholder.rulebook.models import Edition, OwnRule, ShippedRule
from tovholder.rules.kinds import KINDS, read_terms
from tovholder.rules.reading import shipped

_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,58}[a-z0-9]")


@dataclass(frozen=True)
class Draft:
    """A row as somebody has typed it. `ends` names the rule that it takes over from: that one ends on its first day."""

    rule_id: str
    series: str
    kind: str
    terms: Mapping[str, Any]
    valid_from: dt.date
    valid_to: dt.date | None = None
    groups: tuple[str, ...] = ()
    situation: str = ""
    keeps: bool = False
    law: str = ""
    source: str = ""
    verified: bool = False
    note: str = ""
    ends: str = ""


class _OnlyTried(Exception):
    """Ends the transaction of a preview."""


@dataclass
class Asked:
    """Who changes the rules, which edition was read, why; `tries` only looks at what would change."""

    actor: Actor
    version: int
    reason: str
    now: dt.datetime
    today: dt.date
    tries: bool = False
    effect: Effect | None = None

    @property
    def kept_reason(self) -> str:
        """What is kept; what is only tried may have none yet."""
        return self.reason.strip() or "–"


def add_rule(asked: Asked, draft: Draft) -> Effect:
    """Another row. Raises Refused (a gap, an overlap, terms that its kind has not), ChangedMeanwhile, NotAllowed."""
    with _change("add_rule", asked) as before:
        faults: list[Any] = []
        if not _ID.fullmatch(draft.rule_id):
            faults.append(_("The name has small letters, digits and dashes: number-2027."))
        if draft.rule_id in before.rules.by_id:
            faults.append(_("There is a rule of that name already."))
        if draft.series not in before.rules.series:
            faults.append(_("There is no such subject."))
        if not draft.law.strip() or not draft.source.strip():
            faults.append(_("A rule has a legal reference and a source."))
        _terms, wrong = read_terms(KINDS[draft.kind], draft.terms)
        faults += wrong
        if faults:
            raise Refused(faults)
        if draft.ends:
            _end(before, draft.ends, draft.valid_from, asked)
        store(
            OwnRule(
                rule_id=draft.rule_id,
                series=draft.series,
                kind=draft.kind,
                groups=list(draft.groups),
                situation=draft.situation,
                valid_from=draft.valid_from,
                valid_to=draft.valid_to,
                keeps=draft.keeps,
                terms=books.stored_terms(draft.terms),
                law=draft.law.strip(),
                source=draft.source.strip(),
                verified=draft.verified,
                note=draft.note.strip(),
                reason=asked.kept_reason,
                registered_at=asked.now,
                registered_by_id=asked.actor.staff_id,
            )
        )
    assert asked.effect is not None
    return asked.effect


def end_rule(asked: Asked, rule_id: str, valid_to: dt.date | None) -> Effect:
    """The rule ends; `valid_to` is the first day on which it no longer holds, None lets it go on as it came."""
    with _change("end_rule", asked) as before:
        _end(before, rule_id, valid_to, asked)
    assert asked.effect is not None
    return asked.effect


def verify_rule(asked: Asked, rule_id: str, *, verified: bool, law: str) -> Effect:
    """Somebody has read the law: the rule is verified (or not any more), with the reference that was read."""
    with _change("verify_rule", asked) as before:
        _known(before, rule_id)
        if verified and not law.strip():
            raise Refused([_("Say where in the law it stands.")])
        row = OwnRule.objects.filter(rule_id=rule_id).first() or _mark(rule_id, asked)
        row.verified, row.law, row.reason = verified, law.strip(), asked.kept_reason
        row.version += 1
        store(row)
    assert asked.effect is not None
    return asked.effect


def take_back_rule(asked: Asked, rule_id: str) -> Effect:
    """A row of the municipality's own was a mistake: it is gone, and the history says what it was. What comes with the
    house cannot be taken back, only ended."""
    with _change("take_back_rule", asked):
        row = OwnRule.objects.filter(rule_id=rule_id).first()
        if row is None:
            raise Refused([_("This rule comes with the house. It can be ended.")])
        row.delete()
    assert asked.effect is not None
    return asked.effect


@contextmanager
def _change(name: str, asked: Asked) -> Iterator[Book]:
    """One change: the edition locked and counted up, the book checked as a whole afterwards, its effect worked out. One
    that only tries is undone."""
    asked.actor.require(Right.MANAGE_RULES)
    if not asked.reason.strip() and not asked.tries:
        raise Refused([_("Say why the rule is changed.")])
    try:
        with act(name, asked.actor, asked.reason.strip()):
            Edition.objects.get_or_create(pk=1)
            edition = Edition.objects.select_for_update().get(pk=1)
            before = books.put_together(edition.version)
            check_version(edition, asked.version)
            yield before
            edition.changed_at, edition.mark = asked.now, uuid.uuid4()
            edition.save()
            after = books.put_together(edition.version)
            if faults := books.faults_of(after):
                raise Refused(faults)
            if asked.tries:
                asked.effect = effect_of(before, after, asked.actor, asked.now, asked.today)
                raise _OnlyTried
            asked.effect = Effect()
            transaction.on_commit(_work_out)
    except _OnlyTried:
        pass


def _work_out() -> None:
    """Asks the job worker to work out every date under the new edition; until then the old ones stand."""
    from procrastinate.exceptions import AlreadyEnqueued

    from tovholder.rulebook.tasks import refresh_dates

    try:
        with transaction.atomic():
            refresh_dates.defer()
    except AlreadyEnqueued:
        pass  # one that waits in the queue will find this change too


def _known(before: Book, rule_id: str) -> None:
    if rule_id not in before.rules.by_id:
        raise Refused([_("There is no rule of that name any more.")])


def _end(before: Book, rule_id: str, valid_to: dt.date | None, asked: Asked) -> None:
    _known(before, rule_id)
    rule = before.rules.by_id[rule_id]
    if valid_to is not None and rule.valid_from is not None and valid_to <= rule.valid_from:
        raise Refused([_("The rule ends after it has begun.")])
    came = shipped().by_id.get(rule_id)
    if came is not None and came.valid_to and valid_to is not None and valid_to > came.valid_to:
        raise Refused([_("This rule ended before. Add another that follows it.")])
    row = OwnRule.objects.filter(rule_id=rule_id).first() or _mark(rule_id, asked)
    row.valid_to, row.reason = valid_to, asked.kept_reason
    row.version += 1
    store(row)


def _mark(rule_id: str, asked: Asked) -> ShippedRule:
    """What is noted about a row that comes with the house; a new one where nothing was."""
    found = ShippedRule.objects.filter(rule_id=rule_id).first()
    return found or ShippedRule(
        rule_id=rule_id, version=0, registered_at=asked.now, registered_by_id=asked.actor.staff_id
    )
