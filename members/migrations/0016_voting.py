from django.db import migrations

from members.migrations.sql import statements


class Migration(migrations.Migration):
    dependencies = [("members", "0015_governance")]
    operations = [migrations.RunSQL(statements("voting"))]
