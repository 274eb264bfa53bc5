from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContinuityConfig(AppConfig):
    name = "tovholder.continuity"

    def ready(self) -> None:
        # Models are there only now.
        from tovholder.accounts.rights import Right
        from tovholder.casework import access
        from tovholder.casework.contributions import contribute
        from tovholder.continuity import tasks  # noqa: F401 - the worker has to know them
        from tovholder.continuity.contribution import CONTRIBUTION
        from tovholder.continuity.grounds import GROUNDS
        from tovholder.web.navigation import Entry, add

        contribute(CONTRIBUTION)
        for ground in GROUNDS:
            access.allow(ground)
        add(Entry(_("Handovers"), "continuity:handovers", Right.HAND_OVER.value, 30))
        add(Entry(_("Absence"), "continuity:absences", Right.REGISTER_ABSENCE.value, 40))
        add(Entry(_("Deadlines of handovers"), "continuity:deadlines", Right.SET_DEADLINES.value, 80, seldom=True))
