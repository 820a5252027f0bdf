"""What an aspirant may do, and for how long; the bureau changes it with the category."""

from django.db import migrations


def load(apps, schema_editor):
    rights = "Is welkom op de ALV en praat mee, stemt niet."
    apps.get_model("members", "Category").objects.filter(code="AL").update(rights=rights, longest=24)


class Migration(migrations.Migration):
    dependencies = [("members", "0011_endings")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
