"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.list_, name="list"),
    path("tables/", views.tables, name="tables"),
    path("templates.zip", views.templates, name="templates"),
    path("<int:run_id>/", views.run, name="run"),
    path("<int:run_id>/progress/", views.progress, name="progress"),
    path("<int:run_id>/stop/", views.stop, name="stop"),
    path("<int:run_id>/report.csv", views.report, name="report"),
]
