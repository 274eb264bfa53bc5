"""Citizens who are exempt from a quota after a concrete assessment, as the law has it since July 2026."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from tovholder.casework.models import CaseRole
from tovholder.demo.calendar import days, last_open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Play
from tovholder.demo.organisation import Person

#: Quotas hold from this day on.
QUOTAS = dt.date(2026, 7, 1)
#: The groups that have one, and how many of them are exempt: a guess, well below what is allowed.
EXEMPT = {"insured": 0.05, "job_ready": 0.07, "flex_job": 0.06, "education_ready": 0.08}
#: What has a quota for which group.
SERIES = {
    "insured": ("number", "offer"),
    "job_ready": ("number", "offer"),
    "flex_job": ("number",),
    "education_ready": ("offer",),
}

REASONS = (
    "Starter i job inden for seks uger; kontrakten er set.",
    "Er på barsel i det meste af perioden.",
    "Indlagt og under behandling; samtaler er uden formål lige nu.",
    "Deltager på fuld tid i et forløb, hvor der følges op hver uge.",
    "Er ordblind og venter på hjælpemidler; aftalt med borgeren at vente.",
    "Raskmelding ventes; lægen fraråder samtaler indtil da.",
)


@dataclass(frozen=True)
class Exempted:
    course: Course
    series: str
    start: dt.date
    end: dt.date | None
    reason: str
    by: Person


def exemptions(rng: random.Random, play: Play) -> Iterator[Exempted]:
    """In open cases of the last nine months, by the caseworker who holds them."""
    for course in play.courses:
        share = EXEMPT.get(course.group, 0.0)
        if rng.random() >= share or course.closed_on or course.opened_on < play.today - days(270):
            continue
        row = play.now.get((course.id, CaseRole.CASEWORKER))
        by = row.person if row else None
        first = max(course.opened_on, QUOTAS) + days(rng.randint(5, 60))
        start = last_open_day(min(first, play.today - days(1)))
        reason, series = rng.choice(REASONS), rng.choice(SERIES[course.group])
        end = start + days(rng.choice([90, 180])) if rng.random() < 0.6 else None
        if by is not None and start >= max(course.opened_on, QUOTAS) and start >= course.groups[-1][1]:
            yield Exempted(course, series, start, end, reason, by)
