"""One of everything that an address can be about, made around one person, so that only rights decide what opens."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.utils import timezone

from tests.factories import LONG_AGO, Factory
from tests.published import made as published
from tovholder.accounts.models import Staff
from tovholder.casework.models import Assignment, Case, Conversation, Note, Participant, Plan, PlanStep, SavedFilter
from tovholder.citizens.models import AddressProtection
from tovholder.continuity.letters import code as codes
from tovholder.continuity.models import (
    Absence,
    Cover,
    Deadline,
    Handover,
    ProcedureComment,
    ProposalRun,
    Question,
)
from tovholder.cooperation.models import Course, Member, Task
from tovholder.documents.models import Consent, Counterpart, DialogueMeeting, Request
from tovholder.imports.models import ImportRun
from tovholder.plans.actions.reports import digest_of
from tovholder.plans.content.compose import compose
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.models import CommitteeLink, EmploymentPlan, Goal, LinkCount, MinistersGoal, Stage, StatusReport
from tovholder.plans.sources import Basis
from tovholder.published.models import FetchRun
from tovholder.rulebook.models import Exemption
from tovholder.snapshots.models import SnapshotRun
from tovholder.waiting.models import Pause
from tovholder.workload.models import Specialty


class World:
    """The names are those of the arguments of addresses. An address with an argument that is not here fails the test
    that walks them: whoever adds such a page adds here what it is tried on."""

    def __init__(self, make: Factory, staff: Staff) -> None:
        self.make, self.staff = make, staff
        self.now = timezone.now()

    @cached_property
    def case(self) -> Case:
        return self.make.case(held_by=self.staff, opened_on=self.now.date() - dt.timedelta(days=100))

    @cached_property
    def colleague(self) -> Staff:
        return self.make.staff()

    @cached_property
    def case_id(self) -> int:
        return self.case.pk

    @cached_property
    def citizen_id(self) -> int:
        return self.case.citizen_id

    @cached_property
    def staff_id(self) -> int:
        return self.colleague.pk

    @cached_property
    def unit_id(self) -> int:
        return self.staff.memberships.get().unit_id

    @cached_property
    def membership_id(self) -> int:
        return self.colleague.memberships.get().pk

    @cached_property
    def conversation_id(self) -> int:
        tomorrow = self.now + dt.timedelta(days=1)
        return Conversation.objects.create(case=self.case, staff=self.staff, starts_at=tomorrow).pk

    @cached_property
    def note_id(self) -> int:
        return Note.objects.create(case=self.case, author=self.staff, happened_at=self.now, text="En prøve").pk

    @cached_property
    def step_id(self) -> int:
        plan, _made = Plan.objects.get_or_create(case=self.case)
        return PlanStep.objects.create(plan=plan, text="Et skridt", agreed_at=self.now).pk

    @cached_property
    def participant_id(self) -> int:
        return Participant.objects.create(case=self.case, unit=self.make.unit(), start=LONG_AGO).pk

    @cached_property
    def assignment_id(self) -> int:
        return Assignment.objects.filter(case=self.case).latest("effective_at", "seq").pk

    @cached_property
    def counterpart(self) -> Counterpart:
        return Counterpart.objects.create(name="Lægerne Torvet", kind="practice")

    @cached_property
    def consent_id(self) -> int:
        return Consent.objects.create(
            case=self.case, information="Journal", given_on=self.now.date(), form="signed", counterpart=self.counterpart
        ).pk

    @cached_property
    def request_id(self) -> int:
        asked_on = self.now.date() - dt.timedelta(days=3)
        return Request.objects.create(
            case=self.case, code="LÆ125", counterpart=self.counterpart, consent_id=self.consent_id, asked_on=asked_on
        ).pk

    @cached_property
    def meeting_id(self) -> int:
        return DialogueMeeting.objects.create(case=self.case, counterpart=self.counterpart, starts_at=self.now).pk

    @cached_property
    def pause_id(self) -> int:
        return Pause.objects.create(case=self.case, kind="first_conversation", start=self.now.date(), reason="Syg").pk

    @cached_property
    def wait(self) -> str:
        return "first_conversation"

    @cached_property
    def course_id(self) -> int:
        known = {"coordinator": self.staff, "judged_by": self.staff, "judged_on": self.now.date()}
        return Course.objects.create(case=self.case, level="one", goal="Et job", judgement="Behov", **known).pk

    @cached_property
    def member_id(self) -> int:
        return Member.objects.create(course_id=self.course_id, name="Ea", profession="Læge").pk

    @cached_property
    def task_id(self) -> int:
        return Task.objects.create(course_id=self.course_id, member_id=self.member_id, text="Ring").pk

    @cached_property
    def filter_id(self) -> int:
        return SavedFilter.objects.create(staff=self.staff, name="Mit filter").pk

    @cached_property
    def spell_id(self) -> int:
        yesterday = self.now.date() - dt.timedelta(days=1)
        return AddressProtection.objects.create(citizen_id=self.citizen_id, start=LONG_AGO, end=yesterday).pk

    @cached_property
    def run_id(self) -> int:
        return ImportRun.objects.create(source="old").pk

    @cached_property
    def making_id(self) -> int:
        return SnapshotRun.objects.create().pk

    @cached_property
    def publication_id(self) -> int:
        taken = published.taken(self.now)
        return taken.publication.pk if taken.publication else 0

    @cached_property
    def handover_id(self) -> int:
        today = self.now.date()
        row = Handover.objects.create(
            case=self.case,
            cause="balance",
            sender=self.staff,
            from_unit_id=self.unit_id,
            receiver=self.colleague,
            to_unit_id=self.unit_id,
            prepare_by=today,
            accept_by=today,
        )
        row.steps.create(act="ask", status="asked")
        return row.pk

    @cached_property
    def absence_id(self) -> int:
        return Absence.objects.create(staff=self.staff, starts_on=self.now.date()).pk

    @cached_property
    def cover_id(self) -> int:
        return Cover.objects.create(
            absence_id=self.absence_id, case=self.case, staff=self.colleague, starts_at=self.now
        ).pk

    @cached_property
    def deadline_id(self) -> int:
        return Deadline.objects.filter(what="reads").latest("valid_from").pk

    @cached_property
    def comment_id(self) -> int:
        return ProcedureComment.objects.create(unit_id=self.unit_id, text="Hvem ringer?", registered_by=self.staff).pk

    @cached_property
    def exemption_id(self) -> int:
        return Exemption.objects.create(case=self.case, series="number", start=LONG_AGO, reason="En prøve").pk

    @cached_property
    def specialty_id(self) -> int:
        return Specialty.objects.earliest("pk").pk

    @cached_property
    def fetch_id(self) -> int:
        return FetchRun.objects.create().pk

    rule_id = "number-2026"

    @cached_property
    def plan(self) -> EmploymentPlan:
        plan = EmploymentPlan.objects.create(title="Beskæftigelsesplan", first_year=2026, last_year=2026)
        Stage.objects.create(plan=plan, status="decided", on=LONG_AGO, reference="Sag 1")
        return plan

    @cached_property
    def plan_id(self) -> int:
        return self.plan.pk

    @cached_property
    def goal_id(self) -> int:
        return Goal.objects.create(plan=self.plan, title="Et mål", source="entered", direction="followed").pk

    @cached_property
    def ministers_goal_id(self) -> int:
        return MinistersGoal.objects.create(plan=self.plan, number=1, text="Flere i job").pk

    @cached_property
    def report_id(self) -> int:
        self.goal_id  # noqa: B018 - a report is about goals
        content = compose(self.plan, Basis(), Quarter(2026, 1)) | {
            "published": {"at": self.now.isoformat(), "by": "Prøve", "remark": ""}
        }
        report = StatusReport(plan=self.plan, year=2026, quarter=1, content=content, digest=digest_of(content))
        report.save()
        return report.pk

    @cached_property
    def link(self) -> CommitteeLink:
        link = CommitteeLink.objects.create(plan=self.plan, meant_for="Udvalget")
        LinkCount.objects.create(link=link)
        return link

    @cached_property
    def link_id(self) -> int:
        return self.link.pk

    @cached_property
    def token(self) -> str:
        return self.link.token

    @cached_property
    def code(self) -> str:
        Handover.objects.filter(pk=self.handover_id).update(shifted_at=self.now)
        code = codes.code_for("a letter")
        known = {"code_digest": codes.digest_of(code), "expires_on": self.now.date()}
        Question.objects.create(handover_id=self.handover_id, **known)
        return code

    step, quarter, form = "send", "2026Q1", "pdf"

    @cached_property
    def proposal_id(self) -> int:
        return ProposalRun.objects.create(absence_id=self.absence_id, asked_by=self.staff).pk

    kind = "benefit"
    act = "prepare"
    asked = "receiver"
    way = "up"
    #: A passkey that is not there: what is somebody else's is not found.
    pk = 0

    def sample(self, argument: str) -> Any:
        """Raises AttributeError for an argument that nobody has thought of."""
        return getattr(self, argument)
