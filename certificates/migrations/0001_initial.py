import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('source', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('tokens', models.FloatField()),
                ('refilled_at', models.FloatField()),
                ('stamp', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('jpeg', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('running', 'Running'), ('paused', 'Paused'), ('finished', 'Finished')], default='running', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('started_by', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('started_by', ''), _negated=True), name='started_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('code', models.CharField(max_length=26, unique=True)),
                ('case', models.CharField(max_length=64)),
                ('programme_code', models.CharField(max_length=6)),
                ('year', models.PositiveIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('holder_name', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=120)),
                ('employer_name', models.CharField(max_length=200)),
                ('facts', models.JSONField()),
                ('status', models.CharField(choices=[('valid', 'In force'), ('suspended', 'Suspended'), ('revoked', 'Revoked'), ('expired', 'Term completed'), ('superseded', 'Replaced by a newer version')], default='valid', max_length=12)),
                ('allocated_at', models.DateTimeField()),
                ('allocated_by', models.CharField(max_length=64)),
                ('intended_at', models.DateTimeField(blank=True, null=True)),
                ('intended_by', models.CharField(blank=True, max_length=64)),
                ('issued_at', models.DateTimeField(blank=True, null=True)),
                ('issued_by', models.CharField(blank=True, max_length=64)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('layout', models.CharField(blank=True, max_length=40)),
                ('seals_used', models.JSONField(default=list)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='certificates.certificate')),
            ],
            options={
                'ordering': ['-year', 'number', '-version'],
                'indexes': [models.Index(models.OrderBy(models.F('year'), descending=True), models.OrderBy(models.F('id'), descending=True), name='register_newest_first'), models.Index(fields=['holder_name'], name='register_by_name'), models.Index(fields=['sha256'], name='register_by_file')],
                'constraints': [models.UniqueConstraint(fields=('number', 'version'), name='number_once_per_version'), models.UniqueConstraint(fields=('case', 'version'), name='case_once_per_version'), models.UniqueConstraint(condition=models.Q(('status', 'superseded'), _negated=True), fields=('number',), name='one_current_version_per_number'), models.CheckConstraint(condition=models.Q(('status__in', ['valid', 'suspended', 'revoked', 'expired', 'superseded'])), name='certificate_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('intended_at__isnull', True), ('intended_by', '')), models.Q(('intended_at__isnull', False), models.Q(('intended_by', ''), _negated=True)), _connector='OR'), name='intended_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', True), ('issued_by', ''), ('path', ''), ('sha256', '')), models.Q(('intended_at__isnull', False), ('issued_at__isnull', False), models.Q(('issued_by', ''), _negated=True), models.Q(('sha256', ''), _negated=True), models.Q(('path', ''), _negated=True)), _connector='OR'), name='issued_at_and_by_and_file'), models.CheckConstraint(condition=models.Q(('allocated_by', ''), _negated=True), name='allocated_at_and_by'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='version_from_one'), models.CheckConstraint(condition=models.Q(('serial__gte', 1)), name='serial_from_one')],
            },
        ),
        migrations.CreateModel(
            name='BatchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.CharField(blank=True, max_length=40)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('done', models.BooleanField(default=False)),
                ('error', models.TextField(blank=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='certificates.batch')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.certificate')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['batch', 'done'], name='batch_open_rows')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'certificate'), name='certificate_once_a_batch')],
            },
        ),
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('purpose', models.CharField(max_length=60)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=64)),
                ('lapses_at', models.DateTimeField()),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='certificates.certificate')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='copy_has_a_purpose'), models.CheckConstraint(condition=models.Q(('made_by', ''), _negated=True), name='copy_made_at_and_by'), models.CheckConstraint(condition=models.Q(('lapses_at__gt', models.F('made_at'))), name='copy_lapses_after_it_is_made')],
            },
        ),
        migrations.CreateModel(
            name='Impression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=120)),
                ('version', models.PositiveSmallIntegerField()),
                ('png', models.BinaryField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.CharField(max_length=64)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('released_by', models.CharField(blank=True, max_length=64)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=64)),
                ('reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['issuer', '-version'],
                'constraints': [models.UniqueConstraint(fields=('issuer', 'version'), name='seal_version_once_an_issuer'), models.CheckConstraint(condition=models.Q(('uploaded_by', ''), _negated=True), name='uploaded_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by', '')), models.Q(('released_at__isnull', False), models.Q(('released_by', ''), _negated=True)), _connector='OR'), name='released_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('withdrawn_at__isnull', True), ('withdrawn_by', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='withdrawn_at_and_by_and_reason'), models.CheckConstraint(condition=models.Q(('released_by', models.F('uploaded_by')), _negated=True), name='two_people_release_a_seal')],
            },
        ),
        migrations.CreateModel(
            name='Printer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('right_mm', models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ('down_mm', models.DecimalField(decimal_places=2, default=0, max_digits=5)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('down_mm__gte', -20), ('down_mm__lte', 20), ('right_mm__gte', -20), ('right_mm__lte', 20)), name='shift_within_two_centimetres')],
            },
        ),
        migrations.CreateModel(
            name='PrintRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('plain', 'Plain sheets'), ('two_up', 'Two up with crop marks'), ('overprint', 'Over pre-printed stock'), ('envelopes', 'Envelopes'), ('receipts', 'Receipt list')], max_length=10)),
                ('sheets', models.PositiveIntegerField()),
                ('spoiled', models.PositiveIntegerField(default=0)),
                ('numbers', models.JSONField()),
                ('subject', models.CharField(blank=True, db_index=True, max_length=64)),
                ('printer', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('printed_at', models.DateTimeField()),
                ('printed_by', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('printed_by', ''), _negated=True), name='printed_at_and_by'), models.CheckConstraint(condition=models.Q(('spoiled__lte', models.F('sheets'))), name='no_more_spoiled_than_printed')],
            },
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('design', models.CharField(max_length=40, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=64)),
                ('first_at', models.DateTimeField(blank=True, null=True)),
                ('first_by', models.CharField(blank=True, max_length=64)),
                ('second_at', models.DateTimeField(blank=True, null=True)),
                ('second_by', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('made_by', ''), _negated=True), name='made_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('first_at__isnull', True), ('first_by', '')), models.Q(('first_at__isnull', False), models.Q(('first_by', ''), _negated=True)), _connector='OR'), name='first_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('second_at__isnull', True), ('second_by', '')), models.Q(('first_at__isnull', False), ('second_at__isnull', False), models.Q(('second_by', ''), _negated=True)), _connector='OR'), name='second_at_and_by'), models.CheckConstraint(condition=models.Q(('second_by', ''), models.Q(('second_by', models.F('first_by')), _negated=True), _connector='OR'), name='two_people_release')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(max_length=60)),
                ('algorithm', models.CharField(max_length=30)),
                ('signature', models.TextField()),
                ('sealed_at', models.DateTimeField()),
                ('sealed_by', models.CharField(max_length=64)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='certificates.certificate')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('certificate', 'platform'), name='one_seal_a_platform'), models.CheckConstraint(condition=models.Q(('sealed_by', ''), _negated=True), name='sealed_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('city_code', models.CharField(max_length=6)),
                ('programme_code', models.CharField(max_length=6)),
                ('year', models.PositiveIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city_code', 'programme_code', 'year'), name='one_series_per_year')],
            },
        ),
        migrations.CreateModel(
            name='Showing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=43, unique=True)),
                ('public', models.BooleanField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=64)),
                ('lapses_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='showings', to='certificates.certificate')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lapses_at__isnull', True), ('public', True)), models.Q(('lapses_at__isnull', False), ('public', False)), _connector='OR'), name='a_link_lapses_a_page_stays'), models.CheckConstraint(condition=models.Q(('opened_by', ''), _negated=True), name='shown_at_and_by'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('public', True)), fields=('certificate',), name='one_public_page_a_certificate')],
            },
        ),
        migrations.CreateModel(
            name='SpecimenLeave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=120)),
                ('document', models.CharField(max_length=120)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.CharField(max_length=64)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('given_by', ''), _negated=True), models.Q(('document', ''), _negated=True)), name='given_at_and_by_and_document'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='ended_at_and_by'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('issuer',), name='one_leave_an_issuer')],
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(choices=[('valid', 'In force'), ('suspended', 'Suspended'), ('revoked', 'Revoked'), ('expired', 'Term completed'), ('superseded', 'Replaced by a newer version')], max_length=12)),
                ('after', models.CharField(choices=[('valid', 'In force'), ('suspended', 'Suspended'), ('revoked', 'Revoked'), ('expired', 'Term completed'), ('superseded', 'Replaced by a newer version')], max_length=12)),
                ('reason', models.TextField()),
                ('document', models.CharField(max_length=120)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=64)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='certificates.certificate')),
            ],
            options={
                'ordering': ['changed_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('changed_by', ''), _negated=True), name='changed_at_and_by'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='change_has_reason')],
            },
        ),
    ]
