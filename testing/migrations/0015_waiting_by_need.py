"""Waiting by need: wishes, offers, and the hold of an offered seat."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('testing', '0014_exchange'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat_no', models.PositiveSmallIntegerField(verbose_name='seat')),
                ('status', models.CharField(choices=[('open', 'Waits for the answer'), ('taken', 'Taken'), ('declined', 'Not taken'), ('lapsed', 'Not answered in time'), ('recalled', 'Taken back: the session does not take place')], default='open', max_length=20)),
                ('offered_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField(verbose_name='answer by')),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'offer of a seat',
                'verbose_name_plural': 'offers of a seat',
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day of the test')),
                ('last_day', models.DateField(verbose_name='last day of the test')),
                ('until', models.DateField(verbose_name='waits until')),
                ('status', models.CharField(choices=[('open', 'In line'), ('offered', 'A seat is offered'), ('taken', 'Seat taken'), ('declined', 'No longer needed'), ('lapsed', 'Ended without an answer or a seat'), ('withdrawn', 'Withdrawn')], default='open', max_length=20)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'wish for a seat',
                'verbose_name_plural': 'wishes for a seat',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='booking',
            name='status_moves_are_legal',
        ),
        migrations.RemoveConstraint(
            model_name='booking',
            name='testing_booking_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='booking',
            name='testing_whoever_has_a_place_has_a_seat',
        ),
        migrations.AlterField(
            model_name='booking',
            name='status',
            field=models.CharField(choices=[('offered', 'Offered, waits for the answer'), ('confirmed', 'Seat confirmed'), ('waiting', 'On the waiting list'), ('attended', 'Attended'), ('absent', 'Absent'), ('cancelled', 'Cancelled'), ('lapsed', 'No seat came free')], max_length=20),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{absent:attended,absent:confirmed,attended:absent,attended:confirmed,confirmed:absent,confirmed:attended,confirmed:cancelled,offered:confirmed,waiting:cancelled,waiting:confirmed,waiting:lapsed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='1e8b1026577f1ec8875cbc80934df81a33e30f36', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_fd15c', table='testing_booking', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['offered', 'confirmed', 'waiting', 'attended', 'absent', 'cancelled', 'lapsed'])), name='testing_booking_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seat_no__isnull', False), ('status__in', ['offered', 'confirmed', 'attended', 'absent'])), models.Q(models.Q(('status__in', ['offered', 'confirmed', 'attended', 'absent']), _negated=True), ('seat_no__isnull', True)), _connector='OR'), name='testing_whoever_has_a_place_has_a_seat'),
        ),
        migrations.AddField(
            model_name='offer',
            name='booking',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offer', to='testing.booking'),
        ),
        migrations.AddField(
            model_name='offer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='offer',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='testing.session'),
        ),
        migrations.AddField(
            model_name='wish',
            name='centers',
            field=models.ManyToManyField(blank=True, related_name='+', to='centers.center', verbose_name='centers'),
        ),
        migrations.AddField(
            model_name='wish',
            name='exam',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='testing.exam', verbose_name='test'),
        ),
        migrations.AddField(
            model_name='wish',
            name='instead_of',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='testing.booking'),
        ),
        migrations.AddField(
            model_name='wish',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wish',
            name='provinces',
            field=models.ManyToManyField(blank=True, related_name='+', to='centers.province', verbose_name='provinces'),
        ),
        migrations.AddField(
            model_name='wish',
            name='skill',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.skillarea', verbose_name='skill'),
        ),
        migrations.AddField(
            model_name='offer',
            name='wish',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='testing.wish'),
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['skill', 'asked_at', 'id'], name='wishes_in_line_by_skill'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'offered', 'taken', 'declined', 'lapsed', 'withdrawn'])), name='testing_wish_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('open', 'offered'))), fields=('person', 'skill'), name='testing_a_person_waits_once_for_a_skill', violation_error_message='You are already in line for this skill.'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('first_day__lte', models.F('last_day')), ('until__lte', models.F('last_day'))), name='testing_wishes_have_days_in_order', violation_error_message='The last day must not come before the first.'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status__in', ('open', 'offered'))), models.Q(models.Q(('status__in', ('open', 'offered')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='testing_wishes_end_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wish',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{offered:declined,offered:lapsed,offered:open,offered:taken,open:lapsed,open:offered,open:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='3cc75b0ea47fd32653850320a2d9286e6d2b6d6b', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_3ae12', table='testing_wish', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['answer_by'], name='offers_by_their_end'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'taken', 'declined', 'lapsed', 'recalled'])), name='testing_offer_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('wish',), name='testing_a_wish_has_one_open_offer'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('wish', 'session'), name='testing_a_session_is_offered_to_a_wish_once'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='testing_offers_are_answered_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('booking__isnull', False), ('status__in', ['open', 'taken'])), models.Q(models.Q(('status__in', ['open', 'taken']), _negated=True), ('booking__isnull', True)), _connector='OR'), name='testing_open_offers_hold_a_seat_and_others_none'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('answer_by__gt', models.F('offered_at'))), name='testing_offers_leave_time_to_answer'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:declined,open:lapsed,open:recalled,open:taken}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='23ef09fe6d108da7d0739fe2bda53321a03bc262', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_c44e0', table='testing_offer', when='BEFORE')),
        ),
        policy(
            "testing_offer",
            of_person("testing_offer.person_id")
            + " OR "
            + of_row("testing_offer.session_id", "testing_session", of_center("up.center_id")),
        ),
    ]
