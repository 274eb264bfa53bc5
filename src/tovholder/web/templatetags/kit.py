"""Template tags of the kit. Built in: no template has to load them."""

from __future__ import annotations

from django import template

register = template.Library()
