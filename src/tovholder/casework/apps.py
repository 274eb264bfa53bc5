from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "tovholder.casework"

    def ready(self) -> None:
        # Models are there only now.
        from tovholder.casework.contributions import contribute
        from tovholder.casework.own_contribution import OWN

        contribute(OWN)
