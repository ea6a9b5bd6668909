"""A key that the log names stays what it is: it ends, it is annulled, and it is never removed."""

from django.db import migrations

GUARD = """
CREATE FUNCTION receipts_key_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'a key that the log names stays: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'issuing' THEN
            RAISE EXCEPTION 'a key begins as issuing' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.key_id, OLD.business_id, OLD.receipt_class, OLD.epoch, OLD.public_key)
            <> (NEW.key_id, NEW.business_id, NEW.receipt_class, NEW.epoch, NEW.public_key)
        OR NEW.last_epoch < OLD.last_epoch
        OR OLD.ended_on IS NOT NULL
            AND (OLD.end_reason, OLD.ended_on) IS DISTINCT FROM (NEW.end_reason, NEW.ended_on)
        OR OLD.annulled_on IS NOT NULL
            AND (OLD.annulment, OLD.annulled_on) IS DISTINCT FROM (NEW.annulment, NEW.annulled_on)
    THEN
        RAISE EXCEPTION 'this part of a key never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('issuing', 'ended'), ('issuing', 'annulled'), ('ended', 'annulled')
    ) THEN
        RAISE EXCEPTION 'a key that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGERS = """
CREATE TRIGGER receipts_key_guard BEFORE INSERT OR UPDATE OR DELETE ON receipts_key
    FOR EACH ROW EXECUTE FUNCTION receipts_key_guard();
CREATE TRIGGER receipts_key_whole BEFORE TRUNCATE ON receipts_key
    FOR EACH STATEMENT EXECUTE FUNCTION receipts_key_guard();
"""
BACK = """
DROP TRIGGER receipts_key_whole ON receipts_key;
DROP TRIGGER receipts_key_guard ON receipts_key;
DROP FUNCTION receipts_key_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("receipts", "0004_spent")]

    operations = [migrations.RunSQL([GUARD, TRIGGERS], BACK)]
