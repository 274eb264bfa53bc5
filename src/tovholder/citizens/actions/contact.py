"""How to reach a citizen: every change is a new row with its moment, so that what was said before can be shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.citizens.actions.common import enter, tidy
from tovholder.citizens.models import Citizen, ContactDetails


@dataclass(frozen=True)
class Contact:
    """All of how to reach a citizen; an empty `interpreter_language` says that no interpreter is needed."""

    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    interpreter_language: str = ""

    @classmethod
    def of(cls, row: ContactDetails | None) -> Contact:
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__}) if row else cls()

    @property
    def tidied(self) -> Contact:
        return Contact(**{name: tidy(value) for name, value in asdict(self).items()})


def change_contact(
    *, actor: Actor, citizen_id: int, read_id: int | None, contact: Contact, now: dt.datetime, today: dt.date
) -> ContactDetails | None:
    """The citizen is reached this way from now on. `read_id` is the row that the person saw (None: there was none).

    Nothing is written when nothing differs. Returns the row that holds now. Raises ChangedMeanwhile, Refused.
    """
    with act("change_contact", actor):
        citizen = enter(actor, citizen_id, Right.EDIT_CITIZEN, now=now, today=today)
        holds = current_contact(citizen.pk, now)
        if holds and holds.pk != read_id:
            raise ChangedMeanwhile(holds)
        if contact.tidied == Contact.of(holds):
            return holds
        return _write(citizen, contact, actor, now)


def current_contact(citizen_id: int, now: dt.datetime) -> ContactDetails | None:
    """How to reach a citizen at a moment."""
    return ContactDetails.objects.filter(citizen=citizen_id, valid_from__lte=now).order_by("-valid_from").first()


def first_contact(citizen: Citizen, contact: Contact, actor: Actor, now: dt.datetime) -> None:
    """What is known of somebody who is being registered; no row when nothing is."""
    if contact.tidied != Contact():
        _write(citizen, contact, actor, now)


def _write(citizen: Citizen, contact: Contact, actor: Actor, now: dt.datetime) -> ContactDetails:
    tidied = contact.tidied
    faults = []
    if tidied.postcode and not (tidied.postcode.isascii() and tidied.postcode.isdigit() and len(tidied.postcode) == 4):
        faults.append(_("A Danish postcode has four digits."))
    if faults:
        raise Refused(faults)
    row = ContactDetails(
        citizen=citizen, valid_from=now, registered_at=now, registered_by_id=actor.staff_id, **asdict(tidied)
    )
    store(row)
    return row
