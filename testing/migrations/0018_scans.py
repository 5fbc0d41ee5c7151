"""Every scan of a desk, and decisions on those made without network."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('testing', '0017_conduct'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('typed', models.CharField(max_length=200, verbose_name='what was read')),
                ('outcome', models.CharField(choices=[('in', 'Let in'), ('not_code', 'No booking code'), ('unknown', 'Unknown code'), ('other_center', 'Another center'), ('other_day', 'Another day'), ('other_session', 'Another session of this day'), ('cancelled', 'Booking cancelled'), ('lapsed', 'Waiting list ended'), ('waiting', 'On the waiting list, no seat'), ('already', 'In already'), ('early', 'Desk not open yet'), ('over', 'Test over'), ('confirmed', 'Attendance already confirmed'), ('called_off', 'Session called off'), ('seat_closed', 'Seat out of order'), ('own', "One's own booking"), ('other', 'Refused for another reason')], max_length=20, verbose_name='outcome')),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('device_key', models.UUIDField(null=True, unique=True)),
                ('device_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'scan',
                'verbose_name_plural': 'scans',
            },
        ),
        migrations.CreateModel(
            name='ScanDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=500, verbose_name='what was decided')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'decision on a scan',
                'verbose_name_plural': 'decisions on scans',
            },
        ),
        migrations.AddField(
            model_name='scan',
            name='booking',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='testing.booking'),
        ),
        migrations.AddField(
            model_name='scan',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scan',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='testing.session'),
        ),
        migrations.AddField(
            model_name='scandecision',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scandecision',
            name='scan',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='testing.scan'),
        ),
        migrations.AddIndex(
            model_name='scan',
            index=models.Index(fields=['session', '-at'], name='scans_of_a_session'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['in', 'not_code', 'unknown', 'other_center', 'other_day', 'other_session', 'cancelled', 'lapsed', 'waiting', 'already', 'early', 'over', 'confirmed', 'called_off', 'seat_closed', 'own', 'other'])), name='testing_the_outcome_of_a_scan_is_known'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'in'), _negated=True), ('booking__isnull', False), _connector='OR'), name='testing_who_is_let_in_has_booked'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('device_at__isnull', True), ('device_key__isnull', True)), models.Q(('device_at__isnull', False), ('device_key__isnull', False)), _connector='OR'), name='testing_a_scan_without_network_says_when'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scan',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9ea60635730c1d6f32fbf6c01260aea78be30ee1', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_ffc7b', table='testing_scan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scan',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='4d771914dddf9e0ccfc35ce0e2965d356d656713', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_5a418', table='testing_scan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scandecision',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5610e2afb79f73b433420284af42382318338992', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_f4479', table='testing_scandecision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scandecision',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='da7fd12f3837017bc738d0fbd4a1d3dfe4cf0886', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_a22d5', table='testing_scandecision', when='BEFORE')),
        ),
        policy("testing_scan", of_row("testing_scan.session_id", "testing_session", of_center("up.center_id"))),
        policy("testing_scandecision", of_row("testing_scandecision.scan_id", "testing_scan")),
    ]
