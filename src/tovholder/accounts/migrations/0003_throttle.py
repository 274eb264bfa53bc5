"""The table in which throttling counts, so that `migrate` alone makes a database that works."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_signing_in")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
