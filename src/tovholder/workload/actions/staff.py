"""Say how much work somebody has room for, which languages they speak, which fields they know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused, act, register
from tovholder.accounts.models import Membership, Staff
from tovholder.accounts.rights import Right
from tovholder.workload.languages import LENGTH
from tovholder.workload.models import Capacity, Specialty, StaffLanguage, StaffSpecialty
from tovholder.workload.queries.staff import CARRIES
from tovholder.workload.spells import hold_only


def units_of(staff_id: int, today: dt.date) -> list[Membership]:
    """Where somebody is a caseworker, today or from a later day on: there they have room for some weight of cases."""
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    rows = Membership.objects.filter(not_over, staff=staff_id, role__in=CARRIES).select_related("unit")
    return list(rows.order_by("unit__name", "valid_from"))


def may_say(actor: Actor, staff_id: int, today: dt.date) -> bool:
    """Who leads a unit that somebody belongs to says what they have room for and can; an administrator of anybody."""
    if not actor.may(Right.SET_CAPACITY):
        return False
    if actor.may(Right.MANAGE_STAFF):
        return True
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    return Membership.objects.filter(not_over, staff=staff_id, unit__in=actor.leads).exists()


def may_say_languages(actor: Actor, staff_id: int, today: dt.date) -> bool:
    """As above; and everybody says which languages they speak themselves."""
    return (actor.may(Right.OWN_LANGUAGES) and staff_id == actor.staff_id) or may_say(actor, staff_id, today)


def set_capacity(
    *,
    actor: Actor,
    staff_id: int,
    unit_id: int,
    weight: Decimal | None,
    valid_from: dt.date,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> Capacity:
    """From a day on somebody has room for so much in a unit (None: it is not said any more). Raises NotAllowed,
    Refused."""
    with act("set_capacity", actor, reason.strip()):
        actor.require(Right.SET_CAPACITY)
        if not actor.may(Right.MANAGE_STAFF) and unit_id not in actor.leads:
            raise NotAllowed(Right.SET_CAPACITY)
        faults = []
        if not any(row.unit_id == unit_id for row in units_of(staff_id, today)):
            faults.append(_("The person is no caseworker in that unit."))
        if not reason.strip():
            faults.append(_("Say why."))
        if faults:
            raise Refused(faults)
        row = Capacity(
            staff_id=staff_id,
            unit_id=unit_id,
            weight=weight,
            valid_from=valid_from,
            reason=reason.strip(),
        )
        return register(row, actor, now)


def set_languages(
    *, actor: Actor, staff_id: int, languages: Collection[str], now: dt.datetime, today: dt.date
) -> list[StaffLanguage]:
    """From today on somebody speaks just these languages, beside Danish (codes: `languages.code_of`). Raises
    NotAllowed, Refused."""
    with act("set_languages", actor):
        if not may_say_languages(actor, staff_id, today):
            raise NotAllowed(Right.SET_CAPACITY)
        if any(not code or len(code) > LENGTH for code in languages):
            raise Refused([_("Write each language as one word, with commas between.")])
        # Two who write at once wait for one another.
        Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
        return hold_only(
            StaffLanguage.objects.select_for_update().on(today).filter(staff=staff_id),
            {code: StaffLanguage(staff_id=staff_id, language=code) for code in languages},
            key=lambda row: row.language,
            actor=actor,
            now=now,
            today=today,
        )


def set_specialties(
    *, actor: Actor, staff_id: int, specialties: Collection[int], now: dt.datetime, today: dt.date
) -> list[StaffSpecialty]:
    """From today on somebody knows just these fields. Raises NotAllowed, Refused."""
    with act("set_specialties", actor):
        if not may_say(actor, staff_id, today):
            raise NotAllowed(Right.SET_CAPACITY)
        Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
        rows = StaffSpecialty.objects.select_for_update().on(today).filter(staff=staff_id)
        new = set(specialties) - {row.specialty_id for row in rows}
        if Specialty.objects.on(today).filter(pk__in=new).count() < len(new):
            raise Refused([_("Choose among the fields that are in use.")])
        return hold_only(
            rows,
            {pk: StaffSpecialty(staff_id=staff_id, specialty_id=pk) for pk in specialties},
            key=lambda row: row.specialty_id,
            actor=actor,
            now=now,
            today=today,
        )
