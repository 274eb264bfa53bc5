"""The tables of a snapshot. docs/tables.md is written from here.

A table that a source does not know is left out: then the figures that need it are missing, not 0. An empty table says
that there were none.
"""

from __future__ import annotations

from tovholder.figures.tidy.schema import Column, Period, Table
from tovholder.figures.tidy.schema import Type as T

#: Raised when a table or column changes its meaning or goes away; tables and columns may be added without.
SCHEMA_VERSION = 1

_CASE = Column("case", T.KEY, "The case.", of="cases")
_CITIZEN = Column("citizen", T.KEY, "The citizen.", of="citizens")

META = Table(
    "meta",
    "What the snapshot is: one row.",
    (
        Column("schema_version", T.WHOLE, f"The version of these tables: {SCHEMA_VERSION}."),
        Column("source", T.NAME, "The system and its version, or the file, that the facts come from."),
        Column("municipality", T.CODE, "The municipality's code, such as 607.", null="not known, or several"),
        Column("taken_at", T.MOMENT, "When the facts were read, all at one moment."),
        Column("data_start", T.DAY, "The first day of which everything is known.", null="since the beginning"),
        Column(
            "data_end",
            T.DAY,
            "The last day of which everything is known. Figures end here, whatever later facts there are.",
        ),
    ),
    is_needed=True,
)

COVERAGE = Table(
    "coverage",
    "Tables whose data end (or begin) on another day than meta says, because they arrive late.",
    (
        Column("table", T.CODE, "The table."),
        Column("data_start", T.DAY, "The first day of which it knows everything.", null="since the beginning"),
        Column("data_end", T.DAY, "The last day of which it knows everything."),
    ),
    key=("table",),
)

BREAKS = Table(
    "breaks",
    "Days on which what is counted changed, so that figures before and after are not alike (1 July 2025: one "
    "kontanthjælp replaces three benefits).",
    (
        Column("table", T.CODE, "The table whose facts it concerns."),
        Column("day", T.DAY, "The first day of what is new."),
        Column("name_da", T.NAME, "What changed, in Danish."),
        Column("name_en", T.NAME, "What changed, in English."),
    ),
)

CODES = Table(
    "codes",
    "What codes are called. A code that is not here is shown as it is.",
    (
        Column(
            "list",
            T.CODE,
            "The column it stands in: benefit, target_group, contact_group, cause, role, counterpart, measure, reason; "
            "a kind with its table: wait_kind, due_kind, activity_kind, conversation_kind.",
        ),
        Column("code", T.CODE, "The code."),
        Column("name_da", T.NAME, "In Danish."),
        Column("name_en", T.NAME, "In English."),
    ),
    key=("list", "code"),
)

BENEFIT_TYPES = Table(
    "benefit_types",
    "How a benefit counts.",
    (
        Column("benefit", T.CODE, "The benefit."),
        Column(
            "is_support",
            T.YES_NO,
            "It is public support: whoever has it and no activity is passive (not SU, wages with a subsidy, efterløn).",
        ),
        Column(
            "is_unemployment",
            T.YES_NO,
            "Whoever has it and belongs to a job-ready target group is unemployed (a-dagpenge, kontanthjælp).",
        ),
    ),
    key=("benefit",),
)

TARGET_GROUP_TYPES = Table(
    "target_group_types",
    "How a target group counts.",
    (
        Column("target_group", T.CODE, "The target group, such as 6.3."),
        Column("is_job_ready", T.YES_NO, "Its citizens are ready for a job (6.1, 6.2)."),
    ),
    key=("target_group",),
)

UNITS = Table(
    "units",
    "Departments, teams, projects. Those without a parent are at the top.",
    (
        Column("unit", T.KEY, "The unit."),
        Column("parent", T.KEY, "The unit it belongs to.", null="none", of="units"),
        Column("kind", T.CODE, "department, team or project."),
        Column("name", T.NAME, "What it is called."),
        Column("opened", T.DAY, "Its first day.", null="not known"),
        Column("closed", T.DAY, "The first day on which it is not there.", null="it is there"),
    ),
    key=("unit",),
    periods=(Period("opened", "closed"),),
)

STAFF = Table(
    "staff",
    "Who works where, and how much they have room for: a row for each period.",
    (
        Column("staff", T.KEY, "The person, by a key that no name can be read from."),
        Column("unit", T.KEY, "The unit.", of="units"),
        Column("capacity", T.NUMBER, "The weight of cases that the person has room for.", null="not said"),
        Column("start", T.DAY, "The first day."),
        Column("end", T.DAY, "The first day on which it no longer holds.", null="it holds"),
    ),
    periods=(Period("start", "end"),),
)

