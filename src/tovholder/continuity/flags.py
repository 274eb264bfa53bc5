"""This room's statuses on the work list. Each is a count, a filter and a definition that the page can show."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tovholder.casework.contributions import Flag, Moment
from tovholder.casework.each import Each
from tovholder.casework.models import CaseRole
from tovholder.casework.worklist import facts
from tovholder.continuity.models import Absence, Cover, FragileMark, Handover
from tovholder.continuity.queries.turns import senders, with_status


def _open() -> Any:
    return Handover.objects.open().filter(case=OuterRef("pk")).order_by()


def _to_write(moment: Moment) -> Q:
    return Q(Each(with_status(_open()).filter(senders(moment.actor.staff_id))))


def _overdue(moment: Moment) -> Q:
    return Q(Each(_open().filter(accept_by__lt=moment.today)))


def _covers(moment: Moment) -> Any:
    return Cover.objects.at(moment.now).filter(case=OuterRef("pk")).order_by()


def _alone(moment: Moment) -> Q:
    away = Absence.objects.on(moment.today).filter(staff=OuterRef("staff"))
    held = facts.caseworker_row(moment).filter(Exists(away))
    covered = Cover.objects.helping(moment.now, moment.today).filter(case=OuterRef("pk"), role=CaseRole.CASEWORKER)
    return Q(Each(held), ~Each(covered.order_by()))


FLAGS = (
    Flag(
        "to_hand_over",
        _("Handover to write"),
        _("You hand the case over, and what the next one has to know is not written yet, or was returned."),
        _to_write,
        order=60,
        group="act",
    ),
    Flag(
        "standing_in",
        _("You stand in"),
        _("The one who holds the case is away, and you stand in until the return."),
        lambda moment: Q(Each(_covers(moment).filter(staff=moment.actor.staff_id))),
        order=65,
        group="act",
    ),
    Flag(
        "handover",
        _("Being handed over"),
        _("A handover of the case has been asked for and is neither accepted nor revoked."),
        lambda moment: Q(Each(_open())),
        order=150,
        group="waits",
    ),
    Flag(
        "handover_late",
        _("Handover overdue"),
        _("A handover of the case was to be accepted by an earlier day than today."),
        _overdue,
        order=155,
        group="waits",
    ),
    Flag(
        "holder_away",
        _("Caseworker away, nobody stands in"),
        _("The one who holds the case is registered as away today, and nobody stands in."),
        _alone,
        order=212,
    ),
    Flag(
        "fragile",
        _("Fragile situation"),
        _("A professional has marked the citizen's situation as fragile, with a reason. Nothing computes it."),
        lambda moment: Q(Each(FragileMark.objects.filter(case=OuterRef("pk"), ended_at=None).order_by())),
        order=265,
    ),
)
