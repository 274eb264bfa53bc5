"""The figures page: empty, broken down, compared, taken along, asked for again by its link."""

from __future__ import annotations

import datetime as dt
import io
import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import fastexcel
import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser import Open, check_axe, check_page, no_sideways_scroll, screenshot
from tests.factories import Factory
from tests.snapshots.conftest import House, Take, rows, signed_in
from tovholder.accounts.rights import RIGHTS, Right, Role
from tovholder.audit.models import Export, Lookup
from tovholder.snapshots import store
from tovholder.snapshots.pseudonyms import Pseudonyms, secret_in

pytestmark = [pytest.mark.requirement("F18", "F5", "L2")]

SEPTEMBER = "figure=shifts&by=unit&period=2026-09"


def text(page: object) -> str:
    """What a page says, without its tags."""
    html = page.content.decode()  # type: ignore[attr-defined]
    body = html.split("<main", 1)[-1]
    return " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", body, flags=re.DOTALL)).split())


def table(page: object) -> list[list[str]]:
    """The cells of the table of numbers, heads first."""
    html = page.content.decode()  # type: ignore[attr-defined]
    inner = re.search(r'<table class="grid figure-table">(.*?)</table>', html, re.DOTALL)
    assert inner, "there is no table"
    lines = re.findall(r"<tr.*?</tr>", inner[1], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in line] for line in cells]


@pytest.mark.parametrize("role", [role for role in Role if Right.SEE_FIGURES not in RIGHTS[role]])
def test_others_see_no_figures(make: Factory, take: Take, role: Role) -> None:
    take()
    client = signed_in(make.staff(role=role))
    for path in ("/figures/", "/figures/facts/"):
        assert client.get(path).status_code == 403
    assert client.post("/figures/export/", {"query": ""}).status_code == 403


def test_without_a_snapshot_the_page_says_how_to_make_one(house: House) -> None:
    page = text(signed_in(house.analyst).get("/figures/"))
    assert "There is no snapshot yet, and figures are computed from one." in page
    assert "Make a snapshot" in page
    assert "An analyst or an administrator makes one" in text(signed_in(house.leader).get("/figures/"))


def test_a_link_to_a_snapshot_that_is_gone_says_so(house: House, take: Take) -> None:
    take()
    answer = signed_in(house.analyst).get("/figures/?figure=shifts&snapshot=20200101-000000")
    assert answer.status_code == 404
    assert "is not kept any more" in text(answer)
    assert signed_in(house.analyst).get("/figures/facts/?snapshot=../x").status_code == 404


def test_a_figure_is_shown_with_its_definition_its_picture_its_table_and_when_the_data_end(
    house: House, take: Take
) -> None:
    house.shifts("east", 7).shifts("west", 6)
    take()
    answer = signed_in(house.analyst).get(f"/figures/?{SEPTEMBER}")
    assert table(answer) == [["Unit", "number"], ["Team Øst", "7"], ["Team Vest", "6"], ["All", "13"]]
    page = text(answer)
    assert "Each time another person than before becomes a case's caseworker" in page
    assert "The data end Tuesday 17 November 2026." in page
    assert answer.content.decode().count("<svg") > 2
    assert "Team Øst" in re.findall(r'<div class="figure-wide".*?</div>', answer.content.decode(), re.DOTALL)[0]


def test_small_groups_are_hidden_from_an_analyst_and_said_in_words(house: House, take: Take) -> None:
    house.shifts("east", 9).shifts("west", 3)
    take()
    answer = signed_in(house.analyst).get(f"/figures/?{SEPTEMBER}")
    assert table(answer)[1:] == [["Team Vest", "hidden"], ["Team Øst", "hidden"], ["All", "12"]]
    assert "groups of fewer than five citizens are not shown" in text(answer)
    picture = re.findall(r'<div class="figure-wide".*?</div>', answer.content.decode(), re.DOTALL)[0]
    assert "hidden" in picture
    # Neither in the page nor in a file is what is hidden.
    assert "at=unit" not in answer.content.decode()
    file = signed_in(house.analyst).post("/figures/export/", {"query": SEPTEMBER, "format": "csv"})
    assert [line.split(";")[2] for line in file.content.decode("utf-8-sig").splitlines()[1:]] == ["", "", "12"]


