"""The page: a file is taken in or refused with all its faults, and what changed is counted and listed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import expect

from tests.browser import Open, check_axe, check_page, no_sideways_scroll, screenshot
from tests.factories import Factory
from tests.published import made
from tests.published.conftest import SignIn
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.published import forms, queries
from tovholder.published.models import Publication, Source


def send(client: Client, frame: pl.DataFrame | str, **fields: object) -> HttpResponse:
    text = frame if isinstance(frame, str) else frame.write_csv()
    upload = SimpleUploadedFile("kommuner.csv", text.encode())
    return client.post("/published/", {"upload": upload, **fields})  # type: ignore[return-value]


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_bad_file_is_refused_with_all_its_faults_and_yesterdays_figures_stay(
    analyst: Staff, sign_in: SignIn, now: dt.datetime
) -> None:
    before = made.taken(now).publication
    bad = made.figures(
        {("unemployment.total", "173", "2026M07"): "mange", ("longterm.total", "101", "2026M06"): "-3"}
    ).write_csv()
    answer = send(sign_in(analyst), bad + "999,Nirgends,unemployment.total,2026M07,1\n")
    assert answer.status_code == 422
    for said in ("“mange”", "“-3”", "“999”", "row 20"):
        assert said in text(answer)
    assert queries.current_publication() == before


def test_a_column_in_the_wrong_place_is_named(analyst: Staff, sign_in: SignIn) -> None:
    answer = send(sign_in(analyst), made.figures().select("area", "area_code", "indicator", "period", "value"))
    assert answer.status_code == 422
    assert "area, area_code, indicator, period, value" in text(answer)


def test_too_large_a_file_is_sent_to_the_command_line(
    analyst: Staff, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MOST_BYTES", 100)
    assert send(sign_in(analyst), made.figures()).status_code == 422
    assert not Publication.objects.exists()


def test_half_a_file_has_to_be_meant(analyst: Staff, sign_in: SignIn, now: dt.datetime) -> None:
    made.taken(now)
    client = sign_in(analyst)
    half = made.figures().filter(pl.col("indicator") == "unemployment.total")
    assert 'name="accept_losses"' not in text(client.get("/published/"))  # type: ignore[arg-type]
    answer = send(client, half)
    assert answer.status_code == 422
    assert "not published any more" in text(answer)
    assert 'name="accept_losses"' in text(answer)
    assert Publication.objects.count() == 1
    assert send(client, half, accept_losses="on").status_code == 302
    assert Publication.objects.count() == 2


def test_a_trial_says_what_would_change_and_keeps_nothing(analyst: Staff, sign_in: SignIn, now: dt.datetime) -> None:
    made.taken(now)
    client = sign_in(analyst)
    assert send(client, made.figures({("longterm.total", "173", "2026M05"): "999"}), dry_run="on").status_code == 302
    assert "It would change: 1 figure revised." in text(client.get("/published/"))  # type: ignore[arg-type]
    assert Publication.objects.count() == 1


def test_what_changed_is_counted_listed_and_taken_away_as_a_file(
    analyst: Staff, sign_in: SignIn, now: dt.datetime
) -> None:
    made.taken(now)
    client = sign_in(analyst)
    changed = {
        ("longterm.total", "173", "2026M05"): "1001",
        ("unemployment.total", "000", "2026M06"): "",
        ("unemployment.total", "000", "2026M08"): "1300",
    }
    answer = send(client, made.figures(changed))
    newest = queries.current_publication()
    assert newest is not None
    assert (newest.taken_by, newest.source, newest.name) == (analyst, Source.FILE, "kommuner.csv")
    assert answer["Location"] == f"/published/{newest.pk}/"
    page = text(client.get(answer["Location"]))  # type: ignore[arg-type]
    assert "new: August 2026, 2 figures revised" in page
    assert "1,001" in page
    assert "new: August 2026, 2 figures revised" in text(client.get("/published/"))  # type: ignore[arg-type]
    file = client.get(f"/published/{newest.pk}/revised.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert [line.split(";", 1)[1] for line in lines] == [
        "Area;Month;Was;Became",
        "Hele landet;June 2026;1,100;–",
        "Lyngby-Taarbæk;May 2026;1,000;1,001",
    ]
    # The same file again.
    assert send(client, made.figures(changed)).status_code == 302
    assert "Nothing was changed" in text(client.get("/published/"))  # type: ignore[arg-type]
    assert Publication.objects.count() == 2


def test_an_earlier_publication_holds_again(analyst: Staff, sign_in: SignIn, now: dt.datetime) -> None:
    first = made.taken(now).publication
    made.taken(now, made.figures({("longterm.total", "173", "2026M05"): "1"}))
    assert first is not None
    client = sign_in(analyst)
    assert "Let these figures hold again" in text(client.get(f"/published/{first.pk}/"))  # type: ignore[arg-type]
    assert client.post(f"/published/{first.pk}/again/").status_code == 302
    current = queries.current_publication()
    assert current is not None
    assert (current.source, current.sha256) == (Source.AGAIN, first.sha256)
    assert "again" in text(client.get("/published/"))  # type: ignore[arg-type]


def test_a_leader_reads_what_changed_and_takes_nothing_in(make: Factory, sign_in: SignIn, now: dt.datetime) -> None:
    publication = made.taken(now).publication
    assert publication is not None
    client = sign_in(make.staff(role=Role.TEAM_LEADER))
    assert client.get(f"/published/{publication.pk}/").status_code == 200
    assert client.get("/published/").status_code == 403
    assert client.post(f"/published/{publication.pk}/again/").status_code == 403
    assert sign_in(make.staff()).get(f"/published/{publication.pk}/").status_code == 403


@pytest.mark.browser
def test_the_pages_hold_what_every_page_must(
    open_as: Open, make: Factory, now: dt.datetime, data: Path, tmp_path: Path
) -> None:
    analyst = make.staff("Ane Analytiker", role=Role.ANALYST)
    check_page(open_as, analyst, "/published/", "published-empty")
    real = pl.read_csv(data / "jobindsats" / "kommuner.csv.gz", infer_schema=False)
    made.taken(now, real)
    revised = real.with_columns(
        value=pl.when((pl.col("period") == "2026M06") & (pl.col("indicator") == "longterm.total"))
        .then(pl.lit("17"))
        .otherwise("value")
    )
    publication = made.taken(now, revised).publication
    assert publication is not None
    check_page(open_as, analyst, "/published/", "published-list")
    check_page(open_as, analyst, f"/published/{publication.pk}/", "published-one")
    page = open_as(analyst, "/published/", width=360)
    page.set_input_files("input[type=file]", made.file(tmp_path, name="half.csv"))
    page.get_by_role("button", name="Indlæs", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Filen mangler tal, som er her nu")
    expect(page.get_by_label("Indlæs den, selv om der mangler tal, som er her nu")).not_to_be_checked()
    screenshot(page, "published-losses-360-da")
    check_axe(page)
    no_sideways_scroll(page)
