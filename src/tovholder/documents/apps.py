from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "tovholder.documents"

    def ready(self) -> None:
        # Models are there only now.
        from tovholder.accounts.rights import Right
        from tovholder.casework import wait_kinds
        from tovholder.casework.contributions import contribute
        from tovholder.documents import tidy_rows
        from tovholder.documents.contribution import CONTRIBUTION, WAIT
        from tovholder.web.navigation import Entry, add

        contribute(CONTRIBUTION)
        wait_kinds.register(WAIT)
        tidy_rows.register()
        add(Entry(_("Counterparts"), "documents:counterparts", Right.SEE_UNIT.value, 65, seldom=True))
