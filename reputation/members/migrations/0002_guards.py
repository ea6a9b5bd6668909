"""A business that has members has an owner among them, and what was done for it is told as it was."""

from django.db import migrations

# The rows of all owners are locked, so that two who go at once wait for each other.
OWNER = """
CREATE FUNCTION members_keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.role = 'owner' AND OLD.ended_on IS NULL THEN
        PERFORM FROM members_member
        WHERE business_id = OLD.business_id AND role = 'owner' AND ended_on IS NULL FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a business is never without an owner'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'member_owner_left';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER members_keep_owner AFTER UPDATE OR DELETE ON members_member
    FOR EACH ROW EXECUTE FUNCTION members_keep_owner();
"""
DEEDS = """
CREATE FUNCTION members_keep_deeds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '23 months' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what was done is not changed: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER members_keep_deeds BEFORE UPDATE OR DELETE ON members_deed
    FOR EACH ROW EXECUTE FUNCTION members_keep_deeds();
CREATE FUNCTION members_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE on % is refused', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER members_deeds_stay BEFORE TRUNCATE ON members_deed
    FOR EACH STATEMENT EXECUTE FUNCTION members_refuse_truncate();
"""
BACK = """
DROP TRIGGER members_keep_owner ON members_member;
DROP FUNCTION members_keep_owner();
DROP TRIGGER members_keep_deeds ON members_deed;
DROP FUNCTION members_keep_deeds();
DROP TRIGGER members_deeds_stay ON members_deed;
DROP FUNCTION members_refuse_truncate();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0001_tables")]
    operations = [migrations.RunSQL(OWNER + DEEDS, BACK)]
