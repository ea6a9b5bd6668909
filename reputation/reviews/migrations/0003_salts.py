"""Words may lack their salt when they come from a replay of the published log, and only then."""

from django.db import migrations, models

GUARD = """
CREATE TRIGGER reviews_review_begins_salted BEFORE INSERT ON reviews_review FOR EACH ROW
    WHEN (NEW.salt IS NULL AND NEW.text IS NOT NULL) EXECUTE FUNCTION log_require_salt();
CREATE TRIGGER reviews_review_stays_salted BEFORE UPDATE ON reviews_review FOR EACH ROW
    WHEN (NEW.salt IS NULL AND NEW.text IS NOT NULL AND (OLD.salt IS NOT NULL OR OLD.text IS DISTINCT FROM NEW.text))
    EXECUTE FUNCTION log_require_salt();
CREATE TRIGGER reviews_reply_begins_salted BEFORE INSERT ON reviews_reply FOR EACH ROW
    WHEN (NEW.salt IS NULL) EXECUTE FUNCTION log_require_salt();
CREATE TRIGGER reviews_reply_stays_salted BEFORE UPDATE ON reviews_reply FOR EACH ROW
    WHEN (NEW.salt IS NULL AND (OLD.salt IS NOT NULL OR OLD.text <> NEW.text)) EXECUTE FUNCTION log_require_salt();
"""
OPEN = """
DROP TRIGGER reviews_review_begins_salted ON reviews_review;
DROP TRIGGER reviews_review_stays_salted ON reviews_review;
DROP TRIGGER reviews_reply_begins_salted ON reviews_reply;
DROP TRIGGER reviews_reply_stays_salted ON reviews_reply;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('log', '0007_salts'),
        ('businesses', '0004_salts'),
        ('reviews', '0002_guards'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='review',
            name='review_text_with_salt',
        ),
        migrations.AlterField(
            model_name='reply',
            name='salt',
            field=models.BinaryField(null=True),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('salt__isnull', True), ('text__isnull', False), _connector='OR'), name='review_salt_with_text'),
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
