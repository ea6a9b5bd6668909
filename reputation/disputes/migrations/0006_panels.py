"""A panel is three persons without part or ties, found by a lot where one is possible, who write before they talk."""

import datetime

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

SEAT = """
CREATE FUNCTION disputes_seat_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ended date;
    about bigint;
    of_business uuid;
BEGIN
    SELECT p.ended_on, c.id, c.business_id INTO ended, about, of_business
    FROM disputes_panel p JOIN disputes_case c ON c.id = p.case_id WHERE p.id = NEW.panel_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.opinion IS NOT NULL OR ended IS NOT NULL THEN
            RAISE EXCEPTION 'a seat begins without an opinion, on a panel that has not decided'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.left_on IS NOT NULL THEN
            RETURN NEW;
        END IF;
        IF EXISTS (SELECT FROM disputes_taking t
                   WHERE t.case_id = about AND t.user_id = NEW.user_id AND t.part NOT IN ('panel', 'declared'))
            OR EXISTS (SELECT FROM disputes_decider p JOIN disputes_decision d ON d.id = p.decision_id
                       WHERE d.case_id = about AND p.user_id = NEW.user_id) THEN
            RAISE EXCEPTION 'nobody with a part in a case decides an appeal in it' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NOT EXISTS (SELECT FROM accounts_given_duty g
                       WHERE g.user_id = NEW.user_id AND g.duty = 'panel' AND g.ended_on IS NULL)
            OR EXISTS (SELECT FROM members_member m
                       WHERE m.user_id = NEW.user_id AND m.business_id = of_business
                           AND (m.ended_on IS NULL OR m.ended_on >= NEW.asked_on - interval '24 months')) THEN
            RAISE EXCEPTION 'a panel is persons whose duty it is, without ties to the business'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (SELECT FROM disputes_panel p WHERE p.id = NEW.panel_id AND p.way = 'lot')
            AND NOT EXISTS (SELECT FROM disputes_candidate c WHERE (c.panel_id, c.user_id) = (NEW.panel_id, NEW.user_id))
            AND EXISTS (SELECT FROM disputes_candidate c WHERE c.panel_id = NEW.panel_id AND NOT EXISTS (
                SELECT FROM disputes_seat s WHERE (s.panel_id, s.user_id) = (c.panel_id, c.user_id)))
        THEN
            RAISE EXCEPTION 'a lot draws those on its list' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.panel_id, OLD.user_id, OLD.number, OLD.asked_on)
        IS DISTINCT FROM (NEW.id, NEW.panel_id, NEW.user_id, NEW.number, NEW.asked_on)
        OR OLD.opinion IS NOT NULL AND (OLD.opinion, OLD.opinion_on) IS DISTINCT FROM (NEW.opinion, NEW.opinion_on)
        OR OLD.opinion IS NULL AND NEW.opinion IS NOT NULL AND NEW.opinion_text = ''
        OR OLD.opinion IS NOT NULL AND OLD.opinion_text <> NEW.opinion_text
            AND (NEW.opinion_text <> '' OR ended IS NULL)
        OR (OLD.left_on IS NOT NULL OR ended IS NOT NULL)
            AND (OLD.left_on, OLD.left_as, OLD.opinion, OLD.agrees, OLD.dissent)
                IS DISTINCT FROM (NEW.left_on, NEW.left_as, NEW.opinion, NEW.agrees, NEW.dissent)
    THEN
        RAISE EXCEPTION 'an opinion is written once, and a seat left once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.agrees IS NOT NULL AND OLD.agrees IS DISTINCT FROM NEW.agrees
        AND ((SELECT count(*) FROM disputes_seat s
              WHERE s.panel_id = NEW.panel_id AND s.left_on IS NULL AND s.opinion IS NOT NULL) < 3
             OR NOT EXISTS (SELECT FROM disputes_draft d WHERE d.case_id = about)) THEN
        RAISE EXCEPTION 'nobody votes before all opinions and a draft are written' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
PANEL = """
CREATE FUNCTION disputes_panel_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_on IS NOT NULL AND (NEW.salt IS NOT NULL OR
        (OLD.way, OLD.why, OLD.drawn_at, OLD.reveal_until, OLD.seed, OLD.seated_on, OLD.drafter, OLD.ended_on)
        IS DISTINCT FROM
        (NEW.way, NEW.why, NEW.drawn_at, NEW.reveal_until, NEW.seed, NEW.seated_on, NEW.drafter, NEW.ended_on))
        OR (OLD.id, OLD.case_id, OLD.roster_sha256, OLD.roster_on)
            IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.roster_sha256, NEW.roster_on)
        OR OLD.way <> NEW.way AND (NEW.way = 'lot' OR OLD.drawn_at IS NOT NULL)
        OR OLD.drawn_at IS NOT NULL
            AND (OLD.drawn_at, OLD.reveal_until) IS DISTINCT FROM (NEW.drawn_at, NEW.reveal_until)
        OR OLD.seed IS NOT NULL AND OLD.seed IS DISTINCT FROM NEW.seed
        OR OLD.seated_on IS NOT NULL AND OLD.seated_on IS DISTINCT FROM NEW.seated_on
        OR OLD.ended_on IS NULL AND OLD.salt IS DISTINCT FROM NEW.salt
    THEN
        RAISE EXCEPTION 'how a panel was found never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.seated_on IS NULL AND NEW.seated_on IS NOT NULL
        AND (SELECT count(*) FROM disputes_seat s WHERE s.panel_id = NEW.id AND s.left_on IS NULL) <> 3 THEN
        RAISE EXCEPTION 'a panel is three persons' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Of a decision that was read back from the log nobody knows the panel: it has no salt either.
