"""Names are found and sorted whatever accents they have (both columns are derived anew); people by their birth date."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import tovholder.citizens.names


class Migration(migrations.Migration):
    dependencies = [("citizens", "0002_codes")]

    operations = [
        migrations.RemoveIndex(model_name="citizen", name="citizen_search"),
        migrations.RemoveField(model_name="citizen", name="search"),
        migrations.AddField(
            model_name="citizen",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=tovholder.citizens.names.SearchWords("family_name", "given_name"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="citizen",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="citizen_search"),
        ),
        migrations.RemoveIndex(model_name="citizen", name="citizen_sort_key"),
        migrations.RemoveField(model_name="citizen", name="sort_key"),
        migrations.AddField(
            model_name="citizen",
            name="sort_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=tovholder.citizens.names.DanishSortKey("family_name", "given_name"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddIndex(
            model_name="citizen",
            index=models.Index(fields=["sort_key"], name="citizen_sort_key"),
        ),
        migrations.AddIndex(
            model_name="citizen",
            index=models.Index(fields=["born_on"], name="citizen_born_on"),
        ),
    ]
