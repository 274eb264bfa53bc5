from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "tovholder.plans"

    def ready(self) -> None:
        from tovholder.accounts.rights import Right
        from tovholder.web.navigation import Entry, add

        add(Entry(_("Employment plan"), "plans:list", Right.SEE_PLANS.value, 55, seldom=True))
