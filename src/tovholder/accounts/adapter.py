"""What allauth asks about staff."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tovholder.accounts import queries
from tovholder.accounts.actor import load_actor
from tovholder.accounts.landing import landing_page
from tovholder.accounts.models import SignInMethod, SignInRefusal, Staff
from tovholder.accounts.sign_ins import method_used, record

#: One wrong attempt is most often one's own.
_WORTH_TELLING = 2


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """429: the door is shut for a while, and this is what to do."""
    return render(request, "429.html", status=429)


class StaffAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many wrong attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are created by an administrator or an import; nobody signs up."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Shuts the door after too many wrong passwords, for the person and for the place they come from."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._record_failure(credentials, SignInRefusal.TOO_MANY)
            raise ImmediateHttpResponse(too_many_attempts(request)) from None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Who is tried, and nothing that the one who tries may choose: allauth's own key has the Host header with its
        port in it, and a new port for every attempt would open the door again."""
        return str(credentials.get("email", "")).strip().lower()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._record_failure(credentials, SignInRefusal.WRONG_PASSWORD)

    def reauthenticate(self, user: Staff, password: str) -> bool:
        """Whether it is the person's own password; throttled like a sign-in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def respond_user_inactive(self, request: HttpRequest, user: Staff) -> HttpResponse:
        """Only somebody with the right password comes here, so it tells nothing to strangers."""
        record(staff=user, how=method_used(request, user), at=timezone.now(), refused=SignInRefusal.DEACTIVATED)
        return render(request, "account/deactivated.html", status=403)

    def post_login(self, request: HttpRequest, user: Staff, **kwargs: Any) -> HttpResponse:
        """Tells the person when others have tried their door since they were here."""
        _last, failed = queries.failed_since_last_time(user, before=timezone.now())
        response = super().post_login(request, user, **kwargs)
        if failed >= _WORTH_TELLING:
            said = ngettext(
                "Since you last signed in there has been %(number)d failed attempt to sign in as you.",
                "Since you last signed in there have been %(number)d failed attempts to sign in as you.",
                failed,
            )
            messages.warning(request, said % {"number": failed})
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the day's work; for those who have none in cases, to the first thing in their menu."""
        actor = load_actor(staff_id=request.user.pk or 0, name="", today=timezone.localdate())
        return landing_page(actor)

    def clean_password(self, password: str, user: Staff | None = None) -> str:
        password = super().clean_password(password, user)
        if user is not None and user.check_password(password):
            raise ValidationError(_("This is the password you have already. Choose another."), code="same")
        return password

    def set_password(self, user: Staff, password: str) -> None:
        """A password that the person chose. Writes nothing else: somebody may be changing the rest of the row."""
        user.set_password(password)
        user.password_set_by_other_at = None
        user.save(update_fields=["password", "password_set_by_other_at"])

    def _record_failure(self, credentials: dict[str, Any], refused: str) -> None:
        staff = queries.staff_with_email(str(credentials.get("email", "")))
        record(staff=staff, how=SignInMethod.PASSWORD, at=timezone.now(), refused=refused)
