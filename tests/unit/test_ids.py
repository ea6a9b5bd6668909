import pytest

from reputation.core import ids


@pytest.mark.parametrize("source", [ids.SECURE, ids.Seeded(1), ids.Derived(b"key")])
def test_ids_are_version_4_and_salts_are_32_bytes(source: ids.Source) -> None:
    assert source.uuid().version == 4
    assert source.uuid() != source.uuid()
    assert len(source.salt()) == 32
    assert source.salt() != source.salt()


def test_a_seed_repeats_itself_and_another_does_not() -> None:
    assert ids.Seeded(7).uuid() == ids.Seeded(7).uuid()
    assert ids.Seeded(7).salt() != ids.Seeded(8).salt()


def test_a_key_gives_the_same_ids_in_the_same_order_and_another_key_others() -> None:
    one, again, other = ids.Derived(b"key"), ids.Derived(b"key"), ids.Derived(b"yek")
    first = [one.salt(), one.uuid(), one.salt()]
    assert [again.salt(), again.uuid(), again.salt()] == first
    assert other.salt() not in first
