"""Citizens, what they live on and the groups they belong to, as tidy tables: no name, no number, no address.

What counts as support is the house's own reading (docs/tables.md) and not a code list of the state's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, Value
from django.db.models.fields import CharField, FloatField
from django.db.models.functions import TruncMonth

from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute
from tovholder.citizens.models import Benefit, BenefitSpell, Citizen, Code, TargetGroup, TargetGroupSpell

ROOM = "citizens"

#: Public support on which somebody without an activity is passive. Not SU, efterløn, pensions of one's own choice,
#: parental leave, or a wage with a supplement.
SUPPORT = frozenset(
    {
        "a-dagpenge",
        "foertidspension",
        "integrationsydelse",
        "kontanthjaelp",
        "ledighedsydelse",
        "overgangsydelse",
        "ressourceforloebsydelse",
        "revalideringsydelse",
        "shy",
        "sygedagpenge",
        "uddannelseshjaelp",
    }
)
#: With a job-ready target group: unemployed.
UNEMPLOYMENT = frozenset({"a-dagpenge", "integrationsydelse", "kontanthjaelp", "overgangsydelse", "shy"})
JOB_READY = frozenset({"6.1", "6.2"})
#: Statistics break here (act 1750 and before it the reform of kontanthjælp).
ONE_KONTANTHJAELP = (
    "benefit_spells",
    dt.date(2025, 7, 1),
    "Én kontanthjælp afløser uddannelseshjælp, overgangsydelse og selvforsørgelses- og hjemrejseydelse",
    "One kontanthjælp replaces education benefit, transition benefit, and self-support and repatriation benefit",
)


def citizens(taken: Taken) -> Iterable[Row]:
    return Citizen.objects.order_by("pk").values_list("pk", TruncMonth("born_on"))


def benefit_spells(taken: Taken) -> Iterable[Row]:
    degree = Value(None, output_field=FloatField(null=True))
    rows = BenefitSpell.objects.order_by("pk")
    return rows.values_list("citizen", "benefit__code", degree, F("start"), F("end"))


def target_group_spells(taken: Taken) -> Iterable[Row]:
    contact = Value(None, output_field=CharField(null=True))
    rows = TargetGroupSpell.objects.order_by("pk")
    return rows.values_list("citizen", "target_group__code", contact, F("start"), F("end"))


def benefit_types(taken: Taken) -> Iterable[Row]:
    return types_of_benefits(Benefit.objects.all())


def types_of_benefits(benefits: Iterable[Code]) -> list[Row]:
    return [(benefit.code, benefit.code in SUPPORT, benefit.code in UNEMPLOYMENT) for benefit in benefits]


def target_group_types(taken: Taken) -> Iterable[Row]:
    return types_of_groups(TargetGroup.objects.all())


def types_of_groups(groups: Iterable[Code]) -> list[Row]:
    return [(group.code, group.code in JOB_READY) for group in groups]


def breaks(taken: Taken) -> Iterable[Row]:
    return [ONE_KONTANTHJAELP]


def codes(taken: Taken) -> Iterable[Row]:
    return names_of(Benefit.objects.all(), TargetGroup.objects.all())


def names_of(benefits: Iterable[Code], groups: Iterable[Code]) -> list[Row]:
    lists = (("benefit", benefits), ("target_group", groups))
    return [(list_, row.code, row.name_da, row.name_en) for list_, rows in lists for row in rows]


def register() -> None:
    for table, rows, model in (
        ("citizens", citizens, Citizen),
        ("benefit_spells", benefit_spells, BenefitSpell),
        ("target_group_spells", target_group_spells, TargetGroupSpell),
        ("benefit_types", benefit_types, Benefit),
        ("target_group_types", target_group_types, TargetGroup),
        ("codes", codes, Benefit),
    ):
        contribute(TidyRows(ROOM, table, rows, model.objects.count))
    contribute(TidyRows(ROOM, "breaks", breaks, lambda: 1))
