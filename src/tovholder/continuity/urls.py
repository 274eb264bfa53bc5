"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.continuity.views import absences, answers, handover, handovers, many, procedure, proposals

app_name = "continuity"
urlpatterns = [
    path("handovers/", handovers.handover_list, name="handovers"),
    path("handovers/accept/", handovers.accept_many, name="accept_many"),
    path("handovers/revoke/", handovers.revoke_many, name="revoke_many"),
    path("handovers/many/", many.many, name="many"),
    path("handovers/quality/", procedure.quality, name="quality"),
    path("handovers/deadlines/", procedure.deadlines, name="deadlines"),
    path("handovers/deadlines/<int:deadline_id>/withdraw/", procedure.withdraw_deadline, name="withdraw_deadline"),
    path("handovers/<int:handover_id>/", handover.handover, name="handover"),
    path("handovers/<int:handover_id>/letter/", handover.letter, name="letter"),
    path("handovers/<int:handover_id>/answer/<str:asked>/", answers.answer_question, name="answer"),
    path("handovers/<int:handover_id>/question/withdraw/", answers.withdraw_question, name="withdraw_question"),
    path("handovers/<int:handover_id>/do/<str:act>/", handover.do, name="do"),
    path("cases/<int:case_id>/hand-over/", handovers.ask, name="ask"),
    path("cases/<int:case_id>/fragile/", procedure.fragile, name="fragile"),
    path("absences/", absences.absence_list, name="absences"),
    path("absences/procedure/", procedure.procedure, name="procedure"),
    path("absences/procedure/owner/", procedure.set_owner, name="set_owner"),
    path("absences/procedure/<int:comment_id>/answer/", procedure.answer_comment, name="answer_comment"),
    path("absences/<int:absence_id>/", absences.absence, name="absence"),
    path("absences/<int:absence_id>/decide/", absences.decide, name="decide"),
    path("absences/<int:absence_id>/return/", absences.come_back, name="come_back"),
    path("absences/<int:absence_id>/expect/", absences.expect, name="expect"),
    path("absences/<int:absence_id>/looked-through/", absences.look_through, name="look_through"),
    path("absences/<int:absence_id>/covers/<int:cover_id>/end/", absences.stop_cover, name="stop_cover"),
    path("absences/<int:absence_id>/propose/", proposals.propose, name="propose"),
    path("reorganisation/", proposals.reorganisation, name="reorganisation"),
    path("reorganisation/proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("reorganisation/proposals/<int:proposal_id>/progress/", proposals.progress, name="proposal_progress"),
    path("reorganisation/proposals/<int:proposal_id>/stop/", proposals.stop, name="stop_proposal"),
    path("reorganisation/proposals/<int:proposal_id>/ask/", proposals.ask_for, name="ask_for"),
    # Without signing in.
    path("answer/<str:code>/", answers.question, name="question"),
]
