from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "tovholder.rulebook"

    def ready(self) -> None:
        from tovholder.accounts.rights import Right
        from tovholder.casework.contributions import contribute
        from tovholder.rulebook import keeping, tidy_rows
        from tovholder.rulebook.contribution import RULEBOOK
        from tovholder.web.navigation import Entry, add

        contribute(RULEBOOK)
        keeping.listen()
        tidy_rows.register()
        add(Entry(_("Statutory dates"), "rulebook:units", Right.SEE_UNIT.value, 55))
        add(Entry(_("Rules"), "rulebook:rules", Right.SEE_RULES.value, 85, seldom=True))
