"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.citizens.views import cpr, edit, new, search, spells

app_name = "citizens"
urlpatterns = [
    path("", search.search, name="search"),
    path("new/", new.new, name="new"),
    path("<int:citizen_id>/edit/", edit.edit, name="edit"),
    path("<int:citizen_id>/person/", edit.person, name="person"),
    path("<int:citizen_id>/contact/", edit.contact, name="contact"),
    path("<int:citizen_id>/number/", edit.number, name="number"),
    path("<int:citizen_id>/protect/", edit.protect, name="protect"),
    path("<int:citizen_id>/protect/<int:spell_id>/end/", edit.unprotect, name="unprotect"),
    path("<int:citizen_id>/cpr/", cpr.cpr, name="cpr"),
    path("<int:citizen_id>/spells/", spells.spells, name="spells"),
    path("<int:citizen_id>/spells/<slug:kind>/", spells.add, name="add_spell"),
    path("<int:citizen_id>/spells/<slug:kind>/<int:spell_id>/end/", spells.end, name="end_spell"),
    path("<int:citizen_id>/spells/<slug:kind>/<int:spell_id>/take-back/", spells.take_back, name="take_back_spell"),
]
