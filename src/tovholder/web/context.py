"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tovholder.web import frame, navigation

#: The search box of the header: the room behind it is known by the name of its address alone, as the menu's are.
SEARCH = navigation.Entry("", "citizens:search", "find_citizen")


def page(request: HttpRequest) -> dict[str, Any]:
    """`actor`, the menu, and which frame fits (`frame`): that of staff, or the plain one for who is not signed in."""
    actor = getattr(request, "actor", None)
    if not (actor and actor.staff_id):
        return {"actor": None, "menu": None, "frame": "web/plain.html"}
    menu = navigation.Menu(navigation.links(navigation.entries_for(actor), request.path))
    search = navigation.links([SEARCH] if actor.may(SEARCH.right) else [], request.path)
    return {
        "actor": actor,
        "menu": menu,
        "search_url": search[0].url if search else "",
        "frame": "web/layout.html",
        "frame_parts": frame.parts(),
    }
