"""The same act on many cases: what is refused for one does not hold up the others, and each has its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.access import NeedsReason
from tovholder.casework.actions.participants import add_participant
from tovholder.casework.actions.reminders import set_reminder
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case


@dataclass(frozen=True)
class Outcome:
    """What became of one case of many; without faults it was done."""

    case_id: int
    faults: tuple[str, ...] = ()


def each(case_ids: Iterable[int], act: Callable[[int], object]) -> list[Outcome]:
    """Does `act` on each case in its own transaction, and says what became of each, in their order."""
    outcomes = []
    for case_id in case_ids:
        try:
            act(case_id)
            outcomes.append(Outcome(case_id))
        except Refused as refused:
            outcomes.append(Outcome(case_id, tuple(refused.faults)))
        except ChangedMeanwhile:
            outcomes.append(Outcome(case_id, (_("Somebody else changed it meanwhile."),)))
        except NotAllowed as refused:
            outcomes.append(Outcome(case_id, (refused.detail or _("You may not do this in the case."),)))
        except (NeedsReason, Case.DoesNotExist):
            outcomes.append(Outcome(case_id, (_("You may not do this in the case."),)))
    return outcomes


def remind(
    *, actor: Actor, case_ids: Iterable[int], due_on: dt.date, text: str, now: dt.datetime, today: dt.date
) -> list[Outcome]:
    """The actor's reminder on each case."""
    return each(
        case_ids,
        lambda case_id: set_reminder(actor=actor, case_id=case_id, due_on=due_on, text=text, now=now, today=today),
    )


def let_take_part(
    *,
    actor: Actor,
    case_ids: Iterable[int],
    unit_id: int,
    start: dt.date,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> list[Outcome]:
    """The project takes part in each case; who holds them stays as it is (requirement F2)."""
    return each(
        case_ids,
        lambda case_id: add_participant(
            actor=actor, case_id=case_id, unit_id=unit_id, start=start, reason=reason, now=now, today=today
        ),
    )
