"""Find a citizen by name, birth date or CPR number, as fast among a million as among a thousand.

Whoever looks for a person knows the person: a name that fits more than a thousand is asked for more, not paged through.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef, Subquery

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.audit.reach import Reach, reaches
from tovholder.citizens import cpr
from tovholder.citizens.contributions import Line, lines
from tovholder.citizens.models import AddressProtection, Citizen, ContactDetails, Identity
from tovholder.citizens.names import search_query

#: More hits than this are too many to choose from.
MOST = 1_000
PER_PAGE = 20

#: `materialized`: planned for all that fit, so that PostgreSQL goes through the index on the words; run only until
#: there are enough. A plain LIMIT would make it read the table from the front in the hope of finding them soon.
_BY_WORDS = """
with found as materialized (
    select id, sort_key from citizens_citizen
    where search @@ to_tsquery('simple', %(words)s) and (%(days)s::date[] is null or born_on = any(%(days)s))
)
select id, sort_key from found limit %(most)s
"""


@dataclass(frozen=True)
class Asked:
    """What somebody typed, taken apart: a CPR number, or words of a name and birth dates that may be meant."""

    words: str = field(default="", repr=False)  #: a tsquery
    days: tuple[dt.date, ...] = field(default=(), repr=False)
    number: str = field(default="", repr=False)  #: ten digits
    is_test: bool = False
    fault: cpr.Fault | None = None  #: looks like a CPR number and is none
    too_short: bool = False


@dataclass(frozen=True)
class Found:
    """The ids of those who fit, in Danish order; none when there are `too_many`."""

    asked: Asked
    ids: tuple[int, ...] = ()
    too_many: bool = False


@dataclass(frozen=True)
class Hit:
    """One citizen as somebody may see them in a list of those found."""

    citizen_id: int
    name: str
    age: int | None
    town: str
    cpr: str  #: masked
    is_test: bool
    is_protected: bool
    reach: Reach
    lines: list[Line]
    may_edit: bool

    @property
    def has_open_case(self) -> bool:
        return any(line.until is None for line in self.lines)


def read_query(typed: str, *, today: dt.date) -> Asked:
    """Takes apart what somebody typed: `jens sør`, `010190`, `010190-1234`, `jens 010190`.

    One letter alone says too little; a word of a name has at least two somewhere.
    """
    if cpr.looks_like_cpr(typed):
        try:
            number = cpr.parse(typed)
        except cpr.NotACpr as fault:
            return Asked(fault=fault.fault)
        return Asked(number=number.digits, is_test=number.is_test)
    words: list[str] = []
    days: list[dt.date] = []
    for part in typed.split():
        if not part[0].isdigit():
            words.append(part)
        elif meant := cpr.birth_dates(part, today=today):
            days += meant
        else:
            return Asked(fault=cpr.Fault.LENGTH)
    query = search_query(" ".join(words))
    longest = max((len(word) - len(":*") for word in query.split(" & ")), default=0) if query else 0
    return Asked(words=query, days=tuple(days), too_short=bool(query) and longest < 2 and not days)


def find(typed: str, *, today: dt.date) -> Found:
    """Who fits what somebody typed, in one query."""
    asked = read_query(typed, today=today)
    if asked.number:
        # All the numbers a person has had: an old letter carries the old one.
        ids = Identity.objects.filter(cpr=asked.number).values_list("citizen_id", flat=True)
        return Found(asked, tuple(ids))
    if asked.too_short or not (asked.words or asked.days):
        return Found(asked)
    rows = _by_words(asked) if asked.words else _by_birth_date(asked)
    if len(rows) > MOST:
        return Found(asked, too_many=True)
    return Found(asked, tuple(citizen_id for citizen_id, _key in sorted(rows, key=lambda row: (row[1], row[0]))))


def _by_words(asked: Asked) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_WORDS, {"words": asked.words, "days": list(asked.days) or None, "most": MOST + 1})
        return cursor.fetchall()


def _by_birth_date(asked: Asked) -> list[tuple[int, str]]:
    return list(Citizen.objects.filter(born_on__in=asked.days).values_list("pk", "sort_key")[: MOST + 1])


def hits(ids: tuple[int, ...], *, actor: Actor, now: dt.datetime, today: dt.date) -> list[Hit]:
    """What the actor may see of these citizens in a list, in the order of the ids. Three queries, however many.

    A protected citizen whom the actor does not reach through a case shows a name, the mark and who holds the case. The
    town is part of the address and needs the right to it.
    """
    details = ContactDetails.objects.filter(citizen=OuterRef("pk"), valid_from__lte=now).order_by("-valid_from")
    identity = Identity.objects.filter(citizen=OuterRef("pk"), valid_from__lte=today).order_by("-valid_from")
    citizens = (
        Citizen.objects.filter(pk__in=ids)
        .annotate(
            town=Subquery(details.values("city")[:1]),
            number=Subquery(identity.values("cpr")[:1]),
            is_protected=Exists(AddressProtection.objects.on(today).filter(citizen=OuterRef("pk"))),
        )
        .defer("search", "sort_key")
        .in_bulk()
    )
    reached = reaches(actor, ids, now=now, today=today)
    cases = lines(actor, ids, now, today)
    return [
        _hit(citizens[citizen_id], reached[citizen_id], cases.get(citizen_id, []), today)
        for citizen_id in ids
        if citizen_id in citizens
    ]


def _hit(citizen: Citizen, reach: Reach, cases: list[Line], today: dt.date) -> Hit:
    is_protected: bool = citizen.is_protected  # type: ignore[attr-defined]
    number: str = citizen.number or ""  # type: ignore[attr-defined]
    town: str = citizen.town or ""  # type: ignore[attr-defined]
    open_to_all = not is_protected or reach.basis is not None
    return Hit(
        citizen_id=citizen.pk,
        name=citizen.name,
        age=cpr.age(citizen.born_on, today) if citizen.born_on and open_to_all else None,
        town=town if may_see_address(reach, is_protected) else "",
        cpr=cpr.masked(number, show_birth_date=open_to_all),
        is_test=bool(number) and int(number[:2]) > cpr.TEST_DAYS,
        is_protected=is_protected,
        reach=reach,
        lines=cases,
        may_edit=reach.may(Right.EDIT_CITIZEN),
    )


def may_see_address(reach: Reach, is_protected: bool) -> bool:
    """A protected address is for those who take part in the case, or lead those who do."""
    if not is_protected:
        return True
    return reach.basis in {Basis.PARTICIPANT, Basis.LEADER, Basis.NO_CASE} and reach.may(Right.SEE_PROTECTED_ADDRESS)
