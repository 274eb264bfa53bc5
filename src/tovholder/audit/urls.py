"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.audit import views

app_name = "audit"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("lookups/<int:citizen_id>/", views.lookups, name="lookups"),
    path("lookups/<int:citizen_id>/export/", views.export, name="export"),
]
