"""Results of other providers, and what levels count for."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_person, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('testing', '0025_substitutes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_th', models.CharField(max_length=200, verbose_name='name (Thai)')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name (English)')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='code')),
                ('provider', models.CharField(max_length=200, verbose_name='provider')),
                ('most', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='highest score')),
                ('validity_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='result is valid for (months)')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('scale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='testing.scale', verbose_name='scale')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.skillarea', verbose_name='skill area')),
            ],
            options={
                'verbose_name': 'outside test',
                'verbose_name_plural': 'outside tests',
            },
        ),
        migrations.CreateModel(
            name='OutsideResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='score')),
                ('taken_on', models.DateField(verbose_name='day of the test')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('number', models.CharField(max_length=60, verbose_name='number of the document')),
                ('proof', models.FileField(upload_to='outside_results/%Y', verbose_name='proof (PDF or picture)')),
                ('status', models.CharField(choices=[('sent', 'Waits to be checked'), ('accepted', 'Accepted'), ('returned', 'Returned'), ('taken_back', 'Taken back by the person'), ('withdrawn', 'Withdrawn: proved false')], default='sent', max_length=20, verbose_name='state')),
                ('sent_at', models.DateTimeField(verbose_name='sent on')),
                ('note', models.TextField(blank=True, verbose_name='reason')),
                ('checked_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('center', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_results', to='centers.center', verbose_name='center that checks')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='testing.band', verbose_name='level')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_results', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('test', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='testing.outsidetest', verbose_name='test')),
            ],
            options={
                'verbose_name': 'outside result',
                'verbose_name_plural': 'outside results',
            },
        ),
        migrations.CreateModel(
            name='Recognition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('source', models.TextField(verbose_name='source')),
                ('purpose', models.CharField(choices=[('licence', 'Professional licence'), ('standing', 'Academic standing'), ('other', 'Another purpose')], max_length=10, verbose_name='purpose')),
                ('age_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='a result may be so old (months)')),
                ('words_th', models.TextField(verbose_name='what it counts for (Thai)')),
                ('words_en', models.TextField(blank=True, verbose_name='what it counts for (English)')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts_for', to='testing.band', verbose_name='least level')),
            ],
            options={
                'verbose_name': 'purpose that a level counts for',
                'verbose_name_plural': 'purposes that levels count for',
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='outsidetest',
            constraint=models.CheckConstraint(condition=models.Q(('validity_months__isnull', True), ('validity_months__gte', 1), _connector='OR'), name='testing_outside_results_are_valid_for_a_month_at_least'),
        ),
        migrations.AddIndex(
            model_name='outsideresult',
            index=models.Index(fields=['center', 'status'], name='outside_results_of_a_center'),
        ),
        migrations.AddConstraint(
            model_name='outsideresult',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['sent', 'accepted', 'returned', 'taken_back', 'withdrawn'])), name='testing_outside_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='outsideresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_by__isnull', True), models.Q(('checked_by', models.F('person')), _negated=True), _connector='OR'), models.Q(('withdrawn_by__isnull', True), models.Q(('withdrawn_by', models.F('person')), _negated=True), _connector='OR')), name='testing_nobody_checks_their_own_outside_result', violation_error_message='Nobody checks their own document. Ask a colleague.'),
        ),
        migrations.AddConstraint(
            model_name='outsideresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('status__in', ['accepted', 'withdrawn', 'returned'])), models.Q(models.Q(('status__in', ['accepted', 'withdrawn', 'returned']), _negated=True), ('checked_at__isnull', True), ('checked_by__isnull', True)), _connector='OR'), name='testing_outside_results_are_checked_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='outsideresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), _connector='OR'), name='testing_outside_results_are_withdrawn_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='outsideresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['returned', 'withdrawn']), _negated=True), ('note__regex', '\\S'), _connector='OR'), name='testing_an_outside_result_is_returned_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='outsideresult',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('taken_on')), _connector='OR'), name='testing_outside_results_are_valid_after_their_test', violation_error_message='The last day must not come before the day of the test.'),
        ),
        migrations.AddConstraint(
            model_name='outsideresult',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['sent', 'accepted'])), fields=('test', 'number'), name='testing_a_document_is_one_persons', violation_error_message='A document of this test with this number was recorded already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outsideresult',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{accepted:withdrawn,returned:sent,returned:taken_back,sent:accepted,sent:returned,sent:taken_back}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='72b6b19ad34ce14b0263f376f60ae6b445d0658c', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_eeef1', table='testing_outsideresult', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outsideresult',
            trigger=pgtrigger.compiler.Trigger(name='accepted_is_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.status IN ('accepted', 'withdrawn') AND\n        (NEW.person_id, NEW.test_id, NEW.level_id, NEW.score, NEW.taken_on, NEW.valid_until, NEW.number, NEW.proof)\n        IS DISTINCT FROM\n        (OLD.person_id, OLD.test_id, OLD.level_id, OLD.score, OLD.taken_on, OLD.valid_until, OLD.number, OLD.proof) THEN\n        RAISE EXCEPTION 'testing_an_accepted_outside_result_is_never_rewritten' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='7fe44abe43085d24bed579b6104055810cbcc7a3', operation='UPDATE', pgid='pgtrigger_accepted_is_never_rewritten_73654', table='testing_outsideresult', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recognition',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='testing_recognition_ends_after_it_begins', violation_error_message='The last day must not come before the first.'),
        ),
        migrations.AddConstraint(
            model_name='recognition',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['licence', 'standing', 'other'])), name='testing_purposes_of_levels_are_known'),
        ),
        migrations.AddConstraint(
            model_name='recognition',
            constraint=models.CheckConstraint(condition=models.Q(('age_months__isnull', True), ('age_months__gte', 1), _connector='OR'), name='testing_a_result_that_counts_may_be_a_month_old'),
        ),
        policy(
            "testing_outsideresult",
            of_person("testing_outsideresult.person_id") + " OR " + of_center("testing_outsideresult.center_id"),
        ),
    ]
