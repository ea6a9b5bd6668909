"""Words may lack their salt when they come from a replay of the published log, and only then."""

from django.db import migrations, models

GUARD = """
CREATE TRIGGER businesses_business_begins_salted BEFORE INSERT ON businesses_business FOR EACH ROW
    WHEN (NEW.names_salt IS NULL) EXECUTE FUNCTION log_require_salt();
CREATE TRIGGER businesses_business_stays_salted BEFORE UPDATE ON businesses_business FOR EACH ROW
    WHEN (NEW.names_salt IS NULL AND (OLD.names_salt IS NOT NULL OR OLD.legal_name <> NEW.legal_name)) EXECUTE FUNCTION log_require_salt();
"""
OPEN = """
DROP TRIGGER businesses_business_begins_salted ON businesses_business;
DROP TRIGGER businesses_business_stays_salted ON businesses_business;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('log', '0007_salts'),
        ('businesses', '0003_imports'),
    ]

    operations = [
        migrations.AlterField(
            model_name='business',
            name='names_salt',
            field=models.BinaryField(null=True),
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
