"""Courses across professions: judged by a person, one goal, one coordinator, who does what by when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.browser import Open, check_page
from tests.factories import Factory, moment
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.told import told_about
from tovholder.cooperation import actions
from tovholder.cooperation.actions import Asking
from tovholder.cooperation.models import Course, Task
from tovholder.waiting.waits import waits_of

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)


class Desk:
    def __init__(self, make: Factory, now: dt.datetime) -> None:
        self.make, self.now = make, now
        self.staff = make.staff()
        self.case = make.case(held_by=self.staff, opened_on=TODAY - 60 * DAY)
        self.asking = Asking(make.actor(self.staff, TODAY), self.case.pk, now, TODAY)

    def judge(self, **changes: Any) -> Course:
        usual = {"judged_on": TODAY - 20 * DAY, "judgement": "Syg, uden bolig og uden netværk", "goal": "Et lille job"}
        known = {**usual, "level": "one", "coordinator_id": self.staff.pk, **changes}
        return actions.judge(asking=self.asking, **known)

    def with_team(self, *professions: str) -> Course:
        row = self.judge()
        for profession in professions:
            actions.add_member(asking=self.asking, course_id=row.pk, profession=profession, name=f"En {profession}")
        return row


@pytest.fixture
def desk(make: Factory, now: dt.datetime) -> Desk:
    return Desk(make, now)


@pytest.mark.parametrize(
    "changes", [{"judgement": " "}, {"goal": ""}, {"judged_on": TODAY + DAY}, {"coordinator_id": 0}]
)
def test_a_course_that_cannot_be_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        desk.judge(**changes)
    assert not Course.objects.exists()


def test_a_case_has_one_goal_at_a_time(desk: Desk) -> None:
    desk.judge()
    with pytest.raises(Refused):
        desk.judge(goal="Et andet mål")


@pytest.mark.requirement("F8")
def test_it_takes_two_professions_to_start(desk: Desk) -> None:
    row = desk.with_team("Læge", "læge ")
    with pytest.raises(Refused):
        actions.start(asking=desk.asking, course_id=row.pk, started_on=TODAY, version=1)
    actions.add_member(asking=desk.asking, course_id=row.pk, profession="Jobkonsulent", staff_id=desk.staff.pk)
    started = actions.start(asking=desk.asking, course_id=row.pk, started_on=TODAY, version=1)
    assert started.status == "running"
    with pytest.raises(Refused):
        actions.start(asking=desk.asking, course_id=row.pk, started_on=TODAY, version=2)


def test_the_second_of_two_is_told(desk: Desk) -> None:
    row = desk.with_team("Læge", "Jobkonsulent")
    actions.change(
        asking=desk.asking, course_id=row.pk, goal="Fem timer", level="one", coordinator_id=desk.staff.pk, version=1
    )
    with pytest.raises(ChangedMeanwhile):
        actions.end(asking=desk.asking, course_id=row.pk, ended_on=TODAY, reason="Flyttet", version=1)
    assert Course.objects.get().goal == "Fem timer"


@pytest.mark.requirement("F8")
def test_whoever_has_something_to_do_cannot_leave_and_a_task_ends_once(desk: Desk) -> None:
    row = desk.with_team("Læge")
    member = row.members.get()
    known = {"asking": desk.asking, "course_id": row.pk}
    task = actions.add_task(**known, member_id=member.pk, text="Skriv attest", due_on=TODAY + DAY)
    with pytest.raises(Refused):
        actions.member_left(**known, member_id=member.pk, left_on=TODAY)
    actions.finish_task(**known, task_id=task.pk, is_done=True, version=1)
    with pytest.raises(Refused):
        actions.finish_task(**known, task_id=task.pk, is_done=False, version=2)
    actions.member_left(**known, member_id=member.pk, left_on=TODAY)
    with pytest.raises(Refused):
        actions.add_task(**known, member_id=member.pk, text="Mere", due_on=None)


def test_an_end_says_what_came_of_it(desk: Desk) -> None:
    row = desk.judge()
    with pytest.raises(Refused):
        actions.end(asking=desk.asking, course_id=row.pk, ended_on=TODAY, reason=" ", version=1)
    actions.end(asking=desk.asking, course_id=row.pk, ended_on=TODAY, reason="Fik job", version=1)
    with pytest.raises(Refused):
        actions.add_member(asking=desk.asking, course_id=row.pk, profession="Læge", name="Ea")


@pytest.mark.requirement("F7")
def test_the_time_from_the_first_conversation_to_the_start_is_measured(desk: Desk) -> None:
    desk.make.conversation(desk.case, starts_at=moment(TODAY - 50 * DAY), held=True, staff=desk.staff)
    row = desk.with_team("Læge", "Jobkonsulent")

    def wait() -> Any:
        found = waits_of([desk.case.pk], now=desk.now, today=TODAY)
        return next(one for one in found if one.kind == "course")

    assert (wait().days, wait().is_open) == (50, True)
    actions.start(asking=desk.asking, course_id=row.pk, started_on=TODAY - 10 * DAY, version=1)
    assert (wait().days, wait().came) == (40, True)


def test_the_case_says_that_it_waits_for_the_course_and_what_is_due(desk: Desk) -> None:
    row = desk.with_team("Læge")
    member = row.members.get()
    actions.add_task(asking=desk.asking, course_id=row.pk, member_id=member.pk, text="Ring", due_on=TODAY + DAY)
    at = Moment(desk.asking.actor, desk.now, TODAY)
    [waits] = told_about(desk.case.pk, at).waits
    assert (waits.since, waits.who_can_end_it) == (row.judged_on, desk.staff.name)
    assert [one.on for one in told_about(desk.case.pk, at).due] == [TODAY + DAY]
    assert [one.blocks_closing for one in told_about(desk.case.pk, at).open_work] == [True]


def test_a_course_is_run_on_its_page(open_as: Open, make: Factory) -> None:
    me = make.staff()
    case = make.case(held_by=me)
    page = open_as(me, f"/cases/{case.pk}/course/")
    page.click("main >> text=Der er brug for et forløb")
    page.fill("#id_judgement", "Flere ting på én gang")
    page.fill("#id_goal", "Et job på få timer")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Et job på få timer")
    page.fill("#id_name", "Ea Lund")
    page.fill("#id_profession", "Læge")
    page.click("form[action$='/members/'] button[type=submit]")
    page.wait_for_selector("li >> text=Ea Lund")
    page.click("text=Aftal noget")
    page.select_option("#id_member", index=1)
    page.fill("#id_text", "Skriver en attest")
    page.click("form[action$='/tasks/'] button[type=submit]")
    page.wait_for_selector("text=Skriver en attest")
    assert Task.objects.get().is_open
    check_page(open_as, me, f"/cases/{case.pk}/course/", "course")
