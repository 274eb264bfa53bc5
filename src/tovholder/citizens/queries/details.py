"""What is registered about one citizen, now and before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tovholder.citizens import cpr
from tovholder.citizens.models import (
    AddressProtection,
    BenefitSpell,
    Citizen,
    ContactDetails,
    Identity,
    TargetGroupSpell,
)


@dataclass(frozen=True)
class Number:
    """One of the numbers a person has had, masked."""

    masked: str
    valid_from: dt.date
    is_test: bool
    holds: bool


@dataclass(frozen=True)
class Details:
    """One citizen, with what holds now and what was before."""

    citizen: Citizen
    contact: ContactDetails | None
    earlier_contacts: list[ContactDetails]
    numbers: list[Number]
    protections: list[AddressProtection]
    is_protected: bool


def details_of(citizen: Citizen, *, now: dt.datetime, today: dt.date) -> Details:
    """Three queries."""
    contacts = list(ContactDetails.objects.filter(citizen=citizen).select_related("registered_by"))
    protections = list(AddressProtection.objects.filter(citizen=citizen).order_by("-start"))
    holding = next((row for row in contacts if row.valid_from <= now), None)
    return Details(
        citizen=citizen,
        contact=holding,
        earlier_contacts=[row for row in contacts if holding and row.valid_from < holding.valid_from],
        numbers=_numbers(citizen, today),
        protections=protections,
        is_protected=any(row.runs_on(today) for row in protections),
    )


def _numbers(citizen: Citizen, today: dt.date) -> list[Number]:
    rows = list(Identity.objects.filter(citizen=citizen).order_by("-valid_from"))
    holding = next((row for row in rows if row.valid_from <= today), None)
    return [
        Number(
            masked=cpr.masked(row.cpr, show_birth_date=True),
            valid_from=row.valid_from,
            is_test=int(row.cpr[:2]) > cpr.TEST_DAYS,
            holds=row is holding,
        )
        for row in rows
    ]


def number_on(citizen_id: int, day: dt.date) -> str:
    """The ten digits that hold on a day; empty when there are none. For those with the right to see them."""
    held = Identity.objects.filter(citizen=citizen_id, valid_from__lte=day).order_by("-valid_from")
    return held.values_list("cpr", flat=True).first() or ""


def benefit_spells(citizen: Citizen) -> list[BenefitSpell]:
    """The newest first."""
    return list(BenefitSpell.objects.filter(citizen=citizen).select_related("benefit").order_by("-start", "-pk"))


def target_group_spells(citizen: Citizen) -> list[TargetGroupSpell]:
    """The newest first."""
    return list(
        TargetGroupSpell.objects.filter(citizen=citizen).select_related("target_group").order_by("-start", "-pk")
    )
