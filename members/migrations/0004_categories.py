"""The categories of the statutes, with the account their contribution is income on."""

from django.db import migrations

CATEGORIES = (
    ("VO", "vrijwilligersorganisaties", "Vrijwilligersorganisatie", "Vrijwilligersorganisaties", True, "lasten per jaar in euro", "8010"),
    ("VC", "vrijwilligerscentrales", "Vrijwilligerscentrale", "Vrijwilligerscentrales", True, "formatie in fte", "8020"),
    ("SB", "sportbonden", "Sportbond", "Sportbonden", True, "", "8030"),
    ("AL", "aspirantleden", "Aspirant-lid", "Aspirant-leden", False, "", "8040"),
)


def load(apps, schema_editor):
    account = apps.get_model("finance", "Account").objects
    category = apps.get_model("members", "Category").objects
    for position, (code, key, name, plural, votes, base, income) in enumerate(CATEGORIES, start=1):
        category.create(
            code=code,
            key=key,
            name=name,
            plural=plural,
            votes=votes,
            base=base,
            income_account=account.get(code=income),
            position=position,
        )


class Migration(migrations.Migration):
    dependencies = [("members", "0003_guards"), ("finance", "0004_chart")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
