"""What each case of a page waits for: casework's own waits, in one query for all of them.

The definitions are those of `casework/thread.py`; here they are asked of many cases at once.
"""

from __future__ import annotations

from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.casework.contributions import Moment, Wait
from tovholder.casework.each import Each
from tovholder.casework.models import Case, Conversation
from tovholder.casework.queries import shifts
from tovholder.casework.slots import Question, kept, moment_of_slots, one_of, slot_of_numbers, values_of, written
from tovholder.casework.worklist import facts


def waits_of(case_ids: list[int], moment: Moment) -> dict[int, list[Wait]]:
    """The waits that run now, the longest first. Cases that wait for nothing are left out."""
    question = kept("waits", _written)
    rows = question.ask(values_of(moment, ids=case_ids))
    found: dict[int, list[Wait]] = {}
    for case_id, opened_on, holder_id, since, ever_held, spoken_with_holder in rows:
        waits = []
        if not ever_held:
            waits.append(Wait(kind="first", label=_("the first conversation"), since=opened_on))
        if since and holder_id is None:
            waits.append(Wait(kind="vacancy", label=_("a caseworker"), since=timezone.localdate(since)))
        elif since and ever_held and not spoken_with_holder:
            waits.append(
                Wait(kind="new_holder", label=_("a conversation with the new one"), since=timezone.localdate(since))
            )
        if waits:
            found[case_id] = sorted(waits, key=lambda wait: wait.since)
    return found


def _written() -> Question:
    """Of each case: its id, when it was opened, who holds it, since when, whether anybody and whether the one who
    holds it has spoken with the citizen."""
    moment = moment_of_slots()
    with_holder = Conversation.objects.filter(
        case=OuterRef("pk"), held_at__gte=OuterRef("since"), staff=OuterRef("holder_id")
    ).order_by()
    found = Case.objects.filter(one_of("pk", slot_of_numbers("ids"))).order_by()
    found = found.annotate(
        holder_id=shifts.holder(moment.now), since=shifts.held_since(moment.now), ever_held=Each(facts.held())
    )
    found = found.annotate(spoken_with_holder=Each(with_holder))
    return written(found.values_list("pk", "opened_on", "holder_id", "since", "ever_held", "spoken_with_holder"))
