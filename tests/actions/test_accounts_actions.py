"""Duties, closing, new addresses, accounts that nobody confirmed, and the command for the first operators."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from reputation.accounts import actions, errors, queries
from reputation.accounts.models import GivenDuty, Session, User
from reputation.accounts.rules import Duty
from tests.accounts_made import PASSWORD, give_totp, letters, link_in, make_user, signed_in
from tests.conftest import AsRole

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_duty_is_given_once_and_ends() -> None:
    user = make_user()
    actions.give_duty(user_id=user.pk, duty=Duty.MODERATOR, now=NOW)
    assert queries.duties(user.pk) == {Duty.MODERATOR}
    with pytest.raises(errors.DutyGivenAlready):
        actions.give_duty(user_id=user.pk, duty=Duty.MODERATOR, now=NOW)
    actions.end_duty(user_id=user.pk, duty=Duty.MODERATOR, now=NOW)
    assert queries.duties(user.pk) == frozenset()
    with pytest.raises(errors.NoSuchDuty):
        actions.end_duty(user_id=user.pk, duty=Duty.MODERATOR, now=NOW)
    actions.give_duty(user_id=user.pk, duty=Duty.MODERATOR, now=NOW)
    assert [person.id for person in queries.with_duty(Duty.MODERATOR)] == [user.pk]
    with pytest.raises(errors.NoSuchAccount):
        actions.give_duty(user_id=0, duty=Duty.PANEL, now=NOW)


def test_a_closed_account_is_empty_and_its_address_free() -> None:
    user = make_user("ada@shop.example", duties=[Duty.PANEL])
    give_totp(user)
    client = signed_in(user)
    actions.close(user_id=user.pk, now=NOW + timedelta(days=400))
    user.refresh_from_db()
    assert (user.email, user.is_active, user.has_usable_password()) == ("", False, False)
    assert queries.address(user.pk) == ""
    assert queries.duties(user.pk) == frozenset()
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert not Session.objects.exists()
    assert client.get("/members/").status_code == 302
    with pytest.raises(errors.NoSuchAccount):
        actions.close(user_id=user.pk, now=NOW)
    again = make_user("ada@shop.example")
    person = queries.by_email("Ada@Shop.example ")
    assert person is not None
    assert person.id == again.pk
    actions.close(user_id=again.pk, now=NOW)
    assert User.objects.filter(email="").count() == 2, "any number of accounts may be closed"


@pytest.mark.parametrize(("email", "is_active"), [("", True), ("ada@shop.example", False), ("Ada@shop.example", True)])
def test_the_database_knows_what_an_account_is(email: str, is_active: bool) -> None:  # noqa: FBT001
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email=email, is_active=is_active)


def test_one_open_account_has_an_address() -> None:
    make_user("ada@shop.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ada@shop.example")


def test_a_new_address_is_taken_by_who_reads_mails_there() -> None:
    user = make_user("old@shop.example")
    token = actions.offer_email(user_id=user.pk, email="New@shop.example")
    assert "shop" not in token
    assert actions.offered_email(token=token, now=datetime.now(UTC)) == "new@shop.example"
    assert actions.take_email(token=token, now=datetime.now(UTC)) == ("old@shop.example", "new@shop.example")
    user.refresh_from_db()
    assert user.email == "new@shop.example"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@shop.example", True, True)]
    with pytest.raises(errors.OfferOver):
        actions.take_email(token=token, now=datetime.now(UTC))


def test_a_new_address_is_not_taken_late_forged_or_from_another_account() -> None:
    user = make_user("old@shop.example")
    make_user("bob@shop.example")
    late = actions.offer_email(user_id=user.pk, email="new@shop.example")
    with pytest.raises(errors.OfferOver):
        actions.take_email(token=late, now=datetime.now(UTC) + timedelta(hours=25))
    with pytest.raises(errors.OfferOver):
        actions.take_email(token="forged", now=datetime.now(UTC))
    with pytest.raises(errors.OfferOver):
        actions.take_email(token=actions.offer_email(user_id=user.pk, email="bob@shop.example"), now=datetime.now(UTC))
    user.refresh_from_db()
    assert user.email == "old@shop.example"


def test_a_new_password_takes_the_offer_of_a_new_address_back() -> None:
    user = make_user("old@shop.example")
    token = actions.offer_email(user_id=user.pk, email="new@shop.example")
    user.set_password("another password by its owner")
    user.save()
    with pytest.raises(errors.OfferOver):
        actions.take_email(token=token, now=datetime.now(UTC))
    assert queries.address(user.pk) == "old@shop.example"


def test_the_offer_of_a_new_address_is_taken_once_whatever_the_address_became() -> None:
    user = make_user("old@shop.example")
    token = actions.offer_email(user_id=user.pk, email="new@shop.example")
    actions.take_email(token=token, now=datetime.now(UTC))
    actions.take_email(token=actions.offer_email(user_id=user.pk, email="old@shop.example"), now=datetime.now(UTC))
    with pytest.raises(errors.OfferOver):
        actions.take_email(token=token, now=datetime.now(UTC))
    assert queries.address(user.pk) == "old@shop.example"


def test_a_closed_account_is_offered_no_address() -> None:
    user = make_user("old@shop.example")
    token = actions.offer_email(user_id=user.pk, email="new@shop.example")
    actions.close(user_id=user.pk, now=datetime.now(UTC))
    with pytest.raises(errors.NoSuchAccount):
        actions.offer_email(user_id=user.pk, email="new@shop.example")
    with pytest.raises(errors.OfferOver):
        actions.take_email(token=token, now=datetime.now(UTC))


def test_accounts_that_nobody_confirmed_go_and_others_stay(as_role: AsRole) -> None:
    late, early, confirmed = make_user(confirmed=False), make_user(confirmed=False), make_user()
    today = datetime.now(UTC)
    User.objects.exclude(pk=early.pk).update(made_on=today.date() - timedelta(days=4))
    with as_role("worker"):
        assert actions.forget_unconfirmed(now=today) == 1
    assert set(User.objects.values_list("pk", flat=True)) == {early.pk, confirmed.pk}
    assert late.pk not in EmailAddress.objects.values_list("user_id", flat=True)


def test_when_a_second_factor_was_used_is_not_kept() -> None:
    give_totp(make_user())
    factor = Authenticator.objects.filter(type="totp").get()
    factor.record_usage()
    factor.refresh_from_db()
    assert factor.last_used_at is None
    assert (factor.created_at.hour, factor.created_at.minute, factor.created_at.second) == (0, 0, 0)


def test_secrets_of_second_factors_are_encrypted() -> None:
    secret = give_totp(make_user())
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM mfa_authenticator a")
        kept = " ".join(row for (row,) in cursor.fetchall())
    assert secret not in kept
    assert kept.count("gAAAA") == 2, "the secret of the app and the seed of the codes"


def staff(*words: str) -> str:
    out = StringIO()
    call_command("staff", *words, stdout=out)
    return out.getvalue()


def test_the_first_operator_gets_an_account_a_link_and_a_duty() -> None:
    said = staff("add", "Ada@operator.example", "--duty", "operator", "--language", "de")
    assert "the link there is good for a day" in said
    ((kind, to, _, text),) = letters()
    assert (kind, to) == ("staff", "ada@operator.example")
    client = Client()
    assert "/members/de/" in link_in(text), "the page speaks as the mail does"
    form = client.get(link_in(text))
    assert client.post(form["Location"], {"password1": PASSWORD})["Location"].endswith("/reset/done")
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert user.language == "de"
    assert "operator   ada@operator.example" in staff("list")
    assert PASSWORD not in said
    assert link_in(text) not in said, "nothing secret is printed"


def test_whoever_has_an_account_gets_the_duty_alone_and_it_ends() -> None:
    user = make_user("ada@operator.example")
    staff("add", "ada@operator.example", "--duty", "panel")
    assert letters() == []
    assert queries.duties(user.pk) == {Duty.PANEL}
    staff("end", "ada@operator.example", "--duty", "panel")
    assert queries.duties(user.pk) == frozenset()
    assert GivenDuty.objects.get().ended_on is not None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("end", "nobody@shop.example", "--duty", "panel"), "no-such-account"),
        (("end", "ada@shop.example", "--duty", "operator"), "no-such-duty"),
        (("add", "ada@shop.example", "--duty", "panel"), "duty-given-already"),
        (("add", "no address", "--duty", "panel"), "no e-mail address"),
    ],
)
def test_the_command_says_what_is_wrong(words: tuple[str, ...], code: str) -> None:
    make_user("ada@shop.example", duties=[Duty.PANEL])
    with pytest.raises(CommandError, match=code):
        staff(*words)


def test_people_are_found_by_id_and_address() -> None:
    user = make_user("ada@shop.example")
    person = queries.by_id(user.pk)
    assert person is not None
    assert (person.email, person.language, person.is_active) == ("ada@shop.example", "en", True)
    assert isinstance(person.public_id, UUID)
    assert queries.by_ids([user.pk, 0]) == {user.pk: person}
    assert queries.by_email("") is None
    assert queries.address(None) == ""
