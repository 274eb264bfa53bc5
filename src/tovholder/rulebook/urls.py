"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.rulebook.views import case, rules, units

app_name = "rulebook"
urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:rule_id>/", rules.rule, name="rule"),
    path("rules/<str:rule_id>/new/", rules.new, name="new"),
    path("rules/<str:rule_id>/end/", rules.end, name="end"),
    path("rules/<str:rule_id>/verify/", rules.verify, name="verify"),
    path("rules/<str:rule_id>/take-back/", rules.take_back, name="take_back"),
    path("cases/<int:case_id>/dates/", case.case, name="case"),
    path("cases/<int:case_id>/dates/exempt/", case.exempt, name="exempt"),
    path("cases/<int:case_id>/dates/<int:exemption_id>/end/", case.end_exemption, name="end_exemption"),
    path("dates/", units.unit_list, name="units"),
    path("dates/<int:unit_id>/", units.unit, name="unit"),
]
