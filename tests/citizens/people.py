"""Citizens with the details that these tests are about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories import LONG_AGO, Factory
from tovholder.accounts.models import Staff
from tovholder.citizens.models import AddressProtection, Citizen, ContactDetails, Identity

#: Fits modulus 11; day of birth 1 January 1990.
NUMBER = "0101901234"


def person(
    _make: Factory,
    given_name: str = "Bo",
    family_name: str = "Prøve",
    *,
    cpr: str = "",
    born_on: dt.date | None = None,
    town: str = "",
    protected: bool = False,
    **contact: Any,
) -> Citizen:
    citizen = Citizen.objects.create(given_name=given_name, family_name=family_name, born_on=born_on)
    if cpr:
        Identity.objects.create(citizen=citizen, cpr=cpr, valid_from=LONG_AGO)
    if town or contact:
        ContactDetails.objects.create(
            citizen=citizen, valid_from=timezone.now() - dt.timedelta(days=30), city=town, **contact
        )
    if protected:
        AddressProtection.objects.create(citizen=citizen, start=LONG_AGO)
    return citizen


def signed_in(staff: Staff, language: str = "en") -> Client:
    """Somebody signed in, who reads English unless said otherwise: the tests quote what stands in the code."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(staff)
    return client