DECIDED = """
CREATE FUNCTION disputes_panel_decides() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM disputes_panel p JOIN disputes_seat s ON s.panel_id = p.id
        WHERE p.case_id = NEW.case_id AND p.ended_on IS NULL AND s.left_on IS NULL AND s.opinion IS NOT NULL
        GROUP BY p.id HAVING count(s.agrees) = 3 AND count(*) FILTER (WHERE s.agrees) >= 2
    ) THEN
        RAISE EXCEPTION 'a panel decides by a majority of three' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
DECIDER = """
CREATE FUNCTION disputes_decider_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about bigint;
    final boolean;
BEGIN
    SELECT d.case_id, d.is_final INTO about, final FROM disputes_decision d WHERE d.id = NEW.decision_id;
    IF final <> (NEW.role = 'panel') OR final AND NOT EXISTS (
        SELECT FROM disputes_panel p JOIN disputes_seat s ON s.panel_id = p.id
        WHERE p.case_id = about AND p.ended_on IS NULL AND s.left_on IS NULL AND s.user_id = NEW.user_id
    ) THEN
        RAISE EXCEPTION 'an appeal is decided by those who sit on its panel' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
CANDIDATE = """
CREATE FUNCTION disputes_candidate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (SELECT p.roster_sha256 FROM disputes_panel p WHERE p.id = NEW.panel_id) <> (
            SELECT encode(sha256(string_agg(c.member || E'\\n', '' ORDER BY c.member COLLATE "C")::bytea), 'hex')
            FROM disputes_candidate c WHERE c.panel_id = NEW.panel_id
        ) THEN
            RAISE EXCEPTION 'the list of a panel is the one that was logged' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF TG_OP = 'UPDATE' OR EXISTS (
        SELECT FROM disputes_panel p WHERE p.id = OLD.panel_id AND p.ended_on IS NULL
    ) THEN
        RAISE EXCEPTION 'the list of a panel never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$
"""
# The nonce of an appeal is the one its commitment is over.
NONCE = """
ALTER TABLE disputes_appeal ADD CONSTRAINT appeal_nonce_as_promised CHECK (
    nonce IS NULL OR nonce_commitment IS NOT NULL AND length(nonce) = 32
        AND sha256('reputation/panel-nonce/v1'::bytea || nonce) = nonce_commitment
)
"""
TRIGGERS = {
    "disputes_seat_guard": ("BEFORE INSERT OR UPDATE", "disputes_seat", "ROW", "disputes_seat_guard"),
    "disputes_panel_guard": ("BEFORE UPDATE", "disputes_panel", "ROW", "disputes_panel_guard"),
    "disputes_decider_guard": ("BEFORE INSERT", "disputes_decider", "ROW", "disputes_decider_guard"),
    "disputes_candidates_stay": ("BEFORE TRUNCATE", "disputes_candidate", "STATEMENT", "disputes_refuse_change"),
}
FUNCTIONS = {
    "disputes_seat_guard": SEAT,
    "disputes_panel_guard": PANEL,
    "disputes_panel_decides": DECIDED,
    "disputes_decider_guard": DECIDER,
    "disputes_candidate_guard": CANDIDATE,
}


