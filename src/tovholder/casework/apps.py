from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "tovholder.casework"

    def ready(self) -> None:
        # Models are there only now.
        from tovholder.accounts.rights import Right
        from tovholder.casework.contributions import contribute
        from tovholder.casework.own_contribution import OWN
        from tovholder.web.navigation import Entry, add

        contribute(OWN)
        add(Entry(_("Units"), "casework:units", Right.SEE_UNIT.value, 50))
