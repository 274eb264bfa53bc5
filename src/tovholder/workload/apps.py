from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkloadConfig(AppConfig):
    name = "tovholder.workload"

    def ready(self) -> None:
        from tovholder.accounts.rights import Right
        from tovholder.casework.contributions import contribute
        from tovholder.web.navigation import Entry, add
        from tovholder.workload import tidy_rows
        from tovholder.workload.contribution import WORKLOAD

        contribute(WORKLOAD)
        tidy_rows.register()
        add(Entry(_("Weights of cases"), "workload:weights", Right.SEE_UNIT.value, 57))
