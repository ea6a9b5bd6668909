"""What a published review can never become, and a waiting table that does not tell who came first."""

from django.db import migrations

GUARD = """
CREATE FUNCTION reviews_review_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'published' THEN
            RAISE EXCEPTION 'a review begins as published' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.business_id, OLD.month, OLD.receipt_class, OLD.language)
        IS DISTINCT FROM (NEW.id, NEW.public_id, NEW.business_id, NEW.month, NEW.receipt_class, NEW.language)
        OR OLD.no_receipt_given IS DISTINCT FROM NEW.no_receipt_given
    THEN
        RAISE EXCEPTION 'this part of a review never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.text IS NULL AND NEW.text IS NOT NULL THEN
        RAISE EXCEPTION 'an erased text does not come back' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.are_figures_changed AND (OLD.stars, OLD.outcome, true) IS DISTINCT FROM
        (NEW.stars, NEW.outcome, NEW.are_figures_changed)
        OR NOT NEW.are_figures_changed AND (OLD.stars, OLD.outcome) IS DISTINCT FROM (NEW.stars, NEW.outcome)
    THEN
        RAISE EXCEPTION 'stars and outcome change once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('published', 'withdrawn'), ('published', 'restricted'), ('published', 'erased'),
        ('restricted', 'published'), ('restricted', 'withdrawn'), ('restricted', 'erased'),
        ('erased', 'withdrawn'), ('erased', 'restricted')
    ) THEN
        RAISE EXCEPTION 'a review that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
KEEP = """
CREATE FUNCTION reviews_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a review is never removed: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""
# A table with checks still to come cannot be truncated; all our constraints that can wait do so by default.
# TRUNCATE gives the table a new file: neither the place of a row nor its transaction id survives.
FORGET = """
CREATE FUNCTION reviews_forget_order() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    LOCK TABLE public.reviews_waiting IN ACCESS EXCLUSIVE MODE;
    CREATE TEMPORARY TABLE reviews_still_waiting ON COMMIT DROP AS SELECT * FROM public.reviews_waiting;
    TRUNCATE public.reviews_waiting;
    INSERT INTO public.reviews_waiting SELECT * FROM reviews_still_waiting ORDER BY gen_random_uuid();
    DROP TABLE reviews_still_waiting;
    SET CONSTRAINTS ALL DEFERRED;
END
$$
"""
TABLES = ("reviews_review", "reviews_tombstone", "reviews_mark")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_tables")]

    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION reviews_review_guard()"),
        migrations.RunSQL(
            "CREATE TRIGGER reviews_review_guard BEFORE INSERT OR UPDATE ON reviews_review "
            "FOR EACH ROW EXECUTE FUNCTION reviews_review_guard()",
            "DROP TRIGGER reviews_review_guard ON reviews_review",
        ),
        migrations.RunSQL(KEEP, "DROP FUNCTION reviews_refuse_removal()"),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_stays BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION reviews_refuse_removal()",
                f"DROP TRIGGER {table}_stays ON {table}",
            )
            for table in TABLES
        ],
        migrations.RunSQL(FORGET, "DROP FUNCTION reviews_forget_order()"),
    ]
