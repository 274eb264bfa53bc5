"""The same files twice change nothing; newer files change what has changed, and the history keeps what was."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.factories import Factory
from tests.imports import made
from tests.imports.conftest import GROUND, Importer, Said
from tovholder.accounts.models import Membership, Staff
from tovholder.casework.models import Assignment, Case, Conversation, JobGoal, Note, Plan, PlanStep
from tovholder.citizens.models import AddressProtection, BenefitSpell, Citizen, ContactDetails, Identity
from tovholder.imports.folder import Outcome

pytestmark = pytest.mark.requirement("F11")

HERE = ZoneInfo("Europe/Copenhagen")


def history(model: type) -> list[object]:
    """What was kept of a model's earlier rows."""
    return list(model.history.rel.related_model.objects.all())  # type: ignore[attr-defined]


def states(outcome: Outcome) -> dict[str, tuple[int, int, int]]:
    return {name: (counts.new, counts.changed, counts.unchanged) for name, counts in outcome.counts.items()}


def test_the_same_files_twice_change_nothing_and_it_is_said(importer: Importer) -> None:
    made.write(importer.write(), made.municipality(2_000))
    first = importer.again()
    assert first.is_written, first.report.as_json()
    second = importer.again()
    assert second.changes == 0
    assert second.is_written
    assert {name: counts.unchanged for name, counts in second.counts.items()} == {
        name: counts.new for name, counts in first.counts.items()
    }
    assert not history(Case)
    assert not history(Assignment)
    assert set(Plan.objects.values_list("version", flat=True)) == {1}


def test_two_sources_may_use_the_same_names_for_different_rows(ground: Importer) -> None:
    other = {**GROUND, "staff": "external_id;name;email\nM-1;Ib;ib@kommune.example\n"}
    assert ground(source="other", **other).is_written
    assert set(Citizen.objects.values_list("external_id", flat=True)) == {"old:B-1", "other:B-1"}


def test_a_row_may_refer_to_one_that_was_imported_earlier(ground: Importer) -> None:
    outcome = ground(notes="external_id;case;author;happened_at;text\nN-1;S-1;M-2;2025-03-04 09:00;Hej\n")
    assert outcome.is_written
    note = Note.objects.get()
    assert (note.case.external_id, note.author and note.author.name) == ("old:S-1", "Bo Berg")


def test_a_changed_row_is_updated_and_what_it_was_is_kept(ground: Importer, make: Factory) -> None:
    by = make.staff()
    ground.write(citizens="external_id;given_name;family_name\nB-1;Ida;Nyprøve\n")
    outcome = ground.again(staff_id=by.pk)
    assert states(outcome) == {"citizens": (0, 1, 0)}
    citizen = Citizen.objects.get()
    assert (citizen.name, citizen.version) == ("Ida Nyprøve", 2)
    (kept,) = history(Citizen)
    assert kept.family_name == "Prøve"
    assert kept.pgh_context["staff"] == by.pk
    assert kept.pgh_context["reason"] == "old"


def test_a_column_that_is_not_in_the_file_stays_as_it_was(ground: Importer) -> None:
    outcome = ground(citizens="external_id;family_name\nB-1;Nyprøve\n")
    assert outcome.is_written
    assert Citizen.objects.get().name == "Ida Nyprøve"


def test_an_empty_cell_empties(ground: Importer) -> None:
    assert ground(citizens="external_id;given_name;family_name\nB-1;;Prøve\n").is_written
    assert Citizen.objects.get().name == "Prøve"


def test_a_case_can_be_closed_by_a_file_without_its_other_columns(ground: Importer) -> None:
    row = "external_id;citizen;opened_on;closed_on;close_reason\nS-1;B-1;2025-03-03;2025-09-01;{}\n"
    assert not ground(cases=row.format("")).is_written
    assert ground(cases=row.format("work")).is_written
    assert ground(cases="external_id;citizen;opened_on;kle_number\nS-1;B-1;2025-03-03;15.00.00\n").is_written
    case = Case.objects.get()
    assert (case.closed_on, case.close_reason, case.kle_number) == (dt.date(2025, 9, 1), "work", "15.00.00")


def test_a_changed_assignment_is_deleted_and_put_in_again(ground: Importer) -> None:
    changed = GROUND["assignments"].replace("M-1", "M-2")
    outcome = ground(assignments=changed)
    assert states(outcome) == {"assignments": (0, 1, 0)}
    row = Assignment.objects.get()
    assert row.staff is not None
    assert row.staff.name == "Bo Berg"
    (kept,) = history(Assignment)
    assert (kept.pgh_label, kept.staff.name) == ("delete", "Anne Sørensen")


