"""Waiting by need: wishes, offers that hold a seat, and what a free seat is from now on."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


from pathlib import Path

from hcec.core.rowguard import of_center, of_person, of_row, policy

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0014_admits'),
        ('training', '0018_pools'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat_no', models.PositiveSmallIntegerField(verbose_name='seat')),
                ('status', models.CharField(choices=[('open', 'Waits for the answer'), ('taken', 'Taken'), ('declined', 'Not taken'), ('lapsed', 'Not answered in time'), ('recalled', 'Taken back: it does not take place')], default='open', max_length=20)),
                ('offered_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField(verbose_name='answer by')),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'offer of a place',
                'verbose_name_plural': 'offers of a place',
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level_th', models.CharField(blank=True, max_length=60, verbose_name='level')),
                ('first_day', models.DateField(verbose_name='first day of the round')),
                ('last_day', models.DateField(verbose_name='last day of the round')),
                ('until', models.DateField(verbose_name='waits until')),
                ('status', models.CharField(choices=[('open', 'In line'), ('offered', 'A seat is offered'), ('taken', 'Seat taken'), ('declined', 'No longer needed'), ('lapsed', 'Ended without an answer or a seat'), ('withdrawn', 'Withdrawn')], default='open', max_length=20)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'wish for a course',
                'verbose_name_plural': 'wishes for a course',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enrolment',
            trigger=pgtrigger.compiler.Trigger(name='held_seats_are_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.seat_no IS NOT NULL)', func="\n    PERFORM 1 FROM training_offer o WHERE o.round_id = NEW.round_id AND o.seat_no = NEW.seat_no AND o.status = 'open'\n       AND o.person_id <> NEW.person_id;\n    IF FOUND THEN\n        RAISE EXCEPTION 'training_a_held_seat_is_kept' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='86083d004283136d4c30573a01405fd666d42d34', operation='INSERT OR UPDATE OF "seat_no"', pgid='pgtrigger_held_seats_are_kept_21e30', table='training_enrolment', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='offer',
            name='enrolment',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offer', to='training.enrolment'),
        ),
        migrations.AddField(
            model_name='offer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='place_offers', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='offer',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='training.round'),
        ),
        migrations.AddField(
            model_name='wish',
            name='centers',
            field=models.ManyToManyField(blank=True, related_name='+', to='centers.center', verbose_name='centers'),
        ),
        migrations.AddField(
            model_name='wish',
            name='course',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.course', verbose_name='course'),
        ),
        migrations.AddField(
            model_name='wish',
            name='curriculum',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.curriculum', verbose_name='curriculum'),
        ),
        migrations.AddField(
            model_name='wish',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='course_wishes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wish',
            name='provinces',
            field=models.ManyToManyField(blank=True, related_name='+', to='centers.province', verbose_name='provinces'),
        ),
        migrations.AddField(
            model_name='offer',
            name='wish',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='training.wish'),
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['asked_at', 'id'], name='course_wishes_in_line'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'offered', 'taken', 'declined', 'lapsed', 'withdrawn'])), name='training_wish_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('course__isnull', False), ('curriculum__isnull', True), ('level_th', '')), models.Q(('course__isnull', True), ('curriculum__isnull', False)), _connector='OR'), name='training_a_wish_is_for_a_course_or_for_a_curriculum', violation_error_message='Choose one course, or a curriculum with its level.'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(condition=models.Q(('course__isnull', False), ('status__in', ('open', 'offered'))), fields=('person', 'course'), name='training_a_person_waits_once_for_a_course'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(condition=models.Q(('curriculum__isnull', False), ('status__in', ('open', 'offered'))), fields=('person', 'curriculum'), name='training_a_person_waits_once_for_a_curriculum'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('first_day__lte', models.F('last_day')), ('until__lte', models.F('last_day'))), name='training_wishes_have_days_in_order', violation_error_message='The last day must not come before the first.'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status__in', ('open', 'offered'))), models.Q(models.Q(('status__in', ('open', 'offered')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='training_wishes_end_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wish',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{offered:declined,offered:lapsed,offered:open,offered:taken,open:lapsed,open:offered,open:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d43e0553fa058d3a8b9bed33aad990d0e42dbc5f', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_d197e', table='training_wish', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['answer_by'], name='place_offers_by_their_end'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'taken', 'declined', 'lapsed', 'recalled'])), name='training_offer_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('wish',), name='training_a_wish_has_one_open_offer'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('round', 'seat_no'), name='training_a_seat_is_held_for_one_person'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('wish', 'round'), name='training_a_round_is_offered_to_a_wish_once'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='training_offers_are_answered_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', False), ('status', 'taken')), models.Q(models.Q(('status', 'taken'), _negated=True), ('enrolment__isnull', True)), _connector='OR'), name='training_taken_offers_have_a_place_and_others_none'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('answer_by__gt', models.F('offered_at'))), name='training_offers_leave_time_to_answer'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:declined,open:lapsed,open:recalled,open:taken}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='3dd0aa401ff35b28b332cb0c2fa82fb35a367fb7', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_b0f19', table='training_offer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='a_held_seat_is_free', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    PERFORM 1 FROM training_enrolment e WHERE e.round_id = NEW.round_id AND e.seat_no = NEW.seat_no;\n                    IF FOUND THEN\n                        RAISE EXCEPTION 'training_a_held_seat_is_nobodys_yet' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='7da1382b20daf2011ef82b6e25720db822c0de83', operation='INSERT', pgid='pgtrigger_a_held_seat_is_free_f9ff7', table='training_offer', when='BEFORE')),
        ),
        migrations.RunSQL(
            (SQL / "0019_held.sql").read_text(encoding="utf-8"), (SQL / "0018_pools.sql").read_text(encoding="utf-8")
        ),
        policy(
            "training_offer",
            of_person("training_offer.person_id")
            + " OR "
            + of_row("training_offer.round_id", "training_round", of_center("up.center_id")),
        ),
    ]
