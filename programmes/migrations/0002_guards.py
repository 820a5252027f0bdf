from django.db import migrations

from programmes.migrations.sql import statements


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [migrations.RunSQL(statements("guards"))]
