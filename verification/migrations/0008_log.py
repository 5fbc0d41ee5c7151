"""The public log: its tables, the tree over them in the database itself, and what the database refuses of it."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import verification.models.log
from django.db import migrations, models

from hcec.core.rowguard import of_row, policy

SQL = Path(__file__).parent.parent / "sql"
DROP = (
    "DROP FUNCTION verification_revocation_is_logged;"
    "DROP FUNCTION verification_log_root; DROP FUNCTION verification_log_hashes; DROP FUNCTION verification_log_fold"
)


def text(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('verification', '0007_open_credentials'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LogCheckpoint',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField()),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('body', models.BinaryField()),
                ('leaf', models.GeneratedField(db_persist=True, expression=verification.models.log.LeafHash('body'), output_field=models.BinaryField())),
                ('kind', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('kind', django.db.models.functions.comparison.Cast(verification.models.log.AsText('body'), models.JSONField())), output_field=models.TextField())),
                ('number', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('number', django.db.models.functions.comparison.Cast(verification.models.log.AsText('body'), models.JSONField())), output_field=models.TextField())),
            ],
        ),
        migrations.CreateModel(
            name='LogKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vkey', models.TextField(unique=True)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LogNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('position', models.BigIntegerField()),
                ('hash', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Salt',
            fields=[
                ('certificate', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='salt', serialize=False, to='verification.certificate')),
                ('value', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Witness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_th', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('vkey', models.TextField(unique=True)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='cosignature',
            name='checkpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='verification.logcheckpoint'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Regex(verification.models.log.AsText('body'), models.Value('^\\{"at":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z","commit":"[0-9a-f]{64}","kind":"(issue|correct|revoke)","number":"[0-9A-Z-]+-25[0-9]{2}-[0-9]{6,}"(,"previous":"[0-9A-Z-]+-25[0-9]{2}-[0-9]{6,}")?,"v":1\\}$')), name='verification_log_entries_have_their_form'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('issue', 'correct'))), fields=('number',), name='verification_a_certificate_is_logged_once'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'revoke')), fields=('number',), name='verification_a_revocation_is_logged_once'),
        ),
        migrations.RunSQL(text("0008_log.sql"), DROP),
        pgtrigger.migrations.AddTrigger(
            model_name='logentry',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c572822109c464974525958095d03bcf2ef77dbb', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_60dc7', table='verification_logentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logentry',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='c322e8fa25ee696bd452b1fae83976632f72e6e4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_de5e8', table='verification_logentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logentry',
            trigger=pgtrigger.compiler.Trigger(name='no_gap', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (SELECT max(index) - min(index) + 1 <> count(*) FROM arrived)\n       OR (SELECT min(index) FROM arrived) <> coalesce((SELECT max(index) + 1 FROM verification_logentry\n           WHERE index < (SELECT min(index) FROM arrived)), 0) THEN\n        RAISE EXCEPTION 'verification_log_entries_have_no_gap' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='8c4ce0a9015db64b6d60d1d900a5b5fd2804d6ec', level='STATEMENT', operation='INSERT', pgid='pgtrigger_no_gap_5944f', referencing='REFERENCING NEW TABLE AS arrived ', table='verification_logentry', when='AFTER')),
        ),
        migrations.AddField(
            model_name='logcheckpoint',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='verification.logkey'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logkey',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d3db475049c09b1d874499be7155ef8e9b7cbe9a', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_7b7f8', table='verification_logkey', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logkey',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='ae3cf52d28a914066f8e898d89360534451d4bad', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_394f5', table='verification_logkey', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='lognode',
            constraint=models.UniqueConstraint(fields=('level', 'position'), name='verification_a_log_node_is_computed_once'),
        ),
        migrations.AddConstraint(
            model_name='lognode',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1)), name='verification_leaves_are_no_log_nodes'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lognode',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c962c882679a83517bde70ef10683d803758b4ba', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_10fa4', table='verification_lognode', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lognode',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='023f33f5d553ada573967e1f4720cd7f7ae86efc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_9db18', table='verification_lognode', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lognode',
            trigger=pgtrigger.compiler.Trigger(name='of_its_children', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.hash IS DISTINCT FROM (SELECT CASE WHEN cardinality(row) = 256 THEN verification_log_fold(row) END\n        FROM verification_log_hashes(NEW.level - 1, NEW.position * 256, 256) AS row) THEN\n        RAISE EXCEPTION 'verification_a_log_node_is_the_hash_of_its_children' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='36cc1c0d2d8139822805d98f410bd49df43827cc', operation='INSERT', pgid='pgtrigger_of_its_children_2972a', table='verification_lognode', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='salt',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(verification.models.log.Octets('value'), models.Value(32)), name='verification_a_salt_has_32_bytes'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='salt',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4d1c62b042503a947b93058904cff51892d63ff1', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_bc1b4', table='verification_salt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='salt',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='ef7ff8bd8bbedb8531a12e2fe61135db97771aca', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_bf2e7', table='verification_salt', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='witness',
            name='province',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.province'),
        ),
        migrations.AddField(
            model_name='cosignature',
            name='witness',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='verification.witness'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logcheckpoint',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='82beff076d588a08b5969a96eabfec3f013a45f1', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_a887c', table='verification_logcheckpoint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logcheckpoint',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='c5d93a9c922be3a41239d18db684604b16ca3582', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_eaf72', table='verification_logcheckpoint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logcheckpoint',
            trigger=pgtrigger.compiler.Trigger(name='consistent_with_the_last', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM verification_logcheckpoint c WHERE c.size >= NEW.size;\n    IF FOUND THEN\n        RAISE EXCEPTION 'verification_checkpoints_grow' USING ERRCODE = 'check_violation';\n    END IF;\n    PERFORM 1 FROM (SELECT size, root FROM verification_logcheckpoint ORDER BY size DESC LIMIT 1) AS last\n      WHERE last.root IS DISTINCT FROM verification_log_root(last.size);\n    IF FOUND OR NEW.root IS DISTINCT FROM verification_log_root(NEW.size) THEN\n        RAISE EXCEPTION 'verification_a_checkpoint_is_consistent_with_the_last' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='d09158a7148ac01464b4dbd298a81b7cac49192f', operation='INSERT', pgid='pgtrigger_consistent_with_the_last_47f68', table='verification_logcheckpoint', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(fields=('checkpoint', 'witness'), name='verification_a_witness_signs_a_checkpoint_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cosignature',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='689f935a71eb51f1b592bfa7fc003664df068783', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_f0df5', table='verification_cosignature', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cosignature',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='f30661d1e6bbf3d03f78af984b037448b51a0804', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_3b21a', table='verification_cosignature', when='BEFORE')),
        ),
        policy("verification_salt", of_row("verification_salt.certificate_id", "verification_certificate")),
    ]
