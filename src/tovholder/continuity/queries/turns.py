"""Whose turn it is in a handover that is open: said once, for My day, the work list and the page of a case."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from tovholder.continuity.models import HandoverKind, HandoverStep

_UNPLANNED = Q(kind=HandoverKind.UNPLANNED)
#: Of handovers `with_status`: nobody can accept one before it is written, or complete after it was returned. An
#: unplanned one need not wait for any words.
_UNWRITTEN = Q(status="returned") | (Q(status="asked") & ~_UNPLANNED)


def with_status(handovers: QuerySet[Any]) -> QuerySet[Any]:
    """Each handover with `status`: what its latest step left."""
    status = HandoverStep.objects.filter(handover=OuterRef("pk")).order_by("-pk").values("status")[:1]
    return handovers.annotate(status=Subquery(status))


def whose_turn(handovers: QuerySet[Any]) -> QuerySet[Any]:
    """Each handover with `is_senders_turn`; else it is the receiver's, or that of the leader who names one."""
    return with_status(handovers).annotate(is_senders_turn=ExpressionWrapper(_UNWRITTEN, output_field=BooleanField()))


def senders(staff_id: int) -> Q:
    """Of handovers `with_status`: those in which the sender has to write, at first or because it was returned."""
    return Q(sender=staff_id) & (Q(where_we_are="", assignment=None) | Q(status="returned"))


def receivers(staff_id: int) -> Q:
    """Of handovers `with_status`: those that the receiver can accept or return."""
    return Q(receiver=staff_id) & ~_UNWRITTEN
