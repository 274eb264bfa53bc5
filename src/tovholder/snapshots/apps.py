from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SnapshotsConfig(AppConfig):
    name = "tovholder.snapshots"

    def ready(self) -> None:
        from tovholder.accounts.rights import Right
        from tovholder.plans import sources
        from tovholder.snapshots import for_plans
        from tovholder.web.navigation import Entry, add

        sources.provide(for_plans.find)
        add(Entry(_("Figures"), "snapshots:figures", Right.SEE_FIGURES.value, 60))
        add(Entry(_("Snapshots"), "snapshots:list", Right.MAKE_SNAPSHOT.value, 910))
