"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.casework import case_urls
from tovholder.casework.views import bulk, my_day, open_case, reasons, unit, worklist

app_name = "casework"
urlpatterns = [
    path("", my_day.day, name="my_day"),
    path("cases/", worklist.work_list, name="work_list"),
    path("cases/search/", worklist.search, name="work_list_search"),
    path("cases/columns/", worklist.choose_columns, name="work_list_columns"),
    path("cases/filters/", worklist.save_filter, name="work_list_save_filter"),
    path("cases/filters/<int:filter_id>/delete/", worklist.delete_filter, name="work_list_delete_filter"),
    path("cases/export/", worklist.export_list, name="work_list_export"),
    path("cases/bulk/", bulk.bulk, name="bulk"),
    *case_urls.urlpatterns,
    path("citizens/<int:citizen_id>/open-case/", open_case.open_case, name="open_case"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("units/", unit.unit_list, name="units"),
    path("units/<int:unit_id>/", unit.unit, name="unit"),
]
