"""Moves of a person from one session to another, seen by whoever sees the seat that was given up."""

import django.db.models.deletion
from django.db import migrations, models

from hcec.core.rowguard import of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('testing', '0013_appeals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('given', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='moved_to', to='testing.booking')),
                ('got', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='moved_from', to='testing.booking')),
            ],
            options={
                'verbose_name': 'move to another session',
                'verbose_name_plural': 'moves to another session',
                'constraints': [models.CheckConstraint(condition=models.Q(('given', models.F('got')), _negated=True), name='testing_nobody_moves_to_where_she_was')],
            },
        ),
        policy("testing_exchange", of_row("testing_exchange.given_id", "testing_booking")),
    ]
