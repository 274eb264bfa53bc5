"""Where somebody begins who has just signed in."""

from __future__ import annotations

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.web import navigation


def landing_page(actor: Actor) -> str:
    """The day's work; for those who have none in cases, the first thing in their menu that needs a right."""
    if actor.may(Right.SEE_OWN_CASES):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    own = [entry for entry in navigation.entries_for(actor) if entry.right]
    links = navigation.links(own, "")
    return links[0].url if links else reverse("accounts:account")
