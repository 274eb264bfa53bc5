from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "tovholder.imports"

    def ready(self) -> None:
        from tovholder.accounts.rights import Right
        from tovholder.web.navigation import Entry, add

        add(Entry(_("Import"), "imports:list", Right.IMPORT.value, 900))
