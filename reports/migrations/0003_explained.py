"""What happens to a membership in a year whose report was adopted says why (sql/explained.sql)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql" / "explained.sql"


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_guards"), ("members", "0007_measures")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
