"""Casework's own statuses on the work list. Each is a count, a filter and a definition that the page can show."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tovholder.audit.models import Lookup, Seen
from tovholder.casework.access import protected
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import Flag, Moment
from tovholder.casework.each import Each
from tovholder.casework.models import Assignment, Turn
from tovholder.casework.worklist import facts

#: Nobody has spoken with the citizen for so many days. One may choose another number on the page.
QUIET_DAYS = 60
#: So many shifts in twelve months are marked.
MANY_SHIFTS = 2


def new_to_me(moment: Moment) -> Q:
    """Opening the case is what ends it: the look-ups are the facts, there is no mark to set or clear."""
    mine = Assignment.objects.at(moment.now).filter(case=OuterRef("pk"), staff=moment.actor.staff_id)
    opened = Lookup.objects.filter(
        case_id=OuterRef("case_id"), staff=moment.actor.staff_id, seen=Seen.CASE, at__gte=OuterRef("effective_at")
    )
    return Q(Each(mine.filter(~Exists(opened)).order_by()))


def quiet(moment: Moment, days: int = QUIET_DAYS) -> Q:
    since = moment.today - dt.timedelta(days=days)
    return Q(~Each(facts.held().filter(held_at__gte=start_of(since))), opened_on__lt=since)


def meeting_today(moment: Moment) -> Q:
    begins = start_of(moment.today)
    return Q(Each(facts.planned().filter(starts_at__gte=begins, starts_at__lt=begins + dt.timedelta(days=1))))


def outcome_missing(moment: Moment) -> Q:
    return Q(Each(facts.planned().filter(starts_at__lt=start_of(moment.today))))


def waits_for(turn: Turn) -> Q:
    return Q(Each(facts.open_steps().filter(turn=turn)))


def nothing_going_on(moment: Moment) -> Q:
    ahead = facts.planned().filter(starts_at__gte=start_of(moment.today))
    return Q(~Each(ahead), ~Each(facts.open_steps()), ~Each(facts.participants(moment)))


FLAGS = (
    Flag(
        "new",
        _("New to you"),
        _("You got a role in the case and have not opened it since."),
        new_to_me,
        order=10,
        group="act",
    ),
    Flag(
        "today",
        _("Meeting today"),
        _("A conversation is planned for today and has no outcome yet."),
        meeting_today,
        order=20,
        group="act",
    ),
    Flag(
        "reminder",
        _("Reminder due"),
        _("Your own reminder on the case has today's date or an earlier one."),
        lambda moment: Q(Each(facts.my_reminder(moment).filter(due_on__lte=moment.today))),
        order=30,
        group="act",
    ),
    Flag(
        "step_due",
        _("Step due"),
        _("An open step of the plan has today's date or an earlier one."),
        lambda moment: Q(Each(facts.open_steps().filter(due_on__lte=moment.today))),
        order=40,
        group="act",
    ),
    Flag(
        "outcome",
        _("Outcome missing"),
        _("A conversation was planned for an earlier day, and nobody has registered whether it was held."),
        outcome_missing,
        order=50,
        group="act",
    ),
    Flag(
        "us",
        _("Waits for us"),
        _("An open step of the plan is ours."),
        lambda moment: waits_for(Turn.US),
        order=110,
        group="waits",
    ),
    Flag(
        "citizen",
        _("Waits for the citizen"),
        _("An open step of the plan is the citizen's."),
        lambda moment: waits_for(Turn.CITIZEN),
        order=120,
        group="waits",
    ),
    Flag(
        "other",
        _("Waits for somebody else"),
        _("An open step of the plan is somebody else's."),
        lambda moment: waits_for(Turn.OTHER),
        order=130,
        group="waits",
    ),
    Flag(
        "first",
        _("Waits for the first conversation"),
        _("No conversation has been held since the case was opened."),
        lambda moment: Q(~Each(facts.held())),
        order=140,
        group="waits",
    ),
    Flag(
        "unassigned",
        _("Without a caseworker"),
        _("Nobody holds the case, or the one who holds it may no longer sign in or belongs to no unit."),
        lambda moment: Q(~facts.has_working_holder(moment)),
        order=210,
    ),
    Flag(
        "quiet",
        _("Not spoken with"),
        _("The case is older than the chosen number of days (60 unless you choose another), and nobody has spoken with "
          "the citizen in them."),
        quiet,
        order=220,
    ),
    Flag(
        "no_plan",
        _("Without a plan"),
        _("The plan has no job goal."),
        lambda moment: Q(~Each(facts.goals())),
        order=230,
    ),
    Flag(
        "nothing",
        _("Without anything going on"),
        _("No conversation ahead, no open step, no project."),
        nothing_going_on,
        order=240,
    ),
    Flag(
        "shifts",
        _("2 shifts or more in 12 months"),
        _("The caseworker has become another person at least twice in the last 12 months. Somebody who comes back "
          "after a vacancy is no shift."),
        lambda moment: Q(shifts_12m__gte=MANY_SHIFTS),
        annotate=lambda moment: {"shifts_12m": facts.shifts_12m(moment)},
        order=250,
    ),
    Flag(
        "protected",
        _("Protected address"),
        _("The citizen's name and address are protected today."),
        lambda moment: Q(protected(moment.today)),
        order=260,
    ),
)  # fmt: skip
