"""How large the demonstration municipality is: the figures of a real one, Fredericia (code 607) in July 2026.

Source: Jobindsats.dk (STAR), monthly figures per municipality. `indicator` names the series; a test compares every
constant here with the file, where the file is at hand. Full-time persons count as open cases one to one.

What those series do not have (people on sickness benefit, approved for a flex job, …) is a guess and says so. So is
everything about how often staff fall ill or leave. The demonstration is to be tried on, not to be cited.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MUNICIPALITY, MONTH = "607", "2026M07"
#: The size for which everything below is given; another size scales it.
CITIZENS = 3000
YEARS = 5

#: indicator `cashVisitation.fullTime`: on kontanthjælp, by category.
ACTIVITY_READY, JOB_READY, EDUCATION_READY, NOT_YET_KNOWN = 787, 213, 151, 19
#: indicator `unemployment.dagpenge`: insured unemployed, full-time persons.
INSURED = 573
#: indicators `longterm.dagpenge` of `unemployment.dagpenge`, `longterm.kontanthjaelp` of `unemployment.kontanthjaelp`.
LONG_TERM_INSURED, LONG_TERM_CASH, UNEMPLOYED_CASH = 87, 52, 168
#: indicator `activation.affectedShare`, per cent: had some activity in the month.
ACTIVATED = 36.1
#: indicator `offers.activated`, by kind: what a step in a plan is about.
OFFERS = {
    "Vejledning og opkvalificering": 280,
    "Virksomhedspraktik": 139,
    "Nytteindsats": 58,
    "Løntilskud": 13,
}

#: A guess: of the activity-ready, those under 30 without an education (target group 6.5).
YOUNG_ACTIVITY_READY = 189


@dataclass(frozen=True)
class Group:
    """A target group in the demonstration: how many open cases, how long they last, and how they end."""

    key: str
    code: str  #: of the target group; empty: none is decided yet
    benefit: str
    open: int
    mean_days: int  #: of a running case; exponential, cut off at five years
    ages: tuple[int, int]
    meets_every: tuple[int, int]  #: days between conversations after the first half-year
    ends: dict[str, int] = field(default_factory=dict)  #: reason for closing → weight
    #: The group it may have come from in the same case → weight; "" is none.
    came_from: dict[str, int] = field(default_factory=dict)


def _mean(long_term: int, of: int) -> int:
    """Days, so that the share that has lasted over a year is as given (exponential: P(T > 365) = share)."""
    from math import log

    return round(-365 / log(long_term / of))


_WORK = {"work": 70, "education": 6, "moved": 7, "self_support": 8, "pension": 5, "other": 4}
_FAR = {"work": 24, "flex_job": 18, "pension": 20, "education": 6, "moved": 14, "self_support": 8, "other": 10}
_YOUNG = {"work": 30, "education": 46, "moved": 12, "self_support": 6, "other": 6}
_SICK = {"work": 66, "flex_job": 6, "pension": 8, "self_support": 8, "moved": 4, "other": 8}

#: Guesses are marked; the other sizes are those above.
GROUPS = {
    group.key: group
    for group in (
        # key, code, benefit, open, mean days, ages, meets every … days, ends; came from
        Group("insured", "6.1", "a-dagpenge", INSURED, _mean(LONG_TERM_INSURED, INSURED), (20, 64), (35, 75), _WORK),
        Group("job_ready", "6.2", "kontanthjaelp", JOB_READY, _mean(LONG_TERM_CASH, UNEMPLOYED_CASH), (30, 62),
              (40, 90), {**_WORK, "pension": 2}, {"": 85, "insured": 15}),
        Group("activity_ready", "6.3", "kontanthjaelp", ACTIVITY_READY - YOUNG_ACTIVITY_READY, 1300, (30, 64),
              (50, 110), _FAR, {"": 66, "job_ready": 24, "sick": 10}),
        Group("education_ready", "6.4", "kontanthjaelp", EDUCATION_READY, 300, (18, 29), (35, 70), _YOUNG),
        Group("young", "6.5", "kontanthjaelp", YOUNG_ACTIVITY_READY, 520, (18, 29), (35, 80), _YOUNG,
              {"": 80, "education_ready": 20}),
        Group("not_yet_known", "", "kontanthjaelp", NOT_YET_KNOWN, 5, (18, 60), (30, 60), _WORK),
        # Guesses from here on.
        Group("sick", "6.6", "sygedagpenge", 150, 150, (22, 64), (28, 45), _SICK),
        Group("clarification", "6.7", "ressourceforloebsydelse", 45, 420, (25, 62), (40, 80), _SICK, {"sick": 100}),
        Group("resource", "6.8", "ressourceforloebsydelse", 35, 1000, (28, 60), (45, 90), _FAR,
              {"activity_ready": 90, "": 10}),
        Group("flex_job", "6.9", "ledighedsydelse", 60, 700, (32, 64), (50, 100),
              {"flex_job": 70, "pension": 20, "moved": 6, "other": 4},
              {"activity_ready": 40, "resource": 25, "clarification": 25, "": 10}),
        Group("rehabilitation", "6.10", "revalideringsydelse", 4, 900, (26, 50), (60, 120),
              {"work": 80, "education": 20},
              {"activity_ready": 100}),
        Group("self_supporting", "6.12", "", 6, 300, (24, 60), (60, 120), {"work": 60, "self_support": 40}),
        Group("pensioner", "6.11", "foertidspension", 3, 500, (25, 60), (80, 150), {"work": 60, "other": 40}),
    )
}  # fmt: skip

#: Open cases in all, when there are 3,000 citizens. The others had a case in the five years and have none today.
OPEN = sum(group.open for group in GROUPS.values())

#: Of those without an open case, the group they were in (weights): people who find work soon are many.
CLOSED_MIX = {
    "insured": 38,
    "job_ready": 12,
    "activity_ready": 14,
    "education_ready": 8,
    "young": 7,
    "sick": 17,
    "clarification": 2,
    "flex_job": 2,
}
#: The same for the length of a case that has ended: mean days.
CLOSED_MEAN = {
    "insured": 190,
    "job_ready": 280,
    "activity_ready": 620,
    "education_ready": 260,
    "young": 420,
    "sick": 150,
    "clarification": 420,
    "flex_job": 420,
}
#: Cases before this one: how many on average, and in which groups (weights). People who find work soon come back most.
EARLIER = {
    "insured": (2.2, {"insured": 88, "sick": 12}),
    "job_ready": (1.2, {"job_ready": 60, "insured": 40}),
    "education_ready": (0.6, {"education_ready": 100}),
    "young": (0.3, {"education_ready": 60, "young": 40}),
    "activity_ready": (0.25, {"insured": 30, "job_ready": 40, "sick": 30}),
    "sick": (1.4, {"insured": 40, "sick": 60}),
    "clarification": (0.3, {"sick": 60, "insured": 40}),
}
#: Those without an open case left so many days ago on average: a municipality deletes cases after some years.
LEFT_DAYS_AGO = 330

#: Posts per team: caseworkers in the organisation of today. Each has about 60 cases.
CASEWORKERS = {"east": 7, "west": 6, "young": 6, "insured": 8, "job_ready": 5, "sick": 4}
JOB_CONSULTANTS = 9
PROTECTED = 0.01
INTERPRETER = 0.02
