"""A run is of one kind and names its sources in one list, whatever they are (decision 0036)."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Every run was begun by a page that lists one kind.
OF_ONE_KIND = """
UPDATE verification_issuerun SET kind = CASE WHEN results <> '{}' THEN 'test_result' ELSE 'completion' END,
    sources = CASE WHEN results <> '{}' THEN results ELSE completions END;
"""
TWO_LISTS = """
UPDATE verification_issuerun SET results = CASE WHEN kind = 'test_result' THEN sources ELSE '{}' END,
    completions = CASE WHEN kind = 'completion' THEN sources ELSE '{}' END;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0016_answers_of_look_ups'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='issuerun',
            name='what_was_prepared_is_frozen',
        ),
        migrations.AddField(
            model_name='issuerun',
            name='kind',
            field=models.CharField(choices=[('completion', 'Training certificate'), ('test_result', 'Test result certificate'), ('recognition', 'Certificate of recognition'), ('attestation', 'Letter of attestation')], default='test_result', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='issuerun',
            name='sources',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.RunSQL(OF_ONE_KIND, TWO_LISTS),
        migrations.RemoveField(
            model_name='issuerun',
            name='completions',
        ),
        migrations.RemoveField(
            model_name='issuerun',
            name='results',
        ),
        migrations.AddConstraint(
            model_name='issuerun',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['completion', 'test_result', 'recognition', 'attestation'])), name='verification_a_run_is_of_a_known_kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issuerun',
            trigger=pgtrigger.compiler.Trigger(name='what_was_prepared_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."sources" IS DISTINCT FROM (NEW."sources") OR OLD."centers" IS DISTINCT FROM (NEW."centers") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."office" IS DISTINCT FROM (NEW."office"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ffd0bb1d52ecbfcc43d590c13dd70454e1add7dc', operation='UPDATE', pgid='pgtrigger_what_was_prepared_is_frozen_793c3', table='verification_issuerun', when='BEFORE')),
        ),
    ]