def test_each_imported_assignment_ends_where_the_next_begins(ground: Importer) -> None:
    ground(
        assignments="external_id;case;effective_at;staff;unit\n"
        "A-3;S-1;2025-05-01 09:00;M-1;E-1\nA-2;S-1;2025-04-01 09:00;;E-1\n"
    )
    rows = Assignment.objects.order_by("effective_at")
    assert [row.external_id for row in rows] == ["old:A-1", "old:A-2", "old:A-3"]
    assert [row.until for row in rows] == [rows[1].effective_at, rows[2].effective_at, None]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The boundary between two moves, either way.
        (["01-01 05-01", "05-01 09-01"], ["01-01 07-01", "07-01 09-01"]),
        (["01-01 05-01", "05-01 09-01"], ["01-01 03-01", "03-01 09-01"]),
        # Both move by the length of the first: each takes the place of another.
        (["01-01 02-01", "02-01 03-01"], ["02-01 03-01", "03-01 04-01"]),
        (["02-01 03-01", "03-01 04-01"], ["01-01 02-01", "02-01 03-01"]),
        # They change places, and one moves half out of itself.
        (["01-01 02-01", "02-01 03-01"], ["02-01 03-01", "01-01 02-01"]),
        (["01-01 04-01", "04-01 06-01"], ["02-01 05-01", "05-01 06-01"]),
        (["01-01 04-01", "04-01 "], ["01-01 ", "2020-01-01 2021-01-01"]),
    ],
)
def test_neighbouring_spells_can_change_together(ground: Importer, before: list[str], after: list[str]) -> None:
    def day(text: str) -> str:
        return text if len(text) != 5 else f"2025-{text}"

    def spells(periods: list[str]) -> str:
        rows = [f"Y-{n};B-1;kontanthjaelp;" + ";".join(map(day, p.split(" "))) for n, p in enumerate(periods)]
        return "\n".join(["external_id;citizen;benefit;from;to", *rows, ""])

    assert ground(benefit_spells=spells(before)).is_written
    ids = set(BenefitSpell.objects.values_list("pk", flat=True))
    outcome = ground(benefit_spells=spells(after))
    assert outcome.is_written, outcome.report.as_json()
    found = [
        f"Y-{n};B-1;kontanthjaelp;{spell.start};{spell.end or ''}"
        for n, spell in enumerate(BenefitSpell.objects.order_by("external_id"))
    ]
    assert "\n".join(["external_id;citizen;benefit;from;to", *found, ""]) == spells(after)
    assert set(BenefitSpell.objects.values_list("pk", flat=True)) == ids
    assert len(history(BenefitSpell)) == len(ids)  # one step each, not two
    assert ground(benefit_spells=spells(after)).changes == 0


def test_a_case_does_not_go_to_another_citizen(ground: Importer, said: Said) -> None:
    outcome = ground(
        citizens="external_id;given_name;family_name\nB-2;Ib;Prøve\n",
        cases="external_id;citizen;opened_on\nS-1;B-2;2025-03-03\n",
    )
    assert said(outcome) == [("cases.csv", 2, "citizen", "frozen")]


def test_the_words_of_a_step_are_not_changed_but_another_replaces_it(ground: Importer, said: Said) -> None:
    header = "external_id;case;text;agreed_at;ended_at;outcome;replaces\n"
    first = "R-1;S-1;Skrive CV;2025-03-10 10:00;{};\n"
    assert ground(plan_steps=header + first.format(";")).is_written
    changed = ground(plan_steps=header + "R-1;S-1;Skrive ansøgning;2025-03-10 10:00;;;\n")
    assert said(changed) == [("plan_steps.csv", 2, "text", "frozen")]
    second = "R-2;S-1;Skrive ansøgning;2025-04-01 10:00;;;R-1\n"
    outcome = ground(plan_steps=header + first.format("2025-04-01 10:00;rewritten") + second)
    assert outcome.is_written, outcome.report.as_json()
    replaced = PlanStep.objects.get(external_id="old:R-2").replaces
    assert replaced is not None
    assert replaced.outcome == "rewritten"
    assert Plan.objects.get().version == 2


def test_a_goal_is_never_overwritten(ground: Importer) -> None:
    goal = "external_id;case;effective_at;words\nP-1;S-1;2025-03-17 10:00;{}\n"
    assert ground(plan_goals=goal.format("Jeg vil passe dyr")).is_written
    assert ground(plan_goals=goal.format("Jeg vil passe dyr på en gård")).is_written
    assert JobGoal.objects.get().words == "Jeg vil passe dyr på en gård"
    (kept,) = history(JobGoal)
    assert kept.words == "Jeg vil passe dyr"


def test_a_new_address_is_a_new_row_from_now_on(ground: Importer) -> None:
    row = "external_id;family_name;address;postcode;city;phone\nB-1;Prøve;{};7000;Fredericia;12345678\n"
    assert ground(citizens=row.format("Prøvevej 1")).is_written
    ground.now += dt.timedelta(days=1)
    assert states(ground(citizens=row.format("Prøvevej 2"))) == {"citizens": (0, 1, 0)}
    assert ground(citizens=row.format("Prøvevej 2")).changes == 0
    newest, first = ContactDetails.objects.all()
    assert (newest.address, newest.phone, newest.valid_from) == ("Prøvevej 2", "12345678", ground.now)
    assert first.address == "Prøvevej 1"
    assert Citizen.objects.get().version == 1


