"""How sessions are conducted: start, pauses, incidents, and the signed report."""

import datetime
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('testing', '0012_accommodations'),
        ('testing', '0016_draws'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='what happened')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'incident',
                'verbose_name_plural': 'incidents',
            },
        ),
        migrations.CreateModel(
            name='IncidentCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('name_th', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'kind of incident',
                'verbose_name_plural': 'kinds of incidents',
            },
        ),
        migrations.CreateModel(
            name='Conduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('running', 'Test under way'), ('paused', 'Test paused'), ('ended', 'Test ended, report to be signed'), ('signed', 'Report signed')], default='running', max_length=20)),
                ('started_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(null=True)),
                ('paused_for', models.DurationField(default=datetime.timedelta)),
                ('ended_at', models.DateTimeField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('report', models.JSONField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='conduct', to='testing.session')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'conduct of a session',
                'verbose_name_plural': 'conduct of sessions',
            },
        ),
        migrations.AddField(
            model_name='incident',
            name='booking',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='testing.booking'),
        ),
        migrations.AddField(
            model_name='incident',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='incident',
            name='conduct',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='testing.conduct'),
        ),
        migrations.AddField(
            model_name='incident',
            name='code',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='testing.incidentcode'),
        ),
        migrations.AddConstraint(
            model_name='conduct',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['running', 'paused', 'ended', 'signed'])), name='testing_conduct_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='conduct',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_at__isnull', False), ('status', 'paused')), models.Q(models.Q(('status', 'paused'), _negated=True), ('paused_at__isnull', True)), _connector='OR'), name='testing_a_pause_has_its_beginning'),
        ),
        migrations.AddConstraint(
            model_name='conduct',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('status__in', ['ended', 'signed'])), models.Q(models.Q(('status__in', ['ended', 'signed']), _negated=True), ('ended_at__isnull', True), ('ended_by__isnull', True)), _connector='OR'), name='testing_sessions_are_ended_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='conduct',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('report__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), ('status', 'signed'), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('status', 'signed'), _negated=True), ('digest', ''), ('signed_at__isnull', True), ('signed_by__isnull', True)), _connector='OR'), name='testing_reports_are_signed_by_someone_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conduct',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{ended:signed,paused:ended,paused:running,running:ended,running:paused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b2aa5864aa1d110d7702eb61f6b05055aeb3cad9', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_f227b', table='testing_conduct', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conduct',
            trigger=pgtrigger.compiler.Trigger(name='a_signed_report_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" = \'signed\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4ebf2f597defd34f076df19a23a8b790c8c0c3d4', operation='UPDATE OR DELETE', pgid='pgtrigger_a_signed_report_is_frozen_e839b', table='testing_conduct', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['conduct', 'at'], name='incidents_of_a_session'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incident',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f74635d0182357c43dbf34fbf4a68ec52b5d3b14', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_7710b', table='testing_incident', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incident',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='087b1cbffd373e467d61dd42725e75b9c09a4ad9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_1eaa7', table='testing_incident', when='BEFORE')),
        ),
        policy(
            "testing_conduct",
            of_row("testing_conduct.session_id", "testing_session", of_center("up.center_id")),
        ),
        policy("testing_incident", of_row("testing_incident.conduct_id", "testing_conduct")),
    ]
