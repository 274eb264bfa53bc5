"""Cases with a story, as a caseworker meets them: what the tests of the case page look at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from tests.factories import Factory, moment
from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.rights import Role
from tovholder.casework.models import (
    Case,
    CaseRole,
    Conversation,
    JobGoal,
    Note,
    Participant,
    Plan,
    PlanStep,
    Reminder,
    ShiftCause,
)
from tovholder.citizens.models import (
    AddressProtection,
    Benefit,
    BenefitSpell,
    Citizen,
    ContactDetails,
    Identity,
    TargetGroup,
    TargetGroupSpell,
)

#: A number that can never be a real person's: the day of birth is raised by 60.
CPR = "6404870017"


@dataclass
class Story:
    """The case with those who have to do with it."""

    case: Case
    holder: Staff
    leader: Staff
    partner: Staff
    unit: Unit
    planned: Conversation
    steps: list[PlanStep] = field(default_factory=list)


AGREED = [
    "Samira ringer selv til Netto i Vollsmose og hører, om de har en plads i butikken. Vi taler om det næste gang.",
    "Vi venter på svar fra lægen om ryggen. Indtil da går hun 20 minutter hver dag og skriver op, hvordan det går.",
    "Hun vil gerne prøve 6 timer om ugen. Jeg kontakter kantinen på rådhuset og spørger om en praktik.",
    "Praktikken i kantinen går godt: hun kommer til tiden og kan lide at stå i køkkenet. Vi sætter timerne op til 8.",
    "Danskundervisning tirsdag og torsdag formiddag. Børnene er startet i SFO, så det passer nu.",
    "Vi gennemgik Min Plan. Målet står fast: et job i et køkken, gerne 12 til 15 timer om ugen.",
]
NOTES = [
    "Samira ringede: sønnen er syg, hun kommer først på torsdag. Aftalt med kantinen.",
    "Talte med køkkenchef Henrik Bang i kantinen. De er glade for hende og vil gerne forlænge fire uger.",
    "Sendt brev om mødet med rehabiliteringsteamet. Tolk (arabisk) er bestilt.",
    "Lægens svar er kommet: ingen tunge løft, ellers fuld arbejdsevne på sigt.",
]


def long_story(make: Factory, now: dt.datetime, *, conversations: int = 20) -> Story:
    """Fifteen months: three caseworkers and a vacancy, conversations and notes, a plan with six steps."""
    today = timezone.localdate(now)
    opened_on = today - dt.timedelta(days=460)
    unit = make.unit("Team Nord")
    project = make.unit("Flere skridt", kind="project")
    first, second, holder = (make.staff(name, unit=unit) for name in ("Ole Ravn", "Lis Dam", "Mette Krogh"))
    leader = make.staff("Bente Friis", unit=unit, role=Role.TEAM_LEADER)
    consultant = make.staff("Jens Kjær", unit=unit, role=Role.JOB_CONSULTANT)
    partner = make.staff("Nadia Holm", unit=project, role=Role.EXTERNAL_PARTNER)

    citizen = Citizen.objects.create(given_name="Samira", family_name="Al-Khatib", born_on=dt.date(1987, 4, 4))
    Identity.objects.create(citizen=citizen, cpr=CPR, valid_from=opened_on)
    ContactDetails.objects.create(
        citizen=citizen,
        valid_from=moment(opened_on),
        address="Egeparken 12, 2. tv.",
        postcode="5240",
        city="Odense NØ",
        phone="20 11 22 33",
        email="samira@mail.example",
        interpreter_language="arabisk",
    )
    BenefitSpell.objects.create(citizen=citizen, benefit=Benefit.objects.get(code="kontanthjaelp"), start=opened_on)
    group = TargetGroup.objects.get(code="6.3")
    TargetGroupSpell.objects.create(citizen=citizen, target_group=group, start=opened_on)

    case = make.case(held_by=first, citizen=citizen, opened_on=opened_on)
    left, came, swapped = (now - dt.timedelta(days=days) for days in (300, 262, 41))
    make.assign(case, None, at=left, unit=unit, planned=False, cause=ShiftCause.SICKNESS, registered_by=leader)
    make.assign(case, second, at=came, planned=False, cause=ShiftCause.SICKNESS, registered_by=leader)
    make.assign(case, holder, at=swapped, planned=True, cause=ShiftCause.REORGANISATION, registered_by=leader)
    make.assign(case, consultant, at=now - dt.timedelta(days=120), role=CaseRole.JOB_CONSULTANT, planned=True)
    Participant.objects.create(case=case, unit=project, staff=partner, start=today - dt.timedelta(days=90))

    span = 450 - 12
    for number in range(conversations):
        at = now - dt.timedelta(days=450 - number * span // max(conversations - 1, 1), hours=number % 5)
        staff = first if at < left else second if at < swapped else holder
        if left <= at < came:
            continue
        Conversation.objects.create(
            case=case,
            staff=staff,
            starts_at=at,
            held_at=None if number == 7 else at,
            missed_at=at if number == 7 else None,
            kind="first" if number == 0 else "follow_up",
            form="phone" if number % 3 == 2 else "office",
            agreed="" if number == 7 else AGREED[number % len(AGREED)],
            registered_by=staff,
        )
    planned = Conversation.objects.create(
        case=case, staff=holder, starts_at=now - dt.timedelta(minutes=20), form="office", registered_by=holder
    )
    for number, text in enumerate(NOTES * 2):
        author = consultant if number % 2 else holder
        at = now - dt.timedelta(days=8 + 31 * number)
        Note.objects.create(case=case, author=author, happened_at=at, text=text, registered_by=author)

    plan = Plan.objects.create(case=case, registered_by=second)
    agreed_at = now - dt.timedelta(days=240)
    JobGoal.objects.create(
        plan=plan, effective_at=agreed_at, words="Jeg vil gerne have et job, hvor jeg kan bruge mine hænder."
    )
    JobGoal.objects.create(
        plan=plan,
        effective_at=now - dt.timedelta(days=30),
        words="Jeg vil arbejde i et køkken, hvor der er mennesker omkring mig. 12 timer om ugen til at begynde med.",
        occupation="Køkkenmedhjælper",
        registered_by=holder,
    )
    steps = [
        ("Finde en virksomhed, der kan tage hende 8 timer om ugen", "us", "", 5),
        ("Gå til dansk to gange om ugen", "citizen", "", None),
        ("Svare på attesten om ryggen", "other", "Dr. Hansen, Lægerne Egeparken", -6),
        ("Lave en liste over tre køkkener, hun kunne tænke sig", "citizen", "", 12),
        ("Bestille tolk til mødet med rehabiliteringsteamet", "us", "", 20),
        ("Tale med køkkenchefen om en forlængelse", "us", "", None),
    ]
    made = [
        PlanStep.objects.create(
            plan=plan,
            text=text,
            turn=turn,
            turn_name=name,
            due_on=None if days is None else today + dt.timedelta(days=days),
            position=place,
            agreed_at=agreed_at + dt.timedelta(days=place),
            registered_by=second,
        )
        for place, (text, turn, name, days) in enumerate(steps, 1)
    ]
    PlanStep.objects.create(
        plan=plan,
        text="Praktik i kantinen på rådhuset",
        turn="us",
        agreed_at=agreed_at,
        ended_at=now - dt.timedelta(days=60),
        outcome="done",
        position=9,
    )
    Plan.objects.filter(pk=plan.pk).update(version=8)
    Reminder.objects.create(case=case, staff=holder, due_on=today, text="Ring til lægen om attesten")
    return Story(case=case, holder=holder, leader=leader, partner=partner, unit=unit, planned=planned, steps=made)


def protect(story: Story, since: dt.date) -> None:
    AddressProtection.objects.create(citizen=story.case.citizen, start=since)
