import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("finance", "0002_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='jaar')),
            ],
            options={
                'verbose_name': 'jaarverslag',
                'verbose_name_plural': 'jaarverslagen',
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='Chapter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='nummer')),
                ('title', models.CharField(max_length=120, verbose_name='titel')),
                ('programme', models.SlugField(blank=True, help_text='De code van het programma; diens looptijd is @looptijd.', max_length=40, verbose_name='programma')),
                ('text', models.TextField(blank=True, verbose_name='tekst')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='versie')),
                ('carried', models.BooleanField(default=False, verbose_name='overgenomen van vorig jaar')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chapters', to=settings.AUTH_USER_MODEL, verbose_name='schrijver')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chapters', to='reports.edition', verbose_name='jaarverslag')),
            ],
            options={
                'verbose_name': 'hoofdstuk',
                'verbose_name_plural': 'hoofdstukken',
                'ordering': ['edition_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='snapshot', serialize=False, to='reports.edition', verbose_name='jaarverslag')),
                ('values', models.JSONField(verbose_name='cijfers')),
                ('texts', models.JSONField(verbose_name='teksten')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='door')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='finance.decision', verbose_name='besluit')),
            ],
            options={
                'verbose_name': 'vastgesteld jaarverslag',
                'verbose_name_plural': 'vastgestelde jaarverslagen',
                'ordering': ['-edition_id'],
            },
        ),
        migrations.CreateModel(
            name='EditionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('open', 'In bewerking'), ('review', 'Ter beoordeling'), ('return', 'Terug naar de schrijvers'), ('adopt', 'Vastgesteld')], max_length=6, verbose_name='wat')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='toelichting')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='door')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='finance.decision', verbose_name='besluit')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='reports.edition', verbose_name='jaarverslag')),
            ],
            options={
                'verbose_name': 'gebeurtenis van een jaarverslag',
                'verbose_name_plural': 'gebeurtenissen van jaarverslagen',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='EditionFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                ('chapter', models.PositiveSmallIntegerField(verbose_name='hoofdstuk')),
                ('key', models.CharField(max_length=80, verbose_name='kengetal')),
                ('reference', models.CharField(blank=True, max_length=21, verbose_name='peildatum of periode')),
                ('style', models.CharField(blank=True, max_length=12, verbose_name='schrijfwijze')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.edition', verbose_name='jaarverslag')),
            ],
            options={
                'verbose_name': 'verplicht kengetal',
                'verbose_name_plural': 'verplichte kengetallen',
                'ordering': ['edition_id', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_key', models.CharField(max_length=80, verbose_name='controle')),
                ('what', models.TextField(verbose_name='punt')),
                ('reason', models.TextField(verbose_name='waarom het zo mag blijven')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='door')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='finance.decision', verbose_name='besluit')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='reports.edition', verbose_name='jaarverslag')),
            ],
            options={
                'verbose_name': 'ontheffing',
                'verbose_name_plural': 'ontheffingen',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ChapterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='versie')),
                ('text', models.TextField(blank=True, verbose_name='tekst')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='door')),
                ('chapter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reports.chapter', verbose_name='hoofdstuk')),
            ],
            options={
                'verbose_name': 'versie van een hoofdstuk',
                'verbose_name_plural': 'versies van hoofdstukken',
                'ordering': ['chapter_id', '-version'],
                'constraints': [models.UniqueConstraint(fields=('chapter', 'version'), name='chapterversion_once')],
            },
        ),
        migrations.CreateModel(
            name='SnapshotFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='naam')),
                ('content', models.BinaryField(verbose_name='inhoud')),
                ('sha256', models.CharField(max_length=64, verbose_name='zegel')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.snapshot', verbose_name='jaarverslag')),
            ],
            options={
                'verbose_name': 'vastgesteld document',
                'verbose_name_plural': 'vastgestelde documenten',
                'ordering': ['snapshot_id', 'name'],
            },
        ),
        migrations.AddConstraint(
            model_name='chapter',
            constraint=models.UniqueConstraint(fields=('edition', 'number'), name='chapter_number_once', violation_error_message='Dit jaarverslag heeft al een hoofdstuk met dit nummer.'),
        ),
        migrations.AddConstraint(
            model_name='editionevent',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['open', 'adopt'])), fields=('edition', 'kind'), name='editionevent_opened_and_adopted_once'),
        ),
        migrations.AddConstraint(
            model_name='editionevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'adopt'), _negated=True), ('decision__isnull', False), _connector='OR'), name='editionevent_adopted_by_decision', violation_error_message='Een jaarverslag wordt vastgesteld bij een besluit.'),
        ),
        migrations.AddConstraint(
            model_name='editionfigure',
            constraint=models.UniqueConstraint(fields=('edition', 'chapter', 'key', 'reference'), name='editionfigure_once', violation_error_message='Dit kengetal staat al in de lijst van dit hoofdstuk.'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(fields=('edition', 'check_key', 'what'), name='waiver_once'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='waiver_has_reason', violation_error_message='Schrijf op waarom dit punt zo mag blijven.'),
        ),
        migrations.AddConstraint(
            model_name='snapshotfile',
            constraint=models.UniqueConstraint(fields=('snapshot', 'name'), name='snapshotfile_once'),
        ),
    ]
