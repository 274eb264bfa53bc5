"""The tables that another system may hand over, column by column. `docs/import.md` and the page are drawn from here.

The order is the order in which they are written: a table refers to itself or to those before it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.models import Membership, Staff, Unit, UnitKind
from tovholder.accounts.rights import Role
from tovholder.casework import models as casework
from tovholder.citizens import models as citizens
from tovholder.imports.definitions import Column, Kind, Period, Table, refers_to, row_id
from tovholder.imports.not_imported import NOT_IMPORTED
from tovholder.workload import models as workload


def _case(field: str | None = None) -> Column:
    return refers_to("case", "cases", _("the case"), "S-1", frozen=True, field=field)


def _citizen() -> Column:
    return refers_to("citizen", "citizens", _("the citizen"), "B-1", frozen=True)


UNITS = Table(
    "units",
    Unit,
    _("Departments, teams and projects, as a tree. A reorganisation closes units and opens others."),
    (
        row_id("E-1"),
        Column("name", Kind.TEXT, _("what the unit is called"), "Team Job", required=True, length=120),
        Column("kind", Kind.CHOICE, _("what it is"), "team", choices=UnitKind, default=UnitKind.TEAM),
        refers_to("parent", "units", _("the unit it belongs to; empty at the top"), "", required=False),
        Column("opened_on", Kind.DATE, _("the first day"), "2020-01-01", required=True),
        Column("closed_on", Kind.DATE, _("the first day on which it no longer is"), ""),
    ),
    periods=(Period("opened_on", "closed_on"),),
)

STAFF = Table(
    "staff",
    Staff,
    _("Everybody who holds or held a case, wrote a note or had a conversation, also those who have left."),
    (
        row_id("M-1"),
        Column("name", Kind.TEXT, _("the whole name"), "Anne Sørensen", required=True, length=120),
        Column(
            "email",
            Kind.EMAIL,
            _("signs in with it; one person each"),
            "anne@kommune.example",
            required=True,
            length=254,
        ),
        Column("phone", Kind.TEXT, _("telephone"), "12 34 56 78", length=30, default=""),
        Column(
            "may_sign_in",
            Kind.YES_NO,
            _("no for those who have left; a password is given by an administrator"),
            "yes",
            default=True,
            field="is_active",
        ),
    ),
    unique=(("email",),),
)

MEMBERSHIPS = Table(
    "memberships",
    Membership,
    _("Who is what in which unit, from when to when. It decides what a person may do and see."),
    (
        row_id("T-1"),
        refers_to("staff", "staff", _("the person"), "M-1"),
        refers_to("unit", "units", _("the unit"), "E-1"),
        Column("role", Kind.CHOICE, _("what the person is there"), "caseworker", required=True, choices=Role),
        Column("from", Kind.DATE, _("the first day"), "2020-01-01", required=True, field="valid_from"),
        Column("to", Kind.DATE, _("the first day on which it no longer holds"), "", field="valid_to"),
    ),
    periods=(Period("from", "to"),),
    apart=("staff", "unit", "role"),
)

CITIZENS = Table(
    "citizens",
    citizens.Citizen,
    _("The citizens, with identity, how to reach them, and whether their address is protected."),
    (
        row_id("B-1"),
        Column("cpr", Kind.CPR, _("the CPR number; it is kept apart from the rest"), "610180-0006", beside=True),
        Column("given_name", Kind.TEXT, _("first name and middle names"), "Bo", length=120, default=""),
        Column("family_name", Kind.TEXT, _("last name"), "Prøve", required=True, length=120),
        Column("born_on", Kind.DATE, _("day of birth"), "1980-01-01"),
        Column("address", Kind.TEXT, _("street and number"), "Prøvevej 1", length=200, default="", beside=True),
        Column("postcode", Kind.POSTCODE, _("postcode"), "7000", length=4, default="", beside=True),
        Column("city", Kind.TEXT, _("town"), "Fredericia", length=60, default="", beside=True),
        Column("phone", Kind.TEXT, _("telephone"), "12 34 56 78", length=30, default="", beside=True),
        Column("email", Kind.EMAIL, _("e-mail"), "bo@example.com", length=254, default="", beside=True),
        Column(
            "interpreter", Kind.TEXT, _("the language; empty: no interpreter"), "", length=40, default="", beside=True
        ),
        Column("protected_from", Kind.DATE, _("name and address are protected from this day"), "", beside=True),
        Column("protected_to", Kind.DATE, _("the first day on which they no longer are"), "", beside=True),
    ),
    periods=(Period("protected_from", "protected_to", ahead_is_odd=False),),
    unique=(("cpr",),),
)

CASES = Table(
    "cases",
    casework.Case,
    _("One citizen's course with the municipality, from opening to close."),
    (
        row_id("S-1"),
        _citizen(),
        Column("kle_number", Kind.TEXT, _("KLE number"), "15.20.00", length=10, default="15.20.00"),
        Column("opened_on", Kind.DATE, _("the day it was opened"), "2025-03-03", required=True),
        Column("closed_on", Kind.DATE, _("the day it was closed; empty while it is open"), ""),
        Column(
            "close_reason",
            Kind.CHOICE,
            _("why; needed when it is closed"),
            "",
            choices=casework.CloseReason,
            default="",
        ),
    ),
    periods=(Period("opened_on", "closed_on", strict=False),),
)

ASSIGNMENTS = Table(
    "assignments",
    casework.Assignment,
    _("Who has a role on a case from a moment on: one row per change, nobody when the role became vacant."),
    (
        row_id("A-1"),
        refers_to("case", "cases", _("the case"), "S-1"),
        Column("role", Kind.CHOICE, _("the role"), "caseworker", choices=casework.CaseRole, default="caseworker"),
        Column("effective_at", Kind.MOMENT, _("from when on"), "2025-03-03 09:00", required=True),
        Column("seq", Kind.WHOLE, _("orders rows of the same moment"), "0", default=0),
        refers_to("staff", "staff", _("the person; empty: nobody has the role from then on"), "M-1", required=False),
        refers_to("unit", "units", _("the unit that has the case from then on"), "E-1"),
        Column("planned", Kind.YES_NO, _("whether the change was planned; empty: not known"), "yes"),
        Column(
            "cause",
            Kind.CHOICE,
            _("why the person changed"),
            "new_case",
            choices=casework.ShiftCause,
            default="unknown",
        ),
        Column("reason", Kind.TEXT, _("in words"), "", length=300, default=""),
    ),
    unique=(("case", "role", "effective_at", "seq"),),
    replaced=True,
)

CONVERSATIONS = Table(
    "conversations",
    casework.Conversation,
    _("Conversations with the citizen: planned, held, missed or cancelled (at most one of the three is filled in)."),
    (
        row_id("K-1"),
        _case(),
        refers_to("staff", "staff", _("with whom"), "M-1", required=False),
        Column("kind", Kind.CHOICE, _("what for"), "first", choices=casework.ConversationKind, default="follow_up"),
        Column("form", Kind.CHOICE, _("where or how"), "office", choices=casework.ConversationForm, default="office"),
        Column("purpose", Kind.TEXT, _("purpose"), "Lære hinanden at kende", length=300, default=""),
        Column("starts_at", Kind.MOMENT, _("when it is or was to begin"), "2025-03-10 10:00", required=True),
        Column("held_at", Kind.MOMENT, _("when it was held"), "2025-03-10 10:00"),
        Column("missed_at", Kind.MOMENT, _("when the citizen did not come"), ""),
        Column("cancelled_at", Kind.MOMENT, _("when it was cancelled"), ""),
        Column("agreed", Kind.LONG_TEXT, _("what was agreed"), "Vi begynder med et CV", default=""),
        Column("reason", Kind.TEXT, _("why it was missed or cancelled"), "", length=300, default=""),
        refers_to("follows", "conversations", _("the conversation in which it was agreed"), "", required=False),
    ),
)

NOTES = Table(
    "notes",
    casework.Note,
    _("Journal notes, by anyone who takes part in the case."),
    (
        row_id("N-1"),
        _case(),
        refers_to("author", "staff", _("who wrote it"), "M-1", required=False),
        Column("kind", Kind.CHOICE, _("kind"), "note", choices=casework.NoteKind, default="note"),
        Column("happened_at", Kind.MOMENT, _("when it happened"), "2025-03-10 11:00", required=True),
        Column("text", Kind.LONG_TEXT, _("the note"), "Borgeren vil gerne arbejde med dyr.", required=True),
    ),
)

BENEFIT_SPELLS = Table(
    "benefit_spells",
    citizens.BenefitSpell,
    _("What a citizen lives on, from a day until another. The same benefit once at a time."),
    (
        row_id("Y-1"),
        _citizen(),
        Column("benefit", Kind.CODE, _("the benefit"), "kontanthjaelp", required=True, codes=citizens.Benefit),
        Column("from", Kind.DATE, _("the first day"), "2025-03-01", required=True, field="start"),
        Column("to", Kind.DATE, _("the first day on which it no longer holds"), "", field="end"),
    ),
    periods=(Period("from", "to"),),
    apart=("citizen", "benefit"),
)

TARGET_GROUP_SPELLS = Table(
    "target_group_spells",
    citizens.TargetGroupSpell,
    _("The target group a citizen belongs to, from a day until another. One at a time."),
    (
        row_id("G-1"),
        _citizen(),
        Column("target_group", Kind.CODE, _("the target group"), "6.3", required=True, codes=citizens.TargetGroup),
        Column("from", Kind.DATE, _("the first day"), "2025-03-01", required=True, field="start"),
        Column("to", Kind.DATE, _("the first day on which it no longer holds"), "", field="end"),
    ),
    periods=(Period("from", "to"),),
    apart=("citizen",),
)

PLAN_GOALS = Table(
    "plan_goals",
    casework.JobGoal,
    _("The long-term job goal of a case from a moment on, in the citizen's own words. The latest holds."),
    (
        row_id("P-1"),
        _case(field="plan_id"),
        Column("effective_at", Kind.MOMENT, _("from when on"), "2025-03-17 10:00", required=True),
        Column("words", Kind.LONG_TEXT, _("the goal in the citizen's own words"), "Jeg vil passe dyr", required=True),
        Column("occupation", Kind.TEXT, _("occupation or field"), "Dyrepasser", length=200, default=""),
    ),
    unique=(("case", "effective_at"),),
    replaced=True,
)

PLAN_STEPS = Table(
    "plan_steps",
    casework.PlanStep,
    _(
        "The steps towards the goal, each with whose turn it is. "
        "A step's words are not changed: it ends, another replaces it."
    ),
    (
        row_id("R-1"),
        _case(field="plan_id"),
        Column("text", Kind.TEXT, _("the step"), "Besøge en dyreklinik", required=True, length=300, frozen=True),
        Column("turn", Kind.CHOICE, _("who is to act"), "citizen", choices=casework.Turn, default="us"),
        Column("turn_name", Kind.TEXT, _("the name, when it is somebody else"), "", length=120, default=""),
        Column("due_on", Kind.DATE, _("by when"), "2025-04-01"),
        Column("position", Kind.WHOLE, _("its place among the steps"), "1", default=0),
        Column("agreed_at", Kind.MOMENT, _("when it was agreed"), "2025-03-17 10:00", required=True),
        Column("ended_at", Kind.MOMENT, _("when it was done, dropped or rewritten"), ""),
        Column("outcome", Kind.CHOICE, _("needed when it has ended"), "", choices=casework.StepOutcome, default=""),
        Column("end_reason", Kind.TEXT, _("why; needed when it was dropped"), "", length=300, default=""),
        refers_to("replaces", "plan_steps", _("the step that it rewrites"), "", required=False),
    ),
    periods=(Period("agreed_at", "ended_at", strict=False),),
)

PARTICIPANTS = Table(
    "participants",
    casework.Participant,
    _("Projects and colleagues that take part in a case beside the one who holds it."),
    (
        row_id("D-1"),
        _case(),
        refers_to("unit", "units", _("the project or unit"), "E-1"),
        refers_to("staff", "staff", _("the person; empty: the project as a whole"), "", required=False),
        Column("from", Kind.DATE, _("the first day"), "2025-05-01", required=True, field="start"),
        Column("to", Kind.DATE, _("the first day on which it no longer holds"), "", field="end"),
        Column("reason", Kind.TEXT, _("why"), "", length=300, default=""),
    ),
    periods=(Period("from", "to"),),
)

WEIGHTS = Table(
    "weights",
    workload.CaseWeight,
    _(
        "How much work a case takes, from a day on, where that is not what cases of its target group take; a case as "
        "most are is 1."
    ),
    (
        row_id("L-1"),
        _case(),
        Column("from", Kind.DATE, _("from when on"), "2025-06-02", required=True, field="valid_from"),
        Column(
            "weight",
            Kind.NUMBER,
            _("the weight; empty: as its target group again"),
            "1,5",
            most=float(workload.MOST),
            decimals=1,
        ),
        Column("reason", Kind.TEXT, _("why"), "Mange møder med andre", length=300, default=""),
    ),
)

CAPACITIES = Table(
    "capacities",
    workload.Capacity,
    _("What weight of cases somebody has room for in a unit, from a day on."),
    (
        row_id("C-1"),
        refers_to("staff", "staff", _("the person"), "M-1", frozen=True),
        refers_to("unit", "units", _("the unit"), "E-1", frozen=True),
        Column("from", Kind.DATE, _("from when on"), "2025-06-02", required=True, field="valid_from"),
        Column(
            "weight",
            Kind.NUMBER,
            _("the weight there is room for; empty: it is not said any more"),
            "60",
            most=float(workload.MOST_ROOM),
            decimals=1,
        ),
        Column("reason", Kind.TEXT, _("why"), "Deltid", length=300, default=""),
    ),
)

TABLES: tuple[Table, ...] = (
    UNITS,
    STAFF,
    MEMBERSHIPS,
    CITIZENS,
    CASES,
    ASSIGNMENTS,
    CONVERSATIONS,
    NOTES,
    BENEFIT_SPELLS,
    TARGET_GROUP_SPELLS,
    PLAN_GOALS,
    PLAN_STEPS,
    PARTICIPANTS,
    WEIGHTS,
    CAPACITIES,
    *NOT_IMPORTED,
)
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
