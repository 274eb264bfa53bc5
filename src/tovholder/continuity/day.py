"""What of this room waits for somebody: handovers to write, to accept, to answer; for a leader what is overdue, and who
is away with nobody in their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tovholder.accounts.models import Membership
from tovholder.accounts.rights import Right
from tovholder.casework.contributions import DayItem, Moment
from tovholder.casework.models import Assignment
from tovholder.continuity.models import Absence, Asked, Cover, Handover, HandoverAnswer
from tovholder.continuity.queries.turns import receivers, senders, with_status

#: Of each kind; the rest is on the page of handovers.
MOST = 5
#: The question is asked for so long after the case changed hands.
ASKS = dt.timedelta(days=45)


def day(moment: Moment) -> Iterable[DayItem]:
    """In three queries, and two more for whoever leads."""
    if not moment.actor.may(Right.HAND_OVER):
        return []
    found = [*_in_handovers(moment), *_to_answer(moment), *_standing_in(moment)]
    if moment.actor.may(Right.ASSIGN) and moment.actor.leads:
        found += [*_overdue(moment), *_away(moment)]
    return found


def _in_handovers(moment: Moment) -> Iterable[DayItem]:
    """Whose turn it is follows from how each stands: whoever can do nothing yet has nothing on their page."""
    me = moment.actor.staff_id
    nameless = Q(receiver=None, to_unit__in=moment.actor.leads) if moment.actor.may(Right.ASSIGN) else Q(pk=None)
    rows = with_status(Handover.objects.open()).filter(senders(me) | receivers(me) | nameless)
    rows = rows.select_related("case__citizen", "sender", "receiver").defer("case__citizen__search")
    for row in rows.order_by("accept_by")[: 3 * MOST]:
        names = {"citizen": row.case.citizen.name, "name": row.sender.name}
        text = _("%(citizen)s, from %(name)s") % names
        if row.receiver_id == me:
            label, by = _("Accept the handover, or return it"), row.accept_by
        elif row.sender_id == me and row.status == "returned":
            label, by, text = _("Write what is missing in the handover"), row.accept_by, names["citizen"]
        elif row.sender_id == me:
            label, by, text = _("Write what the next one has to know"), row.prepare_by, names["citizen"]
        else:
            label, by = _("Name who takes over"), row.accept_by
        yield DayItem(label, text, reverse("continuity:handover", args=[row.pk]), by)


def _to_answer(moment: Moment) -> Iterable[DayItem]:
    answered = HandoverAnswer.objects.filter(handover=OuterRef("pk"), asked=Asked.RECEIVER)
    rows = Handover.objects.filter(
        ~Exists(answered),
        receiver=moment.actor.staff_id,
        shifted_at__lte=moment.now - dt.timedelta(days=7),
        shifted_at__gt=moment.now - ASKS,
    ).exclude(ended_at=None)
    for row in rows.select_related("case__citizen").defer("case__citizen__search").order_by("shifted_at")[:MOST]:
        address = reverse("continuity:handover", args=[row.pk])
        yield DayItem(_("How did the handover go? One question"), row.case.citizen.name, f"{address}#answers")


def _standing_in(moment: Moment) -> Iterable[DayItem]:
    """For whom somebody stands in: the citizens came without asking, and stand in no list of what is new."""
    mine = Cover.objects.at(moment.now).filter(staff=moment.actor.staff_id, case__closed_on=None).order_by()
    counted = mine.values("absence__staff__name").annotate(cases=Count("case", distinct=True))
    for row in counted.order_by("absence__staff__name")[:MOST]:
        words = ngettext("You stand in for %(number)d citizen", "You stand in for %(number)d citizens", row["cases"])
        yield DayItem(
            words % {"number": row["cases"]},
            _("while %(name)s is away") % {"name": row["absence__staff__name"]},
            reverse("casework:work_list") + "?flag=standing_in",
        )


def _overdue(moment: Moment) -> Iterable[DayItem]:
    leads = moment.actor.leads
    late = (
        Handover.objects.open()
        .filter(Q(from_unit__in=leads) | Q(to_unit__in=leads), accept_by__lt=moment.today)
        .exclude(receiver=moment.actor.staff_id)
    )
    counted = late.aggregate(number=Count("pk"), first=Min("accept_by"))
    if number := counted["number"]:
        words = ngettext("%(number)d handover is overdue", "%(number)d handovers are overdue", number)
        yield DayItem(
            words % {"number": number},
            _("in the units you lead"),
            reverse("continuity:handovers") + "?show=late",
            counted["first"],
        )


def _away(moment: Moment) -> Iterable[DayItem]:
    member = Membership.objects.on(moment.today).filter(staff=OuterRef("staff"), unit__in=moment.actor.leads)
    covered = Cover.objects.helping(moment.now, moment.today).filter(case=OuterRef("case"))
    held = Assignment.objects.at(moment.now).filter(
        ~Exists(covered), staff__absences__in=Absence.objects.on(moment.today), case__closed_on=None
    )
    held = held.filter(Exists(member)).order_by()
    counted = held.values("staff__absences", "staff__name", "staff__absences__starts_on", "staff__absences__ended_on")
    running = counted.filter(
        Q(staff__absences__ended_on=None) | Q(staff__absences__ended_on__gt=moment.today),
        staff__absences__starts_on__lte=moment.today,
    ).annotate(cases=Count("case", distinct=True), absence=F("staff__absences"))
    for row in running.order_by("staff__name")[:MOST]:
        words = ngettext("%(number)d citizen has nobody", "%(number)d citizens have nobody", row["cases"])
        yield DayItem(
            words % {"number": row["cases"]},
            _("%(name)s is away") % {"name": row["staff__name"]},
            reverse("continuity:absence", args=[row["absence"]]),
            moment.today,
        )
