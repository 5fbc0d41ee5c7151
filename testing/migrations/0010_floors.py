"""Rooms as grids, the way seats are given, and each drawing of them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('testing', '0009_pools'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Floor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rows', models.PositiveSmallIntegerField(verbose_name='rows')),
                ('columns', models.PositiveSmallIntegerField(verbose_name='columns')),
                ('drawn_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'seat plan of a room',
                'verbose_name_plural': 'seat plans of rooms',
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='seat')),
                ('row', models.PositiveSmallIntegerField(verbose_name='row')),
                ('column', models.PositiveSmallIntegerField(verbose_name='column')),
            ],
            options={
                'verbose_name': 'place in a room',
                'verbose_name_plural': 'places in rooms',
            },
        ),
        migrations.CreateModel(
            name='SeatDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=64)),
                ('method', models.PositiveSmallIntegerField(default=1)),
                ('apart', models.BooleanField()),
                ('people', models.JSONField()),
                ('seats', models.JSONField()),
                ('together', models.PositiveSmallIntegerField(verbose_name='neighbours of the same school that remain')),
                ('drawn_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'drawing of seats',
                'verbose_name_plural': 'drawings of seats',
            },
        ),
        migrations.CreateModel(
            name='SeatRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('order', 'In the order of booking'), ('lot', 'By lot')], default='order', max_length=10, verbose_name='how seats are given')),
                ('apart', models.BooleanField(default=False, verbose_name='keep people of the same school apart')),
                ('chosen_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'way of giving seats',
                'verbose_name_plural': 'ways of giving seats',
            },
        ),
        migrations.AddField(
            model_name='floor',
            name='drawn_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='floor',
            name='room',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='floor', to='centers.room'),
        ),
        migrations.AddField(
            model_name='place',
            name='floor',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='testing.floor'),
        ),
        migrations.AddField(
            model_name='seatdraw',
            name='drawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='seatdraw',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seat_draws', to='testing.session'),
        ),
        migrations.AddField(
            model_name='seatrule',
            name='chosen_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='seatrule',
            name='session',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seat_rule', to='testing.session'),
        ),
        migrations.AddConstraint(
            model_name='floor',
            constraint=models.CheckConstraint(condition=models.Q(('columns__gte', 1), ('columns__lte', 40), ('rows__gte', 1), ('rows__lte', 40)), name='testing_a_floor_fits_on_paper', violation_error_message='A plan has between 1 and 40 rows and columns.'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('floor', 'number'), name='testing_a_number_stands_once_on_a_floor', violation_error_message='A number stands once on a plan.'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('floor', 'row', 'column'), name='testing_a_place_holds_one_workstation'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('column__gte', 1), ('number__gte', 1), ('row__gte', 1)), name='testing_places_are_counted_from_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='inside_its_floor', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM testing_floor f WHERE f.id = NEW.floor_id AND NEW.row <= f.rows AND NEW.column <= f.columns;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'testing_a_place_lies_inside_its_floor' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='7240ec2788d612b4807c59a4f26d58d6cfcfc363', operation='INSERT OR UPDATE', pgid='pgtrigger_inside_its_floor_462c6', table='testing_place', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seatdraw',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c8d52830c7029c5bad23cdeffb46f9db815fed32', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_542c5', table='testing_seatdraw', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seatdraw',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='052098d1d6333cf57956d59d11c6dba135db22ca', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_16f5f', table='testing_seatdraw', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='seatrule',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['order', 'lot'])), name='testing_the_way_of_giving_seats_is_known'),
        ),
        migrations.AddConstraint(
            model_name='seatrule',
            constraint=models.CheckConstraint(condition=models.Q(('way', 'lot'), ('apart', False), _connector='OR'), name='testing_only_a_lot_keeps_schools_apart'),
        ),
        policy(
            "testing_seatdraw",
            of_row("testing_seatdraw.session_id", "testing_session", of_center("up.center_id")),
        ),
    ]
