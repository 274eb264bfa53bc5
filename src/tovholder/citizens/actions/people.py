"""Register a citizen; correct a name or a birth date."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.citizens.actions.common import enter, tidy
from tovholder.citizens.actions.contact import Contact, first_contact
from tovholder.citizens.actions.numbers import first_number
from tovholder.citizens.cpr import Cpr
from tovholder.citizens.models import AddressProtection, Citizen, Identity


class AlreadyKnown(Exception):
    """Somebody is registered who may be the same person. Nothing was written.

    `is_certain`: the CPR number is theirs, so it is the same person. Else name and birth date agree, and the person who
    registers decides.
    """

    def __init__(self, citizen_ids: tuple[int, ...], *, is_certain: bool) -> None:
        self.citizen_ids = citizen_ids
        self.is_certain = is_certain
        super().__init__(f"{len(citizen_ids)} citizens may be the same person")


def create_citizen(
    *,
    actor: Actor,
    given_name: str,
    family_name: str,
    number: Cpr | None,
    born_on: dt.date | None = None,
    contact: Contact,
    is_protected: bool = False,
    is_another: bool = False,
    now: dt.datetime,
    today: dt.date,
) -> Citizen:
    """A citizen, with or without a CPR number; the birth date is the number's where there is one.

    `is_another` says that the one of the same name and birth date is another person. Raises AlreadyKnown, Refused.
    """
    actor.require(Right.CREATE_CASE)
    with act("create_citizen", actor):
        citizen = Citizen(
            given_name=tidy(given_name),
            family_name=tidy(family_name),
            born_on=number.born_on if number else born_on,
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        _check(citizen, today)
        if number and (owner := Identity.objects.filter(cpr=number.digits).first()):
            raise AlreadyKnown((owner.citizen_id,), is_certain=True)
        if not is_another and (same := namesakes(citizen)):
            raise AlreadyKnown(same, is_certain=False)
        store(citizen)
        if number:
            first_number(citizen, number, actor, now)
        first_contact(citizen, contact, actor, now)
        if is_protected:
            store(AddressProtection(citizen=citizen, start=today, registered_at=now, registered_by_id=actor.staff_id))
        return citizen


def correct_person(
    *,
    actor: Actor,
    citizen_id: int,
    version: int,
    given_name: str,
    family_name: str,
    born_on: dt.date | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Citizen:
    """Another name, or the right one; the former stays in the history. A birth date that a CPR number gives stays."""
    with act("correct_person", actor):
        citizen = enter(actor, citizen_id, Right.EDIT_CITIZEN, now=now, today=today)
        check_version(citizen, version)
        citizen.given_name, citizen.family_name = tidy(given_name), tidy(family_name)
        if not Identity.objects.filter(citizen=citizen).exists():
            citizen.born_on = born_on
        _check(citizen, today)
        store(citizen)
        return citizen


def namesakes(citizen: Citizen) -> tuple[int, ...]:
    """Who else has the name and the birth date of a citizen. Without a birth date nobody: a name alone says little."""
    if citizen.born_on is None:
        return ()
    same = Citizen.objects.filter(
        born_on=citizen.born_on,
        given_name__iexact=citizen.given_name,
        family_name__iexact=citizen.family_name,
    ).exclude(pk=citizen.pk)
    return tuple(same.order_by("pk").values_list("pk", flat=True)[:20])


def _check(citizen: Citizen, today: dt.date) -> None:
    faults = []
    if not citizen.family_name:
        faults.append(_("A citizen has at least a last name."))
    if citizen.born_on and citizen.born_on > today:
        faults.append(_("The birth date lies ahead."))
    if faults:
        raise Refused(faults)
