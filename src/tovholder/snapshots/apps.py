from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "tovholder.snapshots"
