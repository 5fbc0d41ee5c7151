"""Seats passed on to a colleague of the same school."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_person, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('testing', '0024_walk_ins'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='substitutes',
            field=models.BooleanField(db_default=False, default=False, verbose_name='who cannot come may pass the seat on to a colleague of the same school'),
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('asked', 'Waits for an answer'), ('taken', 'Seat taken over'), ('declined', 'Said no'), ('withdrawn', 'Question taken back'), ('lapsed', 'Ended without an answer')], default='asked', max_length=20, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked on')),
                ('answered_at', models.DateTimeField(null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='testing.booking')),
                ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL)),
                ('got', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitute_for', to='testing.booking')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'seat passed on',
                'verbose_name_plural': 'seats passed on',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'taken', 'declined', 'withdrawn', 'lapsed'])), name='testing_substitution_status_is_known'), models.CheckConstraint(condition=models.Q(('person', models.F('colleague')), _negated=True), name='testing_nobody_passes_a_seat_to_themself', violation_error_message='You have this seat already.'), models.CheckConstraint(condition=models.Q(models.Q(('got__isnull', False), ('status', 'taken')), models.Q(models.Q(('status', 'taken'), _negated=True), ('got__isnull', True)), _connector='OR'), name='testing_a_seat_that_was_taken_over_is_a_booking'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('status', 'asked')), models.Q(models.Q(('status', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='testing_an_answer_of_a_colleague_has_a_moment'), models.UniqueConstraint(condition=models.Q(('status', 'taken')), fields=('booking',), name='testing_a_seat_is_passed_on_once'), models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('booking', 'colleague'), name='testing_a_colleague_is_asked_once_at_a_time', violation_error_message='You have asked her already.')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='substitution',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{asked:declined,asked:lapsed,asked:taken,asked:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='90ca63c97fe415279bca9e57e03edccd61107fff', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_e2971', table='testing_substitution', when='BEFORE')),
        ),
        # Seen by both colleagues, and wherever the booking is.
        policy(
            "testing_substitution",
            of_person("testing_substitution.person_id")
            + " OR "
            + of_person("testing_substitution.colleague_id")
            + " OR "
            + of_row("testing_substitution.booking_id", "testing_booking"),
        ),
    ]
