"""Every sign-in and every failed one becomes a row: who looks at their own sees a stranger at the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from tovholder.accounts.models import SignIn, SignInMethod, SignInRefusal, Staff

_SECOND_FACTORS = {
    Authenticator.Type.TOTP: SignInMethod.APP,
    Authenticator.Type.RECOVERY_CODES: SignInMethod.RECOVERY_CODE,
    Authenticator.Type.WEBAUTHN: SignInMethod.SECURITY_KEY,
}


def record(*, staff: Staff | None, how: str, at: dt.datetime, refused: str = "") -> SignIn:
    """`staff` is None where nobody has the e-mail that was typed; what was typed is not kept."""
    return SignIn.objects.create(staff=staff, how=how, at=at, refused=refused)


def method_used(request: HttpRequest, staff: Staff) -> str:
    """With what somebody has shown who they are in this session so far."""
    records = get_authentication_records(request, staff)
    if any(step.get("passwordless") for step in records):
        return SignInMethod.PASSKEY
    factors = [_SECOND_FACTORS.get(step.get("type")) for step in records if step["method"] == "mfa"]
    return factors[-1] if factors and factors[-1] else SignInMethod.PASSWORD


@receiver(user_logged_in)
def _signed_in(sender: Any, request: HttpRequest, user: Staff, **_: Any) -> None:
    record(staff=user, how=method_used(request, user), at=timezone.now())


@receiver(authentication_failed)
def _wrong_code(sender: Any, user: Staff, authenticator: Authenticator, **_: Any) -> None:
    how = _SECOND_FACTORS[Authenticator.Type(authenticator.type)]
    record(staff=user, how=how, at=timezone.now(), refused=SignInRefusal.WRONG_CODE)
