"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.cooperation import views

app_name = "cooperation"
_CASE = "cases/<int:case_id>/course/"
_COURSE = f"{_CASE}<int:course_id>/"
urlpatterns = [
    path(_CASE, views.case, name="case"),
    path(f"{_CASE}judge/", views.judge, name="judge"),
    *(path(f"{_COURSE}{name}/", views.change, {"name": name}, name=name) for name in ("change", "start", "end")),
    path(f"{_COURSE}members/", views.add_member, name="add_member"),
    path(f"{_COURSE}members/<int:member_id>/left/", views.member_left, name="member_left"),
    path(f"{_COURSE}tasks/", views.add_task, name="add_task"),
    path(f"{_COURSE}tasks/<int:task_id>/", views.finish_task, name="finish_task"),
]
