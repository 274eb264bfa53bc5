"""The fields that a municipality begins with; its leaders add others and end these."""

import datetime as dt

from django.db import migrations

FIRST = dt.date(2000, 1, 1)
FIELDS = [
    ("Unge", "Young people"),
    ("Sygemeldte", "People on sick leave"),
    ("Fleksjob", "Flex jobs"),
    ("Integration", "Integration"),
    ("Selvstændige", "The self-employed"),
    ("Akademikere", "Academics"),
]


def fill(apps, schema_editor):
    Specialty = apps.get_model("workload", "Specialty")
    Specialty.objects.bulk_create(Specialty(name_da=da, name_en=en, valid_from=FIRST) for da, en in FIELDS)


class Migration(migrations.Migration):
    dependencies = [("workload", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
