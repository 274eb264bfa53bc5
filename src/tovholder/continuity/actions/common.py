"""What the acts share: who somebody is in a handover, the handover locked, and who may be given a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework import holding
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import enter
from tovholder.casework.errors import Refused
from tovholder.casework.lifecycles import NEW
from tovholder.continuity import lifecycle
from tovholder.continuity.models import Absence, Cover, Handover, HandoverStep


def parts_in(
    actor: Actor, *, case_id: int, role: str, sender: int | None, receiver: int | None, units: tuple[int, int], now: Any
) -> frozenset[str]:
    """Who the actor is in a handover from the first of the units to the second."""
    leads = actor.leads if actor.may(Right.ASSIGN) else frozenset()
    found = {
        lifecycle.SENDER: actor.staff_id == sender or _stands_in(actor.staff_id, case_id, role, now),
        lifecycle.RECEIVER: actor.staff_id == receiver,
        lifecycle.LEADER: units[0] in leads,
        lifecycle.RECEIVING_LEADER: units[1] in leads,
    }
    return frozenset(name for name, holds in found.items() if holds)


def _stands_in(staff_id: int, case_id: int, role: str, now: dt.datetime) -> bool:
    return Cover.objects.at(now).filter(case=case_id, role=role, staff=staff_id).exists()


def parts_of(handover: Handover, actor: Actor, now: dt.datetime) -> frozenset[str]:
    """Who the actor is in a handover."""
    return parts_in(
        actor,
        case_id=handover.case_id,
        role=handover.role,
        sender=handover.sender_id,
        receiver=handover.receiver_id,
        units=(handover.from_unit_id, handover.to_unit_id),
        now=now,
    )


def status_of(handover: Handover) -> str:
    """How it stands: what the latest step left."""
    return handover.steps.values_list("status", flat=True).order_by("-pk").first() or NEW


def facts_of(handover: Handover, actor: Actor, now: dt.datetime, **typed: Any) -> dict[str, Any]:
    """What is known of a handover, with what a person typed put in its place."""
    return {
        "now": now,
        "kind": handover.kind,
        "receiver": handover.receiver_id,
        "where_we_are": handover.where_we_are,
        "is_shifted": handover.assignment_id is not None,
        "parts": parts_of(handover, actor, now),
        **typed,
    }


def take_up(
    actor: Actor, handover_id: int, version: int | None, *, now: dt.datetime, today: dt.date
) -> tuple[Handover, CaseAccess]:
    """The handover, locked after its case, as it was read. Raises Refused, ChangedMeanwhile, NotAllowed, NeedsReason,
    Case.DoesNotExist."""
    found = Handover.objects.filter(pk=handover_id).values_list("case", flat=True).first()
    if found is None:
        raise Refused([_("There is no such handover.")])
    access = enter(actor, found, Right.HAND_OVER, now=now, today=today)
    row = Handover.objects.select_for_update(of=("self",)).get(pk=handover_id)
    if version is not None:
        check_version(row, version)
    else:
        row.version += 1
    return row, access


def step(handover: Handover, act: str, actor: Actor, now: dt.datetime, words: str = "") -> HandoverStep:
    """Notes what was done, and how the handover stands after it."""
    target = lifecycle.HANDOVER.transition(act).target or status_of(handover)
    return HandoverStep.objects.create(
        handover=handover, act=act, status=target, at=now, staff_id=actor.staff_id, words=words.strip()
    )


def faults_of_taker(staff_id: int | None, unit_id: int, role: str, day: dt.date, today: dt.date) -> list[Any]:
    """Why somebody cannot take a case over on a day: no such work in the unit, no access any more, away."""
    faults = holding.faults_of_receiver(staff_id, unit_id, role, day)
    return faults + (faults_of_absence(staff_id, day, today) if staff_id is not None else [])


def faults_of_absence(staff_id: int, day: dt.date, today: dt.date) -> list[Any]:
    """Why somebody who is away cannot take anything on that day; empty when they are there."""
    away = Absence.objects.in_time(day, day + dt.timedelta(days=1)).filter(staff=staff_id)
    # Whoever should be back by now, and whose return nobody has registered, is still away.
    late = Absence.objects.on(day).filter(staff=staff_id, expected_on__lte=today)
    row = (away | late).select_related("staff").order_by("starts_on").first()
    if row is None:
        return []
    return [_away(row.staff, row)]


def _away(staff: Staff, row: Absence) -> Any:
    if row.expected_on:
        words = _("%(name)s is registered as away, expected back %(day)s. Choose somebody else, or a later day.")
        return words % {"name": staff.name, "day": date_format(row.expected_on, "DATE_FORMAT")}
    return _("%(name)s is registered as away, and nobody knows for how long. Choose somebody else.") % {
        "name": staff.name
    }


def local_day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)
