from django.apps import AppConfig


class PublishedConfig(AppConfig):
    name = "tovholder.published"
