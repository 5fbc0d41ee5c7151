"""Duties at a test that are kept apart: the rule, what was refused, what was waived, and the triggers."""

from pathlib import Path

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_row, policy

SQL = Path(__file__).parent.parent / "sql" / "0029_apart.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0012_trained'),
        ('testing', '0028_fees'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"), "DROP FUNCTION testing_too_near(bigint, bigint, text, bigint)"
        ),
        migrations.CreateModel(
            name='DutyWaiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('invigilate', 'Invigilate the test'), ('enter', 'Enter results'), ('release', 'Release the results')], max_length=12, verbose_name='duty')),
                ('reason', models.TextField(verbose_name='reason')),
                ('granted_at', models.DateTimeField(verbose_name='written down on')),
            ],
            options={
                'verbose_name': 'waiver of duties kept apart',
                'verbose_name_plural': 'waivers of duties kept apart',
            },
        ),
        migrations.CreateModel(
            name='NearMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('invigilate', 'Invigilate the test'), ('enter', 'Enter results'), ('release', 'Release the results')], max_length=12, verbose_name='duty')),
                ('why', models.CharField(choices=[('trained', 'trained people who sit the test'), ('invigilated', 'invigilated the test'), ('scored', 'entered or released its results')], max_length=12, verbose_name='because she')),
                ('at', models.DateTimeField(verbose_name='refused on')),
            ],
            options={
                'verbose_name': 'near miss',
                'verbose_name_plural': 'near misses',
            },
        ),
        migrations.CreateModel(
            name='TrainerRest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('source', models.TextField(verbose_name='source')),
                ('months', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(120)], verbose_name='months')),
            ],
            options={
                'verbose_name': 'months that a trainer keeps away',
                'verbose_name_plural': 'months that trainers keep away',
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conduct',
            trigger=pgtrigger.compiler.Trigger(name='duties_are_kept_apart', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM unnest(ARRAY[NEW.started_by_id, NEW.ended_by_id, NEW.signed_by_id]) AS who (id)\n      WHERE who.id IS NOT NULL\n        AND (TG_OP = 'INSERT' OR who.id NOT IN (coalesce(OLD.started_by_id, 0), coalesce(OLD.ended_by_id, 0)))\n        AND testing_too_near(who.id, NEW.session_id, 'invigilate') IS NOT NULL;\n    IF FOUND THEN\n        RAISE EXCEPTION 'testing_duties_at_a_test_are_kept_apart' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='0e4d1b0b57f04b6d9ac70178b6ee89639ec3ec6d', operation='INSERT OR UPDATE OF "started_by_id", "ended_by_id", "signed_by_id"', pgid='pgtrigger_duties_are_kept_apart_38581', table='testing_conduct', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='result',
            trigger=pgtrigger.compiler.Trigger(name='duties_are_kept_apart', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (TG_OP = 'INSERT' OR NEW.entered_by_id <> OLD.entered_by_id OR NEW.released_by_id IS DISTINCT FROM OLD.released_by_id)\n    THEN\n        PERFORM 1 FROM testing_booking b WHERE b.id = NEW.booking_id AND (\n            (TG_OP = 'INSERT' OR NEW.entered_by_id <> OLD.entered_by_id)\n              AND testing_too_near(NEW.entered_by_id, b.session_id, 'enter', b.person_id) IS NOT NULL\n            OR NEW.released_by_id IS NOT NULL\n              AND testing_too_near(NEW.released_by_id, b.session_id, 'release', b.person_id) IS NOT NULL);\n        IF FOUND THEN\n            RAISE EXCEPTION 'testing_duties_at_a_test_are_kept_apart' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='4a6ede51ec55ebdd4ffa9d8b75fa391e81d81b21', operation='INSERT OR UPDATE OF "entered_by_id", "released_by_id"', pgid='pgtrigger_duties_are_kept_apart_b708a', table='testing_result', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='dutywaiver',
            name='granted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dutywaiver',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dutywaiver',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_waivers', to='testing.session'),
        ),
        migrations.AddField(
            model_name='nearmiss',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nearmiss',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='near_misses', to='testing.session'),
        ),
        migrations.AddField(
            model_name='trainerrest',
            name='skill',
            field=models.ForeignKey(blank=True, help_text='Left empty: every skill that has no line of its own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.skillarea', verbose_name='skill'),
        ),
        migrations.AddConstraint(
            model_name='dutywaiver',
            constraint=models.CheckConstraint(condition=models.Q(('duty__in', ['invigilate', 'enter', 'release'])), name='testing_waived_duties_are_known'),
        ),
        migrations.AddConstraint(
            model_name='dutywaiver',
            constraint=models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='testing_duties_are_waived_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='dutywaiver',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('granted_by')), _negated=True), name='testing_nobody_waives_for_themself', violation_error_message='Nobody writes a waiver for themself. Ask a colleague.'),
        ),
        migrations.AddConstraint(
            model_name='dutywaiver',
            constraint=models.UniqueConstraint(fields=('session', 'person', 'duty'), name='testing_a_duty_is_waived_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutywaiver',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a04472f0e9ed244aa1e08f38300f5e1819ac220e', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_f9fe3', table='testing_dutywaiver', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutywaiver',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='9f6c29a2ac03079b3f3a38022e9d46dbfbe3a106', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_0f7bb', table='testing_dutywaiver', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='nearmiss',
            constraint=models.CheckConstraint(condition=models.Q(('duty__in', ['invigilate', 'enter', 'release']), ('why__in', ['trained', 'invigilated', 'scored'])), name='testing_near_misses_are_of_known_kinds'),
        ),
        migrations.AddConstraint(
            model_name='nearmiss',
            constraint=models.UniqueConstraint(fields=('session', 'person', 'duty', 'why'), name='testing_a_near_miss_is_kept_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nearmiss',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='57a78a527e084a79a4af0977b936bb15088adaea', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_b1a47', table='testing_nearmiss', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nearmiss',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='7f1512d5fd7f2180cae41fc3fb02fd0d79dc000d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_b0154', table='testing_nearmiss', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='trainerrest',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='testing_trainerrest_ends_after_it_begins', violation_error_message='The last day must not come before the first.'),
        ),
        migrations.AddConstraint(
            model_name='trainerrest',
            constraint=models.CheckConstraint(condition=models.Q(('months__lte', 120)), name='testing_trainers_do_not_keep_away_for_ever'),
        ),
        migrations.AddConstraint(
            model_name='trainerrest',
            constraint=models.UniqueConstraint(fields=('skill', 'valid_from'), name='testing_a_skill_has_one_rest_from_a_day', nulls_distinct=False),
        ),
        policy(
            "testing_dutywaiver",
            of_row("testing_dutywaiver.session_id", "testing_session", of_center("up.center_id")),
        ),
        policy(
            "testing_nearmiss",
            of_row("testing_nearmiss.session_id", "testing_session", of_center("up.center_id")),
        ),
    ]