def trigger(name, when, table, each, function):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_legal_form'),
        ('disputes', '0005_course_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.CharField(max_length=64)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='alertsuspension',
            name='suspension_two_persons',
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='seat_one_of_a_number',
        ),
        migrations.RemoveField(
            model_name='panel',
            name='roster',
        ),
        migrations.RemoveField(
            model_name='seat',
            name='declined_on',
        ),
        migrations.AddField(
            model_name='panel',
            name='drafter',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='panel',
            name='reveal_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='panel',
            name='salt',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='seat',
            name='asked_on',
            field=models.DateField(default=datetime.date(2000, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='seat',
            name='left_as',
            field=models.CharField(choices=[('declined', 'declined'), ('duty-ended', 'duty-ended'), ('tied', 'tied'), ('had-part', 'had-part')], max_length=12, null=True),
        ),
        migrations.AddField(
            model_name='seat',
            name='left_on',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='alertsuspension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', models.F('approved_by')), _negated=True), models.Q(('approved_by', 'panel'), ('decided_by', 'panel')), _connector='OR'), name='suspension_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.UniqueConstraint(condition=models.Q(('roster_sha256', ''), _negated=True), fields=('roster_sha256',), name='panel_roster_once'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(('salt__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('salt'), models.Value(32)), _connector='OR'), name='panel_salt_length'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(('seed__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('seed'), models.Value(32)), _connector='OR'), name='panel_seed_length'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('roster_on__isnull', False), ('way', 'lot'), ('why__isnull', True)), models.Q(('drawn_at__isnull', True), ('way', 'assigned'), ('why__isnull', False)), _connector='OR'), name='panel_lot_or_reason'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('roster_on__isnull', True), ('roster_sha256', ''), ('salt__isnull', True)), models.Q(('roster_on__isnull', False), ('roster_sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='panel_roster_whole'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('drawn_at__isnull', True), ('reveal_until__isnull', True), ('seed__isnull', True)), models.Q(('drawn_at__isnull', False), ('reveal_until__isnull', False)), _connector='OR'), name='panel_drawn_in_order'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('seated_on__isnull', True)), models.Q(('seated_on__isnull', False), ('way', 'assigned')), models.Q(('seated_on__isnull', False), ('seed__isnull', False)), _connector='OR'), name='panel_seated_in_order'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(('drafter__gte', 1), ('drafter__lte', 3)), name='panel_drafter_sits'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('left_as__in', ['declined', 'duty-ended', 'tied', 'had-part'])), name='seat_left_known'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('panel', 'number'), name='seat_one_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 3)), name='seat_number'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_as__isnull', True), ('left_on__isnull', True)), models.Q(('left_as__isnull', False), ('left_on__isnull', False)), _connector='OR'), name='seat_left_whole'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agrees__isnull', True), ('opinion__isnull', True), ('opinion_on__isnull', True), ('opinion_text', '')), models.Q(('opinion__isnull', False), ('opinion_on__isnull', False)), _connector='OR'), name='seat_opinion_whole'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agrees', False), models.Q(('dissent', ''), _negated=True)), models.Q(models.Q(('agrees__isnull', True), ('agrees', True), _connector='OR'), ('dissent', '')), _connector='OR'), name='seat_dissent_has_words'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='panel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.panel'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('panel', 'user'), name='candidate_once'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('panel', 'member'), name='candidate_called_once'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('member__regex', '^[0-9a-f]{64}$')), name='candidate_member_sha256'),
        ),
        migrations.RunSQL(NONCE, "ALTER TABLE disputes_appeal DROP CONSTRAINT appeal_nonce_as_promised"),
        *[migrations.RunSQL(made, f"DROP FUNCTION {name}()") for name, made in FUNCTIONS.items()],
        *[trigger(name, *what) for name, what in TRIGGERS.items()],
        migrations.RunSQL(
            "CREATE TRIGGER disputes_panel_decides BEFORE INSERT ON disputes_decision FOR EACH ROW "
            "WHEN (NEW.is_final AND NEW.salt IS NOT NULL) EXECUTE FUNCTION disputes_panel_decides()",
            "DROP TRIGGER disputes_panel_decides ON disputes_decision",
        ),
        migrations.RunSQL(
            "CREATE CONSTRAINT TRIGGER disputes_candidate_guard AFTER INSERT OR UPDATE OR DELETE ON disputes_candidate "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION disputes_candidate_guard()",
            "DROP TRIGGER disputes_candidate_guard ON disputes_candidate",
        ),
    ]
