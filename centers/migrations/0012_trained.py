"""Who trained whom, kept below training and testing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Trained',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_on', models.DateField(verbose_name='last day')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.skillarea')),
                ('trainer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'who trained whom',
                'verbose_name_plural': 'who trained whom',
                'constraints': [models.UniqueConstraint(fields=('trainer', 'skill', 'person'), name='centers_who_trained_whom_is_kept_once_a_skill'), models.CheckConstraint(condition=models.Q(('trainer', models.F('person')), _negated=True), name='centers_nobody_is_trained_by_themself')],
            },
        ),
    ]
