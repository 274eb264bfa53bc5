"""The nine goals of Lyngby-Taarbæk come out of their inputs, and those of Halsnæs are entered as they are written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from tests.plans.conftest import Publish, Writer, months
from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused
from tovholder.plans.actions import plans as acts
from tovholder.plans.content.compose import compose
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.status_shown import StatusShown
from tovholder.plans.sources import Basis, now_at_hand

DEC_2013, JAN_2014, DEC_2015 = dt.date(2013, 12, 1), dt.date(2014, 1, 1), dt.date(2015, 12, 1)
OCT_2014, NOV_2014 = dt.date(2014, 10, 1), dt.date(2014, 11, 1)
SOURCE = "Notat om resultatniveauer, Erhvervs- og Beskæftigelsesudvalget 24. februar 2015"


@dataclass(frozen=True)
class Written:
    """A row of the note: what is typed in."""

    number: str
    title: str
    terms: dict[str, Any]
    figures: dict[dt.date, float | None]


def fewer(percent: float, persons: float, since: dt.date = DEC_2013) -> dict[str, Any]:
    return {"direction": "at_most", "baseline_month": since, "target_month": DEC_2015, "percent": percent,
            "persons": persons}  # fmt: skip


# Pages 16-19 of the committee's papers. The latest figure is what the page's status in per cent comes to.
LYNGBY = (
    Written("1", "Unge under 30 år på offentlig forsørgelse", fewer(-20, -107), {DEC_2013: 535, OCT_2014: 456}),
    Written("2", "På offentlig forsørgelse i mere end 12 måneder", fewer(-5, -29, JAN_2014),
            {JAN_2014: 492, dt.date(2014, 9, 1): 467}),
    Written("3", "Tilgang til førtidspension", fewer(2, 1), {DEC_2013: 42, dt.date(2014, 12, 1): 33}),
    Written("4", "På ledighedsydelse", fewer(-25, -23), {DEC_2013: 91, NOV_2014: 67}),
    Written("5", "Langtidsledige (80 pct. af 52 uger)", fewer(-30, -44), {DEC_2013: 146, OCT_2014: 117}),
    Written("6", "På kontant- eller uddannelseshjælp", fewer(-16, -130), {DEC_2013: 813, OCT_2014: 732}),
    Written("7", "Ledige akademikere", fewer(-11, -34), {DEC_2013: 243, dt.date(2014, 12, 1): 235}),
    Written("8", "Samarbejdsgraden",
            {"direction": "at_least", "baseline_month": DEC_2013, "target_month": DEC_2015, "unit": "percent"},
            {DEC_2013: None}),
    Written("9", "Virksomhedsrettet aktivering, andel",
            {"direction": "at_least", "baseline_month": OCT_2014, "target_month": DEC_2015, "unit": "percent",
             "level": 65.0}, {OCT_2014: 60}),
)  # fmt: skip

#: The table of L1: baseline, target, change in persons, whether per cent and persons agree, sign.
OUT = {
    "1": (535, 428, -107, True, "on_path"),
    "2": (492, 463, -29, False, "on_path"),
    "2a": (47, None, None, True, "followed"),
    "3": (42, 43, 1, True, "on_path"),
    "4": (91, 68, -23, True, "on_path"),
    "5": (146, 102, -44, True, "on_path"),
    "6": (813, 683, -130, True, "on_path"),
    "7": (243, 209, -34, False, "off_path"),
    "8": (None, None, None, True, "no_data"),
    "9": (60, 65, 5, True, "on_path"),
}


@pytest.fixture
def lyngby(write: Writer) -> dict[str, Any]:
    plan = write.plan("Beskæftigelsesplan 2015", first_year=2015, last_year=2015)
    for one in LYNGBY:
        goal = write.goal(plan, one.title, number=one.number, **one.terms)
        for month, value in one.figures.items():
            write.value(goal, month, value, SOURCE)
        if one.number == "2":
            under = write.goal(plan, "Borgere på ressourceforløbsydelse", number="2a", horizon="sub",
                               parent_id=goal.pk, direction="followed", baseline_month=NOV_2014,
                               unit="full_time")  # fmt: skip
            write.value(under, NOV_2014, 47, SOURCE)
    return compose(plan, Basis(), Quarter(2015, 1))


@pytest.mark.requirement("L1")
def test_the_nine_goals_of_lyngby_taarbaek_come_out_of_their_inputs(lyngby: dict[str, Any]) -> None:
    found = {
        goal["number"]: (goal["baseline"], goal["target"], goal["target_change"], goal["agrees"], goal["sign"])
        for goal in lyngby["goals"]
    }
    assert found == OUT


@pytest.mark.requirement("L1")
def test_a_sub_goal_stands_after_the_goal_that_it_is_under(lyngby: dict[str, Any]) -> None:
    assert [goal["number"] for goal in lyngby["goals"]] == ["1", "2", "2a", "3", "4", "5", "6", "7", "8", "9"]


@pytest.mark.requirement("L1")
def test_a_per_cent_and_a_head_count_that_disagree_are_both_told(lyngby: dict[str, Any]) -> None:
    goals = {goal["number"]: goal for goal in lyngby["goals"]}
    (said,) = goals["2"]["notes"]
    assert said["da"] == (
        "Procent og antal passer ikke sammen: antallet giver 463 (−5,9 pct.), procenten giver 467 (−5,1 pct.)."
    )
    assert "−14,0 pct." in goals["7"]["notes"][0]["da"]
    assert goals["1"]["notes"] == []


@pytest.mark.requirement("L2")
def test_each_goal_has_its_own_latest_month_and_missing_is_not_zero(lyngby: dict[str, Any]) -> None:
    goals = {goal["number"]: goal for goal in lyngby["goals"]}
    assert {goal["month"] for goal in goals.values()} == {
        "2014M10", "2014M09", "2014M11", "2014M12", None,
    }  # fmt: skip
    assert (goals["1"]["value"], round(goals["1"]["change_percent"])) == (456, -15)
    assert goals["8"]["value"] is None
    assert "ikke indtastet" in goals["8"]["notes"][0]["da"]


@pytest.mark.requirement("L2")
@pytest.mark.parametrize(
    ("value", "words"), [(90, "uden noget at give af"), (88, "2 personer at give af"), (95, "mangler 5 personer")]
)
def test_a_status_says_how_far_it_is_to_the_target(write: Writer, value: float, words: str) -> None:
    plan = write.plan()
    goal = write.goal(plan, "Færre", **fewer(-10, -10))
    write.value(goal, DEC_2013, 100)
    write.value(goal, OCT_2014, value)
    (shown,) = StatusShown(compose(plan, Basis(), Quarter(2015, 1))).goals
    assert words in shown.sentence


@pytest.mark.requirement("H1")
def test_the_overall_aim_of_halsnaes_goes_along_with_the_country(write: Writer, publish: Publish) -> None:
    """ "The burden of support comes to the level of the country": no figure is named, and the country's moves."""
    figure = "cashAssistance.populationRate"
    here, country = months("2026M01", 3.4, 3.2, 3.0), months("2026M01", 2.4, 2.3, 2.2)
    publish({("260", figure): here, ("000", figure): country})
    plan = write.plan("Beskæftigelsesplan 2026", "260", last_year=2029)
    terms: dict[str, Any] = {
        "source": "published", "indicator": figure, "direction": "at_most", "baseline_month": dt.date(2026, 1, 1),
        "target_month": dt.date(2029, 12, 1), "horizon": "long", "level_of": "country",
    }  # fmt: skip
    write.goal(plan, "Forsørgelsestrykket kommer på niveau med landet", **terms)
    (goal,) = compose(plan, now_at_hand(), Quarter(2026, 1))["goals"]
    assert (goal["target"], goal["left"], goal["sign"]) == (2.2, pytest.approx(0.8), "on_path")
    assert goal["notes"][0]["da"] == "Målet er landets niveau og følger med det: 2,2 i marts 2026."
    publish({("260", figure): here, ("000", figure): months("2026M01", 2.4, 2.3, 3.1)})
    (goal,) = compose(plan, now_at_hand(), Quarter(2026, 1))["goals"]
    assert goal["target"] == 3.1
    publish({("260", figure): here})
    (goal,) = compose(plan, now_at_hand(), Quarter(2026, 1))["goals"]
    assert (goal["target"], goal["sign"]) == (None, "not_decided")
    assert "intet tal for hele landet i marts 2026" in goal["notes"][0]["da"]


