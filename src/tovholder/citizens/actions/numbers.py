"""A citizen's CPR numbers. A number is never taken away; a person may get a new one from a day on."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.citizens.actions.common import enter
from tovholder.citizens.cpr import Cpr
from tovholder.citizens.models import Citizen, Identity


def give_number(
    *,
    actor: Actor,
    citizen_id: int,
    version: int,
    number: Cpr,
    valid_from: dt.date,
    now: dt.datetime,
    today: dt.date,
) -> Citizen:
    """The citizen has this number from a day on; the earlier ones stay and still find the person.

    The birth date follows the number. `version` is the citizen's.
    """
    with act("give_number", actor):
        citizen = enter(actor, citizen_id, Right.EDIT_CITIZEN, now=now, today=today)
        check_version(citizen, version)
        faults = []
        if valid_from > today:
            faults.append(_("A number holds from today or earlier."))
        if valid_from < number.born_on:
            faults.append(_("A number does not hold before the birth date in it."))
        if Identity.objects.filter(citizen=citizen, valid_from__gte=valid_from).exists():
            faults.append(_("The citizen has a number from that day or later. The new one begins after it."))
        if owner := Identity.objects.filter(cpr=number.digits).first():
            faults.append(
                _("The citizen already has that number.")
                if owner.citizen_id == citizen.pk
                else _("Another citizen has that number. Find the number to see who.")
            )
        if faults:
            raise Refused(faults)
        _write(citizen, number, valid_from, actor, now)
        citizen.born_on = number.born_on
        store(citizen)
        return citizen


def first_number(citizen: Citizen, number: Cpr, actor: Actor, now: dt.datetime) -> None:
    """The number of somebody who is being registered: theirs since birth. Raises Refused."""
    _write(citizen, number, number.born_on, actor, now)


def _write(citizen: Citizen, number: Cpr, valid_from: dt.date, actor: Actor, now: dt.datetime) -> None:
    # A conflict is no error here: PostgreSQL would spell out the number in its own log of errors.
    Identity.objects.bulk_create(
        [
            Identity(
                citizen=citizen,
                cpr=number.digits,
                valid_from=valid_from,
                registered_at=now,
                registered_by_id=actor.staff_id,
            )
        ],
        ignore_conflicts=True,
    )
    if not Identity.objects.filter(citizen=citizen, cpr=number.digits).exists():
        raise Refused([_("Somebody else has just registered that number. Find it to see whose it is.")])
