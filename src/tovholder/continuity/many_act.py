"""Handing over the cases that somebody has chosen on the work list: asked for once, with a result for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.actions.many import Outcome
from tovholder.casework.contributions import HolderWay, ManyAct, Moment
from tovholder.casework.models import Assignment, CaseRole
from tovholder.continuity.actions.many import Wanted, ask_many
from tovholder.continuity.forms.handovers import ManyToOneForm
from tovholder.continuity.views.common import receivers_for


def _form(data: Any, moment: Moment, cases: Collection[int]) -> Form:
    rows = Assignment.objects.at(moment.now).filter(case__in=cases, role=CaseRole.CASEWORKER).order_by()
    units = set(rows.values_list("unit", flat=True)) & (moment.actor.leads | moment.actor.case_units)
    leads = moment.actor.leads if moment.actor.may(Right.ASSIGN) else frozenset()
    receivers = receivers_for(moment.actor, units, CaseRole.CASEWORKER, moment)
    return ManyToOneForm(data, receivers=receivers, plans_only=not units or not units <= leads)


def _do(moment: Moment, said: dict[str, Any], chosen: Mapping[int, int | None]) -> list[Outcome]:
    unit, person = said["receiver"]
    return ask_many(
        actor=moment.actor,
        wanted=[Wanted(case_id, person, unit, seen) for case_id, seen in chosen.items()],
        kind=said["kind"],
        cause=said["cause"],
        reason=said["reason"],
        takes_over_on=said["takes_over_on"],
        now=moment.now,
        today=moment.today,
    )


HAND_OVER = ManyAct(
    "hand_over",
    _("Hand over"),
    Right.HAND_OVER.value,
    _form,
    _do,
    30,
    _(
        "A handover is asked for in each case. The case stays where it is until the one who takes over has accepted, "
        "and the citizen gets a letter."
    ),
    needs_holder=True,
)
HOLDER_WAY = HolderWay(_("Hand over"), "continuity:many", Right.ASSIGN.value)
