"""The sizes are a real municipality's, the story is Fredericia's, and nobody in it is real."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.demo.conftest import CODES, DAY, Municipality
from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.accounts.rights import Role
from tovholder.audit.models import Lookup
from tovholder.casework.holding import MAY_HOLD, NEEDS_WORDS
from tovholder.casework.models import AccessGrant, Assignment, Case, Conversation, Note, Participant, Plan, PlanStep
from tovholder.casework.thread import Row, shifts
from tovholder.citizens.cpr import parse
from tovholder.citizens.models import (
    AddressProtection,
    BenefitSpell,
    Citizen,
    ContactDetails,
    Identity,
    TargetGroupSpell,
)
from tovholder.demo import sizes
from tovholder.demo.calendar import DANISH
from tovholder.demo.citizens import REFORM

pytestmark = pytest.mark.requirement("F2")
NOON = dt.datetime.combine(DAY, dt.time(12), tzinfo=DANISH)
REORGANISED = dt.date(2025, 1, 1)


@pytest.fixture
def figures(data: Path) -> dict[tuple[str, str], str]:
    with gzip.open(data / "jobindsats" / "kommuner.csv.gz", "rt", encoding="utf-8") as opened:
        rows = [row for row in csv.DictReader(opened) if row["area_code"] == sizes.MUNICIPALITY]
    return {(row["indicator"], row["period"]): row["value"] for row in rows}


def test_every_size_that_claims_a_source_is_in_it(figures: dict[tuple[str, str], str]) -> None:
    category = "cashVisitation.fullTime"
    assert int(figures[category, "Aktivitetsparat"]) == sizes.ACTIVITY_READY
    assert int(figures[category, "Jobparat"]) == sizes.JOB_READY
    assert int(figures[category, "Uddannelsesparat"]) == sizes.EDUCATION_READY
    assert int(figures[category, "Uoplyst"]) == sizes.NOT_YET_KNOWN
    assert int(figures["unemployment.dagpenge", sizes.MONTH]) == sizes.INSURED
    assert int(figures["longterm.dagpenge", sizes.MONTH]) == sizes.LONG_TERM_INSURED
    assert int(figures["longterm.kontanthjaelp", sizes.MONTH]) == sizes.LONG_TERM_CASH
    assert int(figures["unemployment.kontanthjaelp", sizes.MONTH]) == sizes.UNEMPLOYED_CASH
    assert float(figures["activation.affectedShare", sizes.MONTH]) == sizes.ACTIVATED
    for offer, people in sizes.OFFERS.items():
        assert people == int(figures["offers.activated", offer])


def test_no_cpr_number_can_be_a_real_persons(municipality: Municipality) -> None:
    assert len(municipality[Identity]) == 3000
    born = {row["id"]: row["born_on"] for row in municipality[Citizen]}
    for row in municipality[Identity]:
        digits = row["cpr"]
        assert 61 <= int(digits[:2]) <= 91
        with pytest.raises(ValueError, match="day is out of range"):
            dt.date(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
        number = parse(digits)
        assert number.is_test
        assert number.born_on == born[row["citizen_id"]]
        assert number.passes_modulus_11


def test_no_telephone_address_or_postcode_can_be_a_real_persons(municipality: Municipality) -> None:
    for row in municipality[ContactDetails]:
        assert not row["phone"] or row["phone"].startswith("10 ")
        assert not row["email"] or row["email"].endswith(".example")
    assert all(row["email"].endswith(".example") for row in municipality[Staff])


def test_no_postcode_is_in_use(municipality: Municipality, data: Path) -> None:
    used = set(re.findall(r"\b\d{4}\b", (data / "dk" / "postnord_postals_2020.csv").read_text(encoding="utf-8")))
    used |= set(re.findall(r"DK\t(\d{4})", (data / "dk" / "geonames_DK_postal.txt").read_text(encoding="utf-8")))
    assert not {row["postcode"] for row in municipality[ContactDetails]} & used


def test_open_cases_are_as_many_as_in_the_real_municipality(municipality: Municipality) -> None:
    groups = {number: code for code, number in CODES["target_group"].items()}
    running = {
        row["citizen_id"]: groups[row["target_group_id"]] for row in municipality[TargetGroupSpell] if not row["end"]
    }
    open_cases = [row for row in municipality[Case] if row["closed_on"] is None]
    by_group = Counter(running.get(row["citizen_id"], "") for row in open_cases)
    assert by_group == {group.code: group.open for group in sizes.GROUPS.values()}
    assert by_group["6.3"] + by_group["6.5"] == sizes.ACTIVITY_READY


def test_long_term_unemployment_is_about_as_common(municipality: Municipality) -> None:
    groups = {number: code for code, number in CODES["target_group"].items()}
    insured = [
        row["start"]
        for row in municipality[TargetGroupSpell]
        if not row["end"] and groups[row["target_group_id"]] == "6.1"
    ]
    long_term = sum((DAY - start).days > 365 for start in insured) / len(insured)
    assert long_term == pytest.approx(sizes.LONG_TERM_INSURED / sizes.INSURED, abs=0.05)


def test_sixty_people_work_in_six_teams_and_two_projects(municipality: Municipality) -> None:
    assert sum(row["is_active"] for row in municipality[Staff]) == 60
    kinds = Counter(row["kind"] for row in municipality[Unit] if row["closed_on"] is None)
    assert kinds == {"team": 6, "project": 2, "department": 3}


def test_benefits_follow_the_dates_of_the_law(municipality: Municipality) -> None:
    codes = {number: code for code, number in CODES["benefit"].items()}
    ended = {"uddannelseshjaelp", "shy"}
    seen = set()
    spells = defaultdict(list)
    for row in municipality[BenefitSpell]:
        code = codes[row["benefit_id"]]
        spells[row["citizen_id"]].append((row["start"], row["end"], code))
        if code in ended:
            seen.add(code)
            assert row["end"] is not None
            assert row["end"] <= REFORM
    assert seen == ended
    changed = [own for own in spells.values() if any(code in ended and end == REFORM for _s, end, code in own)]
    assert len(changed) > 50
    assert all((REFORM, "kontanthjaelp") in {(start, code) for start, _e, code in own} for own in changed)


def test_courses_that_the_law_has_closed_take_nobody_in(municipality: Municipality) -> None:
    groups = {number: code for code, number in CODES["target_group"].items()}
    old = [row for row in municipality[TargetGroupSpell] if groups[row["target_group_id"]] in {"6.8", "6.10"}]
    assert old
    assert all(row["start"] < dt.date(2026, 7, 1) for row in old)


def threads(municipality: Municipality) -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in municipality[Assignment]:
        if row["role"] == "caseworker":
            found[row["case_id"]].append(row)
    return found


def read(rows: list[dict[str, Any]]) -> list[Row]:
    return [
        Row(row["effective_at"], row["staff_id"], row["seq"], row["unit_id"], row["planned"], row["cause"])
        for row in rows
    ]


def test_shifts_have_every_cause_and_a_quarter_or_more_are_unplanned(municipality: Municipality) -> None:
    found = [shift for rows in threads(municipality).values() for shift in shifts(read(rows))]
    causes = Counter(shift.row.cause for shift in found)
    assert set(causes) >= {
        *("reorganisation", "resignation", "sickness", "leave", "target_group", "project"),
        *("balance", "citizens_wish", "conflict", "other"),
    }
    unplanned = sum(shift.row.planned is False for shift in found) / len(found)
    assert 0.22 < unplanned < 0.45
    assert causes["project"] < 0.02 * len(found), "taking part in a project rarely changes the caseworker"


def test_the_reorganisation_moves_everybody_and_shifts_only_some(municipality: Municipality) -> None:
    at_once = [
        row
        for row in municipality[Assignment]
        if row["cause"] == "reorganisation" and row["effective_at"].date() == REORGANISED
    ]
    cases = {row["case_id"] for row in at_once if row["role"] == "caseworker"}
    shifted = {
        case for case in cases for shift in shifts(read(threads(municipality)[case])) if shift.at.date() == REORGANISED
    }
    assert len(cases) > 900
    assert 0.15 < len(shifted) / len(cases) < 0.6
    closed = {row["id"] for row in municipality[Unit] if row["closed_on"] == REORGANISED}
    opened = {row["id"] for row in municipality[Unit] if row["opened_on"] == REORGANISED}
    assert len(closed) == 10
    assert len(opened) == 8
    open_cases = {row["id"] for row in municipality[Case] if row["closed_on"] is None}
    latest = {row["case_id"]: row for row in municipality[Assignment] if row["role"] == "caseworker"}
    assert not {case for case in open_cases if latest[case]["unit_id"] in closed}


def test_screening_by_somebody_else_ended_with_the_reorganisation(municipality: Municipality) -> None:
    screened = [row["effective_at"].date() for row in municipality[Assignment] if "screening" in row["reason"]]
    assert len(screened) > 200
    assert max(screened) < REORGANISED


def test_long_sickness_is_commonest_in_winter(municipality: Municipality) -> None:
    months = Counter(
        row["effective_at"].month
        for row in municipality[Assignment]
        if row["cause"] == "sickness" and not row["planned"]
    )
    winter = sum(months[month] for month in (12, 1, 2, 3, 4))
    summer = sum(months[month] for month in (6, 7, 8, 9, 10))
    assert winter > 1.5 * summer


def test_whoever_is_given_a_case_works_there_that_day_in_a_role_that_may_hold_it(municipality: Municipality) -> None:
    memberships = defaultdict(list)
    for row in municipality[Membership]:
        memberships[row["staff_id"], row["unit_id"]].append(row)
    for row in municipality[Assignment]:
        assert row["cause"] not in NEEDS_WORDS or row["reason"]
        assert row["planned"] is not None
        if row["staff_id"] is None:
            continue
        day = row["effective_at"].astimezone(DANISH).date()
        held = [
            one["role"]
            for one in memberships[row["staff_id"], row["unit_id"]]
            if one["valid_from"] <= day and (one["valid_to"] is None or day < one["valid_to"])
        ]
        assert set(held) & MAY_HOLD[row["role"]], (row, day)


def test_some_cases_have_nobody_and_some_have_somebody_who_left(municipality: Municipality) -> None:
    open_cases = {row["id"] for row in municipality[Case] if row["closed_on"] is None}
    gone = {row["id"] for row in municipality[Staff] if not row["is_active"]}
    latest = {
        row["case_id"]: row["staff_id"]
        for row in municipality[Assignment]
        if row["role"] == "caseworker" and row["effective_at"] < NOON and row["case_id"] in open_cases
    }
    assert sum(staff is None for staff in latest.values()) >= 10
    assert sum(staff in gone for staff in latest.values()) >= 2


def test_first_conversations_are_mostly_held_within_a_week_and_some_late(municipality: Municipality) -> None:
    held = {}
    for row in municipality[Conversation]:
        if row["held_at"]:
            held[row["case_id"]] = min(row["held_at"], held.get(row["case_id"], row["held_at"]))
    groups = {number: code for code, number in CODES["target_group"].items()}
    insured = {row["citizen_id"] for row in municipality[TargetGroupSpell] if groups[row["target_group_id"]] == "6.1"}
    waits = [
        (held[row["id"]].astimezone(DANISH).date() - row["opened_on"]).days
        for row in municipality[Case]
        if row["id"] in held and row["citizen_id"] not in insured
    ]
    assert sum(wait <= 7 for wait in waits) / len(waits) > 0.5
    assert sum(wait > 21 for wait in waits) / len(waits) > 0.03


def test_nobody_is_in_two_conversations_at_once(municipality: Municipality) -> None:
    rows = municipality[Conversation]
    booked = Counter((row["staff_id"], row["starts_at"]) for row in rows if row["staff_id"])
    assert booked.most_common(1)[0][1] == 1


def test_the_insured_meet_their_fund_and_the_intensive_conversation(municipality: Municipality) -> None:
    rows = municipality[Conversation]
    of_fund = [row for row in rows if row["kind"] == "fund"]
    assert len(of_fund) > 1000
    assert not any(row["staff_id"] or row["missed_at"] or row["cancelled_at"] for row in of_fund)
    assert all(row["held_at"] < NOON for row in of_fund)
    assert any(row["kind"] == "intensive" for row in rows)


def test_conversations_are_held_missed_cancelled_and_planned_up_to_six_weeks_ahead(municipality: Municipality) -> None:
    rows = municipality[Conversation]
    for what in ("held_at", "missed_at", "cancelled_at"):
        assert sum(row[what] is not None for row in rows) > 1000
    ahead = [row["starts_at"] for row in rows if row["starts_at"] > NOON]
    assert len(ahead) > 800
    assert max(ahead) < NOON + dt.timedelta(days=45)
    assert all(row["agreed"] for row in rows if row["held_at"] and row["kind"] != "fund")
    assert all(row["reason"] for row in rows if row["cancelled_at"])
    opened = {row["id"]: row["opened_on"] for row in municipality[Case]}
    closed = {row["id"]: row["closed_on"] for row in municipality[Case]}
    for row in rows:
        assert row["starts_at"].astimezone(DANISH).date() >= opened[row["case_id"]]
        end = closed[row["case_id"]]
        assert end is None or row["starts_at"].astimezone(DANISH).date() <= end


def test_nothing_is_registered_before_it_was_there_or_after_the_day(municipality: Municipality) -> None:
    last = dt.datetime.combine(DAY, dt.time(8), tzinfo=DANISH)
    for table in municipality.tables:
        if "registered_at" in table.names:
            assert max(row["registered_at"] for row in table.dicts()) < last, table.model


def test_plans_have_goals_and_steps_with_every_turn_and_outcome(municipality: Municipality) -> None:
    turns = Counter(row["turn"] for row in municipality[PlanStep] if not row["ended_at"])
    assert all(turns[turn] > 100 for turn in ("us", "citizen", "other"))
    outcomes = Counter(row["outcome"] for row in municipality[PlanStep])
    assert all(outcomes[outcome] > 100 for outcome in ("", "done", "dropped", "rewritten"))
    open_cases = {row["id"] for row in municipality[Case] if row["closed_on"] is None}
    planned = {row["case_id"] for row in municipality[Plan]} & open_cases
    assert 0.65 < len(planned) / len(open_cases) < 0.92
    closed_plans = {row["id"] for row in municipality[Plan] if row["case_id"] not in open_cases}
    assert not [row for row in municipality[PlanStep] if row["plan_id"] in closed_plans and not row["ended_at"]]


def test_what_is_written_is_varied_and_nobody_is_mocked(municipality: Municipality) -> None:
    agreed = [row["agreed"] for row in municipality[Conversation] if row["agreed"]]
    assert len(set(agreed)) > 0.45 * len(agreed)
    texts = agreed + [row["text"] for row in municipality[Note]]
    assert not [text for text in texts if "{" in text or "  " in text or not text[0].isupper()]
    assert not re.search(r"doven|umulig|gider ikke|håbløs|besværlig", " ".join(texts), re.IGNORECASE)


def test_about_one_in_a_hundred_has_a_protected_address_and_a_few_need_an_interpreter(
    municipality: Municipality,
) -> None:
    assert 15 <= len(municipality[AddressProtection]) <= 60
    assert 20 <= len({row["citizen_id"] for row in municipality[ContactDetails] if row["interpreter_language"]}) <= 120


def test_cases_take_part_in_both_projects(municipality: Municipality) -> None:
    running = Counter(row["unit_id"] for row in municipality[Participant] if row["end"] is None)
    assert len(running) == 2
    assert min(running.values()) >= 15


def test_reading_has_left_traces_and_reasons(municipality: Municipality) -> None:
    assert len(municipality[Lookup]) > 5000
    reasons = [row for row in municipality[Lookup] if row["basis"] == "reason"]
    assert len(reasons) == len(municipality[AccessGrant]) >= 10
    assert all(row["at"] < dt.datetime.combine(DAY, dt.time(), tzinfo=DANISH) for row in municipality[Lookup])


def test_caseloads_are_as_people_have_them(municipality: Municipality) -> None:
    open_cases = {row["id"] for row in municipality[Case] if row["closed_on"] is None}
    latest = {
        row["case_id"]: row["staff_id"]
        for row in municipality[Assignment]
        if row["role"] == "caseworker" and row["effective_at"] < NOON and row["case_id"] in open_cases
    }
    active = {row["id"]: row["email"] for row in municipality[Staff] if row["is_active"]}
    loads = Counter(staff for staff in latest.values() if staff in active)
    caseworkers = {
        row["staff_id"] for row in municipality[Membership] if row["role"] == Role.CASEWORKER and not row["valid_to"]
    }
    at_work = sorted(loads[staff] for staff in caseworkers & set(active))
    assert 45 <= at_work[len(at_work) // 2] <= 70
    own = next(staff for staff, email in active.items() if email == "caseworker@demo.example")
    assert 50 <= loads[own] <= 72
