"""The first content of the code lists. Later changes of the law are new rows, made on the screen or by an import."""

from django.db import migrations

from tovholder.citizens.codes import SHIPPED


def fill(apps, schema_editor):
    for name, entries in SHIPPED.items():
        model = apps.get_model("citizens", name)
        model.objects.bulk_create(model(**entry) for entry in entries)


class Migration(migrations.Migration):
    dependencies = [("citizens", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
