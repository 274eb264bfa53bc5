from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitizensConfig(AppConfig):
    name = "tovholder.citizens"

    def ready(self) -> None:
        from tovholder.accounts.rights import Right
        from tovholder.citizens import tidy_rows
        from tovholder.web.navigation import Entry, add

        add(Entry(_("Find a citizen"), "citizens:search", Right.FIND_CITIZEN.value, 40))
        tidy_rows.register()
