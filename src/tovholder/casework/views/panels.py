"""The forms of the case page: which is open, what it is about, where it is sent.

One form stands open under "register" and at most one in the plan. Which, is in the address (`?register=note`,
`?edit=goal`), so that the page is the same without scripts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.urls import reverse

from tovholder.accounts.rights import Right
from tovholder.casework.forms.conversations import (
    CorrectForm,
    HeldForm,
    MoveForm,
    OutcomeForm,
    PlanForm,
    TakeBackForm,
    key_of,
    read_key,
)
from tovholder.casework.forms.notes import NoteForm
from tovholder.casework.forms.plan import EndForm, GoalForm, StepForm, step_initial
from tovholder.casework.forms.reminders import ReminderForm
from tovholder.casework.models import Conversation, ConversationKind, Note, PlanStep
from tovholder.casework.queries.case import CaseFile, readable
from tovholder.casework.queries.changes import Difference

Data = Mapping[str, Any] | None


@dataclass
class Panel:
    """An open form. `about` is the row it is about; `conflict` what somebody else changed in it meanwhile."""

    name: str
    form: forms.Form
    action: str
    about: Conversation | Note | PlanStep | None = None
    conflict: list[Difference] = field(default_factory=list)
    #: Somebody saved the row meanwhile and changed nothing that is shown.
    is_stale: bool = False

    @property
    def template(self) -> str:
        name = {"missed": "outcome", "cancel": "outcome"}.get(self.name, self.name)
        return f"casework/case/forms/{name}.html"


#: The tabs under "register", each with the right it takes.
TABS = {
    "held": Right.CONVERSE,
    "note": Right.WRITE_NOTE,
    "plan": Right.CONVERSE,
    "reminder": Right.SET_REMINDER,
}
#: What may be done with one conversation.
OF_A_CONVERSATION = {"missed", "cancel", "move", "correct", "back"}


def tabs_for(file: CaseFile) -> list[str]:
    """What the person may register here. In a closed case only what was forgotten is noted."""
    if file.case.closed_on:
        return ["note"] if file.access.may(Right.WRITE_NOTE) else []
    return [name for name, right in TABS.items() if file.access.may(right)]


def open_register(file: CaseFile, query: Mapping[str, str]) -> Panel | None:
    """The form under "register" that the address asks for; the first that the person may use where it asks for none."""
    tabs, wanted = tabs_for(file), query.get("register", "")
    pk = _number(query.get("conversation"))
    if wanted in OF_A_CONVERSATION and "held" in tabs and (row := conversation_of(file, pk)):
        return of_conversation(file, wanted, row)
    if wanted == "note" and "note" in tabs and (note := note_of(file, _number(query.get("note")))):
        return correcting(file, note)
    name = wanted if wanted in tabs else next(iter(tabs), "")
    if name == "held":
        row = next((row for row in file.planned if row.pk == pk), None)
        return held(file, chosen=key_of(row) if row else "")
    return {"note": new_note, "plan": plan, "reminder": reminder}[name](file) if name else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def conversation_of(file: CaseFile, pk: int | None) -> Conversation | None:
    """A conversation of the case that the person may read: one of the planned, else any."""
    if pk is None:
        return None
    known = [*file.planned, *([file.last_held] if file.last_held else [])]
    found = next((row for row in known if row.pk == pk), None)
    rows = readable(file.case.pk, file.moment, file.access.may(Right.SEE_WHOLE_CASE))
    return found or rows.filter(pk=pk).select_related("staff").first()


def note_of(file: CaseFile, pk: int | None) -> Note | None:
    """A note of the case that the person wrote."""
    mine = Note.objects.filter(case=file.case, author=file.moment.actor.staff_id)
    return mine.filter(pk=pk).first() if pk else None


def held(file: CaseFile, data: Data = None, chosen: str = "") -> Panel:
    planned = list(file.planned)
    # What was typed may be about a conversation that somebody else has registered meanwhile.
    pk, _version = read_key(str(data.get("conversation", ""))) if data else (None, None)
    if pk and not any(row.pk == pk for row in planned) and (row := conversation_of(file, pk)):
        planned.insert(0, row)
    usual = ConversationKind.FOLLOW_UP if file.last_held else ConversationKind.FIRST
    form = HeldForm(data, planned=planned, now=file.moment.now, usual=usual, chosen=chosen)
    return Panel("held", form, _address("hold", file), next((row for row in planned if row.pk == pk), None))


def plan(file: CaseFile, data: Data = None) -> Panel:
    return Panel("plan", PlanForm(data, now=file.moment.now), _address("plan_conversation", file))


def of_conversation(file: CaseFile, name: str, row: Conversation, data: Data = None) -> Panel:
    """The forms about one conversation: missed, cancel, move, correct, back."""
    now = file.moment.now
    form: forms.Form
    if name in {"missed", "cancel"}:
        form = OutcomeForm(data, conversation=row, now=now, needs_reason=name == "cancel")
    elif name == "move":
        form = MoveForm(data, conversation=row)
    elif name == "correct":
        words = {"agreed": row.agreed, "kind": row.kind, "form": row.form, "purpose": row.purpose}
        form = CorrectForm(data, initial={**words, "version": row.version})
    else:
        form = TakeBackForm(data, initial={"version": row.version})
    return Panel(name, form, _address(f"conversation_{name}", file, row.pk), row)


def new_note(file: CaseFile, data: Data = None) -> Panel:
    return Panel("note", NoteForm(data, now=file.moment.now), _address("write_note", file))


def correcting(file: CaseFile, note: Note, data: Data = None) -> Panel:
    return Panel("note", NoteForm(data, now=file.moment.now, note=note), _address("correct_note", file, note.pk), note)


def reminder(file: CaseFile, data: Data = None) -> Panel:
    form = ReminderForm(data, today=file.moment.today, reminder=file.standing.reminder)
    return Panel("reminder", form, _address("set_reminder", file))


def open_edit(file: CaseFile, query: Mapping[str, str]) -> Panel | None:
    """The form in the plan that the address asks for, if any."""
    if file.case.closed_on or not file.access.may(Right.EDIT_PLAN):
        return None
    wanted = query.get("edit", "")
    if wanted == "goal":
        return goal(file)
    if wanted == "step":
        return new_step(file)
    pk = _number(query.get("step"))
    step = next((step for step in file.steps if step.pk == pk), None)
    if step and wanted in ({"rewrite", "drop"} if step.ended_at is None else {"reopen"}):
        return of_step(file, wanted, step)
    return None


def goal(file: CaseFile, data: Data = None) -> Panel:
    now = file.standing.goal
    words = {"words": now.words, "occupation": now.occupation, "seen": now.pk} if now else {}
    form = GoalForm(data, initial={**words, "version": file.standing.plan_version})
    return Panel("goal", form, _address("set_goal", file))


def new_step(file: CaseFile, data: Data = None) -> Panel:
    return Panel("step", StepForm(data, initial={"version": file.standing.plan_version}), _address("add_step", file))


def of_step(file: CaseFile, name: str, step: PlanStep, data: Data = None) -> Panel:
    """The forms about one step: rewrite, drop, reopen, and done when somebody else was first."""
    versions = {"version": file.standing.plan_version, "step_version": step.version}
    form: forms.Form
    if name == "rewrite":
        form = StepForm(data, initial={**step_initial(step), **versions})
    else:
        form = EndForm(data, initial=versions, needs_reason=name != "done")
    return Panel(name, form, _address(f"{name}_step", file, step.pk), step)


def _address(name: str, file: CaseFile, *args: Any) -> str:
    return reverse(f"casework:{name}", args=[file.case.pk, *args])
