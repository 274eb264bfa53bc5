"""What was published is taken in whole or not at all; what holds is the latest, and every earlier one is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from tests.factories import Factory
from tests.published import made
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.rights import Role
from tovholder.figures.published import read
from tovholder.figures.published.months import Month
from tovholder.published import queries
from tovholder.published.actions import WouldLose, take_in, take_in_again
from tovholder.published.models import Content, Publication, Source

pytestmark = pytest.mark.django_db
JULY = Month.of(2026, 7)


def value(indicator: str = "unemployment.total", area: str = "173", month: Month = JULY) -> float | None:
    current = queries.current()
    assert current is not None
    return current.series(indicator, area).at(month)


def test_before_anything_is_taken_in_there_is_nothing() -> None:
    assert queries.current() is None
    assert queries.current_publication() is None
    with pytest.raises(Publication.DoesNotExist):
        queries.of(1)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.TEAM_LEADER, Role.EXTERNAL_PARTNER])
def test_who_may_not_take_figures_in_is_refused(make: Factory, now: dt.datetime, role: Role) -> None:
    actor = make.actor(make.staff(role=role), now.date())
    rows = read.checked(made.figures())
    with pytest.raises(NotAllowed):
        take_in(actor=actor, rows=rows, source=Source.FILE, name="x", now=now)
    publication = made.taken(now).publication
    assert publication is not None
    with pytest.raises(NotAllowed):
        take_in_again(actor=actor, publication_id=publication.pk, now=now)


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({("longterm.total", code, month): None for code in made.CODES for month in made.MONTHS}, "longterm.total"),
        ({(name, "173", month): None for name in made.INDICATORS for month in made.MONTHS}, "173"),
        ({(name, code, "2026M07"): None for name in made.INDICATORS for code in made.CODES}, "2026M06"),
        ({(name, "173", month): "" for name in made.INDICATORS for month in made.MONTHS}, "173"),
    ],
    ids=["an indicator", "a municipality", "the last month", "a municipality with empty values"],
)
def test_half_a_file_is_not_taken_in_unseen_and_yesterdays_figures_stay(
    now: dt.datetime, lost: dict[made.Key, str | None], said: str
) -> None:
    before = made.taken(now).publication
    with pytest.raises(WouldLose) as refused:
        made.taken(now, made.figures(lost))
    assert any(said in (loss.indicator, loss.area, str(loss.until)) for loss in refused.value.losses)
    assert queries.current_publication() == before
    assert value() == 1200
    # A person has looked at it, and means it.
    after = made.taken(now, made.figures(lost), accept_losses=True)
    assert queries.current_publication() == after.publication != before


def test_the_first_months_that_a_window_leaves_behind_are_no_loss(now: dt.datetime) -> None:
    made.taken(now, made.figures(months=("2026M04", *made.MONTHS)))
    taken = made.taken(now, made.figures({}, months=("2026M05", "2026M06", "2026M07", "2026M08")))
    assert taken.changes is not None
    assert not taken.changes.losses
    assert taken.changes.new_months == dict.fromkeys(made.INDICATORS, (Month.of(2026, 8),))


def test_a_trial_writes_nothing(now: dt.datetime) -> None:
    rows = read.checked(made.figures())
    tried = take_in(actor=None, rows=rows, source=Source.FILE, name="x", now=now, dry_run=True)
    assert (tried.publication, tried.is_new) == (None, True)
    assert not Publication.objects.exists()
    assert not Content.objects.exists()


def test_the_same_figures_again_change_nothing_whatever_the_file(
    tmp_path: Path, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    first = made.taken(now).publication
    shuffled = made.figures().sample(fraction=1.0, shuffle=True, seed=1)
    with_point_nought = shuffled.with_columns(value=shuffled["value"] + ".0")
    path = tmp_path / "kommuner.parquet"
    with_point_nought.write_parquet(path)
    again = take_in(actor=None, rows=read.table(path), source=Source.FILE, name=path.name, now=now)
    assert (again.publication, again.is_new) == (first, False)
    assert Publication.objects.count() == 1


def test_what_was_revised_holds_and_what_was_said_before_is_kept(make: Factory, now: dt.datetime) -> None:
    analyst = make.staff(role=Role.ANALYST)
    before = made.taken(now).publication
    rows = read.checked(made.figures({("unemployment.total", "173", "2026M07"): "1207"}))
    taken = take_in(actor=make.actor(analyst, now.date()), rows=rows, source=Source.FILE, name="new.csv", now=now)
    assert taken.changes is not None
    [revision] = taken.changes.revised
    assert (revision.indicator, revision.area, revision.month) == ("unemployment.total", "173", JULY)
    assert (revision.was, revision.became) == (1200, 1207)
    assert value() == 1207
    assert before is not None
    assert queries.of(before.pk).series("unemployment.total", "173").at(JULY) == 1200
    assert (taken.publication and taken.publication.taken_by) == analyst
    assert (before.last_month, before.rows) == (dt.date(2026, 7, 1), 18)


def test_a_mistake_is_taken_back_by_what_was_before_it(make: Factory, now: dt.datetime) -> None:
    first = made.taken(now).publication
    assert first is not None
    made.taken(now, made.figures({("unemployment.total", "173", "2026M07"): "12"}))
    again = take_in_again(
        actor=make.actor(make.staff(role=Role.ADMINISTRATOR), now.date()), publication_id=first.pk, now=now
    ).publication
    assert again is not None
    assert (again.source, again.sha256, again.rows) == (Source.AGAIN, first.sha256, first.rows)
    assert value() == 1200
    assert (Publication.objects.count(), Content.objects.count()) == (3, 2)


def test_the_database_refuses_to_change_what_was_published(now: dt.datetime) -> None:
    made.taken(now)
    for change in (
        lambda: Publication.objects.update(rows=1),
        lambda: Publication.objects.all().delete(),
        lambda: Content.objects.update(parquet=b""),
    ):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_figures_are_unpacked_once_and_listed_without_being_read(
    now: dt.datetime, django_assert_num_queries: Any
) -> None:
    publication = made.taken(now).publication
    assert publication is not None
    queries.current()
    with django_assert_num_queries(2):
        assert queries.current() is queries.of(publication.pk)
    with django_assert_num_queries(1) as asked:
        list(Publication.objects.all())
    assert "parquet" not in asked.captured_queries[0]["sql"]


def test_the_real_figures_come_out_as_they_went_in(data: Path, now: dt.datetime) -> None:
    rows = read.table(data / "jobindsats" / "kommuner.csv.gz")
    taken = take_in(actor=None, rows=rows, source=Source.FILE, name="kommuner.csv.gz", now=now)
    assert taken.publication is not None
    assert (taken.publication.rows, taken.publication.month) == (95_455, JULY)
    read_again, as_read = queries.of(taken.publication.pk), read.series(rows)
    assert read_again.categories == as_read.categories
    assert {name: (panel.areas, panel.first) for name, panel in read_again.panels.items()} == {
        name: (panel.areas, panel.first) for name, panel in as_read.panels.items()
    }
    for name, panel in as_read.panels.items():
        assert panel.values.tobytes() == read_again.panels[name].values.tobytes()
