"""What a case weighs and why, on its page; the load of its people, on the page of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.models import Unit
from tovholder.accounts.rights import Right
from tovholder.audit.history import Of
from tovholder.casework.access import CaseAccess
from tovholder.casework.contributions import Answers, Contribution, Fact, Moment, Told, UnitPart
from tovholder.casework.models import Case
from tovholder.citizens.models import TargetGroupSpell
from tovholder.workload.bars import bars
from tovholder.workload.models import USUAL, CaseSpecialty, CaseWeight, GroupWeight
from tovholder.workload.queries.units import load_of

WEIGHT_MEANS = _(
    "How much work the case takes; 1 is a case as most are. It is the weight that its caseworker or leader has given "
    "it, else that of its target group in the table. A weight is about the work and says nothing about the citizen."
)
LOAD_MEANS = _(
    "The weight of the open cases that somebody holds as caseworker, against the weight that they have room for. The "
    "figure “Load” is the same at the end of a day."
)


def asks(case: Any, moment: Moment) -> dict[str, QuerySet[Any, Any]]:
    """Whether it is open, its own weight, that of its target group, and the fields that it asks for."""
    own = CaseWeight.objects.until(moment.today).filter(case=case)[:1]
    group = TargetGroupSpell.objects.on(moment.today).filter(citizen__cases=case).values("target_group")[:1]
    table = GroupWeight.objects.until(moment.today).filter(target_group=Subquery(group))[:1]
    fields = CaseSpecialty.objects.on(moment.today).filter(case=case)
    return {
        "open": Case.objects.filter(pk=case, closed_on=None).order_by().values_list("pk"),
        "own": own.values_list("weight", "reason", "registered_by__name", "valid_from"),
        "group": table.values_list("weight", "target_group__code", "valid_from"),
        "fields": fields.order_by().values_list("specialty__name_da", "specialty__name_en", "is_needed"),
    }


def tells(answers: Answers, case_id: int, moment: Moment) -> Told:
    """The target group is for those who see the whole case, and so is what it makes the case weigh. A closed case
    takes no work."""
    found = Told()
    if not moment.actor.may(Right.SEE_WHOLE_CASE) or not answers["open"]:
        return found
    weight, why = _weight(answers)
    change = _("Change") if moment.actor.may(Right.WEIGH_CASE) else _("More")
    url = reverse("workload:case", args=[case_id])
    found.facts.append(Fact(_("Weight"), told(weight), why, WEIGHT_MEANS, url, change))
    english = (get_language() or "da").startswith("en")
    for is_needed, label in ((True, _("Asks for a caseworker who knows")), (False, _("Better with one who knows"))):
        names = sorted(en if english else da for da, en, needed in answers["fields"] if needed == is_needed)
        if names:
            found.facts.append(Fact(label, ", ".join(names)))
    return found


def _weight(answers: Answers) -> tuple[Decimal, str]:
    for weight, reason, who, since in answers["own"]:
        if weight is not None:
            values = {"reason": reason, "who": who or "", "day": date_format(since, "DATE_FORMAT")}
            return Decimal(str(weight)), gettext("%(reason)s (%(who)s, from %(day)s)") % values
    for weight, group, since in answers["group"]:
        values = {"group": group, "day": date_format(since, "DATE_FORMAT")}
        return Decimal(str(weight)), gettext("as cases of target group %(group)s since %(day)s") % values
    return USUAL, gettext("as most cases: nothing else is said")


def told(weight: Decimal) -> str:
    """A weight as people write it: 1,5 or 1.5, and 2 for two."""
    return number_format(weight.normalize() if weight % 1 else int(weight), force_grouping=True)


def unit_part(unit: Unit, below: list[int], moment: Moment) -> dict[str, Any]:
    load = load_of(unit, below, moment)
    may_say = moment.actor.may(Right.SET_CAPACITY) and (
        unit.pk in moment.actor.leads or moment.actor.may(Right.MANAGE_STAFF)
    )
    return {"load": load, "rows": bars(load), "may_say": may_say, "means": LOAD_MEANS, "unit": unit}


def history(access: CaseAccess) -> Iterable[Of]:
    return [Of(CaseWeight, case=access.case.pk), Of(CaseSpecialty, case=access.case.pk)]


WORKLOAD = Contribution(
    room="workload",
    asks=asks,
    tells=tells,
    unit_parts=(UnitPart("workload/unit_part.html", unit_part),),
    history=history,
)
