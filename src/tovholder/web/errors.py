"""Pages for what went wrong: they say what happened and what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def not_allowed(request: HttpRequest, right: Any, detail: str = "") -> HttpResponse:
    """403 with the right that is missing."""
    return render(request, "web/403.html", {"right": right, "detail": detail}, status=403)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return not_allowed(request, "", str(exception or ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "web/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: neither the menu nor the database may be what makes the page about a fault fail."""
    return HttpResponse(get_template("web/500.html").render({}), status=500)
