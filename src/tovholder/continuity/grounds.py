"""Ways to come to a case that are this room's: whoever stands in takes part while it lasts and no longer; whoever is to
take a case over reads it before, and whoever handed it over reads it for a while."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from tovholder.accounts.actor import Actor
from tovholder.audit.models import Basis
from tovholder.casework.access import Ground
from tovholder.continuity.models import Cover, Handover


def _covers(actor: Actor, now: Any, today: Any) -> QuerySet[Any]:
    return Cover.objects.at(now).filter(staff=actor.staff_id)


def _to_receive(actor: Actor, now: Any, today: Any) -> QuerySet[Any]:
    """Also for whoever leads the unit that receives: she names the person."""
    return Handover.objects.open().filter(Q(receiver=actor.staff_id) | Q(to_unit__in=actor.leads))


def _handed_over(actor: Actor, now: Any, today: Any) -> QuerySet[Any]:
    return Handover.objects.filter(sender=actor.staff_id, shifted_at__lte=now, read_until__gte=today)


GROUNDS = (
    Ground("covers", Basis.PARTICIPANT, _covers),
    Ground("to_receive", Basis.HANDOVER, _to_receive),
    Ground("handed_over", Basis.HANDOVER, _handed_over),
)
