"""Applications: admitted at once, waiting, decided, appealed, forgotten; and a natural person leaves nothing behind."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from reputation.admissions import actions, errors, queries
from reputation.admissions.models import Application, Number
from reputation.admissions.rules import NEXT, State
from reputation.businesses import errors as business_errors
from reputation.businesses import queries as profiles
from reputation.businesses.models import Business
from reputation.members import actions as members_actions
from reputation.members import charters
from reputation.members import errors as member_errors
from reputation.members import queries as members
from reputation.members.rules import Role
from reputation.notices.models import Mail
from reputation.rulebook import admissions as numbers
from reputation.rulebook import charter
from tests.conftest import AsRole
from tests.members_made import NOW, doubtful, make_user, wish

pytestmark = pytest.mark.django_db
REASONS = "The register shows a partnership whose general partner is a company."


def waiting(user: int | None = None, **changes: Any) -> tuple[int, UUID]:
    who = make_user() if user is None else user
    filed = actions.apply(user=who, wish=doubtful(**changes), now=NOW)
    assert filed.application is not None
    return who, filed.application


def test_a_legal_person_joins_at_once_with_an_owner_a_contact_and_a_charter() -> None:
    user = make_user()
    filed = actions.apply(user=user, wish=wish(), now=NOW)
    assert filed.application is None
    assert filed.business is not None
    assert [(row.business, row.role) for row in members.belongings(user)] == [(filed.business, Role.OWNER)]
    assert members.contact(filed.business) == members.Reach("office@kettle.example", "en")
    assert not Application.objects.exists()
    assert [done.kind for done in members.deeds(filed.business)] == ["charter-accepted", "joined"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"legal_name": ""}, business_errors.BadName),
        ({"legal_name": "x" * 301}, business_errors.BadName),
        ({"trading_names": ["a\x00"]}, business_errors.BadName),
        ({"country": "gb"}, errors.BadCountry),
        ({"country": "Germany"}, errors.BadCountry),
        ({"numbers": [("gb-company", "nonsense")]}, business_errors.BadNumber),
        ({"numbers": [("unknown", "123456")]}, business_errors.BadNumber),
        ({"numbers": []}, business_errors.NotALegalPerson),
        ({"contact_email": "nobody"}, member_errors.BadEmail),
        ({"accepted_by": ""}, member_errors.CharterNotAccepted),
        ({"answers": {}}, member_errors.CharterNotAccepted),
    ],
)
def test_a_wrong_particular_is_refused_and_nothing_is_half_done(changes: dict[str, Any], refusal: Any) -> None:
    user = make_user()
    with pytest.raises(refusal):
        actions.apply(user=user, wish=wish(**changes), now=NOW)
    assert not Business.objects.exists()
    assert not Application.objects.exists()
    assert not Mail.objects.exists()
    assert not members.belongings(user)


def everything() -> str:
    """All that any table holds, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [str(row[0]) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.parametrize(
    ("country", "number", "legal_form"),
    [
        ("ES", ("es-dni", "00000014Z"), ""),
        ("CN", ("cn-uscc", "92110101MA00004726"), ""),
        ("DE", ("de-hrb", "Hof HRB 117"), "e.K."),
    ],
)
def test_a_natural_person_is_refused_and_no_table_has_the_number_or_the_name(
    country: str, number: tuple[str, str], legal_form: str
) -> None:
    user = make_user()
    given = wish(country=country, numbers=[number], legal_form=legal_form, legal_name="Eva Canary")
    with pytest.raises(business_errors.NotALegalPerson):
        actions.apply(user=user, wish=given, now=NOW)
    held = everything()
    assert number[1] not in held
    assert "Canary" not in held


def test_who_is_in_doubt_waits_with_reasons_and_a_day() -> None:
    user, application = waiting()
    shown = queries.one(user=user, public_id=application)
    assert shown.state is State.WAITING
    assert "number-in-doubt" in shown.doubts
    assert shown.decide_until == NOW.date() + timedelta(days=14)
    assert [row.public_id for row in queries.queue()] == [application]
    assert Mail.objects.get().kind == "application-waiting"
    assert not Business.objects.exists()
    with pytest.raises(errors.NoSuchApplication):
        queries.one(user=make_user(), public_id=application)


def test_an_account_lets_no_more_than_five_businesses_join_in_a_day() -> None:
    user = make_user()
    for _ in range(5):
        actions.apply(user=user, wish=wish(), now=NOW)
    with pytest.raises(member_errors.TooMany):
        actions.apply(user=user, wish=wish(), now=NOW)
    actions.apply(user=user, wish=wish(), now=NOW + timedelta(days=1))


def test_no_more_than_three_wait() -> None:
    user = make_user()
    for _ in range(numbers.OPEN_MOST.value):
        waiting(user)
    with pytest.raises(errors.TooManyApplications):
        waiting(user)
    actions.withdraw(user=user, application=queries.of_user(user)[0].public_id, now=NOW)
    waiting(user)


def test_what_was_taken_back_is_gone() -> None:
    user, application = waiting()
    with pytest.raises(errors.NoSuchApplication):
        actions.withdraw(user=make_user(), application=application, now=NOW)
    actions.withdraw(user=user, application=application, now=NOW)
    assert not Number.objects.exists()
    with pytest.raises(errors.WrongApplicationState):
        actions.admit(application=application, reasons=REASONS, now=NOW)


def test_admitted_by_persons_it_joins_like_any_other() -> None:
    user, application = waiting()
    business = actions.admit(application=application, reasons=REASONS, now=NOW)
    assert profiles.profile(business).numbers[0][0] == "de-hra"
    assert members.belongings(user)[0].business == business
    assert queries.one(user=user, public_id=application).state is State.ADMITTED
    assert not Number.objects.exists()
    assert Mail.objects.order_by("-id")[0].kind == "application-admitted"


def test_admitted_later_it_joins_under_the_charter_that_the_applicant_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    _, application = waiting()
    day = NOW.date() + timedelta(days=5)
    monkeypatch.setitem(charter.VERSIONS, "2", charter.VERSIONS["1"]._replace(version="2", effective=day))
    later = NOW + timedelta(days=10)
    assert charter.in_force(later.date()).version == "2"
    business = actions.admit(application=application, reasons=REASONS, now=later)
    assert profiles.profile(business).charter_version == "1"
    assert [row.version for row in members.acceptances(business)] == ["1"]
    assert charters.leave_without(now=later) == 1


def test_a_number_that_was_taken_meanwhile_admits_nobody() -> None:
    number = ("de-hra", "Hof HRA 4711")
    (_, first), (_, second) = waiting(numbers=[number]), waiting(numbers=[number])
    actions.admit(application=first, reasons=REASONS, now=NOW)
    with pytest.raises(business_errors.NumberTaken):
        actions.admit(application=second, reasons=REASONS, now=NOW)
    assert Business.objects.count() == 1
    assert queries.in_queue(second).state is State.WAITING


def test_a_refusal_has_reasons_and_an_appeal_that_others_decide() -> None:
    user, application = waiting()
    with pytest.raises(errors.Unexplained):
        actions.refuse(application=application, reasons="No.", is_natural_person=False, now=NOW)
    actions.refuse(application=application, reasons=REASONS, is_natural_person=False, now=NOW)
    shown = queries.one(user=user, public_id=application)
    assert (shown.state, shown.reasons) == (State.REFUSED, REASONS)
    assert shown.appeal_until == NOW.date() + timedelta(days=184)
    assert shown.numbers
    last = NOW + timedelta(days=184)
    with pytest.raises(errors.WrongApplicationState):
        actions.appeal(user=user, application=application, said=REASONS, now=last + timedelta(days=1))
    with pytest.raises(errors.Unexplained):
        actions.appeal(user=user, application=application, said=" ", now=last)
    actions.appeal(user=user, application=application, said=REASONS, now=last)
    assert queries.queue()[0].decide_until == last.date() + timedelta(days=30)
    actions.refuse(application=application, reasons=REASONS, is_natural_person=False, now=last)
    assert queries.one(user=user, public_id=application).state is State.UPHELD
    assert not Number.objects.exists()
    with pytest.raises(errors.WrongApplicationState):
        actions.appeal(user=user, application=application, said=REASONS, now=last)


def test_of_a_natural_person_the_number_goes_at_once_and_is_given_again_to_appeal() -> None:
    user, application = waiting()
    actions.refuse(application=application, reasons=REASONS, is_natural_person=True, now=NOW)
    assert not Number.objects.exists()
    actions.appeal(user=user, application=application, said=REASONS, given=[("de-hra", "Hof HRA 99")], now=NOW)
    business = actions.admit(application=application, reasons=REASONS, now=NOW)
    ((scheme, value),) = profiles.profile(business).numbers
    assert (scheme, "99" in value) == ("de-hra", True)
    assert queries.one(user=user, public_id=application).appeal_reasons == REASONS


def test_whoever_closed_their_account_is_told_nothing_and_the_rest_goes_on() -> None:
    user, application = waiting()
    members_actions.close_account(user=user, now=NOW)
    before = Mail.objects.count()
    actions.refuse(application=application, reasons=REASONS, is_natural_person=False, now=NOW)
    assert queries.in_queue(application).state is State.REFUSED
    assert Mail.objects.count() == before


def test_numbers_of_a_refused_application_go_with_the_account(as_role: AsRole) -> None:
    user, refused = waiting()
    _, of_another = waiting()
    for application in (refused, of_another):
        actions.refuse(application=application, reasons=REASONS, is_natural_person=False, now=NOW)
    with as_role("web"):
        actions.close_account(user=user, now=NOW)
    assert set(Number.objects.values_list("application__public_id", flat=True)) == {of_another}


def test_nothing_follows_what_has_ended() -> None:
    assert {state for state, then in NEXT.items() if not then} == {State.ADMITTED, State.UPHELD, State.WITHDRAWN}
    with pytest.raises(errors.NoSuchApplication):
        actions.admit(application=uuid4(), reasons=REASONS, now=NOW)


def test_what_has_stood_its_time_goes() -> None:
    _, refused = waiting()
    actions.refuse(application=refused, reasons=REASONS, is_natural_person=False, now=NOW)
    user, taken_back = waiting()
    actions.withdraw(user=user, application=taken_back, now=NOW)
    _, still = waiting()
    assert actions.forget_old(now=NOW + timedelta(days=184)) == 0
    assert Number.objects.filter(application__public_id=refused).exists()
    actions.forget_old(now=NOW + timedelta(days=185))
    assert not Number.objects.filter(application__public_id=refused).exists()
    actions.forget_old(now=NOW + timedelta(days=366))
    assert {row.public_id for row in Application.objects.all()} == {refused, still}
    actions.forget_old(now=NOW + timedelta(days=184 + 367))
    assert {row.public_id for row in Application.objects.all()} == {still}
