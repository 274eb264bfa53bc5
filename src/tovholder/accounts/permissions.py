"""What a page declares about who may open it. A view without a declaration fails Django's check, and so the build.

The declaration is also what is enforced: `ActorMiddleware` asks it before any view runs, so that a view which others
wrote is kept to what is said of it here, and one that says nothing is shown to nobody.
"""

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
Declared = tuple[Right, ...] | str

#: Sign-in, errors, health: nobody has to be signed in.
OPEN = "open"
#: Anyone who is signed in, whatever their role.
SIGNED_IN = "signed in"
#: Between the password and the second factor: allauth lets nobody in who has not given the first.
SIGNING_IN = "signing in"

#: Views that others wrote and what they declare, each by its own name: one that comes with a new version declares
#: nothing and fails the check.
DECLARED_ELSEWHERE: dict[str, str] = {
    "allauth.account.views.LoginView": OPEN,
    # Also how somebody gives up between the password and the second factor; to a stranger it does nothing.
    "allauth.account.views.LogoutView": OPEN,
    "allauth.account.views.ReauthenticateView": SIGNED_IN,
    "allauth.mfa.base.views.AuthenticateView": SIGNING_IN,
    "allauth.mfa.base.views.IndexView": SIGNED_IN,
    "allauth.mfa.base.views.ReauthenticateView": SIGNED_IN,
    "allauth.mfa.totp.views.ActivateTOTPView": SIGNED_IN,
    "allauth.mfa.totp.views.DeactivateTOTPView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.ViewRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.GenerateRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.recovery_codes.views.DownloadRecoveryCodesView": SIGNED_IN,
    "allauth.mfa.webauthn.views.LoginWebAuthnView": OPEN,
    "allauth.mfa.webauthn.views.ListWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.AddWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.EditWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.RemoveWebAuthnView": SIGNED_IN,
    "allauth.mfa.webauthn.views.ReauthenticateWebAuthnView": SIGNED_IN,
    "django.views.i18n.set_language": OPEN,
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
            require_one_of(request.actor, rights)
            return view(request, *args, **kwargs)

        guarded.declared = rights or SIGNED_IN  # type: ignore[attr-defined]
        return guarded

    return declare


def open_page(view: View) -> View:
    """Declares that anybody may open a view, signed in or not."""
    view.declared = OPEN  # type: ignore[attr-defined]
    return view


def require_one_of(actor: Actor, rights: tuple[Right, ...]) -> None:
    """Raises NotAllowed when the actor has none of the rights that a page asks for."""
    if rights and not any(actor.may(right) for right in rights):
        actor.require(rights[0])


def all_patterns(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every address the project answers, with its pattern."""
    found: list[tuple[str, URLPattern]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        found += all_patterns(entry, path) if isinstance(entry, URLResolver) else [(path, entry)]
    return found


def declared(view: Callable[..., Any]) -> Declared | None:
    """What a view declares: rights, OPEN, SIGNED_IN, SIGNING_IN, or None when it declares nothing."""
    origin = getattr(view, "view_class", view)
    if (own := getattr(view, "declared", None) or getattr(origin, "declared", None)) is not None:
        return own
    name = f"{getattr(origin, '__module__', '')}.{getattr(origin, '__qualname__', '')}"
    return DECLARED_ELSEWHERE.get(name)


@register()
def every_view_declares_who_may_open_it(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The view behind /{path} does not say who may open it.",
            hint="Decorate it with @page(Right.…), @page() or @open_page from tovholder.accounts.permissions.",
            id="tovholder.E001",
        )
        for path, pattern in all_patterns()
        if declared(pattern.callback) is None
    ]
