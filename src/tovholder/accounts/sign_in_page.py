"""The way to the sign-in page and back to where one was."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sends somebody who is not signed in to the sign-in page.

    A part of a page that htmx asked for sends the whole page there. What was posted cannot be repeated after signing
    in, so one comes back to the page it was posted from.
    """
    wanted = request.get_full_path()
    is_part = request.headers.get("HX-Request") == "true"
    if is_part or request.method not in {"GET", "HEAD"}:
        wanted = _page_it_came_from(request)
    response = redirect_to_login(wanted, resolve_url(settings.LOGIN_URL))
    if is_part:
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response


def _page_it_came_from(request: HttpRequest) -> str:
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