def test_a_leader_sees_the_numbers_of_the_own_unit(house: House, take: Take) -> None:
    house.shifts("east", 3).shifts("west", 3).shifts("west", 6, cause="leave")
    take()
    answer = signed_in(house.leader).get(f"/figures/?{SEPTEMBER}&by2=cause")
    told = {line[0]: line[1:] for line in table(answer)}
    assert (told["Unit"], told["Team Øst"]) == (["Leave", "Sickness", "All"], ["0", "3", "3"])
    assert "hidden" in told["Team Vest"]


def test_a_leader_begins_with_the_own_unit(house: House, take: Take) -> None:
    house.shifts("east", 3).shifts("west", 2)
    take()
    page = text(signed_in(house.leader).get("/figures/"))
    assert "3 Nov 2025 – Oct 2026, Team Øst" in page
    assert "5 Nov 2025 – Oct 2026 " in text(signed_in(house.analyst).get("/figures/"))


def test_what_is_missing_is_said_to_be_missing_and_is_no_0(house: House, take: Take) -> None:
    house.shifts("east", 6)
    take()
    answer = text(signed_in(house.analyst).get("/figures/?figure=active_share&by=unit"))
    assert "it is missing and not 0" in answer
    assert "activities" in answer
    ahead = text(signed_in(house.analyst).get("/figures/?figure=shifts&period=2027"))
    assert "no data" in ahead
    assert "There are none of the period." in ahead
    part = signed_in(house.analyst).get("/figures/?figure=shifts&grain=month&period=2026")
    assert [line for line in table(part) if line[0] in {"Sep 2026", "Nov 2026", "Dec 2026"}] == [
        ["Sep 2026", "6"],
        ["Nov 2026", "0*"],
        ["Dec 2026", "no data"],
    ]


def test_breaks_are_marked(house: House, take: Take) -> None:
    take()
    answer = signed_in(house.analyst).get("/figures/?figure=benefit_inflow&grain=quarter&period=2025")
    assert "Break on Tuesday 1 July 2025: One kontanthjælp replaces" in text(answer)
    assert "Break on" not in text(signed_in(house.analyst).get("/figures/?figure=benefit_inflow&period=2026-Q1"))


def test_two_periods_are_compared(house: House, take: Take) -> None:
    house.shifts("east", 7)
    take()
    answer = signed_in(house.analyst).get("/figures/?figure=shifts&by=cause&period=2026-09&compare=before")
    assert table(answer)[0] == ["Cause", "Sep 2026", "Aug 2026", "Difference"]
    assert table(answer)[1] == ["Sickness", "7", "0", "+7"]
    over_time = signed_in(house.analyst).get("/figures/?figure=shifts&grain=month&period=2026-Q3&compare=year")
    assert table(over_time)[3] == ["Sep 2026", "7", "0", "+7"]


def test_one_unit_alone(house: House, take: Take, place: object) -> None:
    house.shifts("east", 7).shifts("west", 6)
    take()
    home = place.parent  # type: ignore[attr-defined]
    key = Pseudonyms(secret_in(home)).key("units", house.west.pk)
    answer = signed_in(house.analyst).get(f"/figures/?figure=shifts&by=cause&period=2026-09&within=team:{key}")
    assert table(answer)[1:] == [["Sickness", "6"], ["All", "6"]]
    assert "Sep 2026, Team Vest" in text(answer)


def link(page: object) -> str:
    html = page.content.decode()  # type: ignore[attr-defined]
    return unescape(re.search(r'id="link" readonly value="([^"]*)"', html)[1])  # type: ignore[index]


def test_the_link_gives_the_same_numbers_again_after_everything_has_changed(
    house: House, take: Take, now: dt.datetime
) -> None:
    house.shifts("east", 7)
    first = take()
    client = signed_in(house.analyst)
    address = urlsplit(link(client.get(f"/figures/?{SEPTEMBER}")))
    assert address.path == "/figures/"
    assert dict(parse_qsl(address.query))["snapshot"] == first.id
    house.shifts("west", 8)
    take(now=now + dt.timedelta(days=1))
    assert len(table(client.get(f"/figures/?{SEPTEMBER}"))) == 4
    again = client.get(f"/figures/?{address.query}")
    assert table(again) == [["Unit", "number"], ["Team Øst", "7"], ["All", "7"]]
    assert link(again).endswith(address.query)


def test_a_snapshot_of_another_system_is_not_what_is_shown_first(
    house: House, take: Take, place: object, now: dt.datetime
) -> None:
    made = take()
    manifest = store.Manifest(**{**vars(made.manifest), "source": "eventlog", "moment": now + dt.timedelta(days=1)})
    with store.making(place) as folder:  # type: ignore[arg-type]
        for path in made.folder.glob("*.parquet"):
            (folder / path.name).write_bytes(path.read_bytes())
        store.finish(folder, manifest, place)  # type: ignore[arg-type]
    page = signed_in(house.analyst).get("/figures/")
    assert f"snapshot={made.id}" in link(page)


