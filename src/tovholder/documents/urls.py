"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.documents.views import case, counterparts

app_name = "documents"
_CASE = "cases/<int:case_id>/documents/"
urlpatterns = [
    path("documents/counterparts/", counterparts.counterparts, name="counterparts"),
    path(_CASE, case.case, name="case"),
    path(f"{_CASE}ask/", case.ask, name="ask"),
    path(f"{_CASE}unasked/", case.unasked, name="unasked"),
    *(
        path(f"{_CASE}<int:request_id>/{name}/", case.change, {"name": name}, name=name)
        for name in ("remind", "receive", "refuse", "withdraw")
    ),
    path(f"{_CASE}consents/", case.give_consent, name="give_consent"),
    path(f"{_CASE}consents/<int:consent_id>/withdraw/", case.withdraw_consent, name="withdraw_consent"),
    path(f"{_CASE}meetings/", case.plan_meeting, name="plan_meeting"),
    *(
        path(f"{_CASE}meetings/<int:meeting_id>/{name}/", case.change_meeting, {"name": name}, name=f"meeting_{name}")
        for name in ("hold", "cancel")
    ),
]
