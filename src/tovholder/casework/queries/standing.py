"""The few rows that hold now about a case and its citizen, told as JSON by one query.

In SQL, because the ORM takes longer to put nine subqueries together than the database to answer them, and this is asked
each time anybody opens a case.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.access import CaseAccess
from tovholder.casework.contributions import Moment


@dataclass(frozen=True)
class Contact:
    """How to reach the citizen. An address that the reader may not see is left out, and `is_hidden` says so."""

    phone: str = ""
    email: str = ""
    interpreter_language: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Within:
    """Something the citizen is in: a benefit, a target group, a project, with the day it began."""

    pk: int
    name: str
    start: dt.date
    person: str = ""


@dataclass(frozen=True)
class Goal:
    """The job goal that holds."""

    pk: int
    words: str
    occupation: str
    since: dt.datetime
    who: str


@dataclass(frozen=True)
class OwnReminder:
    due_on: dt.date
    text: str
    version: int


@dataclass(frozen=True)
class Standing:
    reason: str  #: the one that was stated to open the case, if one was
    contact: Contact
    has_cpr: bool
    benefits: list[Within]
    target_groups: list[Within]
    participants: list[Within]
    reminder: OwnReminder | None
    plan_version: int
    goal: Goal | None


_WHAT_STANDS = """
select json_build_object(
    'reason', (
        select g.reason from casework_accessgrant g
        where g.case_id = %(case)s and g.staff_id = %(me)s and g.granted_at <= %(now)s and g.until > %(now)s
        order by g.granted_at desc limit 1),
    'contact', (
        select json_build_object('phone', d.phone, 'email', d.email, 'interpreter_language', d.interpreter_language,
                                 'address', d.address, 'postcode', d.postcode, 'city', d.city)
        from citizens_contactdetails d where d.citizen_id = %(citizen)s and d.valid_from <= %(now)s
        order by d.valid_from desc limit 1),
    'has_cpr', exists(select 1 from citizens_identity i where i.citizen_id = %(citizen)s),
    'benefits', (
        select json_agg(json_build_object('pk', s.id, 'start', s.start, 'name',
                        case when %(english)s then b.name_en else b.name_da end) order by s.start)
        from citizens_benefitspell s join citizens_benefit b on b.id = s.benefit_id
        where s.citizen_id = %(citizen)s and s.start <= %(today)s and (s."end" is null or s."end" > %(today)s)),
    'target_groups', (
        select json_agg(json_build_object('pk', s.id, 'start', s.start, 'name',
                        t.code || ' ' || case when %(english)s then t.name_en else t.name_da end) order by s.start)
        from citizens_targetgroupspell s join citizens_targetgroup t on t.id = s.target_group_id
        where s.citizen_id = %(citizen)s and s.start <= %(today)s and (s."end" is null or s."end" > %(today)s)),
    'participants', (
        select json_agg(json_build_object('pk', p.id, 'start', p.start, 'name', u.name, 'person',
                        coalesce(s.name, '')) order by p.start)
        from casework_participant p join accounts_unit u on u.id = p.unit_id
        left join accounts_staff s on s.id = p.staff_id
        where p.case_id = %(case)s and p.start <= %(today)s and (p."end" is null or p."end" > %(today)s)),
    'reminder', (
        select json_build_object('due_on', r.due_on, 'text', r.text, 'version', r.version)
        from casework_reminder r where r.case_id = %(case)s and r.staff_id = %(me)s),
    'plan_version', (select p.version from casework_plan p where p.case_id = %(case)s),
    'goal', (
        select json_build_object('pk', g.id, 'words', g.words, 'occupation', g.occupation, 'since', g.effective_at,
                                 'who', coalesce(s.name, ''))
        from casework_jobgoal g join casework_plan p on p.id = g.plan_id
        left join accounts_staff s on s.id = g.registered_by_id
        where p.case_id = %(case)s and g.effective_at <= %(now)s
        order by g.effective_at desc limit 1)
)::text
"""


def what_stands(access: CaseAccess, moment: Moment) -> Standing:
    """What holds now in a case, as far as the reader may see it."""
    given: dict[str, Any] = {
        "case": access.case.pk,
        "citizen": access.case.citizen_id,
        "me": moment.actor.staff_id,
        "now": moment.now,
        "today": moment.today,
        "english": (get_language() or "da").startswith("en"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WHAT_STANDS, given)
        row = json.loads(cursor.fetchone()[0])
    sees_all = access.may(Right.SEE_WHOLE_CASE)
    return Standing(
        reason=row["reason"] or "",
        contact=_contact(row["contact"] or {}, access),
        has_cpr=row["has_cpr"],
        benefits=_within(row["benefits"]) if sees_all else [],
        target_groups=_within(row["target_groups"]) if sees_all else [],
        participants=_within(row["participants"]),
        reminder=_reminder(row["reminder"]),
        plan_version=row["plan_version"] or 0,
        goal=_goal(row["goal"]),
    )


def _contact(row: dict[str, Any], access: CaseAccess) -> Contact:
    """A protected address is only for those who take part; who reads a narrowed case needs no address at all."""
    may = access.may(Right.SEE_WHOLE_CASE) and (
        not access.is_protected or (access.basis is Basis.PARTICIPANT and access.may(Right.SEE_PROTECTED_ADDRESS))
    )
    if not may:
        row = {**row, "address": "", "postcode": "", "city": ""}
    return Contact(**row, is_hidden=access.is_protected and not may)


def _within(rows: list[dict[str, Any]] | None) -> list[Within]:
    return [Within(**{**row, "start": dt.date.fromisoformat(row["start"])}) for row in rows or []]


def _goal(row: dict[str, Any] | None) -> Goal | None:
    return Goal(**{**row, "since": dt.datetime.fromisoformat(row["since"])}) if row else None


def _reminder(row: dict[str, Any] | None) -> OwnReminder | None:
    return OwnReminder(dt.date.fromisoformat(row["due_on"]), row["text"], row["version"]) if row else None
