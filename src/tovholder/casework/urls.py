"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.casework import case_urls
from tovholder.casework.views import open_case, reasons, unit

app_name = "casework"
urlpatterns: list = [
    *case_urls.urlpatterns,
    path("citizens/<int:citizen_id>/open-case/", open_case.open_case, name="open_case"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("units/", unit.unit_list, name="units"),
    path("units/<int:unit_id>/", unit.unit, name="unit"),
]
