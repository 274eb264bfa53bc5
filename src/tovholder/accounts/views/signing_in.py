"""The page on which a password is changed."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from tovholder.accounts.landing import landing_page
from tovholder.accounts.permissions import SIGNED_IN


class PasswordChange(PasswordChangeView):
    """Changing it because one wants to, or because an administrator chose it: then there is no way around it."""

    declared = SIGNED_IN

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise PermissionDenied(_("You have no password here. An administrator can give you a one-time password."))
        self.given = request.user.is_authenticated and request.user.password_set_by_other_at is not None
        return super().dispatch(request, *args, **kwargs)

    def get_default_success_url(self) -> str:
        if not self.given:
            return reverse("accounts:account")
        return landing_page(self.request.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs) | {"given": self.given}
        return shown | {"frame": "web/plain.html"} if self.given else shown
