"""Asking others for documentation: with the citizen's consent, once, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.factories import Factory
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Role
from tovholder.audit.models import Lookup, Seen
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case
from tovholder.casework.told import told_about
from tovholder.documents import certificates
from tovholder.documents.actions import consents, meetings, requests
from tovholder.documents.actions.counterparts import add_counterpart
from tovholder.documents.models import Consent, Counterpart, DialogueMeeting, HealthContent, Request
from tovholder.documents.queries.counterparts import waits_by_counterpart

DAY = dt.timedelta(days=1)


class Desk:
    """A caseworker with a case, a doctor's practice and a consent to ask it."""

    def __init__(self, make: Factory, now: dt.datetime, role: str = Role.CASEWORKER) -> None:
        self.now, self.today, self.make = now, now.date(), make
        self.staff = make.staff(role=role)
        self.case: Case = make.case(held_by=self.staff)
        self.actor: Actor = make.actor(self.staff, self.today)
        self.doctor = Counterpart.objects.create(name="Lægerne Torvet", kind="practice", city="Rolfsund")
        self.consent = Consent.objects.create(
            case=self.case,
            information="Journal",
            counterpart=self.doctor,
            given_on=self.today - 30 * DAY,
            form="signed",
        )

    @property
    def asking(self) -> dict[str, Any]:
        return {"actor": self.actor, "case_id": self.case.pk, "now": self.now, "today": self.today}

    def ask(self, **changes: Any) -> Request:
        usual = {
            "counterpart_id": self.doctor.pk,
            "code": "LÆ125",
            "consent_id": self.consent.pk,
            "asked_on": self.today - 5 * DAY,
        }
        return requests.ask(**self.asking, **{**usual, **changes})


