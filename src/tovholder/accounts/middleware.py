"""Puts the actor on the request and the person behind every change into its history."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tovholder.accounts.actor import Actor, NotAllowed, load_actor
from tovholder.web.errors import not_allowed

NOBODY = Actor(staff_id=0, name="")


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

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return not_allowed(request, exception.right.label, exception.detail)
        return None
