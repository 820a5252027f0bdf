from django.db import migrations

from members.migrations.sql import statements


class Migration(migrations.Migration):
    dependencies = [("members", "0002_tables")]
    operations = [migrations.RunSQL(statements(name)) for name in ("periods", "frozen")]
