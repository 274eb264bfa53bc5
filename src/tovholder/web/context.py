"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tovholder.web import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """`actor`, the menu, and which frame fits (`frame`): that of staff, or the plain one for who is not signed in."""
    actor = getattr(request, "actor", None)
    if not (actor and actor.staff_id):
        return {"actor": None, "menu": [], "frame": "web/plain.html"}
    menu = navigation.links(navigation.entries_for(actor), request.path)
    return {"actor": actor, "menu": menu, "frame": "web/layout.html"}
