import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import viewflow.workflow.fields
import viewflow.workflow.token
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('evaluations', '0001_initial'),
        ('evaluations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseProcess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flow_class', viewflow.workflow.fields.FlowReferenceField(max_length=250, verbose_name='Flow')),
                ('status', models.CharField(choices=[('CANCELED', 'Canceled'), ('DONE', 'Done'), ('NEW', 'New')], default='NEW', max_length=50, verbose_name='Status')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Created')),
                ('finished', models.DateTimeField(blank=True, null=True, verbose_name='Finished')),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='evaluations.application')),
                ('call', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='evaluations.call')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('application', None), ('call__isnull', False)), models.Q(('application__isnull', False), ('call', None)), _connector='OR'), name='process_has_one_subject'), models.UniqueConstraint(condition=models.Q(('application__isnull', False), ('finished', None)), fields=('application',), name='process_one_running_per_application'), models.UniqueConstraint(condition=models.Q(('call__isnull', False), ('finished', None)), fields=('call',), name='process_one_running_per_call')],
            },
        ),
        migrations.CreateModel(
            name='DeskTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flow_task', viewflow.workflow.fields.TaskReferenceField(max_length=255, verbose_name='Task')),
                ('flow_task_type', models.CharField(max_length=50, verbose_name='Type')),
                ('status', models.CharField(choices=[('ASSIGNED', 'Assigned'), ('CANCELED', 'Canceled'), ('DONE', 'Done'), ('ERROR', 'Error'), ('NEW', 'New'), ('REVIVED', 'Revived'), ('SCHEDULED', 'Scheduled'), ('STARTED', 'Started')], db_index=True, default='NEW', max_length=50, verbose_name='Status')),
                ('created', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='Created')),
                ('assigned', models.DateTimeField(blank=True, null=True, verbose_name='Assigned')),
                ('started', models.DateTimeField(blank=True, null=True, verbose_name='Started')),
                ('finished', models.DateTimeField(blank=True, null=True, verbose_name='Finished')),
                ('scheduled', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='Scheduled')),
                ('token', viewflow.workflow.fields.TokenField(default=viewflow.workflow.token.Token('start'), max_length=150, verbose_name='Token')),
                ('external_task_id', models.CharField(blank=True, db_index=True, max_length=50, null=True, verbose_name='External Task ID')),
                ('owner_permission', models.CharField(blank=True, max_length=255, null=True, verbose_name='Permission')),
                ('owner_permission_obj_pk', models.CharField(blank=True, max_length=255, null=True)),
                ('data', models.JSONField(blank=True, default=dict)),
                ('desk', models.CharField(blank=True, max_length=30)),
                ('place', models.CharField(blank=True, max_length=40)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('due_order', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('due_at', models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))), output_field=models.DateTimeField())),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='Owner')),
                ('owner_permission_content_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('previous', models.ManyToManyField(related_name='leading', to='workflows.desktask', verbose_name='Previous')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='workflows.caseprocess')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('finished', None)), fields=['place', 'desk', 'due_order', 'id'], name='task_desk'), models.Index(condition=models.Q(('finished', None)), fields=['place', 'due_order', 'id'], name='task_place'), models.Index(condition=models.Q(('finished', None)), fields=['due_order', 'id'], name='task_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('NEW', 'ASSIGNED', 'STARTED')), models.Q(('desk', ''), _negated=True)), fields=('process',), name='task_one_open_desk_per_process')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('filed', 'Application received'), ('returned', 'Returned for correction'), ('supplement', 'Supplement due'), ('progress', 'Handed on'), ('refused', 'Not successful'), ('lapsed', 'Lapsed'), ('ended', 'Ended'), ('listed', 'On public notice'), ('contested', 'Objection under inquiry'), ('approved', 'Approved'), ('certified', 'Certificate issued'), ('recheck', 'Recheck decided'), ('reminder', 'Due soon'), ('overdue', 'Overdue'), ('arrivals', 'New files')], max_length=20)),
                ('version', models.PositiveIntegerField(default=0)),
                ('data', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('mail_tried_at', models.DateTimeField(blank=True, null=True)),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.application')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['recipient', '-id'], name='message_box'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='message_unread'), models.Index(condition=models.Q(('mailed_at', None)), fields=['created_at'], name='message_unmailed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('application__isnull', False)), fields=('recipient', 'kind', 'application', 'version'), name='message_once')],
            },
        ),
    ]
