"""Words may lack their salt when they come from a replay of the published log, and only then."""

from django.db import migrations, models

GUARD = """
CREATE TRIGGER disputes_decision_begins_salted BEFORE INSERT ON disputes_decision FOR EACH ROW
    WHEN (NEW.salt IS NULL) EXECUTE FUNCTION log_require_salt();
"""
OPEN = "DROP TRIGGER disputes_decision_begins_salted ON disputes_decision"


class Migration(migrations.Migration):

    dependencies = [
        ('log', '0007_salts'),
        ('disputes', '0002_guards'),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='salt',
            field=models.BinaryField(null=True),
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
