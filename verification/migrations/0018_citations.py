"""Recognitions and attestations: occasions, the people cited in them, and certificates of these (decision 0036)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0012_trained'),
        ('testing', '0029_apart'),
        ('training', '0006_who_trained_whom'),
        ('verification', '0017_runs_of_one_kind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role_th', models.CharField(blank=True, max_length=100, verbose_name='role (Thai)')),
                ('role_en', models.CharField(blank=True, max_length=100, verbose_name='role (English)')),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_th', models.CharField(max_length=200, verbose_name='name (Thai)')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name (English)')),
                ('kind', models.CharField(choices=[('recognition', 'Certificate of recognition'), ('attestation', 'Letter of attestation')], max_length=20, verbose_name='kind of certificate')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='hours')),
                ('key', models.TextField(unique=True)),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='certificate',
            name='who_prepared_does_not_issue',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='certificate',
            name='one_that_counts',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='verification_a_certificate_has_the_source_of_its_kind',
        ),
        migrations.RemoveConstraint(
            model_name='template',
            name='verification_template_kind_is_known',
        ),
        migrations.AlterField(
            model_name='certificate',
            name='kind',
            field=models.CharField(choices=[('completion', 'Training certificate'), ('test_result', 'Test result certificate'), ('recognition', 'Certificate of recognition'), ('attestation', 'Letter of attestation')], max_length=20),
        ),
        migrations.AlterField(
            model_name='revocation',
            name='reason',
            field=models.CharField(choices=[('wrong_facts', 'What it says is not right'), ('wrong_person', 'Issued to the wrong person'), ('result_withdrawn', 'What it was issued for was withdrawn'), ('misconduct', 'Misconduct was established'), ('other', 'Another reason, on record at the center'), ('undone', 'Withdrawn before it was public'), ('replaced', 'A new certificate took its place')], max_length=20, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='template',
            name='kind',
            field=models.CharField(choices=[('completion', 'Training certificate'), ('test_result', 'Test result certificate'), ('recognition', 'Certificate of recognition'), ('attestation', 'Letter of attestation')], max_length=20, unique=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='who_prepared_does_not_issue', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM testing_result WHERE id = NEW.result_id AND entered_by_id = NEW.issued_by_id\n     UNION ALL SELECT 1 FROM training_completion WHERE id = NEW.completion_id AND decided_by_id = NEW.issued_by_id\n     UNION ALL SELECT 1 FROM verification_citation k JOIN verification_occasion o ON o.id = k.occasion_id\n       WHERE k.id = NEW.citation_id AND NEW.issued_by_id IN (k.entered_by_id, o.entered_by_id);\n    IF FOUND THEN\n        RAISE EXCEPTION 'verification_who_prepared_does_not_issue' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='648ee435bcee7332eae50531658a8f87a21ac0c3', operation='INSERT', pgid='pgtrigger_who_prepared_does_not_issue_347ab', table='verification_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='one_that_counts', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.edition > 1 THEN\n        PERFORM 1 FROM verification_certificate c\n          JOIN verification_revocation v ON v.certificate_id = c.id\n         WHERE c.id = NEW.replaces_id AND c.edition = NEW.edition - 1 AND c.holder_id = NEW.holder_id\n           AND c.result_id IS NOT DISTINCT FROM NEW.result_id\n           AND c.completion_id IS NOT DISTINCT FROM NEW.completion_id\n           AND c.citation_id IS NOT DISTINCT FROM NEW.citation_id;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'verification_a_certificate_replaces_the_revoked_one_before_it' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    PERFORM 1 FROM testing_result r WHERE r.id = NEW.result_id AND r.version <> NEW.result_version;\n    IF FOUND THEN\n        RAISE EXCEPTION 'verification_a_certificate_says_what_the_result_says' USING ERRCODE = 'check_violation';\n    END IF;\n    PERFORM 1 FROM verification_citation k JOIN verification_occasion o ON o.id = k.occasion_id WHERE k.id = NEW.citation_id\n       AND (o.kind <> NEW.kind OR k.withdrawn_at IS NOT NULL OR o.withdrawn_at IS NOT NULL);\n    IF FOUND THEN\n        RAISE EXCEPTION 'verification_a_certificate_is_of_a_citation_that_stands' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='51c1ae954967128f5e08525beea0b21ba6c361a8', operation='INSERT', pgid='pgtrigger_one_that_counts_a59a1', table='verification_certificate', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['completion', 'test_result', 'recognition', 'attestation'])), name='verification_template_kind_is_known'),
        ),
        migrations.AddField(
            model_name='citation',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='citation',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='citation',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='certificate',
            name='citation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='verification.citation'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('citation', 'edition'), name='verification_a_citation_has_one_certificate'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('citation__isnull', True), ('completion__isnull', False), ('kind', 'completion'), ('result__isnull', True)), models.Q(('citation__isnull', True), ('completion__isnull', True), ('kind', 'test_result'), ('result__isnull', False)), models.Q(('citation__isnull', False), ('completion__isnull', True), ('kind__in', ['recognition', 'attestation']), ('result__isnull', True)), _connector='OR'), name='verification_a_certificate_has_the_source_of_its_kind'),
        ),
        migrations.AddField(
            model_name='occasion',
            name='center',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occasions', to='centers.center', verbose_name='center'),
        ),
        migrations.AddField(
            model_name='occasion',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='occasion',
            name='skill',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.skillarea', verbose_name='skill area'),
        ),
        migrations.AddField(
            model_name='occasion',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='citation',
            name='occasion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='verification.occasion'),
        ),
        migrations.AddIndex(
            model_name='occasion',
            index=models.Index(fields=['center', '-starts_on'], name='occasions_of_a_center'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['recognition', 'attestation'])), name='verification_an_occasion_honours_or_attests'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='verification_an_occasion_ends_after_it_begins', violation_error_message='The last day comes before the first.'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(('hours__isnull', True), models.Q(('hours__gt', 0), ('hours__lte', 400)), _connector='OR'), name='verification_hours_of_an_occasion_are_possible', violation_error_message='More than 0 and at most 400 hours, or nothing.'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='verification_a_withdrawn_occasion_says_by_whom'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occasion',
            trigger=pgtrigger.compiler.Trigger(name='frozen_while_a_certificate_counts', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM verification_citation k JOIN verification_certificate c ON c.citation_id = k.id\n      WHERE k.occasion_id = OLD.id AND NOT EXISTS (SELECT FROM verification_revocation v WHERE v.certificate_id = c.id);\n    IF FOUND THEN\n        RAISE EXCEPTION 'verification_what_a_certificate_says_is_frozen' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='1dd6d2034778cf6ef3726f8ba77d7d534ccf302b', operation='UPDATE', pgid='pgtrigger_frozen_while_a_certificate_counts_cc2d7', table='verification_occasion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occasion',
            trigger=pgtrigger.compiler.Trigger(name='an_occasion_stays_where_it_is', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."key" IS DISTINCT FROM (NEW."key"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='236639700ec176d65edaed6ecb05ffc6671922f8', operation='UPDATE', pgid='pgtrigger_an_occasion_stays_where_it_is_92bc9', table='verification_occasion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occasion',
            trigger=pgtrigger.compiler.Trigger(name='nobody_writes_their_own_words', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM verification_citation k\n      WHERE k.occasion_id = NEW.id AND k.person_id = NEW.entered_by_id AND k.withdrawn_at IS NULL;\n    IF FOUND THEN\n        RAISE EXCEPTION 'verification_nobody_is_cited_in_their_own_words' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='ec1b50d618168ccf3b1b23dee379778181ac64ae', operation='UPDATE', pgid='pgtrigger_nobody_writes_their_own_words_1d6eb', table='verification_occasion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occasion',
            trigger=pgtrigger.compiler.Trigger(name='withdrawn_rows_stay_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."withdrawn_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ec82a6bc00ce7db9ad0929e031d745b94113f390', operation='UPDATE', pgid='pgtrigger_withdrawn_rows_stay_withdrawn_e43f9', table='verification_occasion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occasion',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='92e9f4cc6fcb702e22a34b8e1ef78b209a71c700', operation='DELETE', pgid='pgtrigger_rows_are_never_removed_a37a4', table='verification_occasion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('occasion', 'person'), name='verification_a_person_is_cited_once_an_occasion'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('entered_by')), _negated=True), name='verification_nobody_cites_themself', violation_error_message='Nobody cites themself.'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='verification_a_withdrawn_citation_says_by_whom'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='frozen_while_a_certificate_counts', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM verification_citation k JOIN verification_certificate c ON c.citation_id = k.id\n      WHERE k.id = OLD.id AND NOT EXISTS (SELECT FROM verification_revocation v WHERE v.certificate_id = c.id);\n    IF FOUND THEN\n        RAISE EXCEPTION 'verification_what_a_certificate_says_is_frozen' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='a78825932c9b0c23126b6a1d207d5fde994bd1a5', operation='UPDATE', pgid='pgtrigger_frozen_while_a_certificate_counts_e102f', table='verification_citation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='a_citation_is_only_ever_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."occasion_id" IS DISTINCT FROM (NEW."occasion_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."role_th" IS DISTINCT FROM (NEW."role_th") OR OLD."role_en" IS DISTINCT FROM (NEW."role_en") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='46887e7890f2004394b6235c3703bc0d37b6c04e', operation='UPDATE', pgid='pgtrigger_a_citation_is_only_ever_withdrawn_f4f25', table='verification_citation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='nobody_is_cited_in_their_own_words', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM verification_occasion o WHERE o.id = NEW.occasion_id AND o.entered_by_id = NEW.person_id;\n    IF FOUND THEN\n        RAISE EXCEPTION 'verification_nobody_is_cited_in_their_own_words' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='769270f288b36eb168f181cc174b2acc47a1e734', operation='INSERT', pgid='pgtrigger_nobody_is_cited_in_their_own_words_a567b', table='verification_citation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='withdrawn_rows_stay_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."withdrawn_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cc2ee2b3b682e3efb815d05594b9476c578091a9', operation='UPDATE', pgid='pgtrigger_withdrawn_rows_stay_withdrawn_b7dcc', table='verification_citation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0a585b3cd784d7fed3b3eab0df926d00e05369c0', operation='DELETE', pgid='pgtrigger_rows_are_never_removed_3f1aa', table='verification_citation', when='BEFORE')),
        ),
        policy(
            "verification_citation",
            of_person("verification_citation.person_id")
            + " OR "
            + of_row("verification_citation.occasion_id", "verification_occasion", of_center("up.center_id")),
        ),
    ]
