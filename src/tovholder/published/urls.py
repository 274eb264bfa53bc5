"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.published import views

app_name = "published"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<int:publication_id>/", views.publication, name="publication"),
    path("<int:publication_id>/again/", views.again, name="again"),
    path("<int:publication_id>/revised.csv", views.revised, name="revised"),
]
