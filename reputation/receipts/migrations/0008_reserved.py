"""A token can be reserved for a text at which a moderator looks: then it is settled, or free again."""

from django.db import migrations, models

COLUMN = """
ALTER TABLE receipts_spent ADD COLUMN reserved_until date,
    ADD CONSTRAINT spent_reserved_has_no_token CHECK (reserved_until IS NULL OR token IS NULL);
CREATE INDEX receipts_spent_reserved ON receipts_spent (reserved_until) WHERE reserved_until IS NOT NULL;
"""
NO_COLUMN = """
DELETE FROM receipts_spent WHERE reserved_until IS NOT NULL;
ALTER TABLE receipts_spent DROP COLUMN reserved_until;
"""
GUARD = """
CREATE OR REPLACE FUNCTION receipts_spent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.epoch, OLD.nullifier, OLD.key_id) <> (NEW.epoch, NEW.nullifier, NEW.key_id)
        OR OLD.reserved_until IS NULL AND (NEW.token IS NOT NULL OR NEW.reserved_until IS NOT NULL)
        OR OLD.reserved_until IS NOT NULL AND (NEW.token IS NULL) = (NEW.reserved_until IS NULL)
    THEN
        RAISE EXCEPTION 'a spent token is published and forgotten, a reserved one kept or settled, and nothing else'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
GUARD_BEFORE = """
CREATE OR REPLACE FUNCTION receipts_spent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.epoch, OLD.nullifier, OLD.key_id) <> (NEW.epoch, NEW.nullifier, NEW.key_id) OR NEW.token IS NOT NULL THEN
        RAISE EXCEPTION 'a spent token is published and forgotten, and nothing else'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# The pages cannot read what was spent. They may do this much with a row whose nullifier they know, while it is reserved.
OF_RESERVED = """
CREATE FUNCTION receipts_settle(of_epoch integer, mark bytea, by_token bytea, week date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.receipts_spent SET token = by_token, publish_week = week, reserved_until = NULL
        WHERE epoch = of_epoch AND nullifier = mark AND reserved_until IS NOT NULL;
    RETURN FOUND;
END
$$;
CREATE FUNCTION receipts_keep(of_epoch integer, mark bytea, until date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.receipts_spent SET reserved_until = until
        WHERE epoch = of_epoch AND nullifier = mark AND reserved_until IS NOT NULL;
    RETURN FOUND;
END
$$;
CREATE FUNCTION receipts_free(of_epoch integer, mark bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM public.receipts_spent
        WHERE epoch = of_epoch AND nullifier = mark AND reserved_until IS NOT NULL;
    RETURN FOUND;
END
$$;
CREATE FUNCTION receipts_free_lapsed(today date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM public.receipts_spent WHERE reserved_until < today
$$;
"""
NOTHING_OF_RESERVED = """
DROP FUNCTION receipts_settle(integer, bytea, bytea, date);
DROP FUNCTION receipts_keep(integer, bytea, date);
DROP FUNCTION receipts_free(integer, bytea);
DROP FUNCTION receipts_free_lapsed(date);
"""
DROP = """
CREATE OR REPLACE FUNCTION receipts_drop_spent(dead integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.receipts_key k WHERE k.epoch = dead AND k.state = 'issuing')
        OR EXISTS (
            SELECT FROM public.receipts_spent s
            WHERE s.epoch = dead AND (s.publish_week IS NOT NULL OR s.reserved_until IS NOT NULL)
        )
    THEN
        RAISE EXCEPTION 'a key of this epoch issues still, or a spent token of it was not published'
            USING ERRCODE = 'restrict_violation';
    END IF;
    EXECUTE format('DROP TABLE public.%I', 'receipts_spent_' || dead);
END
$$
"""
DROP_BEFORE = """
CREATE OR REPLACE FUNCTION receipts_drop_spent(dead integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.receipts_key k WHERE k.epoch = dead AND k.state = 'issuing')
        OR EXISTS (SELECT FROM public.receipts_spent s WHERE s.epoch = dead AND s.publish_week IS NOT NULL)
    THEN
        RAISE EXCEPTION 'a key of this epoch issues still, or a spent token of it was not published'
            USING ERRCODE = 'restrict_violation';
    END IF;
    EXECUTE format('DROP TABLE public.%I', 'receipts_spent_' || dead);
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("receipts", "0007_pepper")]

    operations = [
        migrations.RunSQL(
            COLUMN,
            NO_COLUMN,
            state_operations=[
                migrations.AddField(model_name="spent", name="reserved_until", field=models.DateField(null=True)),
                migrations.AddIndex(
                    model_name="spent",
                    index=models.Index(
                        condition=models.Q(("reserved_until__isnull", False)),
                        fields=["reserved_until"],
                        name="receipts_spent_reserved",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="spent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reserved_until__isnull", True), ("token__isnull", True), _connector="OR"),
                        name="spent_reserved_has_no_token",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(GUARD, GUARD_BEFORE),
        migrations.RunSQL(OF_RESERVED, NOTHING_OF_RESERVED),
        migrations.RunSQL(DROP, DROP_BEFORE),
    ]
