"""Every address of the house, room by room."""

from __future__ import annotations

from allauth.account import views as account_views
from django.urls import include, path
from django.views.i18n import set_language

from tovholder.accounts.permissions import open_page, page
from tovholder.accounts.views.signing_in import PasswordChange
from tovholder.web.health import healthz
from tovholder.web.kit_page import kit_view
from tovholder.web.views import accessibility_view, help_view

urlpatterns = [
    path("", include("tovholder.casework.urls")),
    path("", include("tovholder.continuity.urls")),
    path("", include("tovholder.accounts.urls")),
    # The kit knows no other room, so its pages are declared here.
    path(
        "",
        include(
            (
                [
                    path("help/", open_page(help_view), name="help"),
                    path("accessibility/", open_page(accessibility_view), name="accessibility"),
                    path("kit/", page()(kit_view), name="kit"),
                ],
                "web",
            )
        ),
    ),
    path("audit/", include("tovholder.audit.urls")),
    path("citizens/", include("tovholder.citizens.urls")),
    path("", include("tovholder.documents.urls")),
    path("", include("tovholder.rulebook.urls")),
    path("", include("tovholder.workload.urls")),
    path("", include("tovholder.waiting.urls")),
    path("", include("tovholder.cooperation.urls")),
    path("import/", include("tovholder.imports.urls")),
    path("figures/", include("tovholder.snapshots.urls")),
    path("published/", include("tovholder.published.urls")),
    path("", include("tovholder.plans.urls")),
    path("healthz", open_page(healthz), name="healthz"),
    path("language/", set_language, name="set_language"),
    # Of allauth only what staff need: signing in and out, passwords, second factors. Nobody signs up. Who may open each
    # stands in accounts/permissions.py.
    path("sign-in/", account_views.login, name="account_login"),
    path("sign-out/", account_views.logout, name="account_logout"),
    path("account/password/", PasswordChange.as_view(), name="account_change_password"),
    path("account/reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/2fa/", include("allauth.mfa.urls")),
]

handler403 = "tovholder.web.errors.permission_denied"
handler404 = "tovholder.web.errors.not_found"
handler500 = "tovholder.web.errors.server_error"
