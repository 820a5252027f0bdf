"""What people answered fits the number of people who answered, also past every form."""

from django.db import migrations

from programmes.migrations.sql import statements


class Migration(migrations.Migration):
    dependencies = [("programmes", "0010_tasks_have_a_deadline")]
    operations = [migrations.RunSQL(statements("surveys"))]
