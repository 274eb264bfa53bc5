"""Handovers, absences and who stood in: what the pages of continuity show of the municipality."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise
from typing import Any

from tovholder.accounts.rights import Role
from tovholder.casework.models import Assignment, CaseRole, Note
from tovholder.continuity import deadlines
from tovholder.continuity.models import (
    Absence,
    Cover,
    FragileMark,
    Handover,
    HandoverAnswer,
    HandoverStep,
    Letter,
    ProcedureComment,
    ProcedureOwner,
)
from tovholder.demo.calendar import at, days, last_open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Holding, Play
from tovholder.demo.organisation import Person
from tovholder.demo.rows import Tables

#: As the house begins (continuity/migrations/0002_deadlines.py).
DAYS = {
    "planned_prepare": 5,
    "planned_accept": 10,
    "unplanned_prepare": 3,
    "unplanned_accept": 5,
    "reorganisation_prepare": 10,
    "reorganisation_accept": 20,
}
#: Of the shifts of the last year so many had a handover; guesses.
WITH = {True: 0.6, False: 0.35}
FRAGILE = 0.012

WHERE = (
    "Praktik tre formiddage om ugen, det går stabilt. Min Plan er opdateret.",
    "Venter på svar fra lægen. Indtil da samtaler hver måned.",
    "Tæt på at kunne prøve lønnede timer. Mangler en virksomhed.",
    "Sygemeldt i perioder. Vi har aftalt korte skridt og faste tider.",
)
NEXT = (
    "Opfølgning på praktikken om to uger.",
    "Ringe, når attesten er kommet, og aftale rehabiliteringsmøde.",
    "Besøge to butikker sammen med jobkonsulenten.",
    "Samtale om målet; borgeren skriver selv tre forslag.",
)
PROMISED = ("Ingen.", "At den nye ringer i første uge.", "At vi ikke flytter praktikken før jul.")
WORKS = ("Sms dagen før. Møder helst formiddag.", "Intet særligt.", "Tag telefonen med udenfor, så går snakken bedre.")
SILENT = ("Intet.", "Diagnosen. Sig 'skånehensyn'.", "Den tidligere konflikt på arbejdspladsen.")
ESSENCE = (
    "Hun vil gerne videre og kender planen. Ring, før du skriver.",
    "Vi gennemgik planen sammen. Han er tryg ved skiftet.",
    "Kort møde: intet ændres før nytår.",
)
MISSING = ("Hvem er kontaktpersonen i virksomheden, og hvad er aftalt om timerne?", "Hvad blev lovet om transporten?")
FRAIL = (
    "Har mistet sin bolig og bor hos en ven.",
    "Nyligt dødsfald i familien; skal ringes op, ikke skrives til.",
    "Afbrudt praktik i sidste uge, er meget usikker på fremtiden.",
)
COMMENTS = (
    ("question", "Hvem ringer til borgerne, når både sagsbehandler og leder er væk?", "Koordinatoren i teamet gør."),
    ("suggestion", "Skriv altid den første opgave i overleveringen som et spørgsmål, den nye kan besvare.", ""),
    ("question", "Gælder fristen også for ferie, der er planlagt?", ""),
)


class Continuity:
    def __init__(self, rng: random.Random, play: Play, tables: Tables) -> None:
        self.rng, self.play, self.tables = rng, play, tables
        self.organisation, self.today = play.organisation, play.today
        self.units = play.organisation.units
        self.seen: set[int] = set()
        self.assignments: dict[int, list[dict[str, Any]]] = {}
        for row in tables[Assignment].dicts():
            if row["role"] == CaseRole.CASEWORKER:
                self.assignments.setdefault(row["case_id"], []).append(row)

    def rows(self) -> None:
        self._past()
        self._open()
        self._absences()
        self._fragile()
        self._procedure()

    # Handovers

    def _past(self) -> None:
        """Handovers of the shifts of the last year, more often where there was time to prepare them."""
        since = at(self.today - days(365))
        for case_id, rows in self.assignments.items():
            named = [row for row in rows if row["staff_id"] is not None]
            for before, row in pairwise(named):
                is_shift = row["staff_id"] != before["staff_id"] and row["effective_at"] > since
                if is_shift and self.rng.random() < WITH[bool(row["planned"])]:
                    self._done(case_id, before, row)

    def _done(self, case_id: int, before: dict[str, Any], row: dict[str, Any]) -> None:
        rng, shifted = self.rng, row["effective_at"]
        kind = "reorganisation" if row["cause"] == "reorganisation" else "planned" if row["planned"] else "unplanned"
        day = shifted.date()
        asked_on = last_open_day(day if kind == "unplanned" else day - days(rng.randint(6, 16)))
        is_told = kind != "unplanned" or rng.random() < 0.5
        ended = shifted + dt.timedelta(days=rng.choice((0, 1, 2, 3, 9)) if kind == "unplanned" else 0, minutes=15)
        if ended > at(self.today, 7):
            return
        met_on = last_open_day(day - days(rng.randint(1, 3))) if kind != "unplanned" and rng.random() < 0.7 else None
        handover = self._add(
            case_id,
            before,
            row["staff_id"],
            row["unit_id"],
            kind,
            asked_on,
            cause=row["cause"],
            reason=row["reason"],
            told=is_told,
            complete=rng.random() < 0.75,
            takes_over_on=None,
            assignment_id=row["id"],
            shifted_at=shifted,
            read_until=day + days(30),
            ended_at=ended,
            **self._meeting(met_on),
        )
        steps = [("ask", "asked", at(asked_on, 9), row["registered_by_id"], "")]
        if kind == "unplanned":
            steps.append(("assign", "assigned", shifted, row["registered_by_id"], ""))
        if is_told:
            steps.append(("prepare", "prepared", min(at(asked_on + days(1), 10), ended), before["staff_id"], ""))
        if met_on:
            steps.append(("meet", "met", at(met_on, 14), row["staff_id"], ""))
        steps.append(("accept", "accepted", ended, row["staff_id"], ""))
        self._steps(handover, steps)
        if ended < at(self.today - days(14)):
            self._answers(handover, row["staff_id"], ended)
        if shifted > at(self.today - days(45)):
            self._letter(handover, case_id, row, shifted)

    def _meeting(self, on: dt.date | None) -> dict[str, Any]:
        if on is None:
            return {}
        citizen = self.rng.choices(("present", "told", "not_told"), (6, 3, 1))[0]
        return {"met_at": at(on, 14), "citizen_at_meeting": citizen, "essence": self.rng.choice(ESSENCE)}

    def _add(
        self,
        case_id: int,
        before: dict[str, Any],
        receiver: int | None,
        unit: int,
        kind: str,
        asked_on: dt.date,
        *,
        told: bool,
        complete: bool = True,
        **more: Any,
    ) -> int:
        rng = self.rng
        content: dict[str, str] = {}
        if told:
            content = {"where_we_are": rng.choice(WHERE), "next_steps": rng.choice(NEXT)}
            rest = {
                "promises": rng.choice(PROMISED),
                "what_works": rng.choice(WORKS),
                "not_to_employer": rng.choice(SILENT),
            }
            content |= rest if complete else {}
        return self.tables[Handover].add(
            case_id=case_id,
            kind=kind,
            sender_id=before["staff_id"],
            from_unit_id=before["unit_id"],
            receiver_id=receiver,
            to_unit_id=unit,
            seen_assignment_id=before["id"],
            prepare_by=deadlines.until(asked_on, f"{kind}_prepare", DAYS),
            accept_by=deadlines.until(asked_on, f"{kind}_accept", DAYS),
            registered_at=at(asked_on, 9),
            registered_by_id=more.pop("by", before["staff_id"]),
            **{**_EMPTY, "open_work": "[]", **content, **more},
        )

    def _steps(self, handover: int, steps: list[tuple[str, str, dt.datetime, int, str]]) -> None:
        for act, status, when, staff, words in steps:
            self.tables[HandoverStep].add(
                handover_id=handover, act=act, status=status, at=when, staff_id=staff, words=words
            )

    def _answers(self, handover: int, staff: int, ended: dt.datetime) -> None:
        for asked, share in (("receiver", 0.7), ("citizen", 0.45)):
            if self.rng.random() < share:
                # A third of the citizens answer themselves, a guess.
                alone = asked == "citizen" and handover % 3 == 0
                self.tables[HandoverAnswer].add(
                    handover_id=handover,
                    by_citizen=alone,
                    asked=asked,
                    answer=self.rng.choices(("yes", "partly", "no"), (6, 3, 1))[0],
                    registered_at=ended + dt.timedelta(days=9),
                    registered_by_id=None if alone else staff,
                )

    def _letter(self, handover: int, case_id: int, row: dict[str, Any], when: dt.datetime) -> None:
        name = self._person(row["staff_id"]).name
        subject = f"Din nye kontakt er {name}"
        body = f"Fra {when.day}.{when.month}.{when.year} er {name} din sagsbehandler.\n\nVenlig hilsen\n\n{name}"
        sent = when + dt.timedelta(minutes=16)
        self.tables[Letter].add(
            key=f"handover-{handover}",
            case_id=case_id,
            handover_id=handover,
            subject=subject,
            body=body,
            addressee="[]",
            written_by_id=row["staff_id"],
            written_at=when + dt.timedelta(minutes=15),
            sent_at=sent,
            channel="skrevet ud fra udbakkens mappe",
            reference=f"handover-{handover}.pdf",
            attempts=1,
        )
        self.tables[Note].add(
            case_id=case_id,
            author_id=row["staff_id"],
            kind="letter",
            happened_at=sent,
            text=f"{subject}\n\n{body}",
            registered_at=sent,
            registered_by_id=row["staff_id"],
        )

    def _person(self, staff_id: int) -> Person:
        return self.organisation.people[staff_id - 1]

    def _open(self) -> None:
        """Handovers under way: to write, to accept, returned, overdue; those who sign in have some."""
        me = self.organisation.signed_in["caseworker"]
        east = self._cases_of(me)
        others = [
            person for person in self.organisation.member_of("east", self.today, Role.CASEWORKER) if person is not me
        ]
        if len(east) > 3 and len(others) > 1:
            self._under_way(east[0], others[0], "asked", 3)
            self._under_way(east[1], others[1], "returned", 20)
            for number, person in enumerate(others[:3]):
                cases = self._cases_of(person)
                if cases:
                    self._under_way(cases[-1], me, ("prepared", "met", "asked")[number], 4 + number)
        for team in ("west", "young", "insured", "job_ready"):
            members = self.organisation.member_of(team, self.today, Role.CASEWORKER)
            for number in range(min(3, len(members) - 1)):
                cases = self._cases_of(members[number])
                if cases:
                    status = self.rng.choice(("asked", "prepared", "met"))
                    self._under_way(
                        self.rng.choice(cases), members[number + 1], status, self.rng.choice((2, 5, 20, 27))
                    )

    def _cases_of(self, person: Person) -> list[Holding]:
        held = self.play.held[CaseRole.CASEWORKER, person.id].values()
        return [
            self.play.now[course.id, CaseRole.CASEWORKER]
            for course in held
            if self._is_steady(course) and course.id not in self.seen
        ]

    def _is_steady(self, course: Course) -> bool:
        """Open, with its latest row some weeks old: nothing else is on its way."""
        rows = self.assignments.get(course.id, [])
        is_open = self.play.is_open(course, self.today)
        return bool(is_open and rows and rows[-1]["effective_at"] < at(self.today - days(30)))

    def _under_way(self, holding: Holding, to: Person, status: str, age: int) -> None:
        self.seen.add(holding.course.id)
        before = self.assignments[holding.course.id][-1]
        if before["staff_id"] is None or before["staff_id"] == to.id:
            return
        asked_on = last_open_day(self.today - days(age))
        told = status != "asked"
        met_on = last_open_day(self.today - days(1)) if status == "met" else None
        handover = self._add(
            holding.course.id,
            before,
            to.id,
            before["unit_id"],
            "planned",
            asked_on,
            cause="balance",
            told=told,
            **self._meeting(met_on),
        )
        sender = before["staff_id"]
        steps = [("ask", "asked", at(asked_on, 9), sender, "")]
        if told:
            steps.append(("prepare", "prepared", at(min(asked_on + days(1), self.today), 6), sender, ""))
        if met_on:
            steps.append(("meet", "met", at(met_on, 14), to.id, ""))
        if status == "returned":
            steps.append(("return", "returned", at(self.today - days(1), 11), to.id, self.rng.choice(MISSING)))
        self._steps(handover, steps)

    # Absence

    def _absences(self) -> None:
        """Every absence of the play; for those who are away today, who stands in, and who has nobody."""
        for person in self.organisation.people:
            for away in sorted(person.absences, key=lambda one: one.start):
                is_over = away.end <= self.today
                if away.start > self.today or (is_over and away.end < self.today - days(400)):
                    continue
                registered = at(last_open_day(away.start if away.kind != "leave" else away.start - days(30)), 7, 40)
                is_new = away.start > self.today - days(5)
                absence = self.tables[Absence].add(
                    staff_id=person.id,
                    kind="leave" if away.kind == "leave" else "illness",
                    starts_on=away.start,
                    expected_on=None if is_new else away.end,
                    ended_on=away.end if is_over else None,
                    looked_through_at=None if is_new else registered + dt.timedelta(hours=2),
                    registered_at=registered,
                    registered_by_id=self.organisation.leader_of(self._team(person, away.start), away.start).id,
                )
                if not is_over:
                    self._covers(absence, person, 0.1 if is_new else 0.85)
        me = self.organisation.signed_in["caseworker"]
        holiday = last_open_day(self.today + days(31))
        self.tables[Absence].add(
            staff_id=me.id,
            kind="holiday",
            starts_on=holiday,
            expected_on=holiday + days(9),
            registered_at=at(self.today - days(12), 9),
            registered_by_id=me.id,
        )

    def _team(self, person: Person, day: dt.date) -> str:
        return next(self.organisation.unit_of(post, day) for post in self.organisation.posts if person in post.people)

    def _covers(self, absence: int, person: Person, share: float) -> None:
        team = self._team(person, self.today)
        colleagues = self.organisation.member_of(team, self.today, Role.CASEWORKER)
        leader = self.organisation.leader_of(team, self.today)
        held = self.play.cases_of(person, CaseRole.CASEWORKER, self.today)
        for number, course in enumerate(held):
            if not colleagues or self.rng.random() > share:
                continue
            self.tables[Cover].add(
                absence_id=absence,
                case_id=course.id,
                staff_id=colleagues[number % len(colleagues)].id,
                starts_at=at(last_open_day(self.today - days(1)), 10),
                registered_at=at(last_open_day(self.today - days(1)), 10),
                registered_by_id=leader.id,
            )

    # Marks and the procedure

    def _fragile(self) -> None:
        for course in self.play.courses:
            holder = self.play.holder(course)
            if holder and self.play.is_open(course, self.today) and self.rng.random() < FRAGILE:
                when = at(last_open_day(self.today - days(self.rng.randint(3, 60))), 11)
                self.tables[FragileMark].add(
                    case_id=course.id,
                    why=self.rng.choice(FRAIL),
                    marked_at=max(when, at(course.opened_on, 9)),
                    registered_at=max(when, at(course.opened_on, 9)),
                    registered_by_id=holder.id,
                )
        self._somebody_ill_has_a_fragile_citizen()

    def _somebody_ill_has_a_fragile_citizen(self) -> None:
        marked = {row["case_id"] for row in self.tables[FragileMark].dicts()}
        for person in self.organisation.people:
            if any(away.start <= self.today < away.end for away in person.absences) and person.works_on(self.today):
                for course in self.play.cases_of(person, CaseRole.CASEWORKER, self.today)[2:4]:
                    if course.id not in marked:
                        when = max(at(self.today - days(20), 9), at(course.opened_on, 9))
                        self.tables[FragileMark].add(
                            case_id=course.id,
                            why=self.rng.choice(FRAIL),
                            marked_at=when,
                            registered_at=when,
                            registered_by_id=person.id,
                        )

    def _procedure(self) -> None:
        since = at(self.organisation.reorganised + days(20), 9)
        for team in ("east", "west", "sick"):
            members = self.organisation.member_of(team, self.today, Role.CASEWORKER)
            leader = self.organisation.leader_of(team, self.today)
            if members:
                self.tables[ProcedureOwner].add(
                    unit_id=self.units[team],
                    staff_id=members[-1].id,
                    effective_at=since,
                    registered_at=since,
                    registered_by_id=leader.id,
                )
        for number, (kind, text, answer) in enumerate(COMMENTS):
            asked = at(last_open_day(self.today - days(9 + number)), 10)
            leader = self.organisation.leader_of("east", self.today)
            writer = self.organisation.signed_in["caseworker"]
            self.tables[ProcedureComment].add(
                unit_id=self.units["east"],
                kind=kind,
                text=text,
                answer=answer,
                answered_at=asked + dt.timedelta(hours=3) if answer else None,
                answered_by_id=leader.id if answer else None,
                registered_at=asked,
                registered_by_id=writer.id,
            )


#: What a handover has that has nothing to tell yet.
_EMPTY = {
    "reason": "",
    "where_we_are": "",
    "next_steps": "",
    "promises": "",
    "what_works": "",
    "not_to_employer": "",
    "citizen_at_meeting": "",
    "essence": "",
}
