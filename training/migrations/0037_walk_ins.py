"""Walk-ins at the door of a meeting, the rules that staff may waive there, and completions that wait for a person."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0036_completing_takes_e_learning'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WalkIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('known', 'Known by her account'), ('provisional', 'Not matched to an account yet'), ('matched', 'Matched to an account'), ('unclaimed', 'Set aside: nobody knows whose account it is')], max_length=20, verbose_name='state')),
                ('name', models.CharField(blank=True, max_length=201, verbose_name='name that was taken down')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('added_at', models.DateTimeField(verbose_name='came in')),
                ('matched_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'walk-in of training',
                'verbose_name_plural': 'walk-ins of training',
            },
        ),
        migrations.AddField(
            model_name='eligibilityrule',
            name='desk_may_waive',
            field=models.BooleanField(db_default=False, default=False, help_text='At the door of a meeting, with a reason that stays on record.', verbose_name='staff may let somebody in at the door against it'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='completion',
            trigger=pgtrigger.compiler.Trigger(name='of_somebody_known', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM training_walkin WHERE enrolment_id = NEW.enrolment_id AND status IN ('provisional', 'unclaimed');\n    IF FOUND THEN\n        RAISE EXCEPTION 'training_completions_are_of_somebody_known' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='b8f0be2e6f4e962d569e6b58678834a2e60de75e', operation='INSERT', pgid='pgtrigger_of_somebody_known_fc81c', table='training_completion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enrolment',
            trigger=pgtrigger.compiler.Trigger(name='stays_its_persons', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.person_id IS DISTINCT FROM OLD.person_id THEN\n        PERFORM 1 FROM training_walkin WHERE enrolment_id = OLD.id AND status IN ('provisional', 'unclaimed');\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'training_an_enrolment_stays_its_persons' USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM training_attendance WHERE enrolment_id = OLD.id AND recorded_by_id = NEW.person_id;\n        IF FOUND THEN\n            RAISE EXCEPTION 'training_nobody_records_their_own_attendance' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='a2f466dcecb6224ffe5e815f778aa8968f4ce75a', operation='UPDATE OF "person_id"', pgid='pgtrigger_stays_its_persons_c8efb', table='training_enrolment', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='walkin',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='walkin',
            name='enrolment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='walk_in', to='training.enrolment'),
        ),
        migrations.AddField(
            model_name='walkin',
            name='matched_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='walkin',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='walk_ins', to='training.meeting'),
        ),
        migrations.AddField(
            model_name='walkin',
            name='waived',
            field=models.ManyToManyField(related_name='+', to='training.eligibilityrule'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['known', 'provisional', 'matched', 'unclaimed'])), name='training_walk_in_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('matched_at__isnull', False), ('matched_by__isnull', False), ('status', 'matched')), models.Q(models.Q(('status', 'matched'), _negated=True), ('matched_at__isnull', True), ('matched_by__isnull', True)), _connector='OR'), name='training_walk_ins_are_matched_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'known'), models.Q(('name', ''), _negated=True), _connector='OR'), name='training_of_an_unknown_walk_in_the_name_is_taken_down'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'provisional'), _negated=True), models.Q(('phone', ''), _negated=True), _connector='OR'), name='training_of_an_unknown_walk_in_the_telephone_is_taken_down', violation_error_message='Take down a telephone number: without it nobody can reach her.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walkin',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{provisional:matched,provisional:unclaimed,unclaimed:matched}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='bfba735234f8aecf613a872cd19fc183fb65b8c8', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_b407c', table='training_walkin', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walkin',
            trigger=pgtrigger.compiler.Trigger(name='never_to_oneself', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM training_enrolment WHERE id = NEW.enrolment_id AND person_id = NEW.matched_by_id;\n    IF FOUND THEN\n        RAISE EXCEPTION 'training_nobody_matches_a_walk_in_to_themself' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='906b204ce1e0e2c36f6291f948a1a312ed1652b6', operation='INSERT OR UPDATE OF "matched_by_id", "enrolment_id"', pgid='pgtrigger_never_to_oneself_dbef0', table='training_walkin', when='BEFORE')),
        ),
        policy("training_walkin", of_row("training_walkin.enrolment_id", "training_enrolment")),
    ]
