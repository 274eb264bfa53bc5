"""What becomes of cases when somebody leaves, falls ill or a group changes. Guesses, kept together.

They are chosen so that between a quarter and a third of all shifts are unplanned, and so that the ways in which
Fredericia lost time are all there: a case that lies without anybody until a post is filled, a cover that
becomes permanent, a screening by one person before the real caseworker, a project that takes the case along.
"""

from __future__ import annotations

#: A new case lies without a caseworker for some days.
FIRST_VACANT = 0.03
#: Before the reorganisation: a screening conversation with somebody else first (recommendation 1).
SCREENED = 0.85
#: A new target group belongs to another team: nobody there for a while.
CHANGE_VACANT = 0.25
#: Somebody leaves: to a colleague the same day; to nobody until the post is filled; to nobody for 5–20 days.
LEAVES_AT_ONCE, LEAVES_UNTIL_FILLED = 0.45, 0.3
#: … of those given away, planned with a handover in good time.
LEAVES_PLANNED = 0.3
#: Nobody remembered to give the case to anybody else.
LEAVES_FORGOTTEN = 0.04
#: Somebody is ill for more than four weeks: covered by a colleague; without anybody; the rest stay in her name.
ILL_COVERED, ILL_VACANT = 0.4, 0.2
#: … of those covered, back to her when she is back.
ILL_RETURNS = 0.5
#: At the reorganisation the case belongs to another team than its caseworker, and nobody there has it yet.
REORGANISED_VACANT = 0.06
#: Per case and year.
WISH, CONFLICT, OTHER = 0.012, 0.006, 0.004
#: Cases that a new colleague takes over from those who have most.
BALANCED = 9
#: Taking part in a project takes the caseworker along: outside the departments, inside (recommendation 2).
PROJECT_SHIFTS = {"project_outside": 0.16, "project_inside": 0.03}
#: In the project inside the department the external partner is mentor for some.
MENTORED = 0.3
#: A job consultant is asked for in the course of a case.
CONSULTANT = {
    "insured": 0.08,
    "job_ready": 0.5,
    "activity_ready": 0.3,
    "education_ready": 0.2,
    "young": 0.24,
    "flex_job": 0.6,
    "clarification": 0.25,
    "resource": 0.3,
    "sick": 0.06,
}
#: A coordinating caseworker is named (activity-ready citizens have a right to one).
COORDINATED = {"activity_ready": 0.35, "resource": 0.9, "young": 0.3, "clarification": 0.5}
