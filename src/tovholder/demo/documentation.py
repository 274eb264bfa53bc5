"""Certificates that were asked for: with whose consent, from whom, and how long each took."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tovholder.demo.calendar import at, days
from tovholder.demo.citizens import Course
from tovholder.demo.rows import Tables
from tovholder.demo.talks import Talk
from tovholder.documents import certificates
from tovholder.documents.models import Consent, Counterpart, DialogueMeeting, HealthContent, Reminding, Request


@dataclass(frozen=True)
class Asked:
    """`usual` is the median of the days they take."""

    name: str
    kind: str
    city: str
    usual: int


WHO = (
    Asked("Lægehuset Havnegade", "practice", "Rolfsund", 12),
    Asked("Lægerne Torvet", "practice", "Rolfsund", 19),
    Asked("Lægeklinikken Skovbrynet", "practice", "Nørreby", 27),
    Asked("Region Midt: Klinisk funktion", "region", "", 55),
    Asked("Rolfsund Sygehus, reumatologi", "hospital", "Rolfsund", 48),
    Asked("Speciallæge Bente Lund, psykiatri", "specialist", "Rolfsund", 64),
)
#: Of the courses in these groups so many have had something asked for.
SHARE = {"sick": 0.55, "activity_ready": 0.35, "resource": 0.5, "clarification": 0.6, "young": 0.2, "flex_job": 0.3}
CAN = (
    "Kan sidde og stå på skift, ikke løfte over 5 kg. Pauser hver time.",
    "Kan arbejde tre gange tre timer om ugen, helst om formiddagen.",
    "Kan møde få mennesker ad gangen. Trives ikke i storrum.",
    "Kan gå og cykle. Skal kunne sætte sig.",
    "Ingen skånehensyn ud over faste mødetider.",
)
HEALTH = (
    "Lægen beskriver forløbet som stationært og henviser til den tidligere attest.",
    "Behandlingen fortsætter, og tilstanden ventes bedre inden for et halvt år.",
    "Udredning er sat i gang. Der er ventetid til undersøgelsen.",
)
REFUSED = ("Borgeren er ikke længere patient her.", "Attesten skal bestilles hos den praktiserende læge.")


class Documentation:
    def __init__(self, rng: random.Random, today: dt.date, tables: Tables) -> None:
        self.rng, self.today, self.tables = rng, today, tables
        self.who = [
            self.tables[Counterpart].add(
                name=one.name, kind=one.kind, city=one.city, registered_at=at(today - days(1800))
            )
            for one in WHO
        ]

    def of(self, course: Course, talks: Sequence[Talk]) -> None:
        """What was asked for in a course: at conversations, since it is then that the citizen consents."""
        rng = self.rng
        held = [(talk.starts_at.date(), talk.person.id) for talk in talks if talk.outcome == "held"]
        if not held or rng.random() > SHARE.get(course.group, 0):
            return
        for day, staff in rng.sample(list(held), min(len(held), rng.choice((1, 1, 2)))):
            self._ask(course, day, staff)
        if rng.random() < 0.12:
            self._meet(course, *held[-1])

    def _ask(self, course: Course, day: dt.date, staff: int) -> None:
        rng = self.rng
        number = rng.choices(range(len(WHO)), (5, 5, 4, 3, 2, 1))[0]
        code = rng.choice(("LÆ125", "LÆ285", "LÆ285", "LÆ135", "LÆ145", "LÆ225")) if number < 3 else ""
        due, rule = certificates.due(code, day, None) if code else (day + days(60), "")
        registered = {"registered_at": at(day, 14), "registered_by_id": staff}
        consent = self.tables[Consent].add(
            case_id=course.id,
            information="Helbredsoplysninger til brug for sagen",
            counterpart_id=self.who[number],
            given_on=day,
            form=rng.choice(("signed", "digital", "digital", "oral")),
            **registered,
        )
        outcome = self._outcome(course, day, WHO[number].usual)
        request = self.tables[Request].add(
            case_id=course.id,
            code=code,
            what="" if code else "Vurdering af mulighederne for at arbejde",
            purpose=rng.choice(("Hvilke skånehensyn er der?", "Kan borgeren begynde i praktik?", "")),
            counterpart_id=self.who[number],
            consent_id=consent,
            asked_on=day,
            due_on=due,
            rule=rule,
            **outcome,
            **registered,
        )
        if due and (outcome.get("received_on") or self.today) > due + days(5) and rng.random() < 0.6:
            self.tables[Reminding].add(request_id=request, on=due + days(3), registered_at=at(due + days(3), 10))
        if outcome.get("received_on") and rng.random() < 0.5:
            self.tables[HealthContent].add(request_id=request, text=rng.choice(HEALTH), **registered)

    def _outcome(self, course: Course, day: dt.date, usual: int) -> dict[str, Any]:
        rng = self.rng
        comes = day + days(max(2, round(usual * rng.lognormvariate(0, 0.55))))
        ends = course.closed_on or self.today
        if rng.random() < 0.05 and comes < ends:
            return {"refused_on": comes, "reason": rng.choice(REFUSED)}
        if comes <= ends and comes <= self.today:
            return {"received_on": comes, "can": rng.choice(CAN)}
        if course.closed_on:  # nothing is on its way in a closed case
            return {"withdrawn_on": course.closed_on, "reason": "Sagen blev lukket."}
        return {}

    def _meet(self, course: Course, day: dt.date, staff: int) -> None:
        starts_at = at(day, 13)
        self.tables[DialogueMeeting].add(
            case_id=course.id,
            counterpart_id=self.rng.choice(self.who[:3]),
            starts_at=starts_at,
            held_at=starts_at,
            citizen_present=self.rng.random() < 0.85,
            agreed="Lægen ser ingen hindring for en praktik på få timer. Vi taler sammen igen om to måneder.",
            registered_at=starts_at,
            registered_by_id=staff,
        )
