"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from tovholder.accounts.views import memberships, own, staff, units

app_name = "accounts"
urlpatterns = [
    path("rights/", own.rights, name="rights"),
    path("account/", own.account, name="account"),
    path("account/stay/", own.stay, name="stay"),
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/new/", staff.new_staff, name="new_staff"),
    path("staff/sign-ins/", staff.sign_ins, name="sign_ins"),
    path("staff/<int:staff_id>/", staff.staff_page, name="staff"),
    path("staff/<int:staff_id>/password/", staff.one_time, name="one_time_password"),
    path("staff/<int:staff_id>/deactivate/", staff.deactivate, name="deactivate"),
    path("staff/<int:staff_id>/reactivate/", staff.reactivate, name="reactivate"),
    path("staff/<int:staff_id>/memberships/", memberships.add, name="add_membership"),
    path("staff/memberships/<int:membership_id>/", memberships.end, name="end_membership"),
    path("staff/memberships/<int:membership_id>/withdraw/", memberships.withdraw, name="withdraw_membership"),
    path("staff/units/", units.units, name="units"),
    path("staff/units/new/", units.new_unit, name="new_unit"),
    path("staff/units/<int:unit_id>/", units.unit_page, name="unit"),
    path("staff/units/<int:unit_id>/close/", units.close, name="close_unit"),
]
