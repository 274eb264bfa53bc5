"""Pages that somebody opens by an address that they were given, without signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


def unlisted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Neither indexed nor kept; the house's pages send their address to nobody else anyway (SECURE_REFERRER_POLICY:
    the address is left out of what goes to another site, and kept for our own check of forms). In what we log such an
    address is masked: `web.masking` knows where they begin."""

    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    answered.is_unlisted = True  # type: ignore[attr-defined]
    return answered
