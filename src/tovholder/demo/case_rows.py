"""Writes cases and what happened in them into rows, and into their history what was changed lately."""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from typing import Any

from django.db import models

from tovholder.audit.models import Basis, Export, Lookup
from tovholder.casework.models import AccessGrant, Assignment, Case, Conversation, JobGoal, Participant, PlanStep
from tovholder.casework.models import Note as NoteRow
from tovholder.casework.models import Plan as PlanRow
from tovholder.casework.models import Reminder as ReminderRow
from tovholder.demo.calendar import at, days, last_open_day
from tovholder.demo.citizens import Course
from tovholder.demo.exemptions import Exempted
from tovholder.demo.holders import Holding
from tovholder.demo.journal import Look, Note, Reminder
from tovholder.demo.organisation import Organisation
from tovholder.demo.planning import Plan, Step
from tovholder.demo.rows import Tables
from tovholder.demo.talks import Talk
from tovholder.demo.upheavals import Participation
from tovholder.rulebook.models import Exemption

#: So many days back, changes of a row are in its history; before, only how it stands.
REMEMBERED = 120


class CaseWriter:
    def __init__(self, rng: random.Random, organisation: Organisation, tables: Tables) -> None:
        self.rng = rng
        self.organisation = organisation
        self.today = organisation.today
        self.tables = tables
        self._remembered = at(self.today - days(REMEMBERED))

    def history(
        self, model: type[models.Model], row_id: int, was: dict[str, Any], when: dt.datetime, who: int, action: str
    ) -> None:
        """The row as it was before it was changed, as the database's triggers keep it."""
        events = model.pgh_event_model  # type: ignore[attr-defined]
        table = self.tables[events]
        kept = {name: value for name, value in was.items() if name in table.names}
        context = json.dumps({"action": action, "staff": who, "reason": ""})
        table.add(
            **{**kept, "id": row_id},
            pgh_obj_id=row_id,
            pgh_created_at=when,
            pgh_label="update",
            pgh_context=context,
            pgh_context_id=uuid.UUID(int=self.rng.getrandbits(128)),
        )

    def case(self, course: Course, rows: list[Holding]) -> None:
        values = {
            "citizen_id": course.citizen.id,
            "kle_number": "15.17.06" if course.groups[0][0] == "sick" else "15.20.00",
            "opened_on": course.opened_on,
            "closed_on": course.closed_on,
            "close_reason": course.close_reason,
            "registered_at": at(course.opened_on, 8, 40),
            "registered_by_id": rows[0].by.id,
        }
        closed = at(course.closed_on, 10) if course.closed_on else None
        is_remembered = closed and closed > self._remembered
        row_id = self.tables[Case].add(**values, version=2 if is_remembered else 1)
        if closed and is_remembered:
            was = {**values, "closed_on": None, "close_reason": "", "version": 1}
            self.history(Case, row_id, was, closed, rows[-1].by.id, "close_case")
        for row in rows:
            self.tables[Assignment].add(
                case_id=course.id,
                role=row.role,
                effective_at=row.at,
                seq=row.seq,
                staff_id=row.person.id if row.person else None,
                unit_id=self.organisation.units[row.unit],
                planned=row.planned,
                cause=row.cause,
                reason=row.reason,
                registered_at=min(row.at + dt.timedelta(hours=1), at(self.today, 7, 30)),
                registered_by_id=row.by.id,
            )

    def talks(self, talks: list[Talk]) -> None:
        ids: dict[int, int] = {}
        for talk in talks:
            ended = {f"{talk.outcome}_at": talk.ended_at} if talk.outcome else {}
            values: dict[str, Any] = dict(
                case_id=talk.course.id,
                staff_id=talk.person.id,
                kind=talk.kind,
                form=talk.form,
                purpose=talk.purpose,
                starts_at=talk.starts_at,
                follows_id=ids.get(id(talk.follows)) if talk.follows else None,
                registered_at=talk.registered_at,
                registered_by_id=talk.by.id,
                **{"held_at": None, "missed_at": None, "cancelled_at": None, **ended},
            )
            is_remembered = talk.ended_at and talk.ended_at > self._remembered
            if talk.ended_at and not is_remembered:
                # How it was planned is forgotten; what is known was written down when it was over.
                values["registered_at"] = talk.ended_at + dt.timedelta(minutes=20)
            said = {"agreed": talk.agreed, "reason": talk.reason, "version": 2 if is_remembered else 1}
            row_id = ids[id(talk)] = self.tables[Conversation].add(**values, **said)
            if is_remembered and talk.ended_at:
                was = {**values, "held_at": None, "missed_at": None, "cancelled_at": None}
                was |= {"agreed": "", "reason": "", "version": 1, "external_id": None}
                action = {"held": "hold", "missed": "miss", "cancelled": "cancel"}[talk.outcome]
                when = talk.ended_at + dt.timedelta(minutes=45 if talk.outcome == "held" else 0)
                self.history(Conversation, row_id, was, when, talk.person.id, action)

    def plan(self, plan: Plan) -> None:
        row_id = self.tables[PlanRow].add(
            case_id=plan.course.id, version=plan.version, registered_at=plan.at, registered_by_id=plan.by.id
        )
        for goal in plan.goals:
            self.tables[JobGoal].add(
                plan_id=row_id,
                effective_at=goal.at,
                words=goal.words,
                occupation=goal.occupation,
                registered_at=goal.at,
                registered_by_id=goal.by.id,
            )
        ids: dict[int, int] = {}
        for step in plan.steps:
            ids[id(step)] = self._step(row_id, step, ids)

    def _step(self, plan_id: int, step: Step, ids: dict[int, int]) -> int:
        values = {
            "plan_id": plan_id,
            "text": step.text,
            "turn": step.turn,
            "turn_name": step.turn_name,
            "due_on": step.due_on,
            "position": step.position,
            "agreed_at": step.agreed_at,
            "ended_at": step.ended_at,
            "outcome": step.outcome,
            "end_reason": step.reason,
            "replaces_id": ids[id(step.replaces)] if step.replaces else None,
            "registered_at": step.agreed_at,
            "registered_by_id": step.by.id,
        }
        is_remembered = step.ended_at and step.ended_at > self._remembered
        row_id = self.tables[PlanStep].add(**values, version=2 if step.ended_at else 1)
        if step.ended_at and is_remembered:
            was = {**values, "ended_at": None, "outcome": "", "end_reason": "", "version": 1, "external_id": None}
            self.history(PlanStep, row_id, was, step.ended_at, step.by.id, "end_step")
        return row_id

    def note(self, note: Note) -> None:
        values = {
            "case_id": note.course.id,
            "author_id": note.author.id,
            "kind": note.kind,
            "happened_at": note.at,
            "registered_at": note.at + dt.timedelta(minutes=3),
            "registered_by_id": note.author.id,
        }
        row_id = self.tables[NoteRow].add(**values, text=note.text, version=2 if note.corrected_at else 1)
        if note.corrected_at:
            was = {**values, "text": note.before, "version": 1, "external_id": None}
            self.history(NoteRow, row_id, was, note.corrected_at, note.author.id, "correct_note")

    def participation(self, one: Participation) -> None:
        self.tables[Participant].add(
            case_id=one.course.id,
            unit_id=self.organisation.units[one.project],
            staff_id=one.person.id if one.person else None,
            start=one.start,
            end=one.end,
            reason=one.reason,
            registered_at=at(one.start, 9),
            registered_by_id=one.by.id,
        )

    def reminder(self, reminder: Reminder) -> None:
        self.tables[ReminderRow].add(
            case_id=reminder.course.id,
            staff_id=reminder.person.id,
            due_on=reminder.due_on,
            text=reminder.text,
            registered_at=reminder.at,
            registered_by_id=reminder.person.id,
        )

    def exemption(self, exempted: Exempted) -> None:
        self.tables[Exemption].add(
            case_id=exempted.course.id,
            series=exempted.series,
            start=exempted.start,
            end=exempted.end,
            reason=exempted.reason,
            registered_at=at(exempted.start, 10),
            registered_by_id=exempted.by.id,
        )

    def look(self, look: Look) -> None:
        self.tables[Lookup].add(
            citizen_id=look.course.citizen.id,
            case_id=look.course.id,
            staff_id=look.person.id,
            at=look.at,
            seen=look.seen,
            basis=look.basis,
            reason=look.reason,
        )
        if look.basis == Basis.REASON:
            self.tables[AccessGrant].add(
                case_id=look.course.id,
                staff_id=look.person.id,
                reason=look.reason,
                granted_at=look.at,
                until=look.at + dt.timedelta(hours=12),
            )

    def exports(self) -> None:
        people = [self.organisation.signed_in[key] for key in ("leader", "caseworker")]
        for ago in (3, 31, 62, 92, 122, 153):
            self.tables[Export].add(
                staff_id=people[ago % 2].id,
                at=at(last_open_day(self.today - days(ago)), 10, ago % 60),
                what="Arbejdslisten",
                rows=40 + ago % 17,
                format="xlsx",
            )
