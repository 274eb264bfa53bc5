"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.casework import case_urls
from tovholder.casework.views import unit

app_name = "casework"
urlpatterns: list = [
    *case_urls.urlpatterns,
    path("units/", unit.unit_list, name="units"),
    path("units/<int:unit_id>/", unit.unit, name="unit"),
]
