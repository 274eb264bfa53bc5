"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.waiting.views import case, page

app_name = "waiting"
urlpatterns = [
    path("waits/", page.waits, name="waits"),
    path("waits/<slug:wait>/", page.kind, name="kind"),
    path("waits/<slug:wait>/threshold/", page.threshold, name="threshold"),
    path("cases/<int:case_id>/waits/", case.case, name="case"),
    path("cases/<int:case_id>/waits/<int:pause_id>/", case.resume, name="resume"),
]
