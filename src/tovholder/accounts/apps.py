from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tovholder.accounts"

    def ready(self) -> None:
        from tovholder.accounts import menu, permissions, sessions, sign_ins  # noqa: F401 - they register themselves
        from tovholder.accounts import tidy_rows

        tidy_rows.register()