CITIZENS = Table(
    "citizens",
    "One row for each citizen. Nothing but what a breakdown needs; never origin.",
    (
        Column("citizen", T.KEY, "The citizen."),
        Column("birth_month", T.DAY, "The first of the month of birth. The age changes on that day.", null="not known"),
    ),
    key=("citizen",),
)

CASES = Table(
    "cases",
    "One row for each case: a citizen's course with the municipality.",
    (
        Column("case", T.KEY, "The case."),
        _CITIZEN,
        Column("opened", T.DAY, "The first day."),
        Column(
            "closed", T.DAY, "The day on which it was closed: the first on which it is not open.", null="it is open"
        ),
        Column(
            "reason",
            T.CODE,
            "Why it was closed: work, education, flex_job, pension, moved, self_support, other, unknown.",
            null="it is open",
        ),
    ),
    key=("case",),
    periods=(Period("opened", "closed"),),
    is_needed=True,
)

ASSIGNMENTS = Table(
    "assignments",
    "Who has a role on a case: a step function with a row for each change. What a row says holds until the next of the "
    "same case and role, at the latest until the case is closed.",
    (
        _CASE,
        Column("role", T.CODE, "caseworker, coordinating, job_consultant or mentor."),
        Column("seq", T.WHOLE, "The order of the rows of a case and role: 0, 1, 2 …, also within a moment."),
        Column("at", T.MOMENT, "From when on; never before that of the row before."),
        Column("staff", T.KEY, "Who.", null="nobody: the role is vacant"),
        Column("unit", T.KEY, "The unit that the case is in.", null="not known", of="units"),
        Column("planned", T.YES_NO, "Whether the change was planned.", null="not said"),
        Column(
            "cause",
            T.CODE,
            "Why the person changed: new_case, target_group, reorganisation, resignation, sickness, leave, project, "
            "balance, citizens_wish, conflict, other.",
            null="not known",
        ),
        Column(
            "project",
            T.KEY,
            "The project that the change was made for (cause project).",
            null="none, or not said",
            of="units",
        ),
    ),
    key=("case", "role", "seq"),
)

WEIGHTS = Table(
    "weights",
    "How much a case weighs in a caseload: a step function. A case weighs 1 before its first row.",
    (
        _CASE,
        Column("start", T.DAY, "From when on."),
        Column("weight", T.NUMBER, "The weight, 0 or more; 1 is a case as most are."),
    ),
    key=("case", "start"),
)

CONVERSATIONS = Table(
    "conversations",
    "Conversations with citizens. At most one of held, missed and cancelled is set; none: it is planned.",
    (
        Column("conversation", T.KEY, "The conversation."),
        _CASE,
        Column(
            "kind",
            T.CODE,
            "first, follow_up, job, plan, dialogue, intensive, other; or fund: held by the unemployment fund.",
        ),
        Column("form", T.CODE, "office, phone, video, home, workplace or walk.", null="not said"),
        Column("staff", T.KEY, "With whom.", null="not said"),
        Column("planned_for", T.DAY, "The day it was planned for."),
        Column("held", T.DAY, "The day on which it was held.", null="it was not held, or not yet"),
        Column("missed", T.DAY, "The day on which the citizen did not come.", null="not missed"),
        Column("cancelled", T.DAY, "The day on which it was cancelled.", null="not cancelled"),
    ),
    key=("conversation",),
)

BENEFIT_SPELLS = Table(
    "benefit_spells",
    "What a citizen lives on, from a day until another. Spells of different benefits may overlap.",
    (
        _CITIZEN,
        Column("benefit", T.CODE, "The benefit."),
        Column(
            "degree",
            T.NUMBER,
            "How much of full time it covers: more than 0, at most 1.",
            null="not recorded; it counts as 1",
        ),
        Column("start", T.DAY, "The first day."),
        Column("end", T.DAY, "The first day without.", null="it runs"),
    ),
    key=("citizen", "benefit", "start"),
    periods=(Period("start", "end"),),
)

TARGET_GROUP_SPELLS = Table(
    "target_group_spells",
    "The legal category that a citizen belongs to, one at a time.",
    (
        _CITIZEN,
        Column("target_group", T.CODE, "The target group."),
        Column("contact_group", T.CODE, "The contact group.", null="not known"),
        Column("start", T.DAY, "The first day."),
        Column("end", T.DAY, "The first day outside it.", null="it runs"),
    ),
    key=("citizen", "start"),
    periods=(Period("start", "end"),),
)

