"""The marks of proofs without their order: the transaction of a mark is that of the code which its proof earned."""

from django.db import migrations

# As with claims, TRUNCATE gives the table a new file, and one transaction writes all rows.
FORGET = """
CREATE FUNCTION issuing_forget_order_of_marks() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    LOCK TABLE public.issuing_mark IN ACCESS EXCLUSIVE MODE;
    CREATE TEMPORARY TABLE issuing_marks_kept ON COMMIT DROP AS SELECT * FROM public.issuing_mark;
    TRUNCATE public.issuing_mark;
    INSERT INTO public.issuing_mark SELECT * FROM issuing_marks_kept ORDER BY gen_random_uuid();
    DROP TABLE issuing_marks_kept;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("issuing", "0004_codes_at_once")]

    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION issuing_forget_order_of_marks()")]
