from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishedConfig(AppConfig):
    name = "tovholder.published"

    def ready(self) -> None:
        from tovholder.accounts.rights import Right
        from tovholder.web.navigation import Entry, add

        add(Entry(_("Published figures"), "published:list", Right.TAKE_IN_FIGURES.value, 890))
