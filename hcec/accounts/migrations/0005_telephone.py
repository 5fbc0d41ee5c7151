"""People are found by the digits of their telephone, however they typed it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_words_of_fields'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='user',
            index=models.Index(models.Func('phone', models.Value('[^0-9]'), models.Value(''), models.Value('g'), function='regexp_replace'), condition=models.Q(('phone', ''), _negated=True), name='people_by_telephone'),
        ),
    ]
