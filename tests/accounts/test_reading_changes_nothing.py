"""A GET that writes fails; what reading may write is a short list."""

from __future__ import annotations

import logging
import types

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path

from tests.factories import Factory
from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.permissions import open_page
from tovholder.accounts.readonly import WroteWhileReading, written_tables
from tovholder.config import urls as of_the_house

WRITES = {
    "insert": lambda: Unit.objects.create(name="x", kind="team", opened_on="2026-01-01"),
    "update": lambda: Staff.objects.update(phone="1"),
    "delete": lambda: Unit.objects.filter(pk=0)._raw_delete("default"),
    "sql": lambda: connection.cursor().execute(
        "with x as (select 1)\n  UPDATE accounts_unit SET name = 'x' WHERE id = 0"
    ),
    "hidden": lambda: connection.cursor().execute("/* select */ delete from only accounts_unit where id = 0"),
}
READS = {
    "select": lambda: list(Staff.objects.all()),
    "a text with the word": lambda: list(Staff.objects.extra(where=["name <> 'update accounts_unit set'"])),
    "a throttle": lambda: connection.cursor().execute("delete from throttle where cache_key = 'x'"),
    "a session": lambda: connection.cursor().execute("update django_session set session_data = '' where false"),
}


@pytest.fixture
def house(settings: object) -> types.ModuleType:
    """The house with an address `/act/` that does what a test puts into `acts`."""
    module = types.ModuleType("tests.accounts.a_house")
    module.acts = []  # type: ignore[attr-defined]

    def act(request: HttpRequest) -> HttpResponse:
        for one in module.acts:  # type: ignore[attr-defined]
            one()
        return HttpResponse("done")

    module.urlpatterns = [*of_the_house.urlpatterns, path("act/", open_page(act))]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = module  # type: ignore[attr-defined]
    clear_url_caches()
    yield module
    clear_url_caches()


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("what", WRITES)
def test_reading_that_writes_fails(house: types.ModuleType, db: None, client: Client, method: str, what: str) -> None:
    house.acts.append(WRITES[what])  # type: ignore[attr-defined]
    with pytest.raises(WroteWhileReading):
        getattr(client, method)("/act/")


@pytest.mark.parametrize("what", ["insert", "update", "delete"])
def test_posting_may_write(house: types.ModuleType, db: None, client: Client, what: str) -> None:
    house.acts.append(WRITES[what])  # type: ignore[attr-defined]
    assert client.post("/act/").status_code == 200


@pytest.mark.parametrize("what", READS)
def test_reading_may_read_and_leave_its_own_trace(house: types.ModuleType, db: None, client: Client, what: str) -> None:
    house.acts.append(READS[what])  # type: ignore[attr-defined]
    assert client.get("/act/").text == "done"


def test_in_production_it_is_logged_and_the_page_is_served(
    house: types.ModuleType, db: None, client: Client, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.STRICT_READS = False  # type: ignore[attr-defined]
    house.acts.append(WRITES["update"])  # type: ignore[attr-defined]
    with caplog.at_level(logging.ERROR):
        assert client.get("/act/").text == "done"
    assert "a GET request wrote to accounts_staff" in caplog.text


def test_after_the_page_one_may_write_again(house: types.ModuleType, make: Factory, client: Client) -> None:
    client.get("/act/")
    assert make.unit().pk


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('INSERT INTO "accounts_unit" ("name") VALUES (%s) ON CONFLICT DO UPDATE SET name = 1', {"accounts_unit"}),
        ('SELECT * FROM "accounts_unit" FOR UPDATE OF "accounts_unit"', set()),
        ("SELECT 1 FOR NO KEY UPDATE SKIP LOCKED", set()),
        ("select 'delete from accounts_staff'", set()),
        ("select 1 -- delete from accounts_staff", set()),
        ('UPDATE\n  "public"."accounts_staff"\nSET x = 1', {"accounts_staff"}),
        ("update only accounts_staff set x = 1", {"accounts_staff"}),
        ("truncate table accounts_staff", {"accounts_staff"}),
        ("with gone as (delete from a returning *) insert into b select * from gone", {"a", "b"}),
        ("SET LOCAL pghistory.context_id='x'; UPDATE accounts_staff SET x = 1", {"accounts_staff"}),
        ('SELECT "update", "delete" FROM t', set()),
    ],
)
def test_the_tables_that_a_statement_writes_to_are_seen(sql: str, tables: set[str]) -> None:
    assert written_tables(sql) == tables
