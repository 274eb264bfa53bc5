"""Rules are added, ended and verified without a developer; a mistake is refused in words, and nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import Factory
from tests.rulebook.cases import asked, dates, day, draft, in_group, worked
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right, Role
from tovholder.audit.history import changes
from tovholder.rulebook import books
from tovholder.rulebook.actions.rules import add_rule, end_rule, take_back_rule, verify_rule
from tovholder.rulebook.models import OwnRule, ShippedRule
from tovholder.rules.days import Span

pytestmark = pytest.mark.requirement("F17")


@pytest.fixture
def admin(make: Factory, today: dt.date) -> Actor:
    return make.actor(make.staff("Peter Admin", role=Role.ADMINISTRATOR), today)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_changes_a_rule(make: Factory, now: dt.datetime, role: Role) -> None:
    actor = make.actor(make.staff(role=role), now.date())
    with pytest.raises(NotAllowed) as caught:
        end_rule(asked(actor, now), "number-2026", day("2027-01-01"))
    assert caught.value.right is Right.MANAGE_RULES


def test_a_rule_without_a_reason_is_not_changed(admin: Actor, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="hvorfor"):
        add_rule(asked(admin, now, reason="  "), draft())


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"rule_id": "Nr 1"}, "bindestreger"),
        ({"rule_id": "number-2026"}, "af det navn"),
        ({"series": "nothing"}, "emne"),
        ({"law": " "}, "henvisning"),
        ({"terms": {"count": 6}}, "within"),
        ({"groups": ("6.3", "6.14")}, "ingen målgruppe '6.14'"),
        ({"ends": ""}, "gælder samtidig med"),
        ({"ends": "number-2026-others", "valid_from": day("2026-06-01")}, "slutter, efter at den er begyndt"),
        ({"ends": "gone"}, "ikke længere"),
        ({"valid_to": day("2027-01-01")}, "slutter, efter at den er begyndt"),
        ({"groups": ("6.3", "6.2")}, "gælder samtidig med"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words_and_nothing_is_kept(
    admin: Actor, now: dt.datetime, changed: dict[str, object], fault: str
) -> None:
    before = books.current()
    with pytest.raises(Refused) as caught:
        add_rule(asked(admin, now), draft(**changed))
    assert fault in " ".join(caught.value.faults)
    assert not OwnRule.objects.exists()
    assert not ShippedRule.objects.exists()
    assert books.current() == before


def test_an_overlap_is_said_once_with_its_day_and_all_the_groups(admin: Actor, now: dt.datetime) -> None:
    with pytest.raises(Refused) as caught:
        add_rule(asked(admin, now), draft(ends="", groups=("6.3", "6.4")))
    (fault,) = caught.value.faults
    assert fault == "number-2027: gælder samtidig med number-2026-others fra 2027-01-01, for 6.3, 6.4."


def test_a_gap_is_refused_with_its_days(admin: Actor, now: dt.datetime) -> None:
    end_rule(asked(admin, now), "number-2026-others", day("2026-12-01"))
    with pytest.raises(Refused) as caught:
        add_rule(asked(admin, now), draft(ends=""))
    assert "2026-12-01 til 2026-12-31" in " ".join(caught.value.faults)


def test_a_new_rule_takes_over_on_its_first_day(admin: Actor, make: Factory, now: dt.datetime) -> None:
    case = in_group(make, "6.3", "2026-08-03")
    worked(now.date())
    add_rule(asked(admin, now), draft())
    book = books.current()
    assert book.rules.by_id["number-2026-others"].last_day == day("2026-12-31")
    assert (book.own, book.changed) == ({"number-2027"}, {"number-2026-others"})
    assert book.rules.find("number", day("2027-01-01"), group="6.3").terms["within"] == Span.parse("6 months")
    assert worked(now.date()) == 1
    assert dates(case)["number-2027"].count == 6


def test_the_second_of_two_administrators_is_told(admin: Actor, make: Factory, now: dt.datetime) -> None:
    read = books.edition()
    other = make.actor(make.staff("Else Admin", role=Role.ADMINISTRATOR), now.date())
    verify_rule(asked(other, now), "fund-2026", verified=True, law="LAB § 31 a")
    with pytest.raises(ChangedMeanwhile):
        add_rule(asked(admin, now, version=read), draft())
    assert not OwnRule.objects.exists()


def test_a_rule_ends_and_goes_on_again(admin: Actor, now: dt.datetime) -> None:
    end_rule(asked(admin, now), "number-2026", day("2027-01-01"))
    assert books.current().rules.by_id["number-2026"].valid_to == day("2027-01-01")
    end_rule(asked(admin, now), "number-2026", None)
    assert books.current().rules.by_id["number-2026"].valid_to is None
    with pytest.raises(Refused, match="sluttede før"):
        end_rule(asked(admin, now), "number-2024", day("2027-01-01"))


def test_somebody_who_has_read_the_law_verifies_a_rule(admin: Actor, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="Skriv, hvor"):
        verify_rule(asked(admin, now), "fund-2026", verified=True, law="")
    verify_rule(asked(admin, now, reason="Læst 18. november"), "fund-2026", verified=True, law="LAB § 31 a, stk. 2")
    rule = books.current().rules.by_id["fund-2026"]
    assert (rule.verified, rule.law) == (True, "LAB § 31 a, stk. 2")


def test_every_change_is_kept_with_who_and_why(admin: Actor, now: dt.datetime) -> None:
    add_rule(asked(admin, now), draft())
    row = OwnRule.objects.get()
    verify_rule(asked(admin, now, reason="Læst i Lovtidende"), "number-2027", verified=True, law="Lov nr. 1, § 3")
    change = changes(OwnRule, row.pk)[0]
    assert (change.who, change.why, change.action) == ("Peter Admin", "Læst i Lovtidende", "verify_rule")
    take_back_rule(asked(admin, now, reason="Skrevet forkert"), "number-2027")
    assert [one.kind for one in changes(OwnRule, row.pk)] == ["deleted", "changed", "registered"]
    assert "number-2027" not in books.current().rules.by_id
    with pytest.raises(Refused, match="følger med systemet"):
        take_back_rule(asked(admin, now), "number-2026")


class TestBeforeItIsSaved:
    """What a change would change is shown, counted, and not done."""

    def test_it_says_how_many_cases_get_another_next_date(self, admin: Actor, make: Factory, now: dt.datetime) -> None:
        unit = make.unit("Udvikling Øst")
        holder = make.staff(unit=unit)
        # Three of four held, and the fourth comes under the new rule: two more, on the same day.
        late = in_group(make, "6.3", "2026-08-03", "2026-08-07", held_by=holder)
        in_group(make, "6.3", "2026-07-01", "2026-07-02", held_by=holder)  # due on 1 January: under the new rule
        in_group(make, "6.3", "2026-06-15", "2026-06-16", held_by=holder)  # due before: the same as it was
        in_group(make, "6.2", "2026-08-03", "2026-08-07", held_by=holder)  # another group
        worked(now.date())
        effect = add_rule(asked(admin, now, tries=True, reason=""), draft())
        assert (effect.looked_at, effect.changed, effect.same_day) == (3, 2, 2)
        assert dict(effect.by_unit) == {"Udvikling Øst": 2}
        assert effect.examples == [], "an administrator sees no citizen"
        assert not OwnRule.objects.exists()
        assert books.current().rules.by_id["number-2026-others"].valid_to is None
        assert dates(late)["number-2026-others"].count == 4

    def test_a_rule_that_ends_takes_dates_away_and_says_which_groups_are_left(
        self, admin: Actor, make: Factory, now: dt.datetime
    ) -> None:
        in_group(make, "6.3", "2026-08-03", "2026-08-07")
        effect = end_rule(asked(admin, now, tries=True), "number-2026-others", day("2027-01-01"))
        assert (effect.changed, effect.lost) == (1, 1)
        assert effect.left == [(group, day("2027-01-01")) for group in ("6.3", "6.4", "6.5", "6.7")]

    def test_a_shorter_time_may_make_a_case_overdue_at_once(
        self, admin: Actor, make: Factory, now: dt.datetime
    ) -> None:
        in_group(make, "6.3", "2026-08-03", "2026-08-07")
        shorter = draft(
            rule_id="number-2026-short",
            terms={"count": 4, "within": Span.parse("3 months")},
            valid_from=day("2026-11-01"),
        )
        effect = add_rule(asked(admin, now, tries=True), shorter)
        assert (effect.earlier, effect.newly_overdue) == (1, 1)

    def test_who_may_see_a_case_sees_it_as_an_example(self, make: Factory, now: dt.datetime) -> None:
        unit = make.unit("Udvikling Øst")
        staff = make.staff(unit=unit, role=Role.TEAM_LEADER)
        make.member(staff, make.unit(), Role.ADMINISTRATOR)
        case = in_group(make, "6.3", "2026-08-03", "2026-08-07", held_by=make.staff(unit=unit))
        in_group(make, "6.3", "2026-08-03", "2026-08-07")
        effect = add_rule(asked(make.actor(staff, now.date()), now, tries=True), draft())
        assert effect.changed == 2
        assert [(one.case_id, one.was, one.becomes) for one in effect.examples] == [
            (case.pk, day("2027-02-03"), day("2027-02-03"))
        ]
