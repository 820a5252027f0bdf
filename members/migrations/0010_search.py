from django.db import migrations

from members.migrations.sql import statements


class Migration(migrations.Migration):
    dependencies = [("members", "0009_organisations")]
    operations = [
        migrations.RunSQL(statements("search")),
        migrations.RunSQL("update members_organisation set search_key = ''", migrations.RunSQL.noop),
    ]
