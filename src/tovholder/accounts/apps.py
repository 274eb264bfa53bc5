from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tovholder.accounts"

    def ready(self) -> None:
        # They register themselves.
        from tovholder.accounts import menu, permissions, sessions, sign_ins, tidy_rows  # noqa: F401

        tidy_rows.register()
