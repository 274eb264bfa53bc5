"""People who may take figures in, and their browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role

SignIn = Callable[[Staff], Client]


@pytest.fixture
def analyst(make: Factory) -> Staff:
    return make.staff("Ane Analytiker", role=Role.ANALYST)


@pytest.fixture
def sign_in(db: None) -> SignIn:
    def signed_in(staff: Staff) -> Client:
        client = Client()
        client.cookies["tovholder_language"] = "en"
        client.force_login(staff)
        return client

    return signed_in
