"""When a session ends: after a working day, after a while without a request, and whenever its person's sessions do.

That it ends with the browser is the cookie's doing; that another password or a deactivation ends it is checked by
Django against `Staff._get_session_auth_hash`. The two ends that depend on the clock are kept here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
#: Left behind in the session of nobody, so that the sign-in page can say why one is there.
ENDED = "session_ended"

IDLE, LONG = "idle", "long"
#: The time of the last request is written this often and no more: reading pages should not write rows.
_WRITTEN_EVERY = dt.timedelta(minutes=1)


def why_ended(session: SessionBase, now: dt.datetime) -> str:
    """IDLE, LONG, or empty while the session goes on. One without its times is of another making, and has ended."""
    begun, seen = session.get(SIGNED_IN_AT), session.get(SEEN_AT)
    if begun is None or seen is None:
        return LONG
    if now.timestamp() - begun >= settings.SESSION_COOKIE_AGE:
        return LONG
    # The time on record may be old by as much as it is seldom written.
    idle = dt.timedelta(minutes=settings.IDLE_MINUTES) + _WRITTEN_EVERY
    return IDLE if now.timestamp() - seen >= idle.total_seconds() else ""


class SessionEndsMiddleware:
    """Stands after authentication and before everything that asks who is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            if reason := why_ended(request.session, now):
                logout(request)
                request.session[ENDED] = reason
            elif now.timestamp() - request.session[SEEN_AT] >= _WRITTEN_EVERY.total_seconds():
                request.session[SEEN_AT] = now.timestamp()
        return self.get_response(request)


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest | None, **_: Any) -> None:
    """Notes when the session began."""
    if request is not None:
        request.session.pop(ENDED, None)
        request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = timezone.now().timestamp()
