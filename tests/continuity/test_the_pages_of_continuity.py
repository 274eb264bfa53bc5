"""The pages on which cases are handed over and absences covered: what they say, and that everybody can use them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate

from tests.browser import Open, check_page
from tests.casework.desk import Desk, seen
from tests.continuity.hands import TOLD, Hands
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework.contributions import Moment
from tovholder.casework.worklist.my_day import my_day
from tovholder.continuity.actions import procedure
from tovholder.continuity.models import Absence, Cover, Handover, HandoverAnswer, Letter, ProcedureComment
from tovholder.continuity.queries.absences import current_and_coming
from tovholder.continuity.queries.quality import by_team_and_cause

pytestmark = pytest.mark.requirement("F1")


LISTS = ["handovers", "absences", "procedure", "deadlines", "quality", "many", "reorganisation"]


def client(staff: Staff, language: str = "en") -> Client:
    made = Client()
    made.force_login(staff)
    made.cookies["tovholder_language"] = language
    return made


def do(staff: Staff, handover: Handover, act: str, **typed: object) -> int:
    address = reverse("continuity:do", args=[handover.pk, act])
    handover.refresh_from_db()
    answer = client(staff).post(address, {"version": handover.version, **typed})
    return answer.status_code


@pytest.mark.django_db
def test_a_case_is_handed_over_on_its_pages(here: Hands) -> None:
    asked = client(here.old).post(
        reverse("continuity:ask", args=[here.case.pk]),
        {"receiver": f"{here.unit.pk}:{here.new.pk}", "kind": "planned", "cause": "balance", "expected": here.row().pk},
    )
    assert asked.status_code == 302
    handover = Handover.objects.get()
    page = seen(client(here.old).get(reverse("continuity:handover", args=[handover.pk])).content.decode())
    assert "Write what is to be known" in page
    assert "Accept" not in page.split("How it stands")[1].split("What to know")[0]
    assert do(here.old, handover, "prepare", where_we_are=" ") == 422
    assert do(here.old, handover, "prepare", **TOLD) == 302
    assert do(here.new, handover, "return", missing="Hvem er kontakten?") == 302
    page = seen(client(here.old).get(reverse("continuity:handover", args=[handover.pk])).content.decode())
    assert "Hvem er kontakten?" in page
    assert do(here.old, handover, "prepare", **TOLD) == 302
    assert do(here.new, handover, "accept", note="Vi ses.") == 302
    assert here.row().staff == here.new
    page = seen(client(here.new).get(reverse("continuity:handover", args=[handover.pk])).content.decode())
    assert "No e-mail and no Digital Post is connected here" in page
    assert "Vi ses." in page
    letter = client(here.new).get(reverse("continuity:letter", args=[handover.pk]))
    assert letter.content.startswith(b"%PDF-")


@pytest.mark.django_db
def test_what_somebody_else_did_meanwhile_is_told_and_nothing_typed_is_lost(here: Hands) -> None:
    handover = here.ask()
    stale = handover.version
    assert do(here.old, handover, "prepare", **TOLD) == 302
    address = reverse("continuity:do", args=[handover.pk, "prepare"])
    typed = {**TOLD, "version": stale, "promises": "Skrevet af lederen"}
    answer = client(here.leader).post(address, typed)
    assert answer.status_code == 409
    assert "Skrevet af lederen" in answer.content.decode()
    handover.refresh_from_db()
    assert handover.promises == TOLD["promises"]


@pytest.mark.django_db
def test_my_day_says_what_waits_for_whom(here: Hands) -> None:
    handover = here.prepared()

    def waiting(staff: Staff) -> list[str]:
        return [item.url for item in my_day(Moment(here.make.actor(staff, here.today), here.now, here.today)).waiting]

    page = reverse("continuity:handover", args=[handover.pk])
    assert waiting(here.new) == [page]
    assert waiting(here.leader) == []
    Handover.objects.update(accept_by=here.today - dt.timedelta(days=1))
    assert waiting(here.leader) == [reverse("continuity:handovers") + "?show=late"]
    absence = here.away(here.old)
    assert reverse("continuity:absence", args=[absence.pk]) in waiting(here.leader)


def waiting_for(here: Hands, staff: Staff) -> dict[str, str]:
    """What My day says waits for somebody: the address of each, and its words."""
    found = my_day(Moment(here.make.actor(staff, here.today), here.now, here.today)).waiting
    return {item.url: str(item.label) for item in found}


@pytest.mark.django_db
def test_my_day_shows_a_handover_to_the_one_whose_turn_it_is(here: Hands) -> None:
    activate("en")
    handover = here.ask()
    page = reverse("continuity:handover", args=[handover.pk])
    # The one who takes over can do nothing before it is written.
    assert waiting_for(here, here.old) == {page: "Write what the next one has to know"}
    assert waiting_for(here, here.new) == {}
    here.do("prepare", handover, here.old, content=TOLD)
    assert waiting_for(here, here.old) == {}
    assert waiting_for(here, here.new) == {page: "Accept the handover, or return it"}
    here.do("give_back", handover, here.new, missing="Hvem er kontakten?")
    assert waiting_for(here, here.old) == {page: "Write what is missing in the handover"}
    assert waiting_for(here, here.new) == {}


@pytest.mark.django_db
def test_a_case_says_who_can_end_the_wait_for_a_handover(here: Hands) -> None:
    desk = Desk(here.leader)
    handover = here.ask()
    assert "Can end it: Ole Ravn" in desk.open(here.case)
    here.do("prepare", handover, here.old, content=TOLD)
    assert "Can end it: Mette Krogh" in desk.open(here.case)
    here.do("give_back", handover, here.new, missing="Hvem er kontakten?")
    assert "Can end it: Ole Ravn" in desk.open(here.case)


@pytest.mark.django_db
def test_who_asks_for_a_handover_comes_to_the_page_where_it_is_written(here: Hands) -> None:
    said = {"kind": "planned", "cause": "balance", "expected": here.row().pk}
    typed = {"receiver": f"{here.unit.pk}:{here.new.pk}", **said}
    asked = client(here.old).post(reverse("continuity:ask", args=[here.case.pk]), typed)
    assert asked["Location"] == reverse("continuity:handover", args=[Handover.objects.get().pk])


@pytest.mark.django_db
def test_ones_own_line_is_seen_in_the_letter_before_it_is_sent(here: Hands) -> None:
    handover = here.prepared()
    address = reverse("continuity:do", args=[handover.pk, "accept"])
    typed = {"version": handover.version, "note": "Jeg glæder mig til at møde dig."}
    page = seen(client(here.new).post(address, {**typed, "preview": "1"}).content.decode())
    letter = page.split("This is what will be sent")[1].split("As it is printed")[0]
    assert "Jeg glæder mig til at møde dig." in letter
    # Nothing has happened, and what was typed stands in the form.
    assert here.row().staff == here.old
    assert not Letter.objects.exists()
    shown = client(here.new).post(address, {**typed, "preview": "1"}).content.decode()
    assert "Jeg glæder mig til at møde dig.</textarea>" in shown


@pytest.mark.django_db
def test_the_second_of_two_who_do_the_same_is_told_on_the_page(here: Hands) -> None:
    handover = here.prepared()
    stale = handover.version
    here.do("accept", handover, here.new)
    address = reverse("continuity:do", args=[handover.pk, "accept"])
    answer = client(here.new).post(address, {"version": stale, "note": "Vi ses på mandag."})
    assert answer.status_code in {409, 422}
    page = seen(answer.content.decode())
    assert "Somebody changed the handover meanwhile" in page
    assert "Accept, and send the letter" not in page


@pytest.mark.django_db
def test_who_writes_what_was_revoked_meanwhile_is_told_and_keeps_the_words(here: Hands) -> None:
    handover = here.ask()
    stale = handover.version
    here.do("revoke", handover, here.leader, reason="Alligevel ikke")
    address = reverse("continuity:do", args=[handover.pk, "prepare"])
    answer = client(here.old).post(address, {**TOLD, "version": stale})
    page = seen(answer.content.decode())
    assert "Somebody changed the handover meanwhile" in page
    assert TOLD["where_we_are"] in page


@pytest.mark.django_db
def test_a_case_says_that_it_is_handed_over_covered_and_fragile(here: Hands) -> None:
    here.prepared()
    client(here.old).post(reverse("continuity:fragile", args=[here.case.pk]), {"why": "Har mistet sin bolig"})
    absence = here.away(here.old)
    desk = Desk(here.leader)
    page = desk.open(here.case)
    assert "Being handed over to Mette Krogh" in page
    assert "Har mistet sin bolig" in page
    assert "Ole Ravn is away, and nobody stands in." in page
    key = f"{here.case.pk}:caseworker:{here.row().pk}:"
    address = reverse("continuity:decide", args=[absence.pk])
    client(here.leader).post(address, {key: f"cover:{here.unit.pk}:{here.new.pk}"})
    page = desk.open(here.case)
    assert "Mette Krogh stands in for Ole Ravn" in page
    assert "nobody stands in" not in page


@pytest.mark.django_db
def test_a_colleague_does_not_read_what_kind_of_absence_it_is(here: Hands) -> None:
    absence = here.away(here.old, kind="illness")
    page = seen(client(here.new).get(reverse("continuity:absences")).content.decode())
    assert "Ole Ravn" in page
    assert "not shown" in page
    assert client(here.new).get(reverse("continuity:absence", args=[absence.pk])).status_code == 403


@pytest.mark.django_db
def test_registering_an_absence_leads_to_those_affected(here: Hands) -> None:
    typed = {"staff": here.old.pk, "kind": "illness", "starts_on": here.today.isoformat()}
    answer = client(here.leader).post(reverse("continuity:absences"), typed)
    absence = Absence.objects.get()
    assert answer["Location"] == reverse("continuity:absence", args=[absence.pk])
    assert "Samira Dahl" in seen(client(here.leader).get(answer["Location"]).content.decode())
    again = client(here.leader).post(reverse("continuity:absences"), typed)
    assert again.status_code == 422
    back = client(here.old).post(
        reverse("continuity:come_back", args=[absence.pk]),
        {"version": absence.version, "ended_on": here.today.isoformat()},
    )
    assert back.status_code == 302


@pytest.mark.django_db
def test_the_rest_gets_one_colleague_in_one_choice_and_what_is_chosen_below_stays(here: Hands, make: Factory) -> None:
    third = make.staff("Pia Holm", unit=here.unit)
    cases = [here.case, *(make.case(held_by=here.old) for _ in range(3))]
    absence = here.away(here.old)
    page = client(here.leader).get(reverse("continuity:absence", args=[absence.pk])).content.decode()
    assert 'name="rest"' in page
    keys = {case.pk: f"{case.pk}:caseworker:{here.row(case).pk}:" for case in cases}
    typed = dict.fromkeys(keys.values(), "") | {keys[here.case.pk]: f"shift:{here.unit.pk}:{here.new.pk}"}
    address = reverse("continuity:decide", args=[absence.pk])
    client(here.leader).post(address, {**typed, "rest": f"cover:{here.unit.pk}:{third.pk}"})
    assert here.row().staff == here.new
    assert set(Cover.objects.values_list("case", "staff")) == {(case.pk, third.pk) for case in cases[1:]}
    page = client(here.leader).get(reverse("continuity:absence", args=[absence.pk])).content.decode()
    assert 'name="rest"' not in page


@pytest.mark.django_db
@pytest.mark.requirement("F3")
def test_whoever_stood_in_and_falls_ill_leaves_citizens_who_can_be_given_to_somebody(
    here: Hands, make: Factory
) -> None:
    third = make.staff("Pia Holm", unit=here.unit)
    other = make.case(held_by=here.old)
    first = here.away(here.old)
    decide = reverse("continuity:decide", args=[first.pk])
    keys = [f"{case.pk}:caseworker:{here.row(case).pk}:" for case in (here.case, other)]
    client(here.leader).post(decide, dict.fromkeys(keys, f"cover:{here.unit.pk}:{here.new.pk}"))
    covers = {cover.case_id: cover for cover in Cover.objects.all()}
    here.now = timezone.now()
    second = here.away(here.new)
    # On both pages, in the list, on the leader's day and in the case they have nobody.
    for absence in (first, second):
        page = seen(client(here.leader).get(reverse("continuity:absence", args=[absence.pk])).content.decode())
        assert "2 have nobody" in page
    assert "Mette Krogh stood in and is away too" in seen(
        client(here.leader).get(reverse("continuity:absence", args=[first.pk])).content.decode()
    )
    moment = Moment(here.make.actor(here.leader, here.today), here.now, here.today)
    assert {one.row.pk: one.left for one in current_and_coming(moment)}[first.pk] == 2
    assert reverse("continuity:absence", args=[first.pk]) in waiting_for(here, here.leader)
    assert "Ole Ravn is away, and nobody stands in." in Desk(here.leader).open(here.case)
    # What was chosen for the rest is chosen for them.
    rows = [here.row(case) for case in (here.case, other)]
    keys = [f"{row.case_id}:caseworker:{row.pk}:-{covers[row.case_id].pk}" for row in rows]
    page = client(here.leader).get(reverse("continuity:absence", args=[second.pk])).content.decode()
    assert all(f'name="{key}"' in page for key in keys)
    typed = dict.fromkeys(keys, "") | {"rest": f"cover:{here.unit.pk}:{third.pk}"}
    answer = client(here.leader).post(reverse("continuity:decide", args=[second.pk]), typed)
    assert "2 of 2 are done" in seen(answer.content.decode())
    assert set(Cover.objects.filter(ended_at=None).values_list("staff", flat=True)) == {third.pk}


@pytest.mark.django_db
def test_whoever_stands_in_is_told_for_whom_and_where(here: Hands) -> None:
    activate("en")
    absence = here.away(here.old)
    key = f"{here.case.pk}:caseworker:{here.row().pk}:"
    decide = reverse("continuity:decide", args=[absence.pk])
    client(here.leader).post(decide, {key: f"cover:{here.unit.pk}:{here.new.pk}"})
    here.now = timezone.now()
    page = reverse("casework:work_list") + "?flag=standing_in"
    assert waiting_for(here, here.new) == {page: "You stand in for 1 citizen"}
    assert "Samira Dahl" in seen(client(here.new).get(page).content.decode())


@pytest.mark.django_db
def test_after_the_return_the_page_says_who_stood_in_and_calls_nobody_without(here: Hands) -> None:
    absence = here.away(here.old)
    key = f"{here.case.pk}:caseworker:{here.row().pk}:"
    decide = reverse("continuity:decide", args=[absence.pk])
    client(here.leader).post(decide, {key: f"cover:{here.unit.pk}:{here.new.pk}"})
    address = reverse("continuity:absence", args=[absence.pk])
    typed = {"version": absence.version, "ended_on": here.today.isoformat()}
    client(here.old).post(reverse("continuity:come_back", args=[absence.pk]), typed)
    page = seen(client(here.old).get(address).content.decode())
    assert "Ole Ravn was away" in page
    assert "Who stood in Mette Krogh (1) Samira Dahl" in page
    # The procedure says what was done, and calls nothing done that nobody did.
    assert "On the return: end the cover" in page
    assert "Go through the citizens affected" not in page
    assert "Everybody has somebody" not in page
    assert "have nobody" not in page


@pytest.mark.django_db
def test_the_second_of_two_who_register_the_return_is_told(here: Hands) -> None:
    absence = here.away(here.old)
    address = reverse("continuity:come_back", args=[absence.pk])
    typed = {"version": absence.version, "ended_on": here.today.isoformat()}
    assert client(here.old).post(address, typed).status_code == 302
    told = seen(client(here.leader).post(address, typed, follow=True).content.decode())
    assert "Somebody else changed the absence meanwhile" in told
    assert "Ole Ravn was away" in told


@pytest.mark.django_db
@pytest.mark.requirement("F12")
def test_the_procedure_has_an_owner_who_answers(here: Hands) -> None:
    from tovholder.accounts.actor import NotAllowed

    when = {"actor": here.make.actor(here.leader, here.today), "now": here.now}
    procedure.set_owner(**when, unit_id=here.unit.pk, staff_id=here.new.pk, today=here.today)
    client(here.old).post(
        reverse("continuity:procedure"), {"unit": here.unit.pk, "kind": "question", "text": "Hvem ringer først?"}
    )
    row = ProcedureComment.objects.get()
    said = {"comment_id": row.pk, "answer": "Lederen.", "version": row.version, "now": here.now}
    with pytest.raises(NotAllowed):
        procedure.answer_comment(actor=here.make.actor(here.old, here.today), **said)
    procedure.answer_comment(actor=here.make.actor(here.new, here.today), **said)
    page = seen(client(here.old).get(reverse("continuity:procedure")).content.decode())
    assert "Mette Krogh: Lederen." in page


@pytest.mark.django_db
def test_quality_is_counted_per_team_and_cause(here: Hands) -> None:
    handover = here.prepared()
    here.do("register_meeting", handover, here.new, met_at=here.now, citizen="present", essence="Godt")
    here.do("accept", handover, here.new)
    typed = {"answer": "partly"}
    client(here.new).post(reverse("continuity:answer", args=[handover.pk, "receiver"]), typed)
    client(here.new).post(reverse("continuity:answer", args=[handover.pk, "citizen"]), {"answer": "yes"})
    # And a shift without a handover.
    other = here.make.case(held_by=here.old)
    here.make.assign(other, here.new, at=here.now, cause="resignation", planned=False)
    since, until = here.now - dt.timedelta(days=30), here.now + dt.timedelta(minutes=1)
    activate("da")
    teams, causes, together = by_team_and_cause({here.unit.pk: "Team Nord"}, since, until)
    (team,) = teams
    assert (team.shifts, team.handed, team.complete, team.in_time, team.met) == (2, 1, 1, 1, 1)
    assert (team.receiver_yes, team.receiver_asked, team.citizen_yes, team.citizen_asked) == (0, 1, 1, 1)
    assert {str(one.label): one.handed for one in causes} == {"Fordeling af sager": 1, "Fratrædelse": 0}
    assert together.shifts == 2
    assert HandoverAnswer.objects.count() == 2
    assert client(here.leader).get(reverse("continuity:quality")).status_code == 200


@pytest.mark.django_db
def test_many_cases_are_handed_over_with_a_result_for_each(here: Hands) -> None:
    second = here.make.case(held_by=here.old, citizen=here.make.citizen("Bo", "Andersen"))
    third = here.make.case(held_by=here.old, citizen=here.make.citizen("Ida", "Bro"))
    here.ask(case=third)
    address = reverse("continuity:many") + f"?from={here.old.pk}"
    typed = {"kind": "planned", "cause": "resignation", "all": f"{here.unit.pk}:{here.new.pk}"}
    assert client(here.leader).post(address, {**typed, "all": ""}).status_code == 422
    page = seen(client(here.leader).post(address, typed).content.decode())
    assert "2 of 2 cases are done" in page
    assert {row.case for row in Handover.objects.open()} == {here.case, second, third}
    for row in Handover.objects.all():
        here.do("prepare", row, here.old, content=TOLD)
    keys = [f"{row.pk}:{row.version}" for row in Handover.objects.all()]
    answer = client(here.new).post(reverse("continuity:accept_many"), {"handover": [*keys[:2], "0:1"]})
    assert "2 of 2 cases are done" in seen(answer.content.decode())
    assert Handover.objects.open().count() == 1


@pytest.mark.browser
@pytest.mark.parametrize(
    "name", ["handovers", "absences", "procedure", "deadlines", "quality", "many", "reorganisation"]
)
def test_every_list_can_be_used_by_everybody(open_as: Open, make: Factory, name: str) -> None:
    hands = Hands(make, timezone.now())
    hands.today = timezone.localdate(hands.now)
    hands.prepared()
    hands.away(hands.old)
    query = f"?from={hands.old.pk}" if name == "many" else ""
    check_page(open_as, hands.leader, reverse(f"continuity:{name}") + query, f"continuity-{name}")


@pytest.mark.browser
def test_a_handover_and_an_absence_can_be_used_by_everybody(open_as: Open, make: Factory) -> None:
    hands = Hands(make, timezone.now())
    hands.today = timezone.localdate(hands.now)
    handover = hands.prepared()
    make.conversation(hands.case, starts_at=hands.now + dt.timedelta(days=1), staff=hands.old)
    absence = hands.away(hands.old)
    check_page(open_as, hands.new, reverse("continuity:handover", args=[handover.pk]), "continuity-handover")
    check_page(open_as, hands.leader, reverse("continuity:absence", args=[absence.pk]), "continuity-absence")
    page = open_as(hands.leader, reverse("continuity:absence", args=[absence.pk]), language="en")
    assert page.inner_text("[data-count=left]") == "1"
    page.select_option("td.choose select", f"cover:{hands.unit.pk}:{hands.new.pk}")
    assert page.inner_text("[data-count=left]") == "0"
    assert page.inner_text(f"[data-person='{hands.new.pk}'] [data-chosen]") == "1"
    page.click("text=Carry out what is chosen")
    page.wait_for_selector("text=1 of 1 are done")
    assert hands.case.covers.get().staff == hands.new
