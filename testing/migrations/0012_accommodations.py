"""Accommodations: the measures that staff see, and the reasons that they do not."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('testing', '0010_floors'),
        ('testing', '0011_corrections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Accommodation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('asked', 'Request sent'), ('taken', 'Being decided'), ('granted', 'Granted'), ('refused', 'Not granted'), ('withdrawn', 'Taken back')], default='asked', max_length=20)),
                ('asked_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('until', models.DateField(null=True, verbose_name='holds until')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
            ],
            options={
                'verbose_name': 'accommodation',
                'verbose_name_plural': 'accommodations',
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('time', 'Extra time'), ('room', 'Separate room'), ('seat', 'Fixed or accessible seat'), ('software', 'Software or equipment'), ('reader', 'Reader or writer'), ('breaks', 'Breaks'), ('other', 'Other measure')], max_length=10, verbose_name='measure')),
                ('percent', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='extra time (percent)')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='what staff must know')),
            ],
            options={
                'verbose_name': 'measure of an accommodation',
                'verbose_name_plural': 'measures of accommodations',
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(verbose_name='why you need it')),
                ('evidence', models.FileField(upload_to='accommodations/%Y', verbose_name='evidence (PDF or picture)')),
            ],
            options={
                'verbose_name': 'reason of an accommodation',
                'verbose_name_plural': 'reasons of accommodations',
            },
        ),
        migrations.AddField(
            model_name='accommodation',
            name='center',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accommodations', to='centers.center', verbose_name='center that decides'),
        ),
        migrations.AddField(
            model_name='accommodation',
            name='decided_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='accommodation',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accommodations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='accommodation',
            name='taken_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='measure',
            name='accommodation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='testing.accommodation'),
        ),
        migrations.AddField(
            model_name='need',
            name='accommodation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='need', to='testing.accommodation'),
        ),
        migrations.AddIndex(
            model_name='accommodation',
            index=models.Index(fields=['person', 'status', 'until'], name='accommodations_of_a_person'),
        ),
        migrations.AddIndex(
            model_name='accommodation',
            index=models.Index(fields=['center', 'status'], name='accommodations_of_a_center'),
        ),
        migrations.AddConstraint(
            model_name='accommodation',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'taken', 'granted', 'refused', 'withdrawn'])), name='testing_accommodation_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='accommodation',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['asked', 'taken'])), fields=('person',), name='testing_a_person_asks_for_one_accommodation_at_a_time', violation_error_message='Your earlier request waits for its decision.'),
        ),
        migrations.AddConstraint(
            model_name='accommodation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_at__isnull', True), ('taken_by__isnull', True)), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='testing_accommodations_are_taken_up_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='accommodation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('status__in', ['granted', 'refused'])), models.Q(models.Q(('status__in', ['granted', 'refused']), _negated=True), ('decided_at__isnull', True), ('decided_by__isnull', True)), _connector='OR'), name='testing_accommodations_are_decided_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='accommodation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'granted'), ('until__isnull', False)), models.Q(models.Q(('status', 'granted'), _negated=True), ('until__isnull', True)), _connector='OR'), name='testing_granted_accommodations_hold_until_a_day'),
        ),
        migrations.AddConstraint(
            model_name='accommodation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_by__isnull', True), models.Q(('taken_by', models.F('person')), _negated=True), _connector='OR'), models.Q(('decided_by__isnull', True), ('decided_by', models.F('taken_by')), _connector='OR')), name='testing_nobody_decides_their_own_accommodation', violation_error_message='Nobody decides on their own accommodation. Ask a colleague.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accommodation',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{asked:taken,asked:withdrawn,taken:asked,taken:granted,taken:refused,taken:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='ab0f75802c978f0a54497dbbdac41d94116fa610', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_4c9cc', table='testing_accommodation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(fields=('accommodation', 'kind'), name='testing_an_accommodation_names_a_measure_once'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['time', 'room', 'seat', 'software', 'reader', 'breaks', 'other'])), name='testing_the_kind_of_measure_is_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'time'), ('percent__gte', 1), ('percent__lte', 100)), models.Q(models.Q(('kind', 'time'), _negated=True), ('percent__isnull', True)), _connector='OR'), name='testing_extra_time_is_a_percentage', violation_error_message='Extra time is between 1 and 100 percent.'),
        ),
        # Seen by the person, by the center that decides, and wherever she has a booking that is seen.
        policy(
            "testing_accommodation",
            of_person("testing_accommodation.person_id")
            + " OR "
            + of_center("testing_accommodation.center_id")
            + " OR EXISTS (SELECT FROM testing_booking b WHERE b.person_id = testing_accommodation.person_id)",
        ),
        policy("testing_measure", of_row("testing_measure.accommodation_id", "testing_accommodation")),
        # Why: herself, and the officer who took it up as long as it is being decided.
        policy(
            "testing_need",
            of_row(
                "testing_need.accommodation_id",
                "testing_accommodation",
                "(" + of_person("up.person_id") + " OR (up.status = 'taken' AND " + of_person("up.taken_by_id") + "))",
            ),
        ),
    ]
