"""The one question about a handover, answered by the citizen: by an address in the letter, without signing in."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.browser import PHONE, Open, check_page
from tests.casework.desk import seen
from tests.continuity.hands import Hands
from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.casework.errors import Refused
from tovholder.casework.models import Note
from tovholder.continuity.actions import answers
from tovholder.continuity.letters import sending
from tovholder.continuity.letters.channels import Parcel
from tovholder.continuity.letters.code import HIDDEN, code_for, digest_of
from tovholder.continuity.models import Handover, HandoverAnswer, Letter, Question
from tovholder.continuity.queries.quality import by_team_and_cause

pytestmark = pytest.mark.requirement("F1")
PLACE = "https://job.kommune.example"


class Caught:
    """A channel that keeps what it is given."""

    name = "caught"
    is_delivery = True
    parcels: list[Parcel] = []

    def deliver(self, parcel: Parcel) -> str:
        self.parcels.append(parcel)
        return "1"


@pytest.fixture(autouse=True)
def with_an_address(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = PLACE
    settings.LETTER_CHANNEL = f"{__name__}.Caught"
    Caught.parcels.clear()


def accepted(hands: Hands, **asked: object) -> tuple[Handover, str]:
    """A case that has changed hands, and the code that the citizen got."""
    handover = hands.do("accept", hands.prepared(**asked), hands.new)
    sending.send(Letter.objects.get(handover=handover).pk)
    (found,) = re.findall(rf"{PLACE}/answer/([a-z0-9-]+)/", Caught.parcels[-1].body)
    return handover, found


def page_of(code: str, language: str = "en", **typed: str) -> Any:
    client = Client(headers={"Accept-Language": language})
    client.cookies["tovholder_language"] = language
    address = reverse("continuity:question", args=[code])
    return client.post(address, typed, follow=True) if typed else client.get(address)


def told(hands: Hands, handover: Handover, answer: str = "no") -> HandoverAnswer:
    return answers.answer(
        actor=hands.make.actor(hands.new, hands.today),
        handover_id=handover.pk,
        asked="citizen",
        answer=answer,
        now=hands.now,
        today=hands.today,
    )


@pytest.mark.django_db
def test_what_is_wrong_withdrawn_or_too_late_all_look_the_same(here: Hands) -> None:
    handover, code = accepted(here)
    strange = page_of("0000-0000-0000-0000")
    Question.objects.update(expires_on=here.today - dt.timedelta(days=1))
    late = page_of(code)
    Question.objects.update(expires_on=here.today, withdrawn_at=here.now, withdrawn_by=here.leader)
    withdrawn = page_of(code, answer="yes")
    pages = [
        re.sub(r"[\da-z]{4}(-[\da-z]{4}){3}|csrf\S+ \S+", "", seen(one.content.decode()))
        for one in (strange, late, withdrawn)
    ]
    assert [one.status_code for one in (strange, late, withdrawn)] == [404] * 3
    assert len(set(pages)) == 1
    assert "Mette" not in pages[0]
    assert not HandoverAnswer.objects.exists()
    assert handover.pk


@pytest.mark.django_db
def test_staff_see_until_when_the_citizen_can_answer_and_who_withdrew_it(here: Hands) -> None:
    handover, _code = accepted(here)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(here.leader)
    client.cookies["tovholder_language"] = "en"
    address = reverse("continuity:handover", args=[handover.pk])
    ends = here.today + dt.timedelta(days=60)
    page = seen(client.get(address).content.decode())
    assert re.search(rf"can answer until .*{ends.day} .*{ends.year}", page)
    client.post(reverse("continuity:withdraw_question", args=[handover.pk]))
    assert "The address in the letter was withdrawn today" in seen(client.get(address).content.decode())


@pytest.mark.django_db
def test_who_tries_codes_is_stopped_and_who_has_one_is_not_counted(here: Hands) -> None:
    cache.clear()
    _handover, code = accepted(here)
    assert {page_of(code).status_code for _time in range(70)} == {200}
    statuses = [page_of(f"{number:016d}").status_code for number in range(62)]
    assert (statuses[0], statuses[-1]) == (404, 429)
    assert page_of(code).status_code == 429
    cache.clear()


@pytest.mark.django_db
def test_an_answer_says_which_and_holds_no_cpr_number(here: Hands) -> None:
    _handover, code = accepted(here)
    assert "This field is required" in seen(page_of(code, words="Godt").content.decode())
    page = seen(page_of(code, answer="yes", words="Jeg hedder 010190-1234").content.decode())
    assert "Please leave the CPR number out" in page
    assert not HandoverAnswer.objects.exists()


@pytest.mark.django_db
def test_nobody_answers_before_the_case_has_changed_hands(here: Hands) -> None:
    handover, code = accepted(here, takes_over_on=here.today + dt.timedelta(days=5))
    assert "You can answer from" in seen(page_of(code).content.decode())
    page_of(code, answer="yes")
    assert not HandoverAnswer.objects.filter(handover=handover).exists()


@pytest.mark.django_db
def test_it_is_answered_once_and_the_second_time_changes_nothing(here: Hands) -> None:
    _handover, code = accepted(here)
    assert "Thank you for your answer" in seen(page_of(code, answer="partly", words="Næsten").content.decode())
    again = page_of(code, answer="no")
    assert again.status_code == 200
    assert "Thank you for your answer" in seen(again.content.decode())
    found = HandoverAnswer.objects.get()
    assert (found.answer, found.words, found.by_citizen, found.registered_by) == ("partly", "Næsten", True, None)


@pytest.mark.django_db
def test_what_the_citizen_answered_is_not_written_over_by_staff(here: Hands) -> None:
    handover, code = accepted(here)
    page_of(code, answer="no", words="Forfra igen")
    with pytest.raises(Refused, match=r"svaret|answered"):
        told(here, handover, "yes")
    assert HandoverAnswer.objects.get().answer == "no"


@pytest.mark.django_db
def test_what_was_written_down_for_the_citizen_gives_way_and_stays_in_the_history(here: Hands) -> None:
    handover, code = accepted(here)
    typed = told(here, handover, "yes")
    assert not typed.by_citizen
    page_of(code, answer="no")
    found = HandoverAnswer.objects.get()
    assert (found.pk, found.answer, found.by_citizen) == (typed.pk, "no", True)
    with connection.cursor() as cursor:
        cursor.execute("select answer, by_citizen, pgh_context ->> 'action' from continuity_handoveranswerevent")
        assert cursor.fetchall() == [("yes", False, "citizen_answers")]


@pytest.mark.django_db
def test_only_a_leader_withdraws_and_only_once(here: Hands, make: Factory) -> None:
    handover, code = accepted(here)
    stranger = make.staff(role=Role.TEAM_LEADER)
    for by in (here.new, stranger):
        with pytest.raises((NotAllowed, Exception)) as refused:
            answers.withdraw_question(**here.when(by), handover_id=handover.pk)
        assert type(refused.value).__name__ in {"NotAllowed", "NeedsReason"}
    answers.withdraw_question(**here.when(here.leader), handover_id=handover.pk)
    with pytest.raises(Refused):
        answers.withdraw_question(**here.when(here.leader), handover_id=handover.pk)
    assert page_of(code).status_code == 404


@pytest.mark.django_db
def test_without_a_public_address_the_letter_asks_nothing(here: Hands, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = ""
    handover = here.do("accept", here.prepared(), here.new)
    sending.send(Letter.objects.get().pk)
    assert "http" not in Caught.parcels[-1].body
    assert not Question.objects.filter(handover=handover).exists()


@pytest.mark.django_db
def test_the_code_is_kept_nowhere_and_seen_by_no_member_of_staff(here: Hands, settings: Any) -> None:
    handover, code = accepted(here)
    letter = Letter.objects.get()
    assert HIDDEN in letter.body
    assert HIDDEN in Note.objects.get().text
    client = Client()
    client.force_login(here.leader)
    page = client.get(reverse("continuity:handover", args=[handover.pk])).content.decode()
    for plain in (code, code.replace("-", "")):
        assert plain not in page + letter.body + Note.objects.get().text
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(q)::text from continuity_question q")
        (kept,) = cursor.fetchone()
    assert code not in kept
    assert digest_of(code) in kept


@pytest.mark.django_db
def test_a_letter_delivered_twice_holds_the_same_code_and_another_letter_another(here: Hands, make: Factory) -> None:
    handover, code = accepted(here)
    letter = Letter.objects.select_related("case", "handover__to_unit", "handover__from_unit").get()
    assert code in sending.parcel_of(letter).body
    assert sending.parcel_of(letter).body == Caught.parcels[-1].body
    _other, second = accepted(here, case=make.case(held_by=here.old))
    assert code != second
    assert code == code_for(f"handover-{handover.pk}")
    assert len(code.replace("-", "")) == 16


@pytest.mark.django_db
def test_a_code_is_read_as_people_type_it(here: Hands) -> None:
    _handover, code = accepted(here)
    typed = code.upper().replace("-", "").replace("0", "O").replace("1", "I")
    assert page_of(typed).status_code == 200


@pytest.mark.django_db
def test_the_page_says_only_what_the_letter_said(here: Hands) -> None:
    _handover, code = accepted(here)
    answer = page_of(code)
    page = answer.content.decode()
    assert "Mette Krogh" in page
    for other in ("Samira", "Dahl", here.old.name, here.leader.name, str(here.case.pk)):
        assert other not in seen(page)
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert 'name="robots"' in page
    assert "Kunne" in seen(page_of(code, "da").content.decode())


@pytest.mark.django_db
def test_quality_counts_both_and_says_which(here: Hands, make: Factory) -> None:
    first, _code = accepted(here)
    told(here, first, "yes")
    _second, code = accepted(here, case=make.case(held_by=here.old))
    page_of(code, answer="no")
    start = here.now - dt.timedelta(days=2)
    _teams, _causes, together = by_team_and_cause({here.unit.pk: "Team Nord"}, start, timezone.now())
    assert (together.citizen_asked, together.citizen_yes, together.citizen_own) == (2, 1, 1)


def _paper(hands: Hands, staff: Staff, handover: Handover) -> bytes:
    client = Client()
    client.force_login(staff)
    return bytes(client.get(reverse("continuity:letter", args=[handover.pk])).content)


@pytest.mark.django_db
def test_the_paper_has_the_code_to_scan_and_the_copy_for_staff_has_not(here: Hands, tmp_path: Path) -> None:
    handover, _code = accepted(here)
    letter = Letter.objects.select_related("case", "handover__to_unit").get()
    sent, seen_by_staff = sending.parcel_of(letter).pdf, sending.parcel_of(letter, hidden=True).pdf
    assert sent.startswith(b"%PDF-")
    assert len(sent) > len(seen_by_staff) + 500
    assert b"/Link" in sent
    assert b"/Link" not in seen_by_staff
    assert b"/Link" not in _paper(here, here.leader, handover)


@pytest.mark.browser
def test_everybody_can_answer_on_a_telephone(open_as: Open, make: Factory) -> None:
    now = timezone.now()
    here = Hands(make, now)
    here.today = timezone.localdate(now)
    _handover, code = accepted(here)
    address = reverse("continuity:question", args=[code])
    check_page(open_as, None, address, "citizens-question")
    page = open_as(None, address, width=PHONE)
    page.get_by_label("Delvist").check()
    page.get_by_label("Vil du sige mere?").fill("Det gik fint.")
    page.get_by_role("button", name="Send svaret").click()
    page.get_by_role("heading", name="Tak for dit svar").wait_for()
    assert HandoverAnswer.objects.get().by_citizen
