"""No pepper: who sends the same again is known by the codename, and nothing is made of a token and its words."""

from django.db import migrations

MAKE_AND_RENEW = """
CREATE FUNCTION receipts_renew_pepper(this_week date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    newest public.receipts_pepper;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('receipts_pepper', 0));
    SELECT * INTO newest FROM public.receipts_pepper ORDER BY week DESC LIMIT 1;
    IF newest.week >= this_week THEN
        RETURN;
    END IF;
    TRUNCATE public.receipts_pepper;
    IF newest.week IS NOT NULL THEN
        INSERT INTO public.receipts_pepper VALUES (newest.week, newest.pepper);
    END IF;
    INSERT INTO public.receipts_pepper VALUES (
        this_week,
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    );
END
$$;
CREATE FUNCTION receipts_make_pepper() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM public.receipts_renew_pepper(
        date_trunc('week', make_date(NEW.epoch / 4, NEW.epoch % 4 * 3 + 1, 1))::date
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER receipts_key_has_pepper AFTER INSERT ON receipts_key
    FOR EACH ROW EXECUTE FUNCTION receipts_make_pepper();
"""
NEITHER = """
DROP TRIGGER receipts_key_has_pepper ON receipts_key;
DROP FUNCTION receipts_make_pepper();
DROP FUNCTION receipts_renew_pepper(date);
"""


class Migration(migrations.Migration):
    dependencies = [("receipts", "0008_reserved")]

    operations = [
        migrations.RunSQL(NEITHER, MAKE_AND_RENEW),
        migrations.DeleteModel(name="Pepper"),
    ]
