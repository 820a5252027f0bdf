from django.db import migrations

from finance.migrations.sql import statements


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_tables")]
    operations = [migrations.RunSQL(statements(name)) for name in ("ledger", "years", "invoices", "frozen")]
