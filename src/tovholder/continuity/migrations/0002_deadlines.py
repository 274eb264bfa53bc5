"""The deadlines that hold until an administrator sets others."""

import datetime as dt

from django.db import migrations
from django.utils import timezone

#: Days; from before anything was registered on.
FIRST = dt.date(2000, 1, 1)
DAYS = {
    "planned_prepare": 5,
    "planned_accept": 10,
    "unplanned_prepare": 3,
    "unplanned_accept": 5,
    "reorganisation_prepare": 10,
    "reorganisation_accept": 20,
    "absence_first": 0,
    "absence_all": 5,
    "absence_decide": 20,
    "ahead": 14,
    "reads": 30,
}


def fill(apps, schema_editor):
    Deadline = apps.get_model("continuity", "Deadline")
    Deadline.objects.bulk_create(
        Deadline(what=what, days=days, valid_from=FIRST, registered_at=timezone.now()) for what, days in DAYS.items()
    )


class Migration(migrations.Migration):
    dependencies = [("continuity", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
