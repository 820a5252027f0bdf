from django.db import migrations

from finance.migrations.sql import statements


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL(statements("amount"), "drop domain amount")]
