"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.plans.views import begin, committee, economy, goals, order, plans, reports

app_name = "plans"
urlpatterns = [
    path("plans/", plans.list_, name="list"),
    path("plans/new/", begin.start, name="start"),
    path("plans/new/empty/", begin.empty, name="empty"),
    path("plans/<int:plan_id>/", plans.plan_page, name="plan"),
    path("plans/<int:plan_id>/change/", plans.change, name="change"),
    path("plans/<int:plan_id>/move/<slug:step>/", plans.move, name="move"),
    path("plans/<int:plan_id>/minister/", plans.minister, name="minister"),
    path("plans/<int:plan_id>/changes/", plans.changes, name="changes"),
    path("plans/ministers/<int:ministers_goal_id>/remove/", plans.unannounce, name="unannounce"),
    path("plans/<int:plan_id>/order/", order.order, name="order"),
    path("plans/<int:plan_id>/goals/new/", goals.new, name="new_goal"),
    path("plans/goals/<int:goal_id>/", goals.goal_page, name="goal"),
    path("plans/goals/<int:goal_id>/change/", goals.change, name="change_goal"),
    path("plans/goals/<int:goal_id>/drop/", goals.drop, name="drop_goal"),
    path("plans/goals/<int:goal_id>/values/", goals.enter, name="enter"),
    path("plans/goals/<int:goal_id>/comment/<slug:quarter>/", goals.comment, name="comment"),
    path("plans/<int:plan_id>/status/", reports.status, name="status"),
    path("plans/<int:plan_id>/status.<slug:form>", reports.status_file, name="status_file"),
    path("plans/<int:plan_id>/publish/", reports.publish, name="publish"),
    path("plans/<int:plan_id>/link/", reports.link, name="link"),
    path("plans/<int:plan_id>/economy/", economy.economy, name="economy"),
    path("plans/<int:plan_id>/economy/save/", economy.save, name="save_economy"),
    path("plans/links/<int:link_id>/withdraw/", reports.withdraw, name="withdraw"),
    path("plans/reports/<int:report_id>/", reports.report, name="report"),
    path("plans/reports/<int:report_id>/recompute/", reports.recompute, name="recompute"),
    path("plans/reports/<int:report_id>/status.<slug:form>", reports.report_file, name="report_file"),
    # Without signing in.
    path("committee/<str:token>/", committee.latest, name="committee"),
    path("committee/<str:token>/<int:report_id>/", committee.report, name="committee_report"),
    path("committee/<str:token>/<int:report_id>/status.pdf", committee.report_pdf, name="committee_pdf"),
]
