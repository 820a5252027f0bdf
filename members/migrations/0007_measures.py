"""What the bases of the statutes' categories are counted in."""

from django.db import migrations


def load(apps, schema_editor):
    category = apps.get_model("members", "Category").objects
    for code, measure in (("VO", "euro"), ("VC", "fte")):
        category.filter(code=code).update(measure=measure)


class Migration(migrations.Migration):
    dependencies = [("members", "0006_contribution_rules")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
