"""What casework itself tells in the timeline: conversations, notes, shifts, the plan, who takes part, spells, the case.

One query: each noun is a part of one UNION, told as JSON; the sentences are in `own_sentences.py`. It is written in SQL
because the ORM takes longer to put together a union of fourteen parts than the database to answer it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment, Part, TimelineEntry
from tovholder.casework.models import CloseReason, ConversationForm, ConversationKind, NoteKind, ShiftCause
from tovholder.casework.own_sentences import TOLD

KINDS = (
    ("conversation", _("Conversations")),
    ("note", _("Notes")),
    ("shift", _("Who holds the case")),
    ("plan", _("The plan")),
    ("participant", _("Who takes part")),
    ("spell", _("Benefits and target groups")),
    ("case", _("The case")),
)


# Each part gives: who tells it, when, rank, number, id, facts. At the same moment the higher rank, then the higher
# number, came later. `says(…)` stands for "one of these contains the text that is looked for".
_CONVERSATION = """
-- One that was missed stands where it was to be; one that was cancelled where that was decided.
select 'conversation', coalesce(c.held_at, c.cancelled_at, c.starts_at), 5, 0, c.id, jsonb_build_object(
    'kind', c.kind, 'form', c.form, 'purpose', c.purpose, 'agreed', c.agreed, 'reason', c.reason,
    'starts_at', c.starts_at, 'held_at', c.held_at, 'missed_at', c.missed_at, 'cancelled_at', c.cancelled_at,
    'pk', c.id, 'case', c.case_id, 'who', s.name)
from casework_conversation c left join accounts_staff s on s.id = c.staff_id
where c.case_id = %(case)s and (%(all)s or c.staff_id = %(me)s or c.registered_by_id = %(me)s)
  and (says(c.purpose, c.agreed, c.reason, s.name) or c.kind = any(%(kinds)s) or c.form = any(%(forms)s))
"""
_NOTE = """
select 'note', n.happened_at, 6, 0, n.id, jsonb_build_object(
    'kind', n.kind, 'text', n.text, 'pk', n.id, 'case', n.case_id, 'author', n.author_id, 'who', s.name)
from casework_note n left join accounts_staff s on s.id = n.author_id
where n.case_id = %(case)s and (%(all)s or n.author_id = %(me)s)
  and (says(n.text, s.name) or n.kind = any(%(notes)s))
"""
_SHIFT = """
select 'assignment', a.effective_at, 2, a.seq, a.id, jsonb_build_object(
    'role', a.role, 'staff', a.staff_id, 'name', s.name, 'unit', u.name, 'planned', a.planned, 'cause', a.cause,
    'reason', a.reason, 'who', r.name, 'before', named.staff_id, 'before_name', named.name,
    'before_unit', just.unit_id, 'just_before', just.staff_id)
from casework_assignment a
join accounts_unit u on u.id = a.unit_id
left join accounts_staff s on s.id = a.staff_id
left join accounts_staff r on r.id = a.registered_by_id
left join lateral (
    select b.unit_id, b.staff_id from casework_assignment b
    where b.case_id = a.case_id and b.role = a.role and (b.effective_at, b.seq) < (a.effective_at, a.seq)
    order by b.effective_at desc, b.seq desc limit 1
) just on true
left join lateral (
    select b.staff_id, t.name from casework_assignment b join accounts_staff t on t.id = b.staff_id
    where b.case_id = a.case_id and b.role = a.role and (b.effective_at, b.seq) < (a.effective_at, a.seq)
    order by b.effective_at desc, b.seq desc limit 1
) named on true
where a.case_id = %(case)s
  and (says(s.name, u.name, named.name) or (%(all)s and (says(a.reason) or a.cause = any(%(causes)s))))
"""
# A rewritten step lives on in the one that took its place, which tells of both.
_PLAN = """
select 'goal', g.effective_at, 3, 0, g.id,
       jsonb_build_object('words', g.words, 'occupation', g.occupation, 'who', r.name)
from casework_jobgoal g join casework_plan p on p.id = g.plan_id
left join accounts_staff r on r.id = g.registered_by_id
where p.case_id = %(case)s and says(g.words, g.occupation)
union all
select 'step', e.agreed_at, 4, 0, e.id, jsonb_build_object(
    'text', e.text, 'turn', e.turn, 'turn_name', e.turn_name, 'due_on', e.due_on, 'before', f.text, 'who', r.name)
from casework_planstep e join casework_plan p on p.id = e.plan_id
left join casework_planstep f on f.id = e.replaces_id
left join accounts_staff r on r.id = e.registered_by_id
where p.case_id = %(case)s and says(e.text, e.turn_name, f.text)
union all
select 'ended_step', e.ended_at, 7, 0, e.id,
       jsonb_build_object('text', e.text, 'outcome', e.outcome, 'reason', e.end_reason)
