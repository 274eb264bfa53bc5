"""One page: who the citizen is, who holds the case and held it before, what is waited for, what was agreed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.casework.desk import Desk
from tests.casework.stories import CPR, Story, long_story, protect
from tests.factories import Factory
from tovholder.accounts.rights import Role
from tovholder.casework.models import Case, Conversation, Note, PlanStep
from tovholder.casework.queries.case import age_on
from tovholder.casework.queries.now import whose_turn
from tovholder.casework.queries.timeline import PAGE

pytestmark = pytest.mark.requirement("F11")


@pytest.fixture
def story(make: Factory) -> Story:
    return long_story(make, timezone.now())


def test_a_case_that_is_not_there_is_not_found(make: Factory) -> None:
    desk = Desk(make.staff())
    desk.open(Case(pk=4711))
    assert desk.status == 404


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_who_has_no_errand_in_cases_is_refused(make: Factory, story: Story, role: Role) -> None:
    desk = Desk(make.staff(role=role, unit=story.unit))
    page = desk.open(story.case)
    assert desk.status == 403
    assert "Al-Khatib" not in page


def test_nobody_who_is_not_signed_in_sees_anything(story: Story, client) -> None:  # type: ignore[no-untyped-def]
    response = client.get(f"/cases/{story.case.pk}/")
    assert response.status_code == 302
    assert "sign-in" in response.url


def test_the_cpr_number_stands_nowhere_on_the_page(story: Story) -> None:
    page = Desk(story.holder).client.get(f"/cases/{story.case.pk}/").content.decode()
    assert CPR not in page
    assert CPR[6:] not in page


def test_who_the_citizen_is(story: Story) -> None:
    page = Desk(story.holder).open(story.case)
    assert "Samira Al-Khatib" in page
    assert f"{age_on(dt.date(1987, 4, 4), timezone.localdate())} years old" in page
    for known in ("20 11 22 33", "samira@mail.example", "Egeparken 12, 2. tv.", "5240 Odense NØ", "arabisk"):
        assert known in page


def test_a_whole_year_is_counted_on_the_birthday_and_not_before() -> None:
    born = dt.date(1987, 4, 4)
    assert (age_on(born, dt.date(2026, 4, 3)), age_on(born, dt.date(2026, 4, 4)), age_on(None, born)) == (38, 39, None)


@pytest.mark.requirement("F2")
def test_who_holds_the_case_since_when_and_how_many_before(story: Story) -> None:
    page = Desk(story.holder).open(story.case)
    assert "Mette Krogh , Team Nord" in page
    assert "3 caseworkers so far" in page
    assert "2 shifts in 12 months" in page
    assert "Jens Kjær" in page
    assert all(name in page for name in ("Ole Ravn", "Lis Dam", "nobody"))


def test_a_vacant_case_says_since_when_nobody_holds_it(make: Factory, story: Story) -> None:
    make.assign(story.case, None, at=timezone.now() - dt.timedelta(days=5), unit=story.unit, planned=False)
    page = Desk(story.leader).open(story.case)
    assert "vacant for 5 days" in page
    assert "Waits for: A caseworker , for 5 days" in page


def test_a_change_that_lies_ahead_is_told(make: Factory, story: Story) -> None:
    make.assign(story.case, story.leader, at=timezone.now() + dt.timedelta(days=4), planned=True)
    assert "Bente Friis takes over in 4 days" in Desk(story.holder).open(story.case)


@pytest.mark.requirement("F18")
def test_what_is_waited_for_and_since_when(make: Factory) -> None:
    staff = make.staff()
    case = make.case(held_by=staff, opened_on=timezone.localdate() - dt.timedelta(days=6))
    assert "Waits for: First conversation , for 6 days" in Desk(staff).open(case)


def test_whose_turn_it_is_and_what_was_agreed_last(story: Story) -> None:
    page = Desk(story.holder).open(story.case)
    assert "Our turn : Finde en virksomhed" in page
    assert "Dr. Hansen, Lægerne Egeparken is to act : Svare på attesten om ryggen · was due 6 days ago" in page
    last = Conversation.objects.filter(case=story.case, held_at__isnull=False).latest("held_at")
    assert f"Agreed: {last.agreed}" in page


def test_each_party_is_named_once_with_the_step_that_is_due_first() -> None:
    late, soon = dt.date(2026, 11, 30), dt.date(2026, 11, 20)
    steps = [
        PlanStep(text="a", turn="citizen", due_on=late),
        PlanStep(text="b", turn="us"),
        PlanStep(text="c", turn="citizen", due_on=soon),
        PlanStep(text="d", turn="other", turn_name="Lægen"),
    ]
    parties = whose_turn(steps)
    assert [(party.turn, party.name, [step.text for step in party.steps]) for party in parties] == [
        ("us", "", ["b"]),
        ("citizen", "", ["c", "a"]),
        ("other", "Lægen", ["d"]),
    ]


def test_a_planned_conversation_that_has_passed_asks_what_became_of_it(story: Story) -> None:
    assert "Has it been held?" in Desk(story.holder).open(story.case)


def test_the_plan_with_the_goal_in_the_citizens_own_words(story: Story) -> None:
    page = Desk(story.holder).open(story.case)
    assert "Jeg vil arbejde i et køkken, hvor der er mennesker omkring mig." in page
    assert "Køkkenmedhjælper" in page
    assert all(step.text in page for step in story.steps)
    assert "1 step done or dropped" in page


def test_what_the_citizen_is_in_and_ones_own_reminder(story: Story) -> None:
    page = Desk(story.holder).open(story.case)
    for known in ("Cash benefit", "6.3 Activity-ready", "Flere skridt , Nadia Holm", "Ring til lægen om attesten"):
        assert known in page
    assert "Ring til lægen om attesten" not in Desk(story.leader).open(story.case)


def test_the_timeline_is_filtered_by_kind_and_by_words(story: Story) -> None:
    desk = Desk(story.holder)
    notes = desk.open(story.case, "?kind=note")
    assert "Henrik Bang" in notes
    assert "Danskundervisning" not in notes
    found = desk.open(story.case, "?q=rehabiliteringsteamet&kind=note")
    assert "Tolk (arabisk) er bestilt" in found
    assert "Henrik Bang" not in found
    assert "Nothing matches the filter." in desk.open(story.case, "?q=findes+ikke")


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999999999", "?kind=drop+table", "?q=%25'%22"])
def test_an_address_that_makes_no_sense_still_shows_the_case(story: Story, query: str) -> None:
    desk = Desk(story.holder)
    assert "Samira" in desk.open(story.case, query)
    assert desk.status == 200


def test_the_timeline_is_turned_page_by_page_and_loses_nothing(make: Factory) -> None:
    staff, now = make.staff(), timezone.now()
    case = make.case(held_by=staff, opened_on=timezone.localdate() - dt.timedelta(days=700))
    # Several at one moment: what an import from another system looks like.
    for number in range(2 * PAGE + 5):
        at = now - dt.timedelta(days=number // 4)
        Note.objects.create(case=case, author=staff, happened_at=at, text=f"notat-{number:03}", registered_by=staff)
    desk = Desk(staff)
    pages = [desk.open(case, f"?kind=note&page={page}") for page in (1, 2, 3)]
    found = [number for page in pages for number in range(2 * PAGE + 5) if f"notat-{number:03}" in page]
    assert sorted(found) == list(range(2 * PAGE + 5))
    assert "Older" in pages[0]
    assert "Older" not in pages[2]
    assert "Newer" in pages[2]


def test_a_closed_case_is_read_and_only_a_note_is_registered(story: Story) -> None:
    Case.objects.filter(pk=story.case.pk).update(closed_on=timezone.localdate(), close_reason="work")
    page = Desk(story.holder).open(story.case)
    assert "Closed" in page
    assert "Held conversation" not in page
    assert "Note" in page
    assert "Add a step" not in page


def test_an_external_partner_sees_a_narrowed_case(make: Factory, story: Story) -> None:
    own = Conversation.objects.create(
        case=story.case,
        staff=story.partner,
        starts_at=timezone.now(),
        held_at=timezone.now(),
        agreed="Mødt i praktikken",
    )
    page = Desk(story.partner).open(story.case)
    assert own.agreed in page
    assert "Finde en virksomhed" in page
    assert "20 11 22 33" in page
    hidden = ("CPR", "Egeparken 12", "Cash benefit", "Henrik Bang", "Danskundervisning", "History", "Who has looked")
    assert [text for text in hidden if text in page] == []


def test_a_protected_address_is_for_those_who_take_part(make: Factory, story: Story) -> None:
    protect(story, timezone.localdate() - dt.timedelta(days=3))
    assert "Egeparken 12" in Desk(story.holder).open(story.case)
    page = Desk(story.leader).open(story.case)
    assert "Protected address" in page
    assert "Egeparken 12" not in page
    assert "5240" not in page
    colleague = Desk(make.staff(unit=story.unit))
    colleague.open(story.case)
    assert "reason" in colleague.address


def test_it_is_said_in_danish_too(story: Story) -> None:
    page = Desk(story.holder, "da").open(story.case)
    for words in ("Borgeren", "Hvem der har sagen", "Min Plan", "Det er der sket", "Hvad blev aftalt", "Vores tur"):
        assert words in page