@pytest.fixture
def desk(make: Factory, now: dt.datetime) -> Desk:
    return Desk(make, now)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"consent_id": None}, "samtykke"),
        ({"code": "", "what": "  "}, "hvad der bedes om"),
        ({"code": "LÆ999"}, "attest"),
        ({"asked_on": dt.date(2027, 1, 1)}, "fremtiden"),
        ({"asked_on": dt.date(2026, 9, 1)}, "Samtykket gælder ikke"),
        ({"due_on": dt.date(2026, 11, 1)}, "frist"),
    ],
)
def test_a_request_that_cannot_be_is_refused(desk: Desk, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(Refused):
        desk.ask(**changes)
    assert not Request.objects.exists()


def test_a_consent_is_to_ask_one_and_not_another(desk: Desk) -> None:
    other = Counterpart.objects.create(name="Sygehuset", kind="hospital")
    with pytest.raises(Refused):
        desk.ask(counterpart_id=other.pk)


def test_another_cases_consent_does_not_do(desk: Desk, make: Factory, now: dt.datetime) -> None:
    elsewhere = Consent.objects.create(
        case=make.case(held_by=desk.staff), information="Journal", given_on=desk.today - 9 * DAY, form="oral"
    )
    with pytest.raises(Refused):
        desk.ask(consent_id=elsewhere.pk)


def test_who_has_no_right_asks_for_nothing(make: Factory, now: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        Desk(make, now, Role.JOB_CONSULTANT).ask()


@pytest.mark.requirement("F6")
def test_a_certificate_is_due_by_the_rule_and_as_agreed_when_another_day_was_agreed(desk: Desk) -> None:
    by_rule, agreed = desk.ask(), desk.ask(due_on=desk.today + 40 * DAY)
    assert by_rule.due_on == by_rule.asked_on + 14 * DAY
    assert by_rule.rule
    assert (agreed.due_on, agreed.rule) == (desk.today + 40 * DAY, "")
    after_consultation = desk.ask(code="LÆ145", consultation_on=desk.today - DAY)
    assert after_consultation.due_on == desk.today + 13 * DAY


def test_a_request_is_answered_once(desk: Desk) -> None:
    row = desk.ask()
    known = {"request_id": row.pk, "received_on": desk.today}
    requests.receive(**desk.asking, **known, version=1, can="Kan løfte 5 kg.", health="Diskusprolaps")
    with pytest.raises(Refused):
        requests.receive(**desk.asking, **known, version=2)
    assert Request.objects.get().status == "received"


def test_the_second_of_two_is_told_and_nothing_is_overwritten(desk: Desk) -> None:
    row = desk.ask()
    requests.remind(**desk.asking, request_id=row.pk, on=desk.today, version=1)
    with pytest.raises(ChangedMeanwhile):
        requests.refuse(**desk.asking, request_id=row.pk, refused_on=desk.today, reason="Nej", version=1)
    assert Request.objects.get().status == "asked"


@pytest.mark.parametrize("act", ["refuse", "withdraw"])
def test_a_no_has_a_reason(desk: Desk, act: str) -> None:
    row = desk.ask()
    day = {"refuse": "refused_on", "withdraw": "withdrawn_on"}[act]
    with pytest.raises(Refused):
        getattr(requests, act)(**desk.asking, request_id=row.pk, reason=" ", version=1, **{day: desk.today})


def test_nothing_comes_before_it_is_asked_for(desk: Desk) -> None:
    row = desk.ask()
    with pytest.raises(Refused):
        requests.receive(**desk.asking, request_id=row.pk, received_on=desk.today - 9 * DAY, version=1)


@pytest.mark.requirement("F6")
def test_a_certificate_that_nobody_asked_for_is_registered_as_that(desk: Desk) -> None:
    known = {"counterpart_id": desk.doctor.pk, "code": "LÆ125", "received_on": desk.today}
    with pytest.raises(Refused):
        requests.receive_unasked(**desk.asking, **known, reason="")
    row = requests.receive_unasked(**desk.asking, **known, reason="Sendt til den forkerte sag?")
    assert (row.status, row.asked_on) == ("received", None)


def test_what_was_asked_for_is_registered_on_the_request_and_not_beside_it(desk: Desk) -> None:
    desk.ask()
    with pytest.raises(Refused):
        requests.receive_unasked(
            **desk.asking, counterpart_id=desk.doctor.pk, code="LÆ125", received_on=desk.today, reason="Kom bare"
        )


def test_a_withdrawn_consent_tells_what_is_on_its_way_and_keeps_nothing_of_it(desk: Desk) -> None:
    row = desk.ask()
    known = {"consent_id": desk.consent.pk, "withdrawn_on": desk.today}
    assert consents.withdraw_consent(**desk.asking, **known, version=1) == [row]
    with pytest.raises(Refused):
        consents.withdraw_consent(**desk.asking, **known, version=2)
    with pytest.raises(Refused):
        requests.receive(
            **desk.asking, request_id=row.pk, received_on=desk.today, can="Kan stå", health="Angst", version=1
        )
    assert not HealthContent.objects.exists()
    requests.withdraw(**desk.asking, request_id=row.pk, withdrawn_on=desk.today, reason="Samtykke trukket", version=1)
    with pytest.raises(Refused):
        desk.ask(asked_on=desk.today)


def test_nobody_is_reminded_without_consent_and_the_case_says_so(desk: Desk) -> None:
    row = desk.ask()
    moment = Moment(desk.actor, desk.now, desk.today)
    assert not told_about(desk.case.pk, moment).notices
    consents.withdraw_consent(**desk.asking, consent_id=desk.consent.pk, withdrawn_on=desk.today, version=1)
    with pytest.raises(Refused) as refused:
        requests.remind(**desk.asking, request_id=row.pk, on=desk.today, version=row.version)
    assert "samtykker ikke længere" in refused.value.faults[0]
    (notice,) = told_about(desk.case.pk, moment).notices
    assert "Lægerne Torvet" in notice.text
    requests.withdraw(
        **desk.asking, request_id=row.pk, withdrawn_on=desk.today, reason="Samtykke trukket", version=row.version
    )
    assert not told_about(desk.case.pk, moment).notices


def test_the_whole_list_of_certificates_can_be_asked_for(desk: Desk) -> None:
    numbers = (105, 115, 125, 135, 145, 155, 225, 255, 265, 275, 285)
    assert list(certificates.names()) == [f"LÆ{number}" for number in numbers]
    # Where the tables say no day none is reckoned.
    assert (desk.ask(code="LÆ275").due_on, desk.ask(code="LÆ285").due_on is None) == (None, False)


def test_the_case_says_what_it_waits_for_since_when_and_who_can_end_it(desk: Desk) -> None:
    row = desk.ask()
    moment = Moment(desk.actor, desk.now, desk.today)
    [wait] = told_about(desk.case.pk, moment).waits
    assert (wait.since, wait.who_can_end_it, "LÆ 125" in wait.label) == (row.asked_on, "Lægerne Torvet, Rolfsund", True)
    assert [due.on for due in told_about(desk.case.pk, moment).due] == [row.due_on]
    [work] = told_about(desk.case.pk, moment).open_work
    assert work.blocks_closing
    requests.receive(**desk.asking, request_id=row.pk, received_on=desk.today, version=1)
    assert list(told_about(desk.case.pk, moment).waits) == []
    told = [entry.title for entry in told_about(desk.case.pk, moment).timeline]
    assert len(told) == 2


def test_health_is_read_by_those_with_the_right_and_each_reading_is_logged(
    desk: Desk, make: Factory, client: Any
) -> None:
    row = desk.ask()
    requests.receive(
        **desk.asking, request_id=row.pk, received_on=desk.today, version=1, can="Kan sidde", health="Diskusprolaps"
    )
    unit = desk.staff.memberships.get().unit
    consultant = make.staff(role=Role.JOB_CONSULTANT, unit=unit)
    client.force_login(consultant)
    page = client.get(f"/cases/{desk.case.pk}/documents/").content.decode()
    assert "Kan sidde" in page
    assert "Diskusprolaps" not in page
    history = client.get(f"/cases/{desk.case.pk}/history/").content.decode()
    assert "Diskusprolaps" not in history
    client.force_login(desk.staff)
    assert "Diskusprolaps" in client.get(f"/cases/{desk.case.pk}/documents/").content.decode()
    assert [look.staff_id for look in Lookup.objects.filter(seen=Seen.HEALTH)] == [desk.staff.pk]
    assert "Diskusprolaps" not in client.get(f"/cases/{desk.case.pk}/").content.decode()


@pytest.mark.requirement("F6")
def test_the_dialogue_with_a_counterpart_has_figures(desk: Desk) -> None:
    for days, came in ((40, 30), (40, 20), (40, 10), (40, None)):
        asked = desk.today - days * DAY
        Request.objects.create(
            case=desk.case,
            code="LÆ125",
            counterpart=desk.doctor,
            consent=desk.consent,
            asked_on=asked,
            due_on=asked + 14 * DAY,
            received_on=asked + came * DAY if came else None,
        )
    [waits] = waits_by_counterpart(desk.today)
    assert (waits.asked, waits.open, waits.late, waits.longest) == (4, 1, 1, 40)
    assert (waits.median, waits.eight_of_ten) == (20, None)  # the one that still waits counts
    assert (waits.in_time, waits.with_due) == (1, 3)


def test_a_counterpart_stands_in_the_list_once(desk: Desk) -> None:
    with pytest.raises(Refused):
        add_counterpart(actor=desk.actor, name="lægerne torvet", kind="practice", city="ROLFSUND", now=desk.now)


def test_a_dialogue_meeting_is_held_or_cancelled(desk: Desk) -> None:
    row = meetings.plan_meeting(**desk.asking, counterpart_id=desk.doctor.pk, starts_at=desk.now - DAY)
    known = {"meeting_id": row.pk}
    with pytest.raises(Refused):
        meetings.cancel_meeting(**desk.asking, **known, reason="", version=1)
    meetings.hold_meeting(
        **desk.asking, **known, held_at=row.starts_at, citizen_present=True, agreed="Prøve 8 timer", version=1
    )
    with pytest.raises(Refused):
        meetings.cancel_meeting(**desk.asking, **known, reason="For sent", version=2)
    assert DialogueMeeting.objects.get().status == "held"
