"""Appeals against absences, and the words of the rule that they touch."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_person, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('testing', '0021_parked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='draw',
            name='absent_lots',
            field=models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(20)], verbose_name='fewer lots for each test after the first missed without cancelling'),
        ),
        migrations.CreateModel(
            name='NoShowAppeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='sent on')),
                ('status', models.CharField(choices=[('asked', 'Appeal to be decided'), ('excused', 'Excused, does not count'), ('upheld', 'The absence counts')], default='asked', max_length=20, verbose_name='state')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('decided_at', models.DateTimeField(null=True)),
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='no_show_appeal', to='testing.booking')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='no_show_appeals', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'appeal of an absence',
                'verbose_name_plural': 'appeals of absences',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'excused', 'upheld'])), name='testing_no_show_status_is_known'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(models.Q(('decided_by', models.F('marked_by')), _negated=True), models.Q(('decided_by', models.F('person')), _negated=True)), _connector='OR'), name='testing_nobody_decides_on_an_absence_they_marked_or_had', violation_error_message='Whoever marked the absence does not decide on the appeal.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', 'asked')), models.Q(models.Q(('status', 'asked'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='testing_appeals_of_absences_are_decided_by_someone_at_a_time')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noshowappeal',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{asked:excused,asked:upheld}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='eb0cc42cf2614694bef6fffd5b94518da942ed12', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_76fcc', table='testing_noshowappeal', when='BEFORE')),
        ),
        policy(
            "testing_noshowappeal",
            of_person("testing_noshowappeal.person_id")
            + " OR "
            + of_row("testing_noshowappeal.booking_id", "testing_booking"),
        ),
    ]
