"""Let somebody in, correct their details, give them a one-time password, close their access and open it again."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tovholder.accounts import queries
from tovholder.accounts.actions.common import managing, require_an_administrator
from tovholder.accounts.actions.memberships import begin
from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, store
from tovholder.accounts.models import Staff
from tovholder.accounts.seen import require_as_seen


def add_staff(
    *,
    actor: Actor,
    name: str,
    email: str,
    phone: str = "",
    role: str,
    unit_id: int,
    since: dt.date,
    password: str | None = None,
    now: dt.datetime,
) -> Staff:
    """Somebody new, with what they are from the first day. With a password (a one-time one) they can sign in."""
    with managing("add_staff", actor):
        staff = Staff(name=_in_one_line(name), email=email.strip().lower(), phone=phone.strip())
        if Staff.objects.filter(email=staff.email).exists():
            raise Refused([_("Somebody with that e-mail is here already.")])
        _give_password(staff, password, now)
        store(staff)
        begin(staff=staff, role=role, unit_id=unit_id, valid_from=since)
        return staff


def correct_staff(*, actor: Actor, staff_id: int, name: str, email: str, phone: str, mark: str) -> Staff:
    """Corrects how somebody is called and reached. Another e-mail is another name to sign in with."""
    with managing("correct_staff", actor):
        staff = _locked(staff_id)
        require_as_seen(staff, mark)
        staff.name, staff.email, staff.phone = _in_one_line(name), email.strip().lower(), phone.strip()
        if Staff.objects.filter(email=staff.email).exclude(pk=staff_id).exists():
            raise Refused([_("Somebody with that e-mail is here already.")])
        store(staff)
        return staff


def set_one_time_password(
    *, actor: Actor, staff_id: int, password: str, without_second_step: bool = False, now: dt.datetime
) -> Staff:
    """Gives somebody a password that has to be changed at the next sign-in, and ends their sessions.

    `without_second_step` also forgets the app, the passkeys and the recovery codes: the telephone is lost.
    """
    with managing("set_one_time_password", actor):
        staff = _locked(staff_id)
        if staff_id == actor.staff_id:
            raise Refused([_("Change your own password under My account.")])
        if not staff.is_active:
            raise Refused([_("%(name)s may not sign in. Open the access first.") % {"name": staff.name}])
        _give_password(staff, password, now)
        staff.sessions_ended_at = now
        staff.save(update_fields=["password", "password_set_by_other_at", "sessions_ended_at"])
        if without_second_step:
            Authenticator.objects.filter(user=staff).delete()
        return staff


def deactivate_staff(*, actor: Actor, staff_id: int, now: dt.datetime, today: dt.date) -> Staff:
    """Closes somebody's access at once: their sessions end, and cases they hold become cases whose holder is gone.

    What they are and were stays: memberships are ended on their own, with their date.
    """
    with managing("deactivate_staff", actor):
        if staff_id == actor.staff_id:
            raise Refused([_("You cannot close your own access. Ask another administrator.")])
        if queries.administrators_on(today).filter(staff=staff_id).exists():
            require_an_administrator(today, besides_staff=staff_id)
        staff = _locked(staff_id)
        if not staff.is_active:
            raise Refused([_("%(name)s may already not sign in.") % {"name": staff.name}])
        staff.is_active, staff.sessions_ended_at = False, now
        staff.save(update_fields=["is_active", "sessions_ended_at"])
        return staff


def reactivate_staff(*, actor: Actor, staff_id: int) -> Staff:
    """Opens somebody's access again, with the password they had. Old sessions stay ended."""
    with managing("reactivate_staff", actor):
        staff = _locked(staff_id)
        if staff.is_active:
            raise Refused([_("%(name)s may already sign in.") % {"name": staff.name}])
        staff.is_active = True
        staff.save(update_fields=["is_active"])
        return staff


def change_own_phone(*, actor: Actor, phone: str) -> Staff:
    """The one thing about oneself that others need and no administrator has to vouch for."""
    staff = Staff.objects.get(pk=actor.staff_id)
    staff.phone = phone.strip()
    store(staff)
    return staff


def _locked(staff_id: int) -> Staff:
    return Staff.objects.select_for_update(no_key=True).get(pk=staff_id)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _give_password(staff: Staff, password: str | None, now: dt.datetime) -> None:
    if password is not None:
        try:
            validate_password(password, staff)
        except ValidationError as error:
            raise Refused(error.messages) from None
        staff.password_set_by_other_at = now
    staff.set_password(password)
