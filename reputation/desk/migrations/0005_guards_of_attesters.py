"""Nobody is admitted as an attester, refused, or admitted again, and no key is annulled, but as two persons decided."""

from django.db import migrations

# Who owns the tables could take a guard away, and replays the published log: it is for the roles of the service.
OWNER = "pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')"
APPLY = "('payment-provider', 'marketplace')"
ATTESTER = f"""
CREATE FUNCTION desk_attester_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {OWNER} THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state NOT IN ('refused', 'lapsed') THEN
            RAISE EXCEPTION 'an attester stays, whatever became of it' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.kind IN {APPLY} AND NEW.state <> 'applied' THEN
            RAISE EXCEPTION 'an independent attester begins by applying' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.kind, OLD.receipt_class, OLD.business_id)
        IS DISTINCT FROM (NEW.id, NEW.public_id, NEW.kind, NEW.receipt_class, NEW.business_id)
    THEN
        RAISE EXCEPTION 'what an attester is never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('applied', 'admitted'), ('applied', 'refused'), ('applied', 'lapsed'), ('admitted', 'ended')
    ) THEN
        RAISE EXCEPTION 'an attester that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> NEW.state AND NEW.state IN ('admitted', 'refused') AND NOT EXISTS (
        SELECT FROM desk_proposal p
        WHERE p.subject = NEW.public_id AND p.state = 'confirmed'
            AND p.kind = CASE NEW.state WHEN 'admitted' THEN 'admit-attester' ELSE 'refuse-attester' END
    ) THEN
        RAISE EXCEPTION 'who may vouch is decided by two persons' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
KEY = f"""
CREATE FUNCTION desk_annulment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {OWNER} THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'annulled' THEN
        RAISE EXCEPTION 'a key that was annulled stays so' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'annulled' AND NOT EXISTS (
        SELECT FROM desk_proposal p
        WHERE p.kind = 'annul-key' AND p.state = 'confirmed' AND p.sha256 = encode(NEW.key_id, 'hex')
            AND p.subject = NEW.business_id AND p.ground = NEW.annulment
    ) THEN
        RAISE EXCEPTION 'a key is annulled as two persons decided it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGERS = """
CREATE TRIGGER desk_attester_guard BEFORE INSERT OR UPDATE OR DELETE ON receipts_attester
    FOR EACH ROW EXECUTE FUNCTION desk_attester_guard();
CREATE TRIGGER desk_annulment_guard BEFORE INSERT OR UPDATE OF state, annulment, annulled_on ON receipts_key
    FOR EACH ROW EXECUTE FUNCTION desk_annulment_guard();
"""
BACK = """
DROP TRIGGER desk_annulment_guard ON receipts_key;
DROP TRIGGER desk_attester_guard ON receipts_attester;
DROP FUNCTION desk_annulment_guard();
DROP FUNCTION desk_attester_guard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_attesters"),
        ("receipts", "0003_applications_of_attesters"),
    ]

    operations = [migrations.RunSQL([ATTESTER, KEY, TRIGGERS], BACK)]
