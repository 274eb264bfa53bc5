"""What a page declares about who may open it. A view without a declaration fails Django's check, and so the build."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.checks import CheckMessage, Error, register
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right

View = Callable[..., HttpResponse]

#: Sign-in, errors, health: nobody has to be signed in.
OPEN = "open"
#: Anyone who is signed in, whatever their role.
SIGNED_IN = "signed in"

#: Views that others wrote (allauth, Django) and what they declare, by module.
DECLARED_ELSEWHERE = {
    "allauth.account.views": SIGNED_IN,
    "allauth.mfa": SIGNED_IN,
    "django.views.i18n": OPEN,
    "django.views.static": OPEN,
    "django.contrib.staticfiles": OPEN,
}


class StaffRequest(HttpRequest):
    """A request with the person who acts on it. Only for annotations."""

    actor: Actor


def page(*rights: Right) -> Callable[[View], View]:
    """Declares that a view needs one of these rights (without any: that one is signed in)."""

    def declare(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if rights and not any(request.actor.may(right) for right in rights):
                request.actor.require(rights[0])
            return view(request, *args, **kwargs)

        guarded.declared = rights or SIGNED_IN  # type: ignore[attr-defined]
        return guarded

    return declare


def open_page(view: View) -> View:
    """Declares that anybody may open a view, signed in or not."""
    view.declared = OPEN  # type: ignore[attr-defined]
    return view


def all_patterns(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every address the project answers, with its pattern."""
    found: list[tuple[str, URLPattern]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        found += all_patterns(entry, path) if isinstance(entry, URLResolver) else [(path, entry)]
    return found


def declared(pattern: URLPattern) -> tuple[Right, ...] | str | None:
    """What a view declares: rights, OPEN, SIGNED_IN, or None when it declares nothing."""
    view = pattern.callback
    if (own := getattr(view, "declared", None)) is not None:
        return own
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return next((what for start, what in DECLARED_ELSEWHERE.items() if module.startswith(start)), None)


@register()
def every_view_declares_who_may_open_it(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The view behind /{path} does not say who may open it.",
            hint="Decorate it with @page(Right.…), @page() or @open_page from tovholder.accounts.permissions.",
            id="tovholder.E001",
        )
        for path, pattern in all_patterns()
        if declared(pattern) is None
    ]
