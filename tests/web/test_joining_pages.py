"""Joining, page by page: what is asked, what is refused and kept, and what applicants are told."""

from typing import Any

import pytest
from django.test import Client

from reputation.accounts.models import User
from reputation.admissions import actions as admissions
from reputation.admissions.models import Application
from reputation.businesses import queries as profiles
from reputation.businesses.models import Business
from reputation.core import clock
from reputation.members import queries
from reputation.notices.models import Mail
from tests.accounts_made import make_user, signed_in
from tests.joining_made import REASONS, typed
from tests.members_made import doubtful

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def browser(user: int, **given: Any) -> Client:
    return signed_in(User.objects.get(pk=user), **given)


def test_joining_goes_step_by_step_and_writes_nothing_before_the_last() -> None:
    user = make_user()
    client = signed_in(user)
    assert client.get("/members/join").status_code == 200
    for step in range(3):
        answer = client.post("/members/join", typed(step))
        assert answer.status_code == 200
        assert f'name="step" value="{step + 1}"' in answer.content.decode()
        assert not Business.objects.exists()
    assert 'value="Kettle &amp; Moss Ltd"' in answer.content.decode(), "what was typed comes along"
    answer = client.post("/members/join", typed(3))
    (belonging,) = queries.belongings(user.pk)
    assert (answer.status_code, answer["Location"]) == (302, f"/members/b/{belonging.business}")
    profile = profiles.profile(belonging.business)
    assert (profile.legal_name, profile.trading_names, profile.place) == (
        "Kettle & Moss Ltd",
        ("Kettles", "Moss Kitchen"),
        "Ludlow",
    )
    assert client.get(answer["Location"]).status_code == 200


def test_legal_forms_are_offered_in_the_language_of_their_country() -> None:
    page = signed_in(make_user()).post("/members/join", {"step": "0", "country": "DE"}).content.decode()
    assert '<option value="Gesellschaft mit beschränkter Haftung">' in page
    assert 'list="legal-forms"' in page


def test_back_keeps_what_was_typed() -> None:
    client = signed_in(make_user())
    answer = client.post("/members/join", typed(2, back="1")).content.decode()
    assert 'name="step" value="1"' in answer
    assert 'value="EX00004711"' in answer
    assert 'name="legal_name" value="Kettle &amp; Moss Ltd"' in answer


@pytest.mark.parametrize(
    ("step", "changes", "says"),
    [
        (0, {"country": ""}, "id_country"),
        (0, {"country": "XX"}, "id_country"),
        (1, {"number_1": "nonsense"}, "This registry number is not valid."),
        (1, {"kind_1": "unknown"}, "id_kind_1"),
        (1, {"kind_2": "lei", "number_2": ""}, "A further number needs its kind"),
        (2, {"legal_name": ""}, "id_legal_name"),
        (2, {"legal_name": "x" * 301}, "id_legal_name"),
        (3, {"rule_no-gag": "yes"}, "with every question answered as it asks"),
        (3, {"accepted_by": " "}, "id_accepted_by"),
        (3, {"contact_email": "nobody"}, "id_contact_email"),
        (3, {"domains": "co.uk"}, "This is no web address that a business can prove."),
        (3, {"legal_name": "a\x01"}, "This name cannot be used."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_kept(step: int, changes: dict[str, str], says: str) -> None:
    client = signed_in(make_user())
    answer = client.post("/members/join", typed(step, **changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Business.objects.exists()
    assert not Mail.objects.exists()


def test_a_natural_person_is_refused_kindly() -> None:
    client = signed_in(make_user())
    answer = client.post(
        "/members/join",
        typed(1, country="DE", kind_1="de-hra", number_1="Hof HRA 117", legal_form="e.K."),
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "With this it cannot join" in text
    assert "one person who trades under a name" in text
    assert not Application.objects.exists()


def test_who_is_in_doubt_is_told_before_and_waits() -> None:
    user = make_user()
    client = signed_in(user)
    given = {"country": "DE", "kind_1": "de-hra", "number_1": "Hof HRA 117", "legal_form": "GmbH & Co. KG"}
    answer = client.post("/members/join", typed(1, **given))
    assert "Two people will have to look at this" in answer.content.decode()
    answer = client.post("/members/join", typed(3, **given))
    application = Application.objects.get()
    assert answer["Location"] == f"/members/application/{application.public_id}"
    page = client.get(answer["Location"]).content.decode()
    assert "Two people are to look at it" in page
    assert "HRA 117" in page
    stranger = signed_in(make_user())
    assert stranger.get(answer["Location"]).status_code == 404
    client.post(answer["Location"], {"withdraw": "1"})
    assert Application.objects.get().state == "withdrawn"


def test_a_refusal_is_shown_with_reasons_and_appealed() -> None:
    user = make_user()
    client = signed_in(user)
    filed = admissions.apply(user=user.pk, wish=doubtful(), now=clock.now())
    assert filed.application is not None
    admissions.refuse(application=filed.application, reasons=REASONS, is_natural_person=True, now=clock.now())
    where = f"/members/application/{filed.application}"
    page = client.get(where).content.decode()
    assert REASONS in page
    assert "The number is not kept any more." in page
    answer = client.post(where, {"appeal": "1", "said": "No."})
    assert answer.status_code == 422
    answer = client.post(where, {"appeal": "1", "said": REASONS, "kind": "de-hra", "number": "Hof HRA 117"})
    assert answer.status_code == 302
    assert Application.objects.get().state == "appealed"
