"""Whoever decides in the first instance is a moderator when they do."""

from django.db import migrations

DECIDER = """
CREATE FUNCTION disputes_decider_duty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM accounts_given_duty g JOIN accounts_user u ON u.id = g.user_id
        WHERE g.user_id = NEW.user_id AND g.duty = 'moderator' AND g.ended_on IS NULL AND u.is_active
    ) THEN
        RAISE EXCEPTION 'a decision is made by those whose duty it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER disputes_decider_duty BEFORE INSERT ON disputes_decider
    FOR EACH ROW WHEN (NEW.role IN ('moderator', 'second-moderator')) EXECUTE FUNCTION disputes_decider_duty();
"""
BACK = """
DROP TRIGGER disputes_decider_duty ON disputes_decider;
DROP FUNCTION disputes_decider_duty();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0012_words_gone"), ("accounts", "0006_second_factors_untimed")]

    operations = [migrations.RunSQL(DECIDER, BACK)]