def test_a_person_may_get_a_new_cpr_number_and_keeps_the_old(ground: Importer, said: Said) -> None:
    row = "external_id;family_name;cpr\nB-1;Prøve;{}\n"
    assert ground(citizens=row.format("610180-0006")).is_written
    ground.now += dt.timedelta(days=1)
    assert ground(citizens=row.format("620180-1234")).is_written
    assert list(Identity.objects.order_by("valid_from").values_list("cpr", "valid_from")) == [
        ("6101800006", dt.date(1980, 1, 1)),
        ("6201801234", ground.now.date()),
    ]
    again = ground(citizens=row.format("630180-1234"))
    assert [rule for *_, rule in said(again)] == ["cpr_again_today"]


def test_an_address_protection_ends_only_when_the_file_says_so(ground: Importer, said: Said) -> None:
    row = "external_id;family_name;protected_from;protected_to\nB-1;Prøve;{};{}\n"
    assert ground(citizens=row.format("2025-01-01", "")).is_written
    silent = ground(citizens=row.format("", ""))
    assert [rule for *_, rule in said(silent, doubts=True)] == ["protection_stays"]
    assert AddressProtection.objects.get().end is None
    overlapping = ground(citizens=row.format("2025-06-01", ""))
    assert [rule for *_, rule in said(overlapping)] == ["overlap_known"]
    assert ground(citizens=row.format("2025-01-01", "2025-06-01")).is_written
    assert ground(citizens=row.format("2025-06-01", "")).is_written
    assert list(AddressProtection.objects.order_by("start").values_list("start", "end")) == [
        (dt.date(2025, 1, 1), dt.date(2025, 6, 1)),
        (dt.date(2025, 6, 1), None),
    ]


def test_the_citizen_with_the_same_cpr_number_is_the_same_citizen(
    importer: Importer, make: Factory, said: Said
) -> None:
    ours = make.citizen("Ida", "Prøve")
    Identity.objects.create(citizen=ours, cpr="6101800006", valid_from=dt.date(1980, 1, 1))
    row = "external_id;family_name;cpr\n{};Prøve;610180-0006\n"
    outcome = importer(citizens=row.format("B-1"))
    assert [rule for *_, rule in said(outcome, doubts=True)] == ["linked"]
    assert Citizen.objects.get().external_id == "old:B-1"
    assert importer(citizens=row.format("B-1")).changes == 0
    assert [rule for *_, rule in said(importer(citizens=row.format("B-2")))] == ["cpr_of_another"]
    assert [rule for *_, rule in said(importer(source="other", citizens=row.format("B-1")))] == ["cpr_of_another"]


def test_staff_with_the_same_email_are_the_same_person(importer: Importer, make: Factory, said: Said) -> None:
    ours = make.staff("Anne", email="anne@kommune.example", password=True)
    outcome = importer(staff="external_id;name;email\nM-1;Anne Sørensen;ANNE@kommune.example\n")
    assert [rule for *_, rule in said(outcome, doubts=True)] == ["linked"]
    before = ours.password
    ours.refresh_from_db()
    assert (ours.name, ours.external_id, ours.password) == ("Anne Sørensen", "old:M-1", before)
    taken = importer(staff="external_id;name;email\nM-2;Anne;anne@kommune.example\n")
    assert [rule for *_, rule in said(taken)] == ["known_already"]


def test_imported_staff_cannot_sign_in_before_they_get_a_password(ground: Importer) -> None:
    staff = Staff.objects.get(name="Anne Sørensen")
    assert not staff.has_usable_password()
    assert staff.is_active


def test_conversations_may_follow_one_another_in_any_order(ground: Importer) -> None:
    rows = "K-2;S-1;2025-04-10 10:00;K-1\nK-1;S-1;2025-03-10 10:00;\n"
    assert ground(conversations=f"external_id;case;starts_at;follows\n{rows}").is_written
    assert Conversation.objects.get(external_id="old:K-2").follows == Conversation.objects.get(external_id="old:K-1")


def test_a_membership_can_go_on_in_another_unit(ground: Importer) -> None:
    header = "external_id;staff;unit;role;from;to\n"
    units = GROUND["units"] + "E-2;Team Sygedagpenge;2020-01-01\n"
    assert ground(memberships=header + "T-1;M-1;E-1;Caseworker;2020-01-01;\n").is_written
    rows = "T-1;M-1;E-1;caseworker;2020-01-01;2025-01-01\nT-2;M-1;E-2;caseworker;2025-01-01;\n"
    assert ground(units=units, memberships=header + rows).is_written
    assert Membership.objects.on(dt.date(2025, 1, 1)).get().unit.name == "Team Sygedagpenge"
