"""The first text of each standard letter; the bureau changes them on screen."""

from django.db import migrations

GREETING = "Beste {contactpersoon},\n\n"
CLOSING = "\n\nMet vriendelijke groet,\nVereniging NOV"
LETTERS = (
    (
        "welkom",
        "Welkom als lid van NOV",
        "{naam} is vanaf {eerste_dag} lid van NOV, als {categorie}. Jullie lidnummer is {lidnummer}.\n\nVoor de"
        " contributie ontvangen jullie een factuur. Heb je vragen, laat het ons weten.",
    ),
    (
        "opzegging",
        "Bevestiging van jullie opzegging",
        "Op {ontvangen_op} ontvingen we de opzegging van {naam} (lidnummer {lidnummer}). De laatste dag als lid is"
        " {laatste_dag}.\n\nOp {vandaag} staat nog open: {nog_te_betalen}.\n\nDank voor de jaren waarin jullie lid waren.",
    ),
    (
        "afwijzing",
        "Jullie aanmelding bij NOV",
        "Het bestuur heeft de aanmelding van {naam} niet aangenomen (besluit {besluit}). De reden: {reden}\n\nJullie kunnen"
        " de algemene ledenvergadering vragen om alsnog toe te laten.",
    ),
    (
        "overgang",
        "Het lidmaatschap gaat over op {naam}",
        "Het lidmaatschap van {van} gaat vanaf {eerste_dag} over op {naam}. Het loopt zonder onderbreking door; jullie"
        " lidnummer is {lidnummer}.",
    ),
)


def load(apps, schema_editor):
    for kind, subject, body in LETTERS:
        text = GREETING + body + CLOSING
        apps.get_model("members", "LetterTemplate").objects.create(kind=kind, subject=subject, body=text)


class Migration(migrations.Migration):
    dependencies = [("members", "0017_letters")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
