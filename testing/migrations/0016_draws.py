"""Draws and their entries; an entry is seen within the center's branch and by its person (decisions 0016 and 0020)."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import testing.numbers
import uuid
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('testing', '0015_waiting_by_need'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DrawEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('others', models.BooleanField(default=True, verbose_name='another session of this draw if that one is full')),
                ('code', models.CharField(default=testing.numbers.new_code, max_length=9, unique=True, verbose_name='entry code')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('entered_at', models.DateTimeField()),
                ('lots', models.PositiveSmallIntegerField(null=True, verbose_name='lots')),
                ('place', models.PositiveIntegerField(null=True, verbose_name='place in the draw')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not drawn yet'), ('confirmed', 'Seat given'), ('waiting', 'Waiting list'), ('refused', 'No seat possible')], default='', max_length=20, verbose_name='outcome')),
                ('number', models.PositiveIntegerField(null=True)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
            ],
            options={
                'verbose_name': 'entry of a draw',
                'verbose_name_plural': 'entries of a draw',
            },
        ),
        migrations.AddField(
            model_name='session',
            name='drawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('open', 'Entries are taken'), ('sealed', 'List frozen, draw to come'), ('drawn', 'Drawn'), ('called_off', 'Draw called off')], default='open', max_length=20)),
                ('entries_from', models.DateTimeField(verbose_name='entries from')),
                ('entries_until', models.DateTimeField(verbose_name='entries until')),
                ('draws_at', models.DateTimeField(verbose_name='time of the draw')),
                ('base_lots', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MaxValueValidator(20)], verbose_name='lots for everyone')),
                ('new_lots', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MaxValueValidator(20)], verbose_name='more lots for whoever never sat a test of this skill')),
                ('absent_lots', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(20)], verbose_name='fewer lots for each test missed without cancelling')),
                ('absent_months', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='months in which missed tests count')),
                ('commitment', models.CharField(max_length=64)),
                ('secret', models.CharField(max_length=64)),
                ('later_name', models.CharField(blank=True, max_length=200, verbose_name='public value known only after the list is frozen')),
                ('later_value', models.CharField(blank=True, max_length=200, verbose_name='the value')),
                ('list_sha256', models.CharField(blank=True, max_length=64)),
                ('seed', models.CharField(blank=True, max_length=64)),
                ('sealed_at', models.DateTimeField(null=True)),
                ('drawn_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('center', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='centers.center')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'draw',
                'verbose_name_plural': 'draws',
            },
        ),
        migrations.AddField(
            model_name='session',
            name='draw',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='testing.draw'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('draw__isnull', True), ('drawn_at__isnull', True)), models.Q(('draw__isnull', False), ('drawn_at__isnull', False)), models.Q(('draw__isnull', False), ('opens_at__gte', django.db.models.expressions.CombinedExpression(models.F('closes_at'), '-', models.Value(datetime.timedelta(microseconds=1))))), _connector='OR'), name='testing_a_session_by_draw_stays_shut_until_it_is_drawn', violation_error_message='The seats of this session are drawn by lot: booking opens with the draw.'),
        ),
        migrations.AddField(
            model_name='drawentry',
            name='draw',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='testing.draw'),
        ),
        migrations.AddField(
            model_name='drawentry',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='testing.session', verbose_name='first wish'),
        ),
        migrations.AddField(
            model_name='drawentry',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draw_entries', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='drawentry',
            name='session',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='testing.session'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'sealed', 'drawn', 'called_off'])), name='testing_draw_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('draws_at__gte', models.F('entries_until')), ('entries_until__gt', models.F('entries_from'))), name='testing_a_draw_follows_its_entries', violation_error_message='Entries must end after they begin, and the draw comes after their end.'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('absent_lots__lte', 20), ('base_lots__range', (1, 20)), ('new_lots__lte', 20)), name='testing_everybody_has_a_lot', violation_error_message='Everybody has at least one lot and nobody more than 40.'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('list_sha256__regex', '^[0-9a-f]{64}$'), ('sealed_at__isnull', False), ('status__in', ['sealed', 'drawn'])), models.Q(('list_sha256', ''), ('sealed_at__isnull', True), ('status', 'open')), ('status', 'called_off'), _connector='OR'), name='testing_a_sealed_draw_has_the_digest_of_its_list'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('drawn_at__isnull', False), ('seed__regex', '^[0-9a-f]{64}$'), ('status', 'drawn')), models.Q(models.Q(('status', 'drawn'), _negated=True), ('drawn_at__isnull', True), ('seed', '')), _connector='OR'), name='testing_only_what_was_drawn_has_a_seed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draw',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:called_off,open:sealed,sealed:called_off,sealed:drawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='52825edc3706a7e5882bb951156d289de0d6ef61', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_dbd44', table='testing_draw', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='draw',
            trigger=pgtrigger.compiler.Trigger(name='rule_and_commitment_stand', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."commitment" IS DISTINCT FROM (NEW."commitment") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."base_lots" IS DISTINCT FROM (NEW."base_lots") OR OLD."new_lots" IS DISTINCT FROM (NEW."new_lots") OR OLD."absent_lots" IS DISTINCT FROM (NEW."absent_lots") OR OLD."absent_months" IS DISTINCT FROM (NEW."absent_months") OR OLD."later_name" IS DISTINCT FROM (NEW."later_name"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c9197f899fcbb9d122b34c5fdc861dc8dd464059', operation='UPDATE', pgid='pgtrigger_rule_and_commitment_stand_c4f33', table='testing_draw', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='drawentry',
            constraint=models.UniqueConstraint(fields=('draw', 'person'), name='testing_a_person_enters_a_draw_once', violation_error_message='You have already entered this draw.'),
        ),
        migrations.AddConstraint(
            model_name='drawentry',
            constraint=models.UniqueConstraint(fields=('draw', 'place'), name='testing_places_of_a_draw_are_given_once'),
        ),
        migrations.AddConstraint(
            model_name='drawentry',
            constraint=models.CheckConstraint(condition=models.Q(('lots__isnull', True), ('lots__range', (1, 40)), _connector='OR'), name='testing_an_entry_has_a_lot'),
        ),
        migrations.AddConstraint(
            model_name='drawentry',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'confirmed', 'waiting', 'refused'])), name='testing_outcomes_of_draws_are_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drawentry',
            trigger=pgtrigger.compiler.Trigger(name='list_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM testing_draw WHERE id = coalesce(NEW.draw_id, OLD.draw_id) AND status = 'open';\n    IF NOT FOUND AND (TG_OP <> 'UPDATE' OR (NEW.draw_id, NEW.person_id, NEW.code, NEW.lots, NEW.first_id, NEW.others)\n        IS DISTINCT FROM (OLD.draw_id, OLD.person_id, OLD.code, OLD.lots, OLD.first_id, OLD.others)) THEN\n        RAISE EXCEPTION 'testing_the_list_of_a_sealed_draw_is_frozen' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN coalesce(NEW, OLD);\n", hash='09996b2507e59b1ab17d8b3164c896f7386354c9', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_list_is_frozen_88c97', table='testing_drawentry', when='BEFORE')),
        ),
        policy(
            'testing_drawentry',
            of_person('testing_drawentry.person_id') + ' OR ' + of_row('testing_drawentry.draw_id', 'testing_draw', of_center('up.center_id')),
        ),
    ]
