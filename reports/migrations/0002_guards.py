"""What is adopted, decided or written down once stays: kept by the database (sql/guards.sql)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql" / "guards.sql"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
