"""The marks of two records that are one organisation follow each other."""

from django.db import migrations

from programmes.migrations.sql import statements


class Migration(migrations.Migration):
    dependencies = [("programmes", "0012_rows_have_short_names"), ("members", "0013_merging")]
    operations = [migrations.RunSQL(statements("merged"))]
