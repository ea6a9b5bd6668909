"""The keys of proved domains, as the private check publishes them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Key',
            fields=[
                ('domain', models.CharField(max_length=253, primary_key=True, serialize=False)),
                ('domain_key', models.BinaryField()),
                ('skeleton_key', models.BinaryField()),
                ('tables', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['skeleton_key'], name='checks_key_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('domain_key__length', 32), ('skeleton_key__length', 32)), name='checks_key_whole')],
            },
        ),
    ]
