"""The last owner of a business that has left may go: nothing is left to decide, and nobody is held by an account."""

from django.db import migrations

# The business is locked too, so that it does not come back in the moment in which its last owner goes.
OWNER = """
CREATE OR REPLACE FUNCTION members_keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.role = 'owner' AND OLD.ended_on IS NULL THEN
        PERFORM FROM members_member
        WHERE business_id = OLD.business_id AND role = 'owner' AND ended_on IS NULL FOR UPDATE;
        IF NOT FOUND AND TG_OP = 'UPDATE' AND NEW.ended_on IS NOT NULL THEN
            PERFORM FROM businesses_business
            WHERE public_id = OLD.business_id AND state = 'left' FOR SHARE;
        END IF;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a business is never without an owner, unless it has left'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'member_owner_left';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
"""
BACK = """
CREATE OR REPLACE FUNCTION members_keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0003_answered_calls"), ("businesses", "0005_leaving")]
    operations = [migrations.RunSQL(OWNER, BACK)]
