"""Proofs of a case: kept encrypted, opened on record, told to the other side by kind alone, gone with their key."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, Error, IntegrityError, connection, transaction

from reputation.accounts.rules import Duty
from reputation.core import months
from reputation.disputes import showing
from reputation.proofs import actions, errors, jobs, queries
from reputation.proofs.models import Access, CaseKey, Proof
from reputation.proofs.rules import Kind, Party, Seen, Size
from reputation.reviews import seals
from reputation.reviews.seals import Purpose, SealError
from tests import proofs_made as made
from tests.conftest import AsRole
from tests.desk_made import somebody
from tests.domains_made import NOW
from tests.reviews_made import make_case, make_review

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WITHOUT_KEY = (
    "INSERT INTO proofs_proof (public_id, case_id, party, number, kind, size, pages, shown_on, sealed) "
    "SELECT gen_random_uuid(), gen_random_uuid(), party, 1, kind, size, pages, shown_on, sealed FROM proofs_proof; "
    "SET CONSTRAINTS ALL IMMEDIATE"
)
LETTER = "Dear canary, your order was shipped on Monday."


def show(case: UUID, party: Party = Party.CHALLENGER, content: bytes | None = None, now: datetime = NOW) -> UUID:
    clean = actions.prepare(LETTER.encode() if content is None else content)
    with transaction.atomic():
        return actions.keep(case=case, party=party, clean=clean, now=now)


def test_a_proof_is_kept_encrypted_and_opened_by_a_moderator_on_record() -> None:
    case, moderator = uuid4(), somebody(Duty.MODERATOR)
    proof = show(case)
    row = Proof.objects.get()
    assert LETTER.encode() not in bytes(row.sealed)
    assert actions.open_proof(proof=proof, user=moderator, now=NOW) == (Kind.TEXT, LETTER.encode())
    assert actions.open_proof(proof=proof, user=moderator, now=NOW + DAY)[1] == LETTER.encode()
    assert queries.accesses(case) == [
        queries.Opened(proof, moderator, NOW + DAY),
        queries.Opened(proof, moderator, NOW),
    ]
    with pytest.raises(errors.NoSuchProof):
        actions.open_proof(proof=uuid4(), user=moderator, now=NOW)


def test_each_case_has_a_key_of_its_own_and_no_proof_opens_as_another() -> None:
    case, other = uuid4(), uuid4()
    first, second, third = show(case), show(case), show(other)
    assert CaseKey.objects.count() == 2
    keys = {row.case: seals.unseal(Purpose.PROOFS, row.case.bytes, bytes(row.wrapped)) for row in CaseKey.objects.all()}
    assert len(set(keys.values())) == 2
    sealed = {row.public_id: bytes(row.sealed) for row in Proof.objects.all()}
    assert seals.decrypt([keys[case]], first.bytes, sealed[first]) == LETTER.encode()
    for key, bound, content in [(keys[other], first, first), (keys[case], second, first), (keys[case], third, third)]:
        with pytest.raises(SealError):
            seals.decrypt([key], bound.bytes, sealed[content])
    # Nor does a key that was moved to another case, or asked for under another purpose.
    wrapped = bytes(CaseKey.objects.get(case=case).wrapped)
    with pytest.raises(SealError):
        seals.unseal(Purpose.PROOFS, other.bytes, wrapped)
    with pytest.raises(SealError):
        seals.unseal(Purpose.HELD, case.bytes, wrapped)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.ProofMissing),
        (b"a" * 5_242_881, errors.ProofTooLarge),
        (b"PK\x03\x04\xff", errors.ProofKindUnknown),
        (b"RIFF1234WEBP", errors.ProofKindUnknown),
        (b"%PDF-1.7", errors.ProofNotReadable),
    ],
)
def test_what_is_no_proof_is_refused(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.prepare(content)


def test_a_party_shows_ten_and_the_other_one_ten_more() -> None:
    case = uuid4()
    for _ in range(10):
        show(case)
    with pytest.raises(errors.TooManyProofs):
        show(case)
    show(case, Party.WRITER)
    assert [one.number for one in queries.listed(case, reader=None, now=NOW)] == [*range(1, 11), 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.filter(party=Party.WRITER).update(number=11)


def test_the_other_side_reads_the_kind_of_proof_and_a_writers_from_the_release_on() -> None:
    case, moderator = uuid4(), somebody(Duty.MODERATOR)
    at_noon = NOW.replace(hour=12, minute=0)
    show(case, content=made.png())
    mine = show(case, Party.WRITER, now=at_noon - timedelta(hours=1))
    actions.open_proof(proof=mine, user=moderator, now=at_noon)
    actions.say_what_it_is(proof=mine, user=moderator, seen=Seen.INVOICE, now=at_noon)
    for reader in (Party.WRITER, None):
        assert [one.party for one in queries.listed(case, reader=reader, now=at_noon - timedelta(hours=1))] == [
            Party.CHALLENGER,
            Party.WRITER,
        ]
    assert len(queries.listed(case, reader=Party.CHALLENGER, now=at_noon - timedelta(seconds=1))) == 1
    picture, letter = queries.listed(case, reader=Party.CHALLENGER, now=at_noon)
    assert (picture.kind, picture.seen, picture.shown_on) == (Kind.PNG, None, NOW.date())
    assert (letter.kind, letter.size, letter.pages, letter.seen, letter.shown_on) == (
        Kind.TEXT,
        Size.SMALL,
        1,
        Seen.INVOICE,
        NOW.date(),
    )


def test_a_proof_of_the_afternoon_bears_the_day_of_the_next_release() -> None:
    case = uuid4()
    show(case, Party.WRITER, now=NOW.replace(hour=13))
    (shown,) = queries.listed(case, reader=Party.WRITER, now=NOW)
    assert shown.shown_on == (NOW + DAY).date()


def test_only_who_opened_a_proof_says_what_it_is() -> None:
    case, moderator, other = uuid4(), somebody(Duty.MODERATOR), somebody(Duty.MODERATOR)
    proof = show(case)
    actions.open_proof(proof=proof, user=moderator, now=NOW)
    with pytest.raises(errors.NoSuchProof):
        actions.say_what_it_is(proof=proof, user=other, seen=Seen.INVOICE, now=NOW)
    with pytest.raises(DatabaseError, match="has opened it"), transaction.atomic():
        Proof.objects.update(seen=Seen.INVOICE, seen_by_id=other, seen_on=NOW.date())
    actions.say_what_it_is(proof=proof, user=moderator, seen=Seen.CONTRACT, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.update(seen_by_id=None)


def test_the_key_is_destroyed_twelve_months_after_the_end_and_no_copy_of_a_row_opens_any_more() -> None:
    case, other, moderator = uuid4(), uuid4(), somebody(Duty.MODERATOR)
    proof = show(case)
    kept = show(other)
    copy = bytes(Proof.objects.get(public_id=proof).sealed)  # as a backup has it
    actions.open_proof(proof=proof, user=moderator, now=NOW)
    actions.end(case=case, ended_on=NOW.date())
    last_day = datetime.combine(months.later(NOW.date(), 12), NOW.time(), NOW.tzinfo)
    assert actions.forget_due(now=last_day - DAY) == 0
    assert actions.open_proof(proof=proof, user=moderator, now=last_day - DAY)[1] == LETTER.encode()
    assert actions.forget_due(now=last_day) == 1
    assert [row.public_id for row in Proof.objects.all()] == [kept]
    with pytest.raises(errors.NoSuchProof):
        actions.open_proof(proof=proof, user=moderator, now=last_day)
    # The row comes back from a backup, with a key that is made anew: it does not open, nor with any key there is.
    again = show(case)
    Proof.objects.create(
        **{**Proof.objects.filter(public_id=again).values().get(), "id": uuid4(), "public_id": proof, "number": 2}
        | {"sealed": copy}
    )
    with pytest.raises(SealError):
        actions.open_proof(proof=proof, user=moderator, now=last_day)
    left = [seals.unseal(Purpose.PROOFS, row.case.bytes, bytes(row.wrapped)) for row in CaseKey.objects.all()]
    with pytest.raises(SealError):
        seals.decrypt([*left, *seals.keys(Purpose.PROOFS)], proof.bytes, copy)
    # That somebody opened it is known for as long as what members do.
    assert {one.proof for one in queries.accesses(case)} == {proof}


def test_a_key_can_be_destroyed_at_once() -> None:
    case = uuid4()
    show(case)
    show(case, Party.WRITER)
    actions.end(case=case, ended_on=NOW.date())
    assert actions.forget(case=case, today=NOW.date()) == 2
    assert (Proof.objects.count(), CaseKey.objects.count()) == (0, 0)
    assert actions.forget(case=case, today=NOW.date()) == 0


def test_who_opened_what_is_forgotten_after_two_years() -> None:
    case, moderator = uuid4(), somebody(Duty.MODERATOR)
    proof = show(case)
    actions.open_proof(proof=proof, user=moderator, now=NOW)
    until = datetime.combine(months.later(NOW.date(), 24), NOW.time(), NOW.tzinfo)
    assert actions.forget_accesses(now=until) == 0
    assert actions.forget_accesses(now=until + DAY) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proofs_proof SET sealed = 'x'",
        "UPDATE proofs_proof SET party = 'writer'",
        "UPDATE proofs_proof SET shown_on = shown_on + 1",
        "DELETE FROM proofs_proof",
        "UPDATE proofs_key SET wrapped = 'x'",
        "DELETE FROM proofs_key",
        "UPDATE proofs_access SET at = now()",
        WITHOUT_KEY,
    ],
)
def test_the_database_holds_what_was_shown_while_the_case_runs(statement: str) -> None:
    actions.open_proof(proof=show(uuid4()), user=somebody(Duty.MODERATOR), now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_after_the_end_nothing_is_shown_and_the_day_of_the_key_only_comes_nearer() -> None:
    case = uuid4()
    show(case)
    actions.end(case=case, ended_on=NOW.date())
    actions.end(case=case, ended_on=NOW.date() + 30 * DAY)
    assert CaseKey.objects.get().forget_on == months.later(NOW.date(), 12)
    with pytest.raises(DatabaseError, match="that is over"), transaction.atomic():
        show(case)
    for later in (None, months.later(NOW.date(), 13)):
        with pytest.raises(DatabaseError, match="never later"), transaction.atomic():
            CaseKey.objects.update(forget_on=later)


def test_pages_take_and_open_and_the_worker_destroys_what_it_cannot_read(as_role: AsRole) -> None:
    case, moderator = uuid4(), somebody(Duty.MODERATOR)
    with as_role("web"):
        proof = show(case)
        assert actions.open_proof(proof=proof, user=moderator, now=NOW)[1] == LETTER.encode()
        actions.say_what_it_is(proof=proof, user=moderator, seen=Seen.OTHER, now=NOW)
        actions.end(case=case, ended_on=NOW.date())
        assert len(queries.listed(case, reader=None, now=NOW)) == len(queries.accesses(case)) == 1
        for statement in ("DELETE FROM proofs_proof", "DELETE FROM proofs_key", "DELETE FROM proofs_access"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    with as_role("worker"):
        for statement in (
            "SELECT sealed FROM proofs_proof",
            "SELECT wrapped FROM proofs_key",
            "SELECT user_id FROM proofs_access",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        jobs.keep_house(0)
        far = NOW + 800 * DAY
        assert (actions.forget_due(now=far), actions.forget_accesses(now=far)) == (1, 1)
    for role in ("ratings", "lookup"):
        with as_role(role), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM proofs_proof")


def test_a_process_without_the_key_of_writers_opens_nothing(settings: LazySettings) -> None:
    proof = show(uuid4())
    settings.WRITERS_KEY = None
    with pytest.raises(SealError):
        actions.open_proof(proof=proof, user=somebody(Duty.MODERATOR), now=NOW)
    assert Access.objects.count() == 0


def test_what_was_kept_before_the_key_changed_opens_with_the_one_before(settings: LazySettings) -> None:
    proof = show(uuid4())
    settings.WRITERS_KEY, settings.WRITERS_KEY_BEFORE = b"n" * 32, settings.WRITERS_KEY
    assert actions.open_proof(proof=proof, user=somebody(Duty.MODERATOR), now=NOW)[1] == LETTER.encode()


def test_nothing_but_its_day_tells_when_a_proof_came() -> None:
    """No number counts up over cases, and no row of the case or its key is marked by the transaction of a proof."""
    filed = make_case(make_review())
    disputed(filed)
    before = marks(filed)
    disputed(filed)
    assert marks(filed) == before
    assert all(isinstance(key, UUID) for key in Proof.objects.values_list("pk", flat=True))


def disputed(case: UUID) -> None:
    showing.show(case=case, party=Party.WRITER, content=LETTER.encode(), now=NOW)


def marks(case: UUID) -> list[object]:
    """Which transactions last touched or locked the rows of a case and of its key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xmin::text, xmax::text, ctid::text FROM disputes_case WHERE public_id = %s "
            'UNION ALL SELECT xmin::text, xmax::text, ctid::text FROM proofs_key WHERE "case" = %s',
            [case, case],
        )
        return list(cursor.fetchall())


def test_a_proof_has_a_key_and_a_key_goes_after_all_that_it_opens() -> None:
    case = uuid4()
    show(case)
    with pytest.raises(Error, match="under the key"), transaction.atomic():
        Proof.objects.create(
            **{**Proof.objects.values().get(), "id": uuid4(), "public_id": uuid4(), "case_id": uuid4()}
        )
    CaseKey.objects.update(forget_on=NOW.date())
    with pytest.raises(Error, match="after all"), transaction.atomic():
        CaseKey.objects.filter(case=case).delete()
