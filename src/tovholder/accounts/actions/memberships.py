"""Somebody becomes something in a unit, and one day no longer is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actions.common import in_words, managing, require_an_administrator
from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, store
from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.accounts.rights import Role
from tovholder.accounts.seen import require_as_seen


def add_membership(
    *,
    actor: Actor,
    staff_id: int,
    role: str,
    unit_id: int,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
) -> Membership:
    """From `valid_from` until (not including) `valid_to` somebody has a role in a unit; without an end, until further
    notice."""
    with managing("add_membership", actor):
        staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
        return begin(staff=staff, role=role, unit_id=unit_id, valid_from=valid_from, valid_to=valid_to)


def begin(*, staff: Staff, role: str, unit_id: int, valid_from: dt.date, valid_to: dt.date | None = None) -> Membership:
    """The membership itself, inside an act. Locks the unit, so that it is not closed at the same moment."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    faults: list[Any] = []
    if valid_from < unit.opened_on:
        faults.append(
            _("%(unit)s opened on %(day)s; nobody belonged to it before.")
            % {"unit": unit.name, "day": in_words(unit.opened_on)}
        )
    if unit.closed_on and (valid_to is None or valid_to > unit.closed_on):
        faults.append(
            _("%(day)s is the last day of %(unit)s; nobody belongs to it longer.")
            % {"unit": unit.name, "day": in_words(unit.last_day)}
        )
    if valid_to is not None and valid_to <= valid_from:
        faults.append(_("A membership ends after it has begun."))
    if faults:
        raise Refused(faults)
    membership = Membership(staff=staff, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to)
    store(membership)
    return membership


def end_membership(
    *, actor: Actor, membership_id: int, valid_to: dt.date | None, mark: str, today: dt.date
) -> Membership:
    """Sets the first day on which the membership no longer holds, moves it, or (None) takes it back."""
    with managing("end_membership", actor):
        membership = Membership.objects.select_for_update(of=("self",)).select_related("unit").get(pk=membership_id)
        require_as_seen(membership, mark)
        if valid_to is not None and valid_to <= membership.valid_from:
            raise Refused([_("A membership ends after it has begun.")])
        closed_on = membership.unit.closed_on
        if closed_on and (valid_to is None or valid_to > closed_on):
            raise Refused(
                [
                    _("%(day)s is the last day of %(unit)s; nobody belongs to it longer.")
                    % {"unit": membership.unit.name, "day": in_words(membership.unit.last_day)}
                ]
            )
        if membership.role == Role.ADMINISTRATOR and valid_to is not None:
            _require_administrator_left(actor, membership, max(valid_to, today))
        membership.valid_to = valid_to
        store(membership)
        return membership


def withdraw_membership(*, actor: Actor, membership_id: int, mark: str, today: dt.date) -> None:
    """Takes out a membership that was registered by mistake and has not held on any day before today.

    The history keeps it. What has held was so, and is ended instead.
    """
    with managing("withdraw_membership", actor):
        membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership_id)
        require_as_seen(membership, mark)
        if membership.valid_from < today:
            raise Refused([_("It has held already. End it instead.")])
        if membership.role == Role.ADMINISTRATOR:
            _require_administrator_left(actor, membership, today)
        membership.delete()


def _require_administrator_left(actor: Actor, membership: Membership, day: dt.date) -> None:
    if membership.staff_id == actor.staff_id:
        others = Membership.objects.on(day).filter(staff=actor.staff_id, role=Role.ADMINISTRATOR)
        if not others.exclude(pk=membership.pk).exists():
            raise Refused([_("You cannot end your own last membership as administrator. Ask another administrator.")])
    require_an_administrator(day, besides_membership=membership.pk)
