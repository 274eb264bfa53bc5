from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaitingConfig(AppConfig):
    name = "tovholder.waiting"

    def ready(self) -> None:
        # Models are there only now.
        from tovholder.accounts.rights import Right
        from tovholder.casework import wait_kinds
        from tovholder.casework.contributions import contribute
        from tovholder.waiting import thresholds, tidy_rows
        from tovholder.waiting.contribution import CONTRIBUTION
        from tovholder.web.navigation import Entry, add

        wait_kinds.provide_thresholds(thresholds.load)
        tidy_rows.register()
        contribute(CONTRIBUTION)
        add(Entry(_("Waiting times"), "waiting:waits", Right.SEE_OWN_CASES.value, 55))
