from django.db import migrations

from programmes.migrations.sql import statements


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_records_of_all_chapters")]
    operations = [migrations.RunSQL(statements("records"))]
