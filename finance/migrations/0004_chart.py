"""The chart of accounts with its place in the statements, and the journals."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).parent / "data"


def rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load(apps, schema_editor):
    def model(name):
        return apps.get_model("finance", name).objects.using(schema_editor.connection.alias)

    captions = {}
    for row in rows("captions"):
        row["parent"] = captions.get(row["parent"])
        captions[row["code"]] = model("Caption").create(**row)
    for row in rows("accounts"):
        caption = captions[row.pop("caption")]
        model("Account").create(caption=caption, kind=caption.kind, **row)
    for row in rows("journals"):
        model("Journal").create(**row)


class Migration(migrations.Migration):
    dependencies = [("finance", "0003_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
