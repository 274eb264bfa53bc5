"""What cases weigh, why, and what they ask of a caseworker."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from tovholder.casework.models import Case
from tovholder.citizens.models import ContactDetails
from tovholder.workload.languages import code_of
from tovholder.workload.models import CaseSpecialty, CaseWeight
from tovholder.workload.weighing import weight_on


def weights_of(cases: Collection[int], day: dt.date) -> dict[int, Decimal]:
    """What each case weighs on a day, in one query."""
    found = Case.objects.filter(pk__in=cases).annotate(weighs=weight_on(day)).order_by()
    return dict(found.values_list("pk", "weighs"))


@dataclass(frozen=True)
class Asked:
    """What a case asks of its caseworker: fields that are needed and wished, by id, and the language that an
    interpreter would speak (empty: none). With an interpreter anybody can have the case, so the language is a wish."""

    needed: frozenset[int] = frozenset()
    wished: frozenset[int] = frozenset()
    language: str = ""


def asked_by(cases: Collection[int], now: dt.datetime, day: dt.date) -> Mapping[int, Asked]:
    """What each case asks for on a day, in two queries; a case that asks for nothing is there too."""
    fields: dict[int, dict[bool, set[int]]] = defaultdict(lambda: {True: set(), False: set()})
    asked = CaseSpecialty.objects.on(day).filter(case__in=cases).order_by()
    for case, specialty, is_needed in asked.values_list("case", "specialty", "is_needed"):
        fields[case][is_needed].add(specialty)
    reached = ContactDetails.objects.filter(valid_from__lte=now, citizen__cases__in=cases)
    latest = reached.order_by("citizen__cases", "-valid_from").distinct("citizen__cases")
    words = dict(latest.values_list("citizen__cases", "interpreter_language"))
    return {
        case: Asked(
            frozenset(fields[case][True]),
            frozenset(fields[case][False]),
            code_of(word) if (word := words.get(case)) else "",
        )
        for case in cases
    }


def own_weights(case_id: int) -> QuerySet[CaseWeight]:
    """Every weight that somebody has given the case, what holds or is to hold last first."""
    return CaseWeight.objects.filter(case=case_id).select_related("registered_by")
