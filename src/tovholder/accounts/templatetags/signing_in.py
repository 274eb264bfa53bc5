"""What the pages of signing in ask about a person and an address."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings
from django.http import HttpRequest

from tovholder.accounts.models import Staff
from tovholder.accounts.sessions import SIGNED_IN_AT

register = template.Library()


@dataclass(frozen=True)
class SecondFactors:
    """What somebody has besides the password."""

    app: bool
    keys: int
    codes: int

    @property
    def any(self) -> bool:
        return self.app or bool(self.keys)


@register.simple_tag
def second_factors(staff: Staff) -> SecondFactors:
    """`{% second_factors staff as factors %}`: one query."""
    found = list(Authenticator.objects.filter(user=staff))
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return SecondFactors(
        app=any(one.type == Authenticator.Type.TOTP for one in found),
        keys=sum(one.type == Authenticator.Type.WEBAUTHN for one in found),
        codes=len(codes.wrap().get_unused_codes()) if codes else 0,
    )


@register.simple_tag
def passkeys_possible(request: HttpRequest) -> bool:
    """A passkey belongs to a name, so browsers make none for an address of numbers such as 127.0.0.1."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


@register.simple_tag
def idle_seconds() -> int:
    """How long a session lasts without a request."""
    return settings.IDLE_MINUTES * 60


@register.simple_tag
def session_ends_at(request: HttpRequest) -> int:
    """When the session ends however busy it is, in seconds since 1970."""
    return int(request.session.get(SIGNED_IN_AT, 0) + settings.SESSION_COOKIE_AGE)
