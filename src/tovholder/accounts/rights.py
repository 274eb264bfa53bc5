"""Who may do what: one table, read by actions, queries, views, navigation and the page that shows it.

A right says what somebody may do at all. Which cases it reaches is decided in `casework/access.py`: a caseworker may
write a note, but only in a case that she takes part in, that belongs to her unit, or that she opened with a reason.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in a unit. A person may be several things, in several units."""

    CASEWORKER = "caseworker", _("Caseworker")
    JOB_CONSULTANT = "job_consultant", _("Job consultant")
    COORDINATOR = "coordinator", _("Coordinator")
    TEAM_LEADER = "team_leader", _("Team leader")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")
    EXTERNAL_PARTNER = "external_partner", _("External partner")


class Right(models.TextChoices):
    """Something a person may do. The label completes the sentence "may …"."""

    SEE_OWN_CASES = "see_own_cases", _("see the cases one takes part in")
    SEE_UNIT_CASES = "see_unit_cases", _("see the cases of one's unit")
    SEE_WHOLE_CASE = "see_whole_case", _("see the whole case: what others wrote, benefits and target groups")
    OPEN_WITH_REASON = "open_with_reason", _("open another case after stating a reason")
    CREATE_CASE = "create_case", _("open a case for a citizen")
    CLOSE_CASE = "close_case", _("close a case")
    FIND_CITIZEN = "find_citizen", _("find a citizen by name or CPR number")
    SEE_CPR = "see_cpr", _("see a whole CPR number")
    SEE_PROTECTED_ADDRESS = "see_protected_address", _("see a protected address in a case one takes part in")
    EDIT_CITIZEN = "edit_citizen", _("correct a citizen's details")
    CONVERSE = "converse", _("plan and register conversations")
    WRITE_NOTE = "write_note", _("write notes in a case")
    EDIT_PLAN = "edit_plan", _("write in the plan")
    SET_REMINDER = "set_reminder", _("set a reminder of one's own")
    ASSIGN = "assign", _("decide who holds a case in one's unit")
    HAND_OVER = "hand_over", _("hand a case over, and receive one")
    REGISTER_ABSENCE = "register_absence", _("register an absence: one's own, or of somebody in a unit one leads")
    WEIGH_CASE = "weigh_case", _("say how much work a case takes that one holds, and which field it asks for")
    OWN_LANGUAGES = "own_languages", _("say which languages one speaks")
    ADD_PARTICIPANT = "add_participant", _("let a project or a colleague take part in a case")
    ASK_FOR_DOCUMENTS = "ask_for_documents", _("ask others for certificates and other documentation in a case")
    SEE_HEALTH = "see_health", _("read what documentation says about health")
    EXPORT = "export", _("export a list")
    SEE_LOOKUPS = "see_lookups", _("see who has looked at a citizen's data")
    SEE_HISTORY = "see_history", _("see what was changed, by whom and when")
    SEE_UNIT = "see_unit", _("see how a unit stands: cases, vacancies, shifts")
    SET_CAPACITY = "set_capacity", _("say what the staff of a unit one leads have room for and can do")
    SET_WEIGHTS = "set_weights", _("set how much work the cases of each target group take")
    SET_THRESHOLDS = "set_thresholds", _("set how long a citizen may wait for what")
    SEE_FIGURES = "see_figures", _("see figures without names")
    MAKE_SNAPSHOT = "make_snapshot", _("make a snapshot for the figures")
    SEE_PLANS = "see_plans", _("see the employment plan, its goals and reports")
    WRITE_PLANS = "write_plans", _("write the employment plan and publish its reports")
    SEE_ECONOMY = "see_economy", _("see what support costs, without anybody's case")
    SET_ECONOMY = "set_economy", _("set the assumptions that a plan's economy is worked out from")
    SEE_RULES = "see_rules", _("see the rules of the law, with dates and sources")
    MANAGE_RULES = "manage_rules", _("add, end and verify rules of the law")
    EXEMPT = "exempt", _("exempt a case from a quota, with a reason")
    IMPORT = "import", _("import data from another system")
    TAKE_IN_FIGURES = "take_in_figures", _("take in the figures that Jobindsats publishes")
    MANAGE_STAFF = "manage_staff", _("manage staff, units and roles")
    SET_DEADLINES = "set_deadlines", _("set the deadlines of handovers and absences")
    SEE_RIGHTS = "see_rights", _("see which role may do what")