def test_htmx_gets_the_part_and_the_address_of_the_question(house: House, take: Take) -> None:
    made = take()
    client = signed_in(house.analyst)
    part = client.get("/figures/?figure=shifts&by=unit&by2=&grain=whole&period=2026-09", headers={"HX-Request": "true"})
    assert not part.content.decode().startswith("<!doctype")
    query = {"figure": "shifts", "by": "unit", "period": "2026-09-01..2026-09-30", "snapshot": made.id}
    assert part["HX-Push-Url"] == f"/figures/?{urlencode(query)}"


def test_figures_are_found_by_words_of_their_name_and_definition(house: House, take: Take) -> None:
    take()

    def found(words: str, language: str = "en") -> list[str]:
        page = signed_in(house.analyst, language).get("/figures/", {"find": words, "figure": "shifts"})
        names = re.search(r'<nav id="figure-list".*?</nav>', page.content.decode(), re.DOTALL)
        return re.findall(r'href="[^"]*figure=(\w+)&', names[0])  # type: ignore[index]

    assert "ping_pong" in found("there back")
    assert "wait_median" in found("KAPLAN")
    assert "benefit_persons" in found("berørte", "da")
    assert found("nothing of this kind") == []
    assert len(found("")) > 60


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_what_is_taken_along_is_logged_and_says_what_it_is(house: House, take: Take, format_: str) -> None:
    house.shifts("east", 7, planned=True).shifts("west", 5)
    made = take()
    query = "figure=unplanned_share&by=unit&period=2026-09"
    file = signed_in(house.analyst).post("/figures/export/", {"query": query, "format": format_})
    assert f'filename="figure-unplanned_share.{format_}"' in file["Content-Disposition"]
    (logged,) = Export.objects.all()
    assert (logged.staff, logged.format, logged.rows) == (house.analyst, format_, 3)
    assert "unplanned_share" in logged.what
    assert not Lookup.objects.exists()
    if format_ == "csv":
        lines = [line.split(";") for line in file.content.decode("utf-8-sig").splitlines()]
        assert lines[0] == ["Figure", "Unit", "Value", "Unit", "Remark", "Facts", "Period", "Data to", "Snapshot"]
        assert lines[-1][2:6] == ["41,667", "%", "", "12"]
    else:
        sheet = fastexcel.read_excel(file.content).load_sheet(0).to_polars()
        assert sheet.rows()[-1][-1] == made.id
        assert sheet.rows()[-1][2] == pytest.approx(41.667)
        assert io.BytesIO(file.content).read(2) == b"PK"


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("asked", ["", "figure=shifts&grain=month", "figure=shifts&by=unit&grain=quarter&compare=year"])
def test_what_goes_over_time_can_be_taken_along(house: House, take: Take, asked: str, format_: str) -> None:
    """Every row of the page's table is in the file, and the period as one, which no row says, is not."""
    house.shifts("east", 9).shifts("west", 8)
    take()
    client = signed_in(house.analyst)
    page = client.get(f"/figures/?{asked}")
    file = client.post("/figures/export/", {"query": asked, "format": format_})
    assert file.status_code == 200
    if format_ == "csv":
        lines = [line.split(";") for line in file.content.decode("utf-8-sig").splitlines()]
        of_page = [number for line in table(page)[1:] for number in line if number in {"8", "9", "17"}]
        value = lines[0].index("Value")
        assert sorted(of_page) == sorted(line[value] for line in lines[1:] if line[value] in {"8", "9", "17"})


def test_who_asks_a_snapshot_for_a_time_it_does_not_know_is_shown_the_way_to_what_it_knows(
    house: House, take: Take
) -> None:
    house.shifts("east", 9)
    take()
    client = signed_in(house.analyst)
    page = client.get("/figures/?figure=shifts&period=2031")
    assert "There are none of the period." in text(page)
    (way,) = re.findall(r'href="(/figures/\?[^"]*)">Show the latest 12 whole months', page.content.decode())
    assert table(client.get(unescape(way) + "&by=unit"))[-1] == ["All", "9"]


