from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """For periods that may not overlap, and for search on a part of a name."""

    initial = True
    operations = [BtreeGistExtension(), TrigramExtension()]
