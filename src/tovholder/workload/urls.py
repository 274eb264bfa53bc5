"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.workload.views import case, staff, table

app_name = "workload"
urlpatterns = [
    path("weights/", table.weights, name="weights"),
    path("weights/fields/", table.add_specialty, name="add_specialty"),
    path("weights/fields/<int:specialty_id>/end/", table.end_specialty, name="end_specialty"),
    path("cases/<int:case_id>/weight/", case.case, name="case"),
    path("cases/<int:case_id>/weight/set/", case.weigh, name="weigh"),
    path("cases/<int:case_id>/weight/fields/", case.fields, name="ask_for"),
    path("room/<int:staff_id>/", staff.person, name="person"),
    path("room/<int:staff_id>/capacity/", staff.capacity, name="capacity"),
    path("room/<int:staff_id>/languages/", staff.languages, name="languages"),
    path("room/<int:staff_id>/fields/", staff.specialties, name="specialties"),
]