def test_the_page_names_nobody(house: House, take: Take) -> None:
    house.shifts("east", 7)
    made = take()
    client = signed_in(house.analyst)
    pages = "".join(
        client.get(f"/figures/{path}").content.decode()
        for path in (f"?{SEPTEMBER}", f"facts/?{SEPTEMBER}", "?figure=caseload&by=unit&period=2026-09")
    )
    assert "Borger" not in pages
    assert "Medarbejder" not in pages
    assert str(rows(made, "cases")[0]["case"]) not in pages


@pytest.mark.browser
def test_the_page_is_for_everybody(open_as: Open, house: House, take: Take) -> None:
    house.shifts("east", 9).shifts("west", 7).shifts("west", 3, cause="leave")
    take()
    for name, path in (
        ("first", "/figures/"),
        ("two", "/figures/?figure=shifts&by=unit&by2=cause&period=2026-09"),
        ("lines", "/figures/?figure=shifts&by=unit&grain=month&period=2026&compare=year"),
        ("missing", "/figures/?figure=passive_share&by=unit"),
        ("facts", f"/figures/facts/?{SEPTEMBER}"),
    ):
        check_page(open_as, house.leader, path, f"figures-{name}")


@pytest.mark.browser
def test_without_a_snapshot_the_page_is_for_everybody(open_as: Open, house: House) -> None:
    check_page(open_as, house.analyst, "/figures/", "figures-empty")


@pytest.mark.browser
def test_one_chooses_with_the_keyboard_and_the_address_follows(open_as: Open, house: House, take: Take) -> None:
    house.shifts("east", 9).shifts("west", 7)
    take()
    page = open_as(house.analyst, "/figures/?figure=shifts&period=2026-09")
    page.get_by_label("Del op efter").focus()
    page.get_by_label("Del op efter").select_option("unit")
    expect(page.get_by_role("table")).to_contain_text("Team Øst")
    assert "by=unit" in page.url
    expect(page.get_by_label("Del op efter")).to_be_focused()
    page.get_by_label("Find et tal").fill("frem og tilbage")
    expect(page.get_by_role("link", name="Frem og tilbage (A-B-A)")).to_be_visible()
    expect(page.get_by_role("link", name="Åbne sager")).to_have_count(0)
    page.get_by_role("link", name="Frem og tilbage (A-B-A)").press("Enter")
    expect(page.get_by_role("heading", name="Frem og tilbage (A-B-A)")).to_be_visible()
    assert "by=unit" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="Sagsbehandlerskift")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiér").click()
    expect(page.get_by_role("button", name="Kopieret")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link, der giver").input_value()
    check_axe(page)


@pytest.mark.browser
def test_it_works_without_scripts(open_as: Open, house: House, take: Take) -> None:
    house.shifts("east", 9).shifts("west", 7)
    take()
    page = open_as(house.analyst, "/figures/?figure=shifts&period=2026-09", scripts=False, width=360)
    page.get_by_label("Del op efter").select_option("unit")
    page.get_by_role("button", name="Vis", exact=True).first.click()
    expect(page.get_by_role("table")).to_contain_text("Team Vest")
    page.get_by_text("En anden periode").click()
    page.get_by_label("Til og med").fill("2026-09-03")
    page.get_by_role("button", name="Vis", exact=True).last.click()
    assert "to=2026-09-03" in page.url
    expect(page.get_by_role("table")).to_contain_text("Team Vest")
    page.get_by_label("Find et tal").fill("median")
    page.get_by_label("Find et tal").press("Enter")
    expect(page.get_by_role("link", name="Ventetid, median")).to_be_visible()
    no_sideways_scroll(page)
    screenshot(page, "figures-without-scripts")


def test_what_was_computed_is_not_computed_again(house: House, take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    house.shifts("east", 9)
    take()
    client = signed_in(house.analyst)
    first = client.get(f"/figures/?{SEPTEMBER}&grain=month")

    def again(*arguments: object) -> None:
        raise AssertionError("it was computed again")

    monkeypatch.setattr("tovholder.snapshots.answers.compute_all", again)
    monkeypatch.setattr("tovholder.snapshots.charts._drawing", again)
    assert table(client.get(f"/figures/?{SEPTEMBER}&grain=month")) == table(first)


def test_reading_asks_the_database_nothing_about_cases(
    house: House, take: Take, django_assert_max_num_queries: object
) -> None:
    house.shifts("east", 9)
    take()
    client: Client = signed_in(house.analyst)
    with django_assert_max_num_queries(6) as asked:  # type: ignore[operator]
        client.get(f"/figures/?{SEPTEMBER}")
    assert not [query for query in asked.captured_queries if "casework_case" in query["sql"]]
