"""What a writer finds with a codename, what waits for a release, and words that are masked until somebody decides."""

from django.conf import settings
from django.db import migrations, models

# Whoever knows the id of a review that waits has shown its codename.
WAITING_WORDS = """
CREATE FUNCTION reviews_waiting_words(waiting uuid)
RETURNS TABLE (business uuid, publish_week date, stars smallint, outcome varchar, language varchar, text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.business_id, w.publish_week, w.stars, w.outcome, w.language, w.text
    FROM public.reviews_waiting w WHERE w.id = waiting
$$
"""
# Of a review that waits nothing is known here; what can no longer be done is refused once more with its release.
ACT = """
CREATE FUNCTION reviews_act_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known record;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.review <> NEW.review THEN
        RAISE EXCEPTION 'an act stays with its review' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT state, text IS NOT NULL AS has_text, are_figures_changed INTO known
        FROM public.reviews_review WHERE public_id = NEW.review;
    IF NOT FOUND THEN
        RETURN NEW;
    END IF;
    IF (known.state, NEW.kind) NOT IN (
        ('published', 'change'), ('published', 'withdraw'), ('published', 'erase'),
        ('restricted', 'withdraw'), ('restricted', 'erase'), ('erased', 'withdraw')
    ) OR NEW.kind = 'erase' AND NOT known.has_text THEN
        RAISE EXCEPTION 'a writer cannot % a review that is %', NEW.kind, known.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF known.are_figures_changed AND (NEW.stars IS NOT NULL OR NEW.outcome IS NOT NULL) THEN
        RAISE EXCEPTION 'stars and outcome change once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
MASK = """
CREATE FUNCTION reviews_mask_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'masked' AND EXISTS (
            SELECT FROM public.reviews_review r WHERE r.public_id = OLD.review AND r.text IS NOT NULL
        ) OR OLD.state = 'asked' AND EXISTS (
            SELECT FROM public.reviews_review r WHERE r.public_id = OLD.review AND position(OLD.words IN r.text) > 0
        ) THEN
            RAISE EXCEPTION 'a request that waits is not removed' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ('asked', 'stays') OR NEW.words IS NULL THEN
            RAISE EXCEPTION 'a request begins as asked, or decided to stay' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.review, OLD.words_hash, OLD.wording, OLD.asked_on, OLD.decide_by)
        IS DISTINCT FROM (NEW.id, NEW.public_id, NEW.review, NEW.words_hash, NEW.wording, NEW.asked_on, NEW.decide_by)
        OR NEW.words IS NOT NULL AND NEW.words IS DISTINCT FROM OLD.words
        OR OLD.is_late AND NOT NEW.is_late
    THEN
        RAISE EXCEPTION 'what was asked never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('asked', 'masked'), ('asked', 'stays'), ('asked', 'lifted'), ('masked', 'stays'), ('masked', 'lifted')
    ) THEN
        RAISE EXCEPTION 'a request that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.decided_on IS NOT NULL
        AND (OLD.decided_by_id, OLD.decided_on) IS DISTINCT FROM (NEW.decided_by_id, NEW.decided_on)
    THEN
        RAISE EXCEPTION 'a request is decided once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_legal_form'),
        ('reviews', '0006_sending'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='act',
            name='release_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='maskedwords',
            name='request',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='maskrequest',
            index=models.Index(fields=['review'], name='reviews_mask_of_review'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['business', 'receipt_class', '-month', 'public_id'], name='reviews_review_class'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['business', 'outcome', '-month', 'public_id'], name='reviews_review_outcome'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['business', 'language', '-month', 'public_id'], name='reviews_review_language'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'change'), ('release_on__isnull', False), _connector='OR'), name='act_only_a_change_has_no_day'),
        ),
        migrations.AddConstraint(
            model_name='maskrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('decided_on__isnull', True), ('state__in', ['asked', 'masked'])), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False), ('state__in', ['stays', 'lifted'])), _connector='OR'), name='mask_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='maskrequest',
            constraint=models.CheckConstraint(condition=models.Q(('wording', ''), _negated=True), name='mask_wording_there'),
        ),
        migrations.RunSQL(WAITING_WORDS, "DROP FUNCTION reviews_waiting_words(uuid)"),
        migrations.RunSQL(ACT, "DROP FUNCTION reviews_act_guard()"),
        migrations.RunSQL(
            "CREATE TRIGGER reviews_act_guard BEFORE INSERT OR UPDATE ON reviews_act "
            "FOR EACH ROW EXECUTE FUNCTION reviews_act_guard()",
            "DROP TRIGGER reviews_act_guard ON reviews_act",
        ),
        migrations.RunSQL(MASK, "DROP FUNCTION reviews_mask_request_guard()"),
        migrations.RunSQL(
            "CREATE TRIGGER reviews_mask_request_guard BEFORE INSERT OR UPDATE OR DELETE ON reviews_mask_request "
            "FOR EACH ROW EXECUTE FUNCTION reviews_mask_request_guard()",
            "DROP TRIGGER reviews_mask_request_guard ON reviews_mask_request",
        ),
    ]
