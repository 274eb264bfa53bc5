"""The page is the table: every role, every right, one's own marked (F13)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import Factory
from tovholder.accounts.rights import RIGHTS, Right, Role

pytestmark = pytest.mark.requirement("F13")


@pytest.mark.parametrize("role", list(Role))
def test_everybody_opens_it_and_finds_their_own_role_marked(make: Factory, client: Client, role: Role) -> None:
    client.force_login(make.staff(role=role))
    head = re.findall(r"<thead>.*?</thead>", client.get("/rights/").text, re.DOTALL)[0]
    marked = re.findall(r'<th scope="col" class="own">([^<]+)', head)
    assert [name.strip() for name in marked] == [str(role.label)]


def test_the_page_says_what_the_table_says(make: Factory, client: Client) -> None:
    client.force_login(make.staff())
    body = re.findall(r"<tbody>.*?</tbody>", client.get("/rights/").text, re.DOTALL)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    assert len(rows) == len(Right)
    for right, row in zip(Right, rows, strict=True):
        cells = re.findall(r"<td.*?</td>", row, re.DOTALL)
        assert ['aria-label="ja"' in cell for cell in cells] == [right in RIGHTS[role] for role in Role]


def test_a_refused_page_names_the_right_that_is_missing(make: Factory, client: Client) -> None:
    client.force_login(make.staff(role=Role.ANALYST))
    refused = client.get("/staff/")
    assert refused.status_code == 403
    assert str(Right.MANAGE_STAFF.label) in refused.text


def test_every_role_gives_something_and_every_right_is_given_by_some_role() -> None:
    assert all(RIGHTS[role] for role in Role)
    assert frozenset().union(*RIGHTS.values()) == set(Right)