@pytest.mark.requirement("H1")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"indicator": "unemployment.total"}, "offentliggjort andel"),
        ({"source": "entered"}, "offentliggjort andel"),
        ({"level": 2.0}, "Skriv et niveau"),
    ],
)
def test_only_a_published_share_is_held_against_the_country(write: Writer, change: dict[str, Any], words: str) -> None:
    terms: dict[str, Any] = {
        "source": "published", "indicator": "unemployment.totalRate", "direction": "at_most",
        "target_month": dt.date(2029, 12, 1), "level_of": "country",
    }  # fmt: skip
    with pytest.raises(Refused, match=words):
        write.goal(write.plan(), **terms | change)


@pytest.mark.requirement("H2")
def test_the_plan_of_halsnaes_is_entered_as_it_is_written(write: Writer, actor: Actor, now: dt.datetime) -> None:
    plan = write.plan(
        "Beskæftigelsesplan 2019",
        "260",
        first_year=2019,
        last_year=2022,
        aim="Flere borgere kommer i job eller uddannelse. Forsørgelsestrykket kommer på niveau med landet i 2022.",
    )
    for number, text in enumerate(HALSNAES_MINISTER, 1):
        acts.add_ministers_goal(actor=actor, plan_id=plan.pk, number=number, text=text, now=now)
    end = {"horizon": "long", "target_month": dt.date(2022, 12, 1)}
    jobs = write.goal(
        plan, "Det samlede antal forløb af over 3 måneders varighed på arbejdsløshedsdagpenge, kontanthjælp "
        "(jobparate), integrationsydelse (jobparate) og ledighedsydelse reduceres", direction="at_most", number="1",
        ministers_goal_id=plan.ministers_goals.get(number=1).pk, **end,
    )  # fmt: skip
    write.goal(
        plan, "Andelen af aktivitetsparate kontanthjælpsmodtagere, sygemeldte (kategori 2), jobafklarings- og "
        "ressourceforløbsmodtagere i aktivitet skal stige, således at ingen er passive", direction="at_least",
        unit="percent", level=100, number="2", **end,
    )  # fmt: skip
    write.goal(plan, "Flere unge skal have en ungdomsuddannelse", direction="at_least", number="3", **end)
    year = write.goal(
        plan, "Færre forløb over tre måneder i 2019", direction="at_most", number="1.1", parent_id=jobs.pk,
        baseline_month=dt.date(2018, 12, 1), target_month=dt.date(2019, 12, 1), percent=-10,
    )  # fmt: skip
    write.value(year, dt.date(2018, 12, 1), 200)
    write.value(year, dt.date(2019, 3, 1), 196)
    found = compose(plan, Basis(), Quarter(2019, 1))
    assert [(goal["number"], goal["sign"], goal["target"]) for goal in found["goals"]] == [
        ("1", "no_data", None), ("1.1", "off_path", 180), ("2", "no_data", 100), ("3", "no_data", None),
    ]  # fmt: skip
    assert len(found["plan"]["ministers_goals"]) == 6
    assert found["goals"][0]["minister"] == 1


HALSNAES_MINISTER = (
    "Flere personer skal i beskæftigelse eller uddannelse i stedet for at være på offentlig forsørgelse",
    "Virksomhederne skal sikres den nødvendige og kvalificerede arbejdskraft",
    "Flere flygtninge og familiesammenførte til flygtninge skal være selvforsørgende",
    "Flere jobparate personer på kontanthjælp skal i beskæftigelse, og flere aktivitetsparate bliver jobparate eller "
    "kommer i beskæftigelse",
    "Bekæmpelsen af socialt bedrageri og fejludbetalinger skal styrkes",
    "Udsatte ledige skal have en indsats",
)