ACTIVITIES = Table(
    "activities",
    "What a citizen takes part in: whoever is on support and in none is passive.",
    (
        Column("activity", T.KEY, "The activity."),
        _CITIZEN,
        Column("case", T.KEY, "The case it belongs to.", null="none, or not known", of="cases"),
        Column("kind", T.CODE, "measure, internship, wage_subsidy, flex_job, paid_hours, education or other."),
        Column("measure", T.CODE, "The measure in the catalogue.", null="none, or not known"),
        Column("hours", T.NUMBER, "Hours a week.", null="not known"),
        Column("start", T.DAY, "The first day."),
        Column("end", T.DAY, "The first day without.", null="it runs"),
    ),
    key=("activity",),
    periods=(Period("start", "end"),),
)

PARTICIPANTS = Table(
    "participants",
    "A project or a colleague that takes part in a case beside the one who holds it.",
    (
        _CASE,
        Column("unit", T.KEY, "The project or unit.", of="units"),
        Column("staff", T.KEY, "The person.", null="none in particular"),
        Column("start", T.DAY, "The first day."),
        Column("end", T.DAY, "The first day without.", null="it runs"),
    ),
    periods=(Period("start", "end"),),
)

WAITS = Table(
    "waits",
    "Intervals in which a case waits for something named. Two facts bound each: what began it and what ended it.",
    (
        Column("wait", T.KEY, "The wait."),
        _CASE,
        Column(
            "kind", T.CODE, "What is waited for: first_conversation, caseworker, first_with_new, measure, certificate …"
        ),
        Column(
            "counterpart",
            T.CODE,
            "Who can end it: a region, a clinic, a measure.",
            null="the municipality itself, or not said",
        ),
        Column("unit", T.KEY, "The unit whose wait it is.", null="that which holds the case", of="units"),
        Column("started", T.DAY, "The first day of the wait."),
        Column("ended", T.DAY, "The day on which it was over.", null="it goes on"),
        Column(
            "came",
            T.YES_NO,
            "Whether what was waited for came. False: the wait was dropped (withdrawn, the case closed).",
            null="it goes on",
        ),
        Column(
            "threshold_days",
            T.WHOLE,
            "How long such a wait may last, as set when it began.",
            null="no threshold was set",
        ),
    ),
    key=("wait",),
    periods=(Period("started", "ended", is_open=False),),
)

PAUSES = Table(
    "pauses",
    "Days of a wait that do not count, such as a citizen's illness. Pauses of one wait do not overlap. Needed beside "
    "waits (empty: none).",
    (
        Column("wait", T.KEY, "The wait.", of="waits"),
        Column("start", T.DAY, "The first day."),
        Column("end", T.DAY, "The first day that counts again.", null="it is paused"),
    ),
    key=("wait", "start"),
    periods=(Period("start", "end"),),
)

DUES = Table(
    "dues",
    "What a dated rule requires of a case, and whether it came. The rules are evaluated where the table is written.",
    (
        Column("requirement", T.KEY, "The requirement."),
        _CASE,
        Column("kind", T.CODE, "first_conversation, conversations, offer, plan, follow_up …"),
        Column("rule", T.CODE, "The rule's id."),
        Column("valid_at", T.DAY, "The day whose rules were used."),
        Column("since", T.DAY, "The first day that counts."),
        Column("due", T.DAY, "The last day on which it is in time."),
        Column("required", T.WHOLE, "How many are required."),
        Column("reached", T.WHOLE, "How many had come by the due day or the end of the data, whichever is first."),
        Column(
            "fulfilled",
            T.DAY,
            "The day on which the required number was reached, also when that was late.",
            null="not reached",
        ),
        Column("is_exempt", T.YES_NO, "The citizen is exempted after a concrete assessment."),
        Column(
            "quota", T.NUMBER, "The share of the group for which the rule asks: 0.75.", null="it holds for everybody"
        ),
    ),
    key=("requirement",),
    periods=(Period("since", "due", is_open=False),),
)

TABLES = (
    META,
    COVERAGE,
    BREAKS,
    CODES,
    BENEFIT_TYPES,
    TARGET_GROUP_TYPES,
    UNITS,
    STAFF,
    CITIZENS,
    CASES,
    ASSIGNMENTS,
    WEIGHTS,
    CONVERSATIONS,
    BENEFIT_SPELLS,
    TARGET_GROUP_SPELLS,
    ACTIVITIES,
    PARTICIPANTS,
    WAITS,
    PAUSES,
    DUES,
)
BY_NAME = {table.name: table for table in TABLES}
