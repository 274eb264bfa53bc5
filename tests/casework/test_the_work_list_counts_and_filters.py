"""The work list: each status is a count and a filter, and both say the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import Factory, moment
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.audit.models import Basis, Lookup, Seen
from tovholder.casework.contributions import Moment, flags
from tovholder.casework.models import Case, JobGoal, Participant, Plan, PlanStep, Reminder
from tovholder.casework.worklist.columns import COLUMNS, STANDARD, chosen
from tovholder.casework.worklist.query import WorkList
from tovholder.casework.worklist.scopes import chosen as chosen_scope
from tovholder.casework.worklist.scopes import scopes_of
from tovholder.casework.worklist.wanted import Wanted
from tovholder.citizens.models import AddressProtection

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def work_list(staff: Staff, now: dt.datetime, scope: str = "mine", search: str = "", **wanted: Any) -> WorkList:
    actor = Factory().actor(staff, now.date())
    asked = Wanted(scope=scope, **wanted)
    return WorkList(Moment(actor, now, now.date()), chosen_scope(scopes_of(actor), scope), asked, search)


def having(staff: Staff, now: dt.datetime, flag: str, **more: Any) -> set[int]:
    """The cases that a status filters out, after checking that its count says the same."""
    found = work_list(staff, now, flags=(flag,), **more)
    ids = set(found.filtered().values_list("pk", flat=True))
    assert found.counts().by_flag[flag] == len(ids) == found.counts().chosen
    return ids


def opened(case: Case, staff: Staff, *, at: dt.datetime) -> None:
    Lookup.objects.create(citizen=case.citizen, case_id=case.pk, staff=staff, at=at, seen=Seen.CASE, basis=Basis.UNIT)


def step(case: Case, now: dt.datetime, **fields: Any) -> PlanStep:
    plan, _ = Plan.objects.get_or_create(case=case)
    return PlanStep.objects.create(plan=plan, text="Ring til lægen", agreed_at=now - DAY, **fields)


def test_another_units_cases_cannot_be_asked_for(make: Factory, now: dt.datetime) -> None:
    me, other = make.staff(), make.staff()
    make.case(held_by=other)
    unit = other.memberships.get().unit
    assert list(work_list(me, now, scope=str(unit.pk)).filtered()) == []


def test_a_closed_case_is_on_nobodys_list(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    make.case(held_by=me, closed_on=now.date(), close_reason="work")
    assert work_list(me, now).counts().total == 0


def test_my_cases_are_those_in_which_i_have_a_role_or_take_part(make: Factory, now: dt.datetime) -> None:
    me, other = make.staff(), make.staff()
    held = make.case(held_by=me)
    mentored = make.case(held_by=other)
    make.assign(mentored, me, role="mentor", at=now - DAY)
    project = make.unit(kind="project")
    make.member(me, project, Role.JOB_CONSULTANT)
    in_project = make.case(held_by=other)
    Participant.objects.create(case=in_project, unit=project, start=now.date() - DAY)
    make.case(held_by=other)
    former = make.case(held_by=me)
    make.assign(former, other, at=now - DAY)
    assert set(work_list(me, now).filtered()) == {held, mentored, in_project}


def test_a_leader_sees_the_units_below(make: Factory, now: dt.datetime) -> None:
    department = make.unit()
    team = make.unit(parent=department)
    leader = make.staff(unit=department, role=Role.TEAM_LEADER)
    case = make.case(held_by=make.staff(unit=team))
    assert list(work_list(leader, now, scope="led").filtered()) == [case]
    assert list(work_list(leader, now, scope=str(team.pk)).filtered()) == [case]


def test_new_to_me_ends_when_i_open_the_case_and_begins_again_with_it(make: Factory, now: dt.datetime) -> None:
    me, other = make.staff(), make.staff()
    case = make.case(held_by=me)
    assert having(me, now, "new") == {case.pk}
    opened(case, other, at=now - 3 * DAY)
    assert having(me, now, "new") == {case.pk}
    opened(case, me, at=now - 3 * DAY)
    assert having(me, now, "new") == set()
    make.assign(case, other, at=now - 2 * DAY)
    make.assign(case, me, at=now - DAY)
    assert having(me, now, "new") == {case.pk}


def test_without_a_caseworker_finds_vacancies_and_holders_who_are_gone(make: Factory, now: dt.datetime) -> None:
    unit = make.unit()
    me = make.staff(unit=unit)
    vacant = make.case(held_by=None, unit=unit)
    signed_out = make.case(held_by=make.staff(unit=unit, is_active=False))
    left = make.staff(unit=unit)
    orphaned = make.case(held_by=left)
    left.memberships.update(valid_to=now.date())
    make.case(held_by=me)
    assert having(me, now, "unassigned", scope=str(unit.pk)) == {vacant.pk, signed_out.pk, orphaned.pk}


def test_not_spoken_with_counts_days_since_the_last_held_conversation(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    long_ago, lately, never, brand_new = (make.case(held_by=me) for _ in range(4))
    make.conversation(long_ago, starts_at=now - 61 * DAY, held=True)
    make.conversation(lately, starts_at=now - 59 * DAY, held=True)
    make.conversation(never, starts_at=now - 10 * DAY, missed_at=now - 10 * DAY)
    brand_new.opened_on = now.date() - 30 * DAY
    brand_new.save()
    assert having(me, now, "quiet") == {long_ago.pk, never.pk}
    assert having(me, now, "quiet", quiet_days=90) == {never.pk}


def test_meetings_of_today_and_of_days_gone_by(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    today, yesterday, tomorrow, cancelled = (make.case(held_by=me) for _ in range(4))
    make.conversation(today, starts_at=now.replace(hour=23))
    make.conversation(yesterday, starts_at=now - DAY)
    make.conversation(tomorrow, starts_at=now + DAY)
    make.conversation(cancelled, starts_at=now, cancelled_at=now)
    assert having(me, now, "today") == {today.pk}
    assert having(me, now, "outcome") == {yesterday.pk}


def test_whose_turn_it_is_comes_from_the_open_steps(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    ours, both, done = (make.case(held_by=me) for _ in range(3))
    step(ours, now, turn="us", due_on=now.date())
    step(both, now, turn="citizen")
    step(both, now, turn="other", turn_name="Egen læge", due_on=now.date() + DAY)
    step(done, now, turn="us", ended_at=now, outcome="done")
    assert having(me, now, "us") == {ours.pk}
    assert having(me, now, "citizen") == having(me, now, "other") == {both.pk}
    assert having(me, now, "step_due") == {ours.pk}


def test_a_reminder_is_mine_alone(make: Factory, now: dt.datetime) -> None:
    me, other = make.staff(), make.staff()
    mine, others = make.case(held_by=me), make.case(held_by=me)
    Reminder.objects.create(case=mine, staff=me, due_on=now.date())
    Reminder.objects.create(case=others, staff=other, due_on=now.date())
    assert having(me, now, "reminder") == {mine.pk}


def test_without_a_plan_and_without_anything_going_on(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    planned, idle = make.case(held_by=me), make.case(held_by=me)
    plan = Plan.objects.create(case=planned)
    JobGoal.objects.create(plan=plan, words="Noget med dyr", effective_at=now - DAY)
    make.conversation(planned, starts_at=now + DAY)
    assert having(me, now, "no_plan") == {idle.pk}
    assert having(me, now, "nothing") == {idle.pk}


@pytest.mark.requirement("F19")
def test_two_shifts_in_twelve_months_and_a_return_is_none(make: Factory, now: dt.datetime) -> None:
    me, a, b = make.staff(), make.staff(), make.staff()
    shifted = make.case(held_by=a)
    make.assign(shifted, b, at=now - 40 * DAY)
    make.assign(shifted, None, at=now - 20 * DAY)
    make.assign(shifted, me, at=now - 10 * DAY)
    returned = make.case(held_by=me)
    make.assign(returned, None, at=now - 40 * DAY)
    make.assign(returned, me, at=now - 20 * DAY)
    long_ago = make.case(held_by=a, opened_on=dt.date(2024, 1, 1))
    make.assign(long_ago, b, at=now - 400 * DAY)
    make.assign(long_ago, me, at=now - 10 * DAY)
    assert having(me, now, "shifts") == {shifted.pk}


def test_a_protected_citizen_is_counted_but_not_listed_for_a_colleague(make: Factory, now: dt.datetime) -> None:
    unit = make.unit()
    me, holder = make.staff(unit=unit), make.staff(unit=unit)
    leader = make.staff(unit=unit, role=Role.TEAM_LEADER)
    case = make.case(held_by=holder)
    AddressProtection.objects.create(citizen=case.citizen, start=now.date() - DAY)
    scope = str(unit.pk)
    assert work_list(me, now, scope=scope).counts().hidden == 1
    assert list(work_list(me, now, scope=scope).filtered()) == []
    assert list(work_list(leader, now, scope=scope).filtered()) == [case]
    assert having(holder, now, "protected", scope=scope) == {case.pk}


def test_several_statuses_together_narrow_the_list(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    case = make.case(held_by=me)
    make.case(held_by=me)
    step(case, now, turn="us")
    found = work_list(me, now, flags=("us", "no_plan"))
    assert list(found.filtered()) == [case]
    assert found.counts().chosen == 1
    assert found.counts().by_flag["no_plan"] == 2


def test_search_finds_danish_letters_however_they_are_written(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    case = make.case(held_by=me, citizen=make.citizen("Åse", "Sørensen"))
    make.case(held_by=me, citizen=make.citizen("Bo", "Hansen"))
    for typed in ("åse", "Aase", "soer", "sør ås", str(case.pk)):
        assert list(work_list(me, now, search=typed).filtered()) == [case], typed
    assert list(work_list(me, now, search="'; drop table").filtered()) == []


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", [column.key for column in COLUMNS if column.is_sortable])
def test_every_column_sorts_both_ways_without_losing_a_case(
    make: Factory, now: dt.datetime, column: str, descending: bool
) -> None:
    me = make.staff()
    cases = {make.case(held_by=me).pk for _ in range(3)}
    make.conversation(Case.objects.first(), starts_at=now - DAY, held=True)
    assert set(work_list(me, now, sort=column, descending=descending).filtered().values_list("pk", flat=True)) == cases


def test_names_sort_as_in_danish(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    for family in ("Ågård", "Ærø", "Zorn", "Østergaard", "Aagaard", "Ahm"):
        make.case(held_by=me, citizen=make.citizen("Bo", family))
    found = work_list(me, now, sort="name")
    names = [row.name.removeprefix("Bo ") for row in found.page(chosen(["last"], with_holder=False))]
    assert names[:4] == ["Ahm", "Zorn", "Ærø", "Østergaard"]
    assert set(names[4:]) == {"Ågård", "Aagaard"}


def test_what_a_case_waits_for_is_said_with_its_date(make: Factory, now: dt.datetime) -> None:
    me, other = make.staff(), make.staff()
    fresh = make.case(held_by=me, opened_on=now.date() - 3 * DAY)
    shifted = make.case(held_by=other)
    make.conversation(shifted, starts_at=now - 30 * DAY, held=True, staff=other)
    make.assign(shifted, me, at=now - 5 * DAY)
    settled = make.case(held_by=me)
    make.conversation(settled, starts_at=now - 5 * DAY, held=True, staff=me)
    rows = work_list(me, now).page(chosen(STANDARD, with_holder=False))
    waits = {
        row.case_id: [(wait.kind, wait.since) for wait in cell.value or []]
        for row in rows
        for cell in row.cells
        if cell.column.key == "waiting"
    }
    assert waits == {
        fresh.pk: [("first", now.date() - 3 * DAY)],
        shifted.pk: [("new_holder", (now - 5 * DAY).date())],
        settled.pk: [],
    }


def test_the_number_of_queries_is_the_same_for_one_case_and_for_a_hundred(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    columns = chosen([column.key for column in COLUMNS], with_holder=False)

    def queries() -> int:
        found = work_list(me, now, flags=())
        with CaptureQueriesContext(
            connection,
        ) as caught:
            found.counts()
            found.page(columns)
        return len(caught)

    make.case(held_by=me)
    few = queries()
    for _ in range(100):
        make.case(held_by=me)
    assert queries() == few <= 6


def test_every_status_has_a_definition() -> None:
    assert len(flags()) >= 12
    for flag in flags():
        assert str(flag.definition), flag.key


def test_held_since_is_when_the_person_took_it_not_when_the_unit_changed(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    case = make.case(held_by=me, opened_on=dt.date(2026, 3, 2))
    make.assign(case, me, at=now - 9 * DAY, unit=make.unit())
    row = work_list(me, now).page(chosen(["held_since"], with_holder=False))[0]
    assert row.cells[1].value == moment(dt.date(2026, 3, 2))
