"""What a held text can never become, what the pages may ask of writers, and no order in either table."""

from django.db import migrations

HELD = """
CREATE FUNCTION reviews_held_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' THEN
            RAISE EXCEPTION 'a held text begins as waiting' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.kind, OLD.cause, OLD.business_id, OLD.language, OLD.week)
            <> (NEW.id, NEW.kind, NEW.cause, NEW.business_id, NEW.language, NEW.week)
        OR OLD.review IS DISTINCT FROM NEW.review
        OR NEW.content IS NOT NULL AND NEW.content IS DISTINCT FROM OLD.content
    THEN
        RAISE EXCEPTION 'what is held never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('waiting', 'refused'), ('waiting', 'overdue'), ('refused', 'appealed'), ('appealed', 'final'),
        ('appealed', 'overdue')
    ) THEN
        RAISE EXCEPTION 'a held text that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER reviews_held_guard BEFORE INSERT OR UPDATE ON reviews_held
    FOR EACH ROW EXECUTE FUNCTION reviews_held_guard();
"""
NO_HELD = """
DROP TRIGGER reviews_held_guard ON reviews_held;
DROP FUNCTION reviews_held_guard();
"""
LOOK = """
CREATE FUNCTION reviews_look_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM reviews_look l
        WHERE l.held = NEW.held AND NOT l.is_second AND NOT l.passed AND l.decided_by_id IS DISTINCT FROM NEW.decided_by_id
    ) THEN
        RAISE EXCEPTION 'the second to decide about a text is another person than the first, who refused it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER reviews_look_guard BEFORE INSERT ON reviews_look FOR EACH ROW WHEN (NEW.is_second)
    EXECUTE FUNCTION reviews_look_guard();
"""
NO_LOOK = """
DROP TRIGGER reviews_look_guard ON reviews_look;
DROP FUNCTION reviews_look_guard();
"""
# A slip is given once, and only a codename without one is taken away: the pages can do no harm to those who have theirs.
WRITERS = """
CREATE FUNCTION reviews_by_codename(codename bytea) RETURNS TABLE (review uuid, slip bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.review, w.slip FROM public.reviews_writer w WHERE w.verifier = codename
$$;
CREATE FUNCTION reviews_give_slip(of_review uuid, given bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE public.reviews_writer SET slip = given WHERE review = of_review AND slip IS NULL
$$;
CREATE FUNCTION reviews_forget_held(of_review uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM public.reviews_writer WHERE review = of_review AND slip IS NULL
$$;
"""
NO_WRITERS = """
DROP FUNCTION reviews_by_codename(bytea);
DROP FUNCTION reviews_give_slip(uuid, bytea);
DROP FUNCTION reviews_forget_held(uuid);
"""
# One table a transaction: whoever writes into two of them would lock them in another order.
# A table with checks still to come cannot be truncated; all our constraints that can wait do so by default.
# TRUNCATE gives the table a new file: neither the place of a row nor its transaction id survives.
FORGET = """
CREATE FUNCTION {function}() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    LOCK TABLE public.{table} IN ACCESS EXCLUSIVE MODE;
    CREATE TEMPORARY TABLE reviews_kept ON COMMIT DROP AS SELECT * FROM public.{table};
    TRUNCATE public.{table};
    ALTER TABLE public.{table} DISABLE TRIGGER USER;
    INSERT INTO public.{table} SELECT * FROM reviews_kept ORDER BY gen_random_uuid();
    ALTER TABLE public.{table} ENABLE TRIGGER USER;
    DROP TABLE reviews_kept;
    SET CONSTRAINTS ALL DEFERRED;
END
$$
"""
ORDERLESS = {
    "reviews_forget_order_of_writers": "reviews_writer",
    "reviews_forget_order_of_held": "reviews_held",
}
# Who sends the same again is answered by the codename.
WEEK = """
CREATE FUNCTION reviews_publish_week(waiting uuid) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.publish_week FROM public.reviews_waiting w WHERE w.id = waiting
$$
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_writers")]

    operations = [
        migrations.RunSQL(HELD, NO_HELD),
        migrations.RunSQL(LOOK, NO_LOOK),
        migrations.RunSQL(WRITERS, NO_WRITERS),
        *[
            migrations.RunSQL(FORGET.format(function=function, table=table), f"DROP FUNCTION {function}()")
            for function, table in ORDERLESS.items()
        ],
        migrations.RunSQL("DROP FUNCTION reviews_publish_week(uuid)", WEEK),
    ]
