"""Periods of a citizen's: what they live on, the target group they belong to, the protection of name and address.

A period is registered, ended, or taken back when it was a mistake (the history keeps it, with the reason). Two that
exclude each other are refused in words that name the one in the way; where ending that one on the day solves it, the
refusal says so, and `end_previous` does it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.citizens.actions.common import enter
from tovholder.citizens.models import (
    AddressProtection,
    Benefit,
    BenefitSpell,
    Citizen,
    Code,
    Spell,
    TargetGroup,
    TargetGroupSpell,
)
from tovholder.web.dates import short_date

SpellT = TypeVar("SpellT", BenefitSpell, TargetGroupSpell, AddressProtection)


class Overlaps(Refused):
    """A period that is registered already lies in the way. `can_end_previous`: ending it on the first day solves it."""

    def __init__(self, faults: list[str], previous: Spell, *, can_end_previous: bool) -> None:
        self.previous = previous
        self.can_end_previous = can_end_previous
        super().__init__(faults)


def add_benefit(
    *,
    actor: Actor,
    citizen_id: int,
    benefit_id: int,
    start: dt.date,
    end: dt.date | None = None,
    end_previous: bool = False,
    now: dt.datetime,
    today: dt.date,
) -> BenefitSpell:
    """The citizen lives on a benefit in `[start, end)`. Two benefits may run beside each other, one of them not twice.

    `end_previous` ends every other benefit that runs on the first day, on that day.
    """
    with act("add_benefit", actor):
        citizen = enter(actor, citizen_id, Right.EDIT_CITIZEN, now=now, today=today)
        benefit = Benefit.objects.get(pk=benefit_id)
        _check_code(benefit, start)
        spell = BenefitSpell(benefit=benefit, **_of(citizen, start, end, actor, now))
        if end_previous:
            _end(BenefitSpell.objects.filter(citizen=citizen, start__lt=start).on(start), start)
        _check_free(spell, BenefitSpell.objects.filter(citizen=citizen, benefit=benefit), str(benefit))
        store(spell)
        return spell


def add_target_group(
    *,
    actor: Actor,
    citizen_id: int,
    target_group_id: int,
    start: dt.date,
    end: dt.date | None = None,
    end_previous: bool = False,
    now: dt.datetime,
    today: dt.date,
) -> TargetGroupSpell:
    """The citizen belongs to a target group in `[start, end)`; to one at a time."""
    with act("add_target_group", actor):
        citizen = enter(actor, citizen_id, Right.EDIT_CITIZEN, now=now, today=today)
        group = TargetGroup.objects.get(pk=target_group_id)
        _check_code(group, start)
        spell = TargetGroupSpell(target_group=group, **_of(citizen, start, end, actor, now))
        others = TargetGroupSpell.objects.filter(citizen=citizen).select_related("target_group")
        if end_previous:
            _end(others.filter(start__lt=start).on(start), start)
        _check_free(spell, others)
        store(spell)
        return spell


def protect_address(
    *,
    actor: Actor,
    citizen_id: int,
    start: dt.date,
    end: dt.date | None = None,
    now: dt.datetime,
    today: dt.date,
) -> AddressProtection:
    """Name and address are protected in `[start, end)`."""
    with act("protect_address", actor):
        citizen = enter(actor, citizen_id, Right.EDIT_CITIZEN, now=now, today=today)
        spell = AddressProtection(**_of(citizen, start, end, actor, now))
        _check_free(spell, AddressProtection.objects.filter(citizen=citizen), _("Name and address protection"))
        store(spell)
        return spell


def end_spell(
    *,
    actor: Actor,
    model: type[SpellT],
    spell_id: int,
    version: int,
    end: dt.date,
    now: dt.datetime,
    today: dt.date,
) -> SpellT:
    """The period ends; `end` is the first day on which it no longer holds."""
    with act(f"end_{model._meta.model_name}", actor):
        spell = _locked(model, spell_id, actor, version, now, today)
        if end <= spell.start:
            raise Refused([_("The end lies after the start.")])
        spell.end = end
        store(spell)
        return spell


def take_back_spell(
    *,
    actor: Actor,
    model: type[SpellT],
    spell_id: int,
    version: int,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """The period was registered by mistake: it is gone, and the history says what it was, who took it back and why."""
    with act(f"take_back_{model._meta.model_name}", actor, reason.strip()):
        spell = _locked(model, spell_id, actor, version, now, today)
        if not reason.strip():
            raise Refused([_("Say why it was a mistake.")])
        spell.delete()


def _of(citizen: Citizen, start: dt.date, end: dt.date | None, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    if end is not None and end <= start:
        raise Refused([_("The end lies after the start.")])
    return {"citizen": citizen, "start": start, "end": end, "registered_at": now, "registered_by_id": actor.staff_id}


def _locked(model: type[SpellT], spell_id: int, actor: Actor, version: int, now: dt.datetime, today: dt.date) -> SpellT:
    """A period whose citizen is the actor's to edit, still as it was read. Raises NotAllowed, ChangedMeanwhile."""
    citizen_id = model.objects.values_list("citizen_id", flat=True).get(pk=spell_id)
    enter(actor, citizen_id, Right.EDIT_CITIZEN, now=now, today=today)
    spell = model.objects.get(pk=spell_id)
    check_version(spell, version)
    return spell


def _end(spells: Any, day: dt.date) -> None:
    """Ends those periods on a day, one by one, so that each counts up its version."""
    for spell in spells:
        spell.end = day
        spell.version += 1
        store(spell)


def _check_code(code: Code, start: dt.date) -> None:
    """A benefit or a target group that the law has closed, or not opened yet, takes no new periods."""
    if code.valid_from and start < code.valid_from:
        raise Refused([_("%(name)s begins on %(day)s.") % {"name": code, "day": short_date(code.valid_from)}])
    if code.valid_to and start >= code.valid_to:
        raise Refused([_("%(name)s ended on %(day)s.") % {"name": code, "day": short_date(code.valid_to)}])


def _check_free(spell: SpellT, others: Any, name: str = "") -> None:
    """Raises Overlaps when one of the others lies in the way. The database refuses it too; here it gets its words."""
    in_the_way = others.filter(Q(end__isnull=True) | Q(end__gt=spell.start)).order_by("start")
    if spell.end:
        in_the_way = in_the_way.filter(start__lt=spell.end)
    found = list(in_the_way[:2])
    if not found:
        return
    previous = found[0]
    called = name or str(previous.target_group)
    if previous.end:
        words = _("%(name)s is registered from %(start)s to %(end)s already.") % {
            "name": called,
            "start": short_date(previous.start),
            "end": short_date(previous.end),
        }
    else:
        words = _("%(name)s is registered from %(start)s and still runs.") % {
            "name": called,
            "start": short_date(previous.start),
        }
    can_end = len(found) == 1 and previous.start < spell.start
    raise Overlaps([words], previous, can_end_previous=can_end)
