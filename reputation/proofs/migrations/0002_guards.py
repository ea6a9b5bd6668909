"""A proof never changes but for what a moderator says that it is; while its case runs it does not go, nor does its key."""

from django.db import migrations

PROOF = """
CREATE FUNCTION proofs_proof_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM proofs_key k WHERE k."case" = OLD.case_id AND k.forget_on IS NULL) THEN
            RAISE EXCEPTION 'a proof stays while its case runs' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM proofs_key k WHERE k."case" = NEW.case_id AND k.forget_on IS NOT NULL) THEN
            RAISE EXCEPTION 'nothing is shown in a case that is over' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.case_id, OLD.party, OLD.number, OLD.kind, OLD.size, OLD.pages, OLD.shown_on,
        OLD.sealed)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.case_id, NEW.party, NEW.number, NEW.kind, NEW.size, NEW.pages, NEW.shown_on,
        NEW.sealed)
    THEN
        RAISE EXCEPTION 'what was shown never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.seen IS NOT NULL AND NOT EXISTS (
        SELECT FROM proofs_access a WHERE a.proof = NEW.public_id AND a.user_id = NEW.seen_by_id)
    THEN
        RAISE EXCEPTION 'who says what a proof is has opened it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
KEY = """
CREATE FUNCTION proofs_key_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.forget_on IS NULL THEN
            RAISE EXCEPTION 'the key of a case stays while it runs' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (OLD."case", OLD.wrapped) IS DISTINCT FROM (NEW."case", NEW.wrapped) THEN
        RAISE EXCEPTION 'the key of a case never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.forget_on IS NOT NULL AND (NEW.forget_on IS NULL OR NEW.forget_on > OLD.forget_on) THEN
        RAISE EXCEPTION 'a key is destroyed earlier, never later' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
ACCESS = """
CREATE FUNCTION proofs_access_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was opened stays on record as it is' USING ERRCODE = 'restrict_violation';
END
$$
"""
TRIGGERS = [
    "CREATE TRIGGER proofs_proof_guard BEFORE INSERT OR UPDATE OR DELETE ON proofs_proof "
    "FOR EACH ROW EXECUTE FUNCTION proofs_proof_guard()",
    "CREATE TRIGGER proofs_key_guard BEFORE UPDATE OR DELETE ON proofs_key "
    "FOR EACH ROW EXECUTE FUNCTION proofs_key_guard()",
    "CREATE TRIGGER proofs_access_guard BEFORE UPDATE ON proofs_access "
    "FOR EACH ROW EXECUTE FUNCTION proofs_access_guard()",
]
BACK = """
DROP TRIGGER proofs_access_guard ON proofs_access;
DROP TRIGGER proofs_key_guard ON proofs_key;
DROP TRIGGER proofs_proof_guard ON proofs_proof;
DROP FUNCTION proofs_access_guard();
DROP FUNCTION proofs_key_guard();
DROP FUNCTION proofs_proof_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("proofs", "0001_tables")]

    operations = [migrations.RunSQL([PROOF, KEY, ACCESS, *TRIGGERS], BACK)]