from casework_planstep e join casework_plan p on p.id = e.plan_id
where p.case_id = %(case)s and e.ended_at is not null and e.outcome <> 'rewritten'
  and says(e.text, e.turn_name, e.end_reason)
"""
_PARTICIPANT = """
select 'joined', day(t.start), 3, 0, t.id,
       jsonb_build_object('unit', u.name, 'name', s.name, 'reason', t.reason, 'who', r.name)
from casework_participant t join accounts_unit u on u.id = t.unit_id
left join accounts_staff s on s.id = t.staff_id
left join accounts_staff r on r.id = t.registered_by_id
where t.case_id = %(case)s and says(u.name, s.name, t.reason)
union all
select 'left', day(t."end"), 3, 0, t.id, jsonb_build_object('unit', u.name, 'name', s.name)
from casework_participant t join accounts_unit u on u.id = t.unit_id
left join accounts_staff s on s.id = t.staff_id
where t.case_id = %(case)s and t."end" is not null and says(u.name, s.name, t.reason)
"""
# What ended before the case began belongs to another time.
_SPELL = """
select '{code}_{what}', day(x."{edge}"), 1, 0, x.id,
       jsonb_build_object('code', k.code, 'da', k.name_da, 'en', k.name_en)
from citizens_{table} x join citizens_{list} k on k.id = x.{code}_id
join casework_case c on c.citizen_id = x.citizen_id
where c.id = %(case)s and %(all)s and x."{edge}" is not null
  and (x."end" is null or x."end" > c.opened_on) and says(k.name_da, k.name_en, k.code)
"""
_CASE = """
select 'opened', day(c.opened_on), 0, 0, c.id, jsonb_build_object('who', r.name)
from casework_case c left join accounts_staff r on r.id = c.registered_by_id
where c.id = %(case)s and %(like)s = ''
union all
select 'closed', day(c.closed_on), 9, 0, c.id, jsonb_build_object('reason', c.close_reason)
from casework_case c
where c.id = %(case)s and c.closed_on is not null and (%(like)s = '' or c.close_reason = any(%(closed)s))
"""


def _spells() -> str:
    tables = [("benefit", "benefitspell", "benefit"), ("target_group", "targetgroupspell", "targetgroup")]
    edges = [("began", "start"), ("ended", "end")]
    return "union all".join(
        _SPELL.format(code=code, table=table, list=codes, what=what, edge=edge)
        for code, table, codes in tables
        for what, edge in edges
    )


def _spelled_out(sql: str) -> str:
    """`says(a, b)` and `day(d)` in SQL: the text that is looked for in one of the columns; midnight here."""
    for word, before, after in [
        ("says(", "(%(like)s = '' or upper(concat_ws(E'\\n', ", ")) like upper(%(like)s))"),
        ("day(", "((", ")::timestamp at time zone %(zone)s)"),
    ]:
        pieces = sql.split(word)
        sql = pieces[0] + "".join(before + piece.replace(")", after, 1) for piece in pieces[1:])
    return sql


_PARTS = {
    kind: _spelled_out(sql)
    for kind, sql in {
        "conversation": _CONVERSATION,
        "note": _NOTE,
        "shift": _SHIFT,
        "plan": _PLAN,
        "participant": _PARTICIPANT,
        "spell": _spells(),
        "case": _CASE,
    }.items()
}
_NEWEST = """
select told, at, facts from ({parts}) found (told, at, rank, number, id, facts)
order by at desc, rank desc, number desc, id desc limit %(limit)s
"""


def timeline(case_id: int, moment: Moment, part: Part) -> Iterable[TimelineEntry]:
    """The newest entries of the part that is asked for. Who may not see the whole case reads what is her own, who holds
    the case and the plan."""
    wanted = [sql for kind, sql in _PARTS.items() if part.wants(kind)]
    if not wanted:
        return []
    sees_all = moment.actor.may(Right.SEE_WHOLE_CASE)
    given = {
        "case": case_id,
        "me": moment.actor.staff_id,
        "all": sees_all,
        "zone": settings.TIME_ZONE,
        "limit": part.limit,
        **_looked_for(part.text),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST.format(parts="union all".join(wanted)), given)
        newest = cursor.fetchall()
    return [TOLD[told](at, json.loads(facts), moment, sees_all) for told, at, facts in newest]


def _looked_for(text: str) -> dict[str, Any]:
    """The text as a pattern, and the values whose name on the screen contains it."""
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = {
        "kinds": ConversationKind,
        "forms": ConversationForm,
        "notes": NoteKind,
        "causes": ShiftCause,
        "closed": CloseReason,
    }
    found: dict[str, Any] = {
        name: [value for value, label in choices.choices if text and text.lower() in str(label).lower()]
        for name, choices in named.items()
    }
    return {**found, "like": f"%{literal}%" if text else ""}
