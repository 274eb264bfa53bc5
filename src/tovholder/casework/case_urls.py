"""Addresses of one case: its page, what is registered on it, its history."""

from __future__ import annotations

from django.urls import path

from tovholder.casework.views import case, closing, conversations, history, holding, notes, plan, reminders

_CASE = "cases/<int:case_id>/"

urlpatterns = [
    path(_CASE, case.case, name="case"),
    path(f"{_CASE}reason/", case.reason, name="give_reason"),
    path(f"{_CASE}cpr/", case.show_cpr, name="show_cpr"),
    path(f"{_CASE}conversations/held/", conversations.hold, name="hold"),
    path(f"{_CASE}conversations/planned/", conversations.plan_conversation, name="plan_conversation"),
    *(
        path(
            f"{_CASE}conversations/<int:conversation_id>/{name}/",
            conversations.change_conversation,
            {"name": name},
            name=f"conversation_{name}",
        )
        for name in conversations.CHANGES
    ),
    path(f"{_CASE}notes/", notes.write, name="write_note"),
    path(f"{_CASE}notes/<int:note_id>/", notes.correct, name="correct_note"),
    path(f"{_CASE}reminder/", reminders.set_reminder, name="set_reminder"),
    path(f"{_CASE}reminder/clear/", reminders.clear_reminder, name="clear_reminder"),
    path(f"{_CASE}plan/", history.versions, name="plan_versions"),
    path(f"{_CASE}plan/goal/", plan.set_goal, name="set_goal"),
    path(f"{_CASE}plan/steps/", plan.add_step, name="add_step"),
    path(f"{_CASE}plan/steps/<int:step_id>/done/", plan.done_step, name="done_step"),
    path(f"{_CASE}plan/steps/<int:step_id>/drop/", plan.drop_step, name="drop_step"),
    path(f"{_CASE}plan/steps/<int:step_id>/reopen/", plan.reopen_step, name="reopen_step"),
    path(f"{_CASE}plan/steps/<int:step_id>/rewrite/", plan.rewrite_step, name="rewrite_step"),
    path(f"{_CASE}plan/steps/<int:step_id>/move/<str:way>/", plan.move_step, name="move_step"),
    path(f"{_CASE}history/", history.history, name="history"),
    path(f"{_CASE}assign/", holding.assign, name="assign"),
    path(f"{_CASE}assignments/<int:assignment_id>/", holding.correct_assignment, name="correct_assignment"),
    path(f"{_CASE}participants/", holding.add_participant, name="add_participant"),
    path(f"{_CASE}participants/<int:participant_id>/end/", holding.end_participant, name="end_participant"),
    path(f"{_CASE}close/", closing.close_case, name="close_case"),
]
