"""A payment proof comes with its file, never gets another one, and is decided once; what waits is not removed."""

from django.db import migrations

GUARD = """
CREATE FUNCTION evidence_payment_proof_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'waiting' THEN
            RAISE EXCEPTION 'a payment proof that waits is not removed' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' THEN
            RAISE EXCEPTION 'a payment proof begins as waiting' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'a payment proof is decided once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.file IS NOT NULL AND NEW.file IS DISTINCT FROM OLD.file
        OR (OLD.id, OLD.public_id, OLD.business_id, OLD.collect_hash, OLD.had_voucher, OLD.week, OLD.decide_until,
            OLD.media)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.business_id, NEW.collect_hash, NEW.had_voucher, NEW.week, NEW.decide_until,
            NEW.media)
    THEN
        RAISE EXCEPTION 'what was shown never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGER = """
CREATE TRIGGER evidence_payment_proof_guard BEFORE INSERT OR UPDATE OR DELETE ON evidence_payment_proof
    FOR EACH ROW EXECUTE FUNCTION evidence_payment_proof_guard()
"""
BACK = """
DROP TRIGGER evidence_payment_proof_guard ON evidence_payment_proof;
DROP FUNCTION evidence_payment_proof_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_tables")]

    operations = [migrations.RunSQL([GUARD, TRIGGER], BACK)]
