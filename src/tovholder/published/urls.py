"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.published.views import fetching
from tovholder.published.views import publications as views

app_name = "published"
urlpatterns = [
    path("", views.list_, name="list"),
    path("fetch/", fetching.fetch, name="fetch"),
    path("fetch/progress/", fetching.progress, name="progress"),
    path("fetch/<int:fetch_id>/stop/", fetching.stop, name="stop"),
    path("<int:publication_id>/", views.publication, name="publication"),
    path("<int:publication_id>/again/", views.again, name="again"),
    path("<int:publication_id>/revised.csv", views.revised, name="revised"),
]
