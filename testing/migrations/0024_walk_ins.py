"""Walk-ins at the door, the rules that the desk may waive, and results that wait for a person."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('testing', '0023_terms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WalkIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('known', 'Known by her account'), ('provisional', 'Not matched to an account yet'), ('matched', 'Matched to an account')], max_length=20, verbose_name='state')),
                ('name', models.CharField(blank=True, max_length=201, verbose_name='name that was taken down')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('added_at', models.DateTimeField(verbose_name='let in')),
                ('invited_at', models.DateTimeField(null=True, verbose_name='invited on')),
                ('matched_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'walk-in',
                'verbose_name_plural': 'walk-ins',
            },
        ),
        migrations.AddField(
            model_name='eligibilityrule',
            name='desk_may_waive',
            field=models.BooleanField(db_default=False, default=False, help_text='At the door, with a reason that stays on record.', verbose_name='the check-in desk may let somebody in against it'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='stays_its_persons', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.person_id IS DISTINCT FROM OLD.person_id THEN\n        PERFORM 1 FROM testing_walkin WHERE booking_id = OLD.id AND status = 'provisional';\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'testing_a_booking_stays_its_persons' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='03673110b8226e0914000652a56fa2fdf6ba14c0', operation='UPDATE OF "person_id"', pgid='pgtrigger_stays_its_persons_558c7', table='testing_booking', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='result',
            trigger=pgtrigger.compiler.Trigger(name='of_somebody_known', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.status = 'released' THEN\n        PERFORM 1 FROM testing_walkin WHERE booking_id = NEW.booking_id AND status = 'provisional';\n        IF FOUND THEN\n            RAISE EXCEPTION 'testing_a_result_is_released_to_somebody_known' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='fe6cdd2d46adbbaeed8a72fc78e361fbabe60c7a', operation='INSERT OR UPDATE OF "status", "booking_id"', pgid='pgtrigger_of_somebody_known_26032', table='testing_result', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='walkin',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='walkin',
            name='booking',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='walk_in', to='testing.booking'),
        ),
        migrations.AddField(
            model_name='walkin',
            name='matched_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='walkin',
            name='waived',
            field=models.ManyToManyField(related_name='+', to='testing.eligibilityrule'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['known', 'provisional', 'matched'])), name='testing_walk_in_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('matched_at__isnull', False), ('matched_by__isnull', False), ('status', 'matched')), models.Q(models.Q(('status', 'matched'), _negated=True), ('matched_at__isnull', True), ('matched_by__isnull', True)), _connector='OR'), name='testing_walk_ins_are_matched_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'known'), models.Q(('name', ''), _negated=True), _connector='OR'), name='testing_of_an_unknown_walk_in_the_name_is_taken_down'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'provisional'), _negated=True), models.Q(('phone', ''), _negated=True), _connector='OR'), name='testing_of_an_unknown_walk_in_the_telephone_is_taken_down', violation_error_message='Take down a telephone number: without it nobody finds her again.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walkin',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{provisional:matched}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b6f32d62789b75c599b0f1645a773c184997994d', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_72a3c', table='testing_walkin', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walkin',
            trigger=pgtrigger.compiler.Trigger(name='never_to_oneself', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM testing_booking WHERE id = NEW.booking_id AND person_id = NEW.matched_by_id;\n    IF FOUND THEN\n        RAISE EXCEPTION 'testing_nobody_matches_a_walk_in_to_themself' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='da0e06e2b5bb590b86d2665de3b813c252890506', operation='INSERT OR UPDATE OF "matched_by_id", "booking_id"', pgid='pgtrigger_never_to_oneself_d8224', table='testing_walkin', when='BEFORE')),
        ),
        policy("testing_walkin", of_row("testing_walkin.booking_id", "testing_booking")),
    ]
