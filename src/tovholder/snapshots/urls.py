"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.snapshots.views import facts, figures, making

app_name = "snapshots"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("export/", figures.export, name="export"),
    path("facts/", facts.facts, name="facts"),
    path("snapshots/", making.list_, name="list"),
    path("snapshots/make/", making.make, name="make"),
    path("snapshots/progress/", making.progress, name="progress"),
    path("snapshots/<int:making_id>/stop/", making.stop, name="stop"),
]
