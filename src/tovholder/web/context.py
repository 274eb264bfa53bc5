"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tovholder.web import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    return {"actor": actor, "menu": navigation.entries_for(actor) if actor and actor.staff_id else []}
