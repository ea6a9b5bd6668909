from django.db import migrations

# The library notes to the second when a second factor was used last. That is when somebody came: it is not kept.
FORWARD = """
CREATE FUNCTION accounts_second_factor_untimed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.last_used_at := NULL;
    NEW.created_at := date_trunc('day', NEW.created_at, 'UTC');
    RETURN NEW;
END $$;
CREATE TRIGGER mfa_authenticator_untimed BEFORE INSERT OR UPDATE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION accounts_second_factor_untimed();
"""
BACK = """
DROP TRIGGER mfa_authenticator_untimed ON mfa_authenticator;
DROP FUNCTION accounts_second_factor_untimed();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_made_on"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
