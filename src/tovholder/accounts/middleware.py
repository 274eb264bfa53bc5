"""Puts the actor on the request, keeps every view to what it declares, and names the person behind every change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tovholder.accounts.actor import Actor, NotAllowed, load_actor
from tovholder.accounts.permissions import OPEN, SIGNING_IN, declared, require_one_of
from tovholder.accounts.sign_in_page import to_sign_in
from tovholder.web.errors import not_allowed

NOBODY = Actor(staff_id=0, name="")

#: What somebody with a password chosen by another may open before it is changed.
_BEFORE_A_PASSWORD_OF_ONES_OWN = {"account_change_password", "account_logout", "set_language", "healthz"}


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            request.actor = NOBODY  # type: ignore[attr-defined]
            return self.get_response(request)
        request.actor = load_actor(staff_id=user.pk, name=user.name, today=timezone.localdate())  # type: ignore[attr-defined]
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with pghistory.context(staff=user.pk):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Everything is closed that does not say it is open, whoever wrote it."""
        declaration = declared(view)
        if declaration is None:
            raise LookupError(f"the view behind {request.path} does not say who may open it")
        if declaration in {OPEN, SIGNING_IN}:
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        match = request.resolver_match
        if request.user.password_set_by_other_at and match and match.view_name not in _BEFORE_A_PASSWORD_OF_ONES_OWN:
            return redirect(reverse("account_change_password"))
        if isinstance(declaration, tuple):
            try:
                require_one_of(request.actor, declaration)  # type: ignore[attr-defined]
            except NotAllowed as missing:
                return self.process_exception(request, missing)  # Django does not ask it about this method
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return not_allowed(request, exception.right.label, exception.detail)
        return None
