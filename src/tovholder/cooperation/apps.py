from django.apps import AppConfig


class CooperationConfig(AppConfig):
    name = "tovholder.cooperation"

    def ready(self) -> None:
        # Models are there only now.
        from tovholder.accounts import tidy
        from tovholder.casework import wait_kinds
        from tovholder.casework.contributions import contribute
        from tovholder.cooperation.contribution import CONTRIBUTION, ROOM, WAIT, tidy_waits
        from tovholder.cooperation.models import Course

        contribute(CONTRIBUTION)
        wait_kinds.register(WAIT)
        tidy.contribute(tidy.TidyRows(ROOM, "waits", tidy_waits, Course.objects.count))
