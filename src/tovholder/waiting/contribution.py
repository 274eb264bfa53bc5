"""What the room brings to the page of a case: that a clock is paused, and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.accounts.rights import Right
from tovholder.casework import wait_kinds
from tovholder.casework.contributions import Answers, Contribution, Moment, Notice, Told, Way
from tovholder.waiting.history import history
from tovholder.waiting.models import Pause


def asks(case: Any, moment: Moment) -> dict[str, QuerySet[Any, Any]]:
    """The pauses of the case that run."""
    running = Pause.objects.filter(Q(end=None) | Q(end__gt=moment.today), case=case, start__lte=moment.today)
    return {"pauses": running.order_by().values_list("kind", "start", "reason")}


def tells(answers: Answers, case_id: int, moment: Moment) -> Told:
    """Whoever reads what is waited for reads that its days do not count just now."""
    found = Told()
    if moment.actor.may(Right.SEE_WHOLE_CASE):
        url = reverse("waiting:case", args=[case_id])
        for key, start, reason in answers["pauses"]:
            kind = wait_kinds.find(key)
            text = f"{kind.name if kind else key}: {reason}"
            found.notices.append(Notice(_("The clock is paused"), text, url, icon="hourglass", since=start))
    return found


CONTRIBUTION = Contribution(
    room="waiting",
    asks=asks,
    tells=tells,
    history=history,
    ways=(Way(gettext_lazy("Waiting times"), "waiting:case", Right.SEE_WHOLE_CASE, 30),),
)