_CASEWORK = {
    Right.SEE_OWN_CASES,
    Right.FIND_CITIZEN,
    Right.CONVERSE,
    Right.WRITE_NOTE,
    Right.EDIT_PLAN,
    Right.SET_REMINDER,
    Right.OWN_LANGUAGES,
    Right.SEE_RIGHTS,
    Right.SEE_RULES,
}
_IN_A_UNIT = _CASEWORK | {
    Right.SEE_UNIT_CASES,
    Right.SEE_WHOLE_CASE,
    Right.OPEN_WITH_REASON,
    Right.CREATE_CASE,
    Right.CLOSE_CASE,
    Right.SEE_CPR,
    Right.SEE_PROTECTED_ADDRESS,
    Right.EDIT_CITIZEN,
    Right.HAND_OVER,
    Right.REGISTER_ABSENCE,
    Right.WEIGH_CASE,
    Right.ADD_PARTICIPANT,
    Right.ASK_FOR_DOCUMENTS,
    Right.SEE_HEALTH,
    Right.EXEMPT,
    Right.EXPORT,
    Right.SEE_HISTORY,
    Right.SEE_LOOKUPS,
}

#: The table. `docs/` and the page "Who may do what" are drawn from it; nothing else decides.
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CASEWORKER: frozenset(_IN_A_UNIT),
    # Job consultants pull their own caseload and write in the case, as caseworkers do (requirement F16).
    # They find companies: what the citizen can and cannot do is enough, a diagnosis is not theirs to read.
    Role.JOB_CONSULTANT: frozenset(
        _IN_A_UNIT
        - {
            Right.CREATE_CASE,
            Right.CLOSE_CASE,
            Right.SEE_LOOKUPS,
            Right.ASK_FOR_DOCUMENTS,
            Right.SEE_HEALTH,
            Right.EXEMPT,
            Right.WEIGH_CASE,
        }
    ),
    Role.COORDINATOR: frozenset(_IN_A_UNIT | {Right.ASSIGN, Right.SEE_UNIT}),
    Role.TEAM_LEADER: frozenset(
        _IN_A_UNIT
        | {
            Right.ASSIGN,
            Right.SET_THRESHOLDS,
            Right.SET_CAPACITY,
            Right.SET_WEIGHTS,
            Right.SEE_UNIT,
            Right.SEE_FIGURES,
            Right.SEE_PLANS,
            Right.SEE_ECONOMY,
            Right.SET_ECONOMY,
        }
    ),
    Role.ANALYST: frozenset(
        {
            Right.SEE_UNIT,
            Right.SEE_FIGURES,
            Right.MAKE_SNAPSHOT,
            Right.TAKE_IN_FIGURES,
            Right.SEE_RIGHTS,
            Right.SEE_RULES,
        }
        | {Right.SEE_PLANS, Right.WRITE_PLANS, Right.SEE_ECONOMY, Right.SET_ECONOMY}
    ),
    # An administrator keeps the system going and has no errand in anybody's case.
    Role.ADMINISTRATOR: frozenset(
        {
            Right.IMPORT,
            Right.MANAGE_STAFF,
            Right.MAKE_SNAPSHOT,
            Right.TAKE_IN_FIGURES,
            Right.SEE_RIGHTS,
            Right.SEE_RULES,
            Right.MANAGE_RULES,
            Right.SEE_UNIT,
            Right.SEE_PLANS,
            Right.WRITE_PLANS,
            Right.SET_DEADLINES,
            Right.SET_CAPACITY,
            Right.SET_WEIGHTS,
        }
    ),
    Role.EXTERNAL_PARTNER: frozenset(
        {Right.SEE_OWN_CASES, Right.WRITE_NOTE, Right.CONVERSE, Right.SET_REMINDER, Right.SEE_RIGHTS, Right.SEE_RULES}
    ),
}


def rights_of(roles: set[Role] | frozenset[Role]) -> frozenset[Right]:
    """Everything that somebody with these roles may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))
