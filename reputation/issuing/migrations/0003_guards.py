"""What an issuing key, a code and a claim can never become, and the claims without their order."""

from django.db import migrations

KEY = """
CREATE FUNCTION issuing_key_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'asked' THEN
            RAISE EXCEPTION 'an issuing key begins as asked for' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.business, OLD.receipt_class, OLD.epoch) <> (NEW.id, NEW.business, NEW.receipt_class, NEW.epoch)
        OR OLD.state <> 'asked'
            AND (OLD.key_id, OLD.public_key) IS DISTINCT FROM (NEW.key_id, NEW.public_key)
        OR NEW.last_epoch < OLD.last_epoch
    THEN
        RAISE EXCEPTION 'this part of an issuing key never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('asked', 'made'), ('made', 'issuing'), ('made', 'ended'), ('issuing', 'ended')
    ) THEN
        RAISE EXCEPTION 'an issuing key that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'ended' THEN
        -- Claims that are under way are committed first; those to come find it ended.
        PERFORM pg_advisory_xact_lock(hashtextextended('issuing key ' || OLD.id, 0));
    END IF;
    RETURN NEW;
END
$$
"""
# The lock is shared among claims. That of a row would write each claim's transaction into the row of the key.
CLAIM = """
CREATE FUNCTION issuing_claim_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.hash, OLD.request) <> (NEW.hash, NEW.request) OR OLD.is_contested AND NOT NEW.is_contested THEN
            RAISE EXCEPTION 'a claim never changes' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT b.key_id INTO key FROM issuing_voucher v JOIN issuing_batch b ON b.id = v.batch_id WHERE v.hash = NEW.hash;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a claim is of a code' USING ERRCODE = 'foreign_key_violation';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('issuing key ' || key, 0));
    IF NOT EXISTS (SELECT FROM issuing_key k WHERE k.id = key AND k.state = 'issuing') THEN
        RAISE EXCEPTION 'the key of this code issues nothing'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'issuing_claim_key_issues';
    END IF;
    RETURN NEW;
END
$$
"""
BATCH = """
CREATE FUNCTION issuing_batch_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a batch never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM issuing_key k WHERE k.id = NEW.key_id AND k.state = 'ended') THEN
        RAISE EXCEPTION 'the key of this batch has ended' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
SAME = """
CREATE FUNCTION issuing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this never changes: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""
# What goes with a key goes after it ended: a code whose claim was gone could be claimed again.
STAYS = """
CREATE FUNCTION issuing_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text;
BEGIN
    IF TG_TABLE_NAME = 'issuing_key' THEN
        state := OLD.state;
    ELSIF TG_TABLE_NAME = 'issuing_batch' THEN
        SELECT k.state INTO state FROM issuing_key k WHERE k.id = OLD.key_id;
    ELSIF TG_TABLE_NAME = 'issuing_voucher' THEN
        SELECT k.state INTO state FROM issuing_key k JOIN issuing_batch b ON b.key_id = k.id WHERE b.id = OLD.batch_id;
    ELSE
        SELECT k.state INTO state FROM issuing_key k JOIN issuing_batch b ON b.key_id = k.id
            JOIN issuing_voucher v ON v.batch_id = b.id WHERE v.hash = OLD.hash;
    END IF;
    IF state <> 'ended' THEN
        RAISE EXCEPTION 'nothing of a key is removed while it lives: % on % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$
"""
# TRUNCATE gives the table a new file: neither the place of a row nor its transaction id survives. No trigger works
# meanwhile, and nobody else is in the table.
FORGET = """
CREATE FUNCTION issuing_forget_order() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    LOCK TABLE public.issuing_claim IN ACCESS EXCLUSIVE MODE;
    CREATE TEMPORARY TABLE issuing_claims_kept ON COMMIT DROP AS SELECT * FROM public.issuing_claim;
    ALTER TABLE public.issuing_claim DISABLE TRIGGER USER;
    TRUNCATE public.issuing_claim;
    INSERT INTO public.issuing_claim SELECT * FROM issuing_claims_kept ORDER BY gen_random_uuid();
    ALTER TABLE public.issuing_claim ENABLE TRIGGER USER;
    DROP TABLE issuing_claims_kept;
END
$$
"""
COUNTS = """
CREATE FUNCTION issuing_counts()
RETURNS TABLE (key_id bytea, attester uuid, registered bigint, claimed bigint, contested bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT k.key_id, b.attester, count(*), count(c.hash), count(*) FILTER (WHERE c.is_contested)
    FROM public.issuing_key k
    JOIN public.issuing_batch b ON b.key_id = k.id
    JOIN public.issuing_voucher v ON v.batch_id = b.id
    LEFT JOIN public.issuing_claim c ON c.hash = v.hash
    WHERE k.state IN ('issuing', 'ended')
    GROUP BY k.key_id, b.attester
$$
"""
REMOVE = """
CREATE FUNCTION issuing_remove(removed bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM public.issuing_claim c USING public.issuing_voucher v, public.issuing_batch b, public.issuing_key k
        WHERE c.hash = v.hash AND v.batch_id = b.id AND b.key_id = k.id AND k.key_id = removed;
    DELETE FROM public.issuing_voucher v USING public.issuing_batch b, public.issuing_key k
        WHERE v.batch_id = b.id AND b.key_id = k.id AND k.key_id = removed;
    DELETE FROM public.issuing_batch b USING public.issuing_key k WHERE b.key_id = k.id AND k.key_id = removed;
    DELETE FROM public.issuing_key k WHERE k.key_id = removed;
$$
"""
FUNCTIONS = (
    ("issuing_key_guard()", KEY),
    ("issuing_claim_guard()", CLAIM),
    ("issuing_batch_guard()", BATCH),
    ("issuing_refuse_change()", SAME),
    ("issuing_stays()", STAYS),
    ("issuing_forget_order()", FORGET),
    ("issuing_counts()", COUNTS),
    ("issuing_remove(bytea)", REMOVE),
)
TABLES = ("issuing_key", "issuing_batch", "issuing_voucher", "issuing_claim")
TRIGGERS = (
    ("guard", "issuing_key", "BEFORE INSERT OR UPDATE", "ROW", "issuing_key_guard"),
    ("guard", "issuing_claim", "BEFORE INSERT OR UPDATE", "ROW", "issuing_claim_guard"),
    ("guard", "issuing_batch", "BEFORE INSERT OR UPDATE", "ROW", "issuing_batch_guard"),
    ("guard", "issuing_voucher", "BEFORE UPDATE", "STATEMENT", "issuing_refuse_change"),
    ("guard", "issuing_mark", "BEFORE UPDATE", "STATEMENT", "issuing_refuse_change"),
    *(("stays", table, "BEFORE DELETE", "ROW", "issuing_stays") for table in TABLES),
    *(("whole", table, "BEFORE TRUNCATE", "STATEMENT", "issuing_refuse_change") for table in TABLES),
)


class Migration(migrations.Migration):
    dependencies = [("issuing", "0002_code_untouched")]

    operations = [
        *(migrations.RunSQL(made, f"DROP FUNCTION {name}") for name, made in FUNCTIONS),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_{name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
                f"DROP TRIGGER {table}_{name} ON {table}",
            )
            for name, table, when, each, function in TRIGGERS
        ),
    ]
